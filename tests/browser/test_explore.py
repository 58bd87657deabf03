"""The Explore page in a browser: four clicks to an answer, leaderboards that filter, a brush, Back, a shared link."""

import re

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


def test_four_clicks_answer_which_region_fell_where_it_came_from_and_who_they_are(visit):
    page = visit("/")
    page.get_by_test_id("stSidebarNav").get_by_text("Explore", exact=True).last.click()
    page.wait_for_selector(".mp-chips")
    page.locator('[data-click="last-1-quarters"]').click()
    page.wait_for_url("**window=last-1-quarters*")
    page.locator('.mp-measure[data-click="retention"]').click()
    page.wait_for_selector('.mp-measure[data-click="retention"][aria-pressed="true"]')
    regions = page.get_by_label("Region", exact=True).first
    assert "points" in regions.inner_text()  # each region with its change, the worst on top
    bar = page.locator('.mp-driver[data-click^="region:"]').first
    assert re.search(r"points", bar.inner_text())
    region = bar.locator(".mp-name").inner_text()
    bar.click()
    page.wait_for_url(f"**open=why%3Aregion%3A{region}*")
    page.wait_for_selector(f"text=Retention, {region}, 1 Jul – 30 Sep 2026")
    people = page.locator(".st-key-opened [data-testid='stDataFrame']")
    people.wait_for()
    in_sight(page, people)
    page.reload()  # what is opened stands in the link
    settled(page)
    page.wait_for_selector(f"text=Retention, {region}, 1 Jul – 30 Sep 2026")


def in_sight(page, locator):
    """It stands on the screen, without anybody having scrolled."""
    page.wait_for_function(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight * 0.75 }",
        arg=locator.element_handle(),
    )


def test_a_click_on_a_leaderboard_keeps_alt_leaves_out_and_back_undoes_both(visit):
    page = visit("/explore?metric=revenue")
    whole = page.inner_text(".mp-finding")
    page.locator('.mp-leader[data-click="region=South"]').click()
    page.wait_for_url("**region=South*")
    page.wait_for_selector('.mp-leader[data-click="region=South"][aria-pressed="true"]')
    page.wait_for_function("text => document.querySelector('.mp-finding').innerText !== text", arg=whole)  # fmt: skip
    south = page.inner_text(".mp-finding")
    page.locator('.mp-leader[data-click="channel=web"]').click(modifiers=["Alt"])
    page.wait_for_url("**not_channel=web*")
    page.wait_for_selector('.mp-out-row[data-click="channel=web"]')
    shared = page.url
    without = page.inner_text(".mp-boards")
    page.go_back()
    page.wait_for_selector('.mp-leader[data-click="channel=web"]:not(.mp-out-row)')
    settled(page)
    assert page.inner_text(".mp-finding") == south
    page.goto(shared)  # somebody else opens the link
    settled(page)
    page.wait_for_selector('.mp-out-row[data-click="channel=web"]')
    assert page.locator(".mp-boards").first.inner_text() == without


def test_a_brush_over_the_trend_selects_its_days(visit):
    page = visit("/explore?metric=orders")
    plot = page.locator(".st-key-plot_explore .nsewdrag").first
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.3 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], y, steps=6)
    page.mouse.up()
    page.wait_for_url("**window=custom*")
    page.wait_for_selector(".mp-title p:not(:has-text('1 Oct 2025 – 30 Sep 2026 against'))")
