"""An alert from the page of a metric to a message that is read, with a real watcher in between."""

import subprocess
import sys

import pytest

from tests import homes
from tests.browser.conftest import served, settled, visits
from tests.conftest import ROOT

pytestmark = pytest.mark.browser


def test_watch_this_leads_to_a_message_that_is_read(browser, tmp_path):
    home = homes.one_day(tmp_path / "home")
    with served(home) as address, visits(browser, address) as visit:
        page = visit("/metric?metric=orders&grain=day")
        page.get_by_role("button", name="Watch this").click()
        page.wait_for_url("**/inbox?**")
        page.wait_for_selector("text=No watcher is at work")
        page.get_by_label("When", exact=True).click()
        page.get_by_role("option", name="the value").click()
        page.get_by_label("number", exact=True).fill("5")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=it would have spoken 1 time: 3 Mar 2026 (1)")
        page.get_by_role("textbox", name="Whose").first.fill("Ann")
        page.get_by_role("button", name="Keep the alert").click()
        page.get_by_label("I am …").fill("Ann")
        page.get_by_role("button", name="That is me").click()
        page.wait_for_selector("text=Orders: value below 5 · for Ann")

        watch = [sys.executable, "-m", "dashboard", "--home", str(home.folder), "watch", "--once"]
        done = subprocess.run(watch, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout == "said: Orders: 1 in 3 Mar 2026 [rule 1, 2026-03-03]\n"

        page.reload()
        settled(page)
        page.wait_for_selector("text=1 unread message")
        assert "Alert “Orders”: value below 5." in page.inner_text(".mp-message")
        page.get_by_role("button", name="Mark as read").first.click()
        page.wait_for_selector("text=Nothing unread.")
        page.get_by_role("button", name="See it").click()
        page.wait_for_url("**/metric?metric=orders&grain=day**")
        page.wait_for_selector("h1:text-is('Orders')")
