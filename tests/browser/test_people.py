"""People in a browser: chosen in a list, kept as a group that filters, opened into their story, and Back."""

import re

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser

ROW, HEAD = 35, 38  # pixels of a list


def test_two_people_become_a_group_that_filters_and_one_opens_into_their_story(visit):
    page = visit("/metric?metric=orders&tab=People", height=1500)
    _select(page, 0)
    _select(page, 1)
    page.get_by_role("button", name="Save 2 people as a group").click()
    page.get_by_label("Name of the group").fill("Two")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="Save and filter by it").click()
    page.wait_for_selector("[role='dialog']")
    settled(page)
    page.get_by_label("I am …").fill("Ann")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_role("button", name="That is me").click()
    page.wait_for_url(re.compile(r"group=\d+"))
    page.wait_for_selector("text=2 people.")
    settled(page)
    assert page.get_by_role("button", name="Group: Two").count() == 1
    _select(page, 0)
    page.get_by_role("button", name=re.compile("^Open ")).click()
    page.wait_for_url(re.compile(r"/person\?.*id="))
    page.wait_for_selector(".js-plotly-plot .main-svg")
    person = page.inner_text("h1")
    assert f"id={person}" in page.url
    assert "In the groups: Two" in page.inner_text("[data-testid='stMain']")
    page.reload()
    settled(page)
    assert page.inner_text("h1") == person
    page.go_back()
    page.wait_for_selector("h1:text-is('Orders')")
    assert page.get_by_role("button", name="Group: Two").count() == 1


def _select(page, row: int) -> None:
    """Tick a row of the list."""
    page.wait_for_selector("[data-testid='stDataFrame'] canvas")
    listed = page.get_by_test_id("stDataFrame").last
    listed.scroll_into_view_if_needed()
    box = listed.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + HEAD + ROW * row + ROW / 2)
    settled(page)
