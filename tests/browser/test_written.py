"""What people write down, in two browsers at once: the name survives a reload, nobody overwrites anybody."""

import re

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


def write_note(page, text):
    page.get_by_text("Add a note").first.click()
    page.get_by_label("What happened?").fill(text)
    page.get_by_role("button", name="Keep the note").click()


def change_note(page, text):
    page.get_by_label("What happened?").fill(text)
    page.get_by_role("button", name="Keep the changes").click()


def test_notes_views_and_two_versions_of_one_note(visit):
    ann, bo = visit("/metric?region=North"), visit("/metric?region=North")
    for page, name in ((ann, "Ann"), (bo, "Bo")):
        write_note(page, f"Prices up, says {name}")
        page.get_by_label("I am …").fill(name)
        page.get_by_role("button", name="That is me").click()
        page.wait_for_selector(f".mp-notes >> text=Prices up, says {name} ({name})")

    ann.reload()
    settled(ann)
    ann.get_by_role("button", name="Views").click()
    ann.get_by_label("Save this view as").fill("North")
    ann.get_by_role("button", name="Save", exact=True).click()
    ann.wait_for_selector(
        "text=The view 'North' is saved."
    )  # no question: the browser knew the name
    assert "Ann" not in ann.url
    ann.get_by_role("button", name="Copy link").click()
    ann.wait_for_selector("button:has-text('Copied')")

    for page in (ann, bo):
        page.goto(re.sub(r"/metric.*", "/saved", page.url))
        settled(page)
        page.get_by_role("button", name="Edit").last.click()
        page.wait_for_selector("textarea")
    change_note(bo, "Prices up 2 %")
    bo.wait_for_selector("text=The note is changed.")
    change_note(ann, "Prices up 3 %")
    ann.wait_for_selector("h1:text-is('Two versions of one note')")
    assert "Prices up 2 %" in ann.inner_text(".mp-versions")
    assert "Prices up 3 %" in ann.inner_text(".mp-versions")
    ann.get_by_role("button", name="Keep what is chosen").click()
    ann.wait_for_selector("text=Prices up 3 % (Ann)")

    ann.get_by_role("button", name="North", exact=True).click()
    ann.wait_for_url("**/metric?region=North")
    ann.wait_for_selector("h1:text-is('Conversion')")
