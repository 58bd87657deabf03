"""Somebody checks in on a goal with an action, finds it among what waits for them, and loads a file of a measure."""

import re

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser

FILE = "day,group,value\n2026-08-31,Hamburg,80\n2026-09-30,Hamburg,91.5\n2026-09-30,Leeds,{leeds}\n"


def test_said_done_and_kept_by_hand(visit):
    page = visit("/department?department=Service")
    page.get_by_role(
        "button", name=re.compile("everybody in the new ticket tool|ticket tool")
    ).first.click()
    page.wait_for_url("**/goals?goal=*")
    settled(page)
    page.get_by_text("Check in", exact=True).first.click()
    page.get_by_label("Own confidence, %").fill("70")
    page.get_by_label("In words").fill("Vienna follows in October")
    page.get_by_label("What is to be done?").first.fill("Book the room in Vienna")
    page.get_by_label("Who", exact=True).first.fill("Kim")
    page.get_by_label("By when").first.get_by_role("spinbutton").first.click()
    page.keyboard.type("20261001")
    page.get_by_role("button", name="Check in", exact=True).last.click()
    page.get_by_label("I am …").fill("Kim")
    page.get_by_role("button", name="That is me").click()
    page.wait_for_selector(".mp-said >> text=Vienna follows in October")
    assert "own confidence 70 %" in page.inner_text(".mp-said >> nth=0")

    page.goto(re.sub(r"/goals.*", "/inbox", page.url))
    settled(page)
    page.wait_for_selector(".mp-action >> text=Book the room in Vienna")
    page.get_by_role("button", name="Done").first.click()
    page.wait_for_selector("text=Nothing waits for Kim")

    page.goto(re.sub(r"/inbox.*", "/department?department=Service", page.url))
    settled(page)
    page.locator("button.mp-row", has_text="by month").click()
    page.wait_for_url("**/measure?id=*")
    settled(page)
    drop = page.locator("input[type=file]")
    drop.set_input_files(
        {"name": "x.csv", "mimeType": "text/csv", "buffer": FILE.format(leeds="x").encode()}
    )
    page.wait_for_selector("text=1 of 3 rows are bad, so nothing is loaded")
    drop.set_input_files(
        {"name": "x.csv", "mimeType": "text/csv", "buffer": FILE.format(leeds="92").encode()}
    )
    page.wait_for_selector("text=3 rows: 0 new, 3 replace another value")
    page.get_by_role("button", name="Load 3 rows").click()
    page.wait_for_selector("text=3 rows are loaded.")
