"""The page Voice in a browser: a cell opens its people, a filter by leaderboard, an answer is followed up."""

import re

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


def test_a_cell_opens_its_people_and_the_link_opens_them_again(visit) -> None:
    page = visit("/voice")
    cell = page.locator("[data-click='1:-1']").first
    people = int(re.sub(r"\D", "", cell.inner_text()))
    cell.click()
    page.wait_for_url("**open=voice*")
    page.get_by_text("Who was “promoters” before and is “detractors” now").wait_for()
    behind = page.get_by_text(re.compile(rf"^{people} (person|people)\."))
    behind.first.wait_for()
    assert behind.count() == 1
    again = visit(page.url[page.url.index("/voice") :])
    again.get_by_text("Who was “promoters” before and is “detractors” now").wait_for()
    page.go_back()
    page.wait_for_url(lambda url: "open=" not in url)


def test_a_leaderboard_filters_and_an_answer_is_followed_up(visit) -> None:
    page = visit("/voice")
    page.locator("button[data-click='North']").first.click()
    page.wait_for_url("**region=North*")
    page.get_by_text("To call back", exact=True).click()
    page.wait_for_url("**look=queue*")
    page.locator("button[data-click^='move:contacted']").first.click()
    name = page.get_by_label("I am …")
    name.wait_for()
    name.fill("Kim")
    page.get_by_role("button", name="That is me").click()
    page.locator("tr.mp-contacted").first.wait_for()
    settled(page)
    assert page.locator("tr.mp-contacted").count() == 1
