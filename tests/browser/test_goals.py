"""A goal in a browser: set by the form, listed, moved with a reason."""

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


def test_a_goal_is_set_listed_and_moved(visit):
    page = visit("/goals")
    page.get_by_role("button", name="Set a goal").click()
    page.wait_for_selector("h1:text-is('Set a goal')")
    target = page.get_by_label("Target (per cent)")
    target.fill("19.5")
    target.press("Tab")
    page.wait_for_selector("text=19.5\u202f% was reached in")
    page.wait_for_selector("text=is about the same number of the same part")
    page.get_by_label("Name", exact=True).fill("one in five")
    page.get_by_role("button", name="Set the goal").click()
    page.get_by_label("I am …").fill("Ann")
    page.get_by_role("button", name="That is me").click()
    page.wait_for_selector("h1:text-is('One in five')")
    assert "goal=" in page.url
    settled(page)

    page.get_by_role("button", name="All goals").click()
    page.wait_for_selector("h1:text-is('Goals')")
    page.get_by_role("button", name="One in five").click()
    page.wait_for_selector("h1:text-is('One in five')")
    page.get_by_role("button", name="Change", exact=True).click()
    page.wait_for_selector("h1:text-is('Change the goal')")
    target = page.get_by_label("Target (per cent)")
    target.fill("19")
    target.press("Tab")
    reason = page.get_by_label("Because of what is it moved? (target)")
    reason.fill("Half a point less for a campaign less.")
    reason.press("Tab")
    settled(page)
    page.get_by_role("button", name="Keep the changes").click()
    page.wait_for_selector("text=moved once, on 1 Oct 2026")
    page.wait_for_selector("h1:text-is('One in five')")
