"""A real browser: an initiative is moved on the board by mouse and by keyboard, and what is said meanwhile."""

import pytest

from dashboard.progress import goals
from dashboard.progress.roadmap import roadmap
from dashboard.records import initiatives
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from tests import homes
from tests.browser.conftest import served, visits

BO = Actor("Bo")


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """A home with two goals and an initiative of each, and its server."""
    home = homes.demo(tmp_path_factory.mktemp("roadmap"))
    store = opened(home)
    for row in initiatives.initiatives(store):
        now = initiatives.initiative(store, row.id)
        initiatives.remove(store, BO, row.id, now.version)
    goals.set_demo_goals(store)
    by_name = {goal.name: goal.id for goal in goals.every(store)}
    for n, (title, goal) in enumerate(
        [("Faster checkout", "conversion"), ("Letters", "retention")]
    ):
        initiatives.add(
            store, BO, title=title, goal_id=by_name[goal], owner="Bo", quarter="2026-Q4", position=float(n),
        )  # fmt: skip
    with served(home) as address:
        yield address, store


@pytest.fixture
def visit(browser, planned):
    with visits(browser, planned[0]) as open_page:
        yield open_page


def quarter_of(store, title: str) -> tuple[str | None, str]:
    [one] = [one for one in roadmap(store) if one.title == title]
    return one.quarter, one.goal.name if one.goal else ""


def test_an_initiative_is_moved_by_mouse_and_by_keyboard(visit, planned):
    _address, store = planned
    page = visit("/roadmap")
    card = page.locator("[data-card]", has_text="Faster checkout")
    cells = page.locator("[data-cell^='2027-Q1']")
    start, end = card.bounding_box(), cells.first.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 30)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 20, steps=8)
    page.mouse.up()
    page.get_by_label("I am …").fill("Ann")
    page.get_by_role("button", name="That is me").click()
    page.get_by_text("'Faster checkout' is moved: 2027 Q1.").wait_for()
    assert quarter_of(store, "Faster checkout") == ("2027-Q1", "conversion")

    page.locator("[data-card]", has_text="Letters").locator("a").focus()
    voice = page.locator("[data-voice]")
    page.keyboard.press("Space")
    assert "Letters is lifted, in 2026 Q4, Retention, place 1 of 1." in voice.text_content()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert voice.text_content() == "Letters is back where it was, in 2026 Q4, Retention."
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert voice.text_content() == "2027 Q1, Conversion, place 2 of 2."
    page.keyboard.press("Space")
    page.get_by_text("'Letters' is moved: 2027 Q1.").wait_for()
    assert quarter_of(store, "Letters") == ("2027-Q1", "conversion")
