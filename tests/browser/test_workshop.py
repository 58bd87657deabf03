"""A workshop from plan to the next one: three phones vote blind, it is decided, and looked back on."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error

from tests import goals, homes
from tests.browser.conftest import served, settled, visits

pytestmark = pytest.mark.browser

GOALS = """
- {name: three hundred orders, metric: orders, grain: day, where: {}, kind: reach, target: 300, why: w, owner: Ann,
   start: 2026-03-01, due: 2026-03-04}
"""


@contextmanager
def phones(browser, count):
    """Browsers of their own, each of another voter."""
    contexts = [browser.new_context(viewport={"width": 390, "height": 780}) for _n in range(count)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def test_a_session_with_three_voters_decides_and_the_next_one_looks_back(
    browser, tmp_path, monkeypatch
):
    monkeypatch.setenv("MILEPOST_VOTE_HOST", "127.0.0.1")
    home = homes.one_day(tmp_path / "home")
    homes.choose(home)
    goals.keep(home, GOALS)
    with served(home) as address, visits(browser, address) as visit, phones(browser, 3) as voters:
        page = visit("/workshop")
        _plan(page, "Spring review", who="Ann")
        page.wait_for_selector("text=Three hundred orders")
        page.get_by_role("button", name="Begin").click()
        page.wait_for_selector(".mp-clock")
        while "Three hundred orders" not in page.inner_text("h1"):
            _next(page)

        page.get_by_role("button", name="Ask for a blind vote").click()
        page.wait_for_selector(".mp-qr img")
        way_in = page.inner_text(".mp-qr code")
        for phone, answer in zip(voters, ("20", "30", "80"), strict=True):
            phone.goto(way_in)
            phone.locator(f"label:has(input[value='{answer}'])").first.click()
            phone.get_by_role("button", name="Vote", exact=True).click()
            phone.wait_for_selector("text=Your vote is counted")
        page.wait_for_selector(".mp-count:has-text('3')")
        assert (
            page.locator(".mp-columns").count() == 0
        )  # blind: nothing is shown before all have voted

        elsewhere = re.sub(r"/ballot/.*", "/workshop", way_in)
        answered = voters[0].request.get(elsewhere)
        assert answered.status == 404
        assert (
            "Milepost" not in answered.text()
        )  # the phones' address knows the vote and nothing else

        page.get_by_role("button", name="Show the votes").click()
        page.wait_for_selector("text=3 votes: the median is 30 %, the middle half from 25 to 55 %")
        voters[0].wait_for_selector("text=Nothing is voted on right now")

        page.get_by_label("What is decided?").fill("Ask the shop for more stock")
        page.get_by_label("Why?").fill("One order a day is not enough")
        page.get_by_label("Who", exact=True).fill("Ann")
        page.get_by_role("button", name="Keep the decision").click()
        page.wait_for_selector(".mp-decided:has-text('Ask the shop for more stock')")
        page.wait_for_selector(".mp-then:has-text('30')")

        _next(page)  # from an item of ten minutes to the close of five
        assert re.fullmatch(r"5:00|4:5\d", page.inner_text(".mp-clock time"))

        page.keyboard.press("Escape")
        page.get_by_role("button", name="Finish").click()
        page.wait_for_selector("h2:text-is('Minutes')")
        assert (
            voters[1].request.get(way_in).status in (404, 0)
            if _answers(voters[1], way_in)
            else True
        )

        page.get_by_role("button", name="All workshops").click()
        _plan(page, "Summer review")
        page.get_by_role("button", name="Begin").click()
        page.wait_for_selector("h1:text-is('What we decided, and what happened')")
        page.wait_for_selector(".mp-decided:has-text('Ask the shop for more stock')")
        page.get_by_label("What happened?").fill("Done: stock came in April")
        page.get_by_role("button", name="Keep it").click()
        page.wait_for_selector(".mp-decided:has-text('Done: stock came in April')")


def _plan(page, title, who=""):
    box = page.get_by_text("Plan a workshop")
    if not page.get_by_label("Title").is_visible():
        box.click()
    page.get_by_label("Title").fill(title)
    page.get_by_text("what matters now").click()
    page.get_by_role("button", name="Build the agenda").click()
    if who:
        page.get_by_label("I am …").fill(who)
        page.get_by_role("button", name="That is me").click()
    page.wait_for_selector(f"h1:text-is('{title}')")
    settled(page)


def _next(page):
    before = page.inner_text("h1")
    page.locator("body").press("ArrowRight")
    page.wait_for_function("was => document.querySelector('h1').innerText !== was", arg=before)
    settled(page)


def _answers(phone, address):
    """Whether anybody listens there."""
    try:
        phone.request.get(address, timeout=5000)
    except Error:
        return False
    return True
