"""The strategy on its page: written down with its numbers frozen, changed, and lost by nobody who writes at once."""

from datetime import date

import pytest

from dashboard.access import Viewer
from dashboard.identity import SETTING
from dashboard.progress import strategy as numbers
from dashboard.records import strategies
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS
from dashboard.records.store import opened as records_of
from dashboard.views import frame, who
from tests.pages.conftest import clickable_html
from tests.pages.test_saved import as_somebody, press, texts

BO = Actor("Bo")
MONTH = {"metric": "conversion", "part": "", "month": "2026-05-01", "version_seq": 1, "reason": ""}


@pytest.fixture
def home(demo, monkeypatch, tmp_path):
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    return demo


def test_a_strategy_is_written_down_and_its_numbers_are_frozen_at_its_start(
    opened, home, monkeypatch
):
    frozen = [{**MONTH, "value": 10.0, "low": 9.0, "high": 11.0}]
    asked = []
    monkeypatch.setattr(numbers, "frozen_at", lambda on: asked.append(on) or frozen)
    app = press(as_somebody(opened(home, "strategy")), "Write it down")
    app.text_area[0].input("Everybody buys twice a year.")
    app.text_area[1].input("Own shops\n\n  Loyal   customers ")
    app.date_input[0].set_value(date(2026, 6, 5))
    app = press(app, "Keep it")
    kept = strategies.strategy(records_of(home))
    assert kept is not None
    assert (kept.vision, kept.strengths) == (
        "Everybody buys twice a year.",
        ["Own shops", "Loyal customers"],
    )
    assert (kept.starts_on, kept.frozen, asked) == (date(2026, 6, 5), frozen, [date(2026, 6, 5)])
    [table] = clickable_html(app)
    assert "10.0" in table
    assert "May 2026" in table
    assert "today&#x27;s data say" in table  # 10 % is not what the data say of that May


def test_a_new_text_leaves_the_frozen_numbers_alone(opened, home, monkeypatch):
    frozen = [{**MONTH, "value": 10.0, "low": 9.0, "high": 11.0}]
    store = records_of(home)
    strategies.write(
        store, BO, strategies.FIRST, vision="a", starts_on=date(2026, 6, 5), frozen=frozen
    )
    monkeypatch.setattr(numbers, "frozen_at", lambda on: pytest.fail("frozen anew"))
    app = press(as_somebody(opened(home, "strategy")), "Change the strategy")
    app.text_area[0].input("b")
    app = press(app, "Keep it")
    assert not app.exception
    kept = strategies.strategy(store)
    assert kept is not None
    assert (kept.vision, kept.version, kept.frozen) == ("b", 2, frozen)


def test_two_who_write_at_once_lose_nothing(opened, home):
    store = records_of(home)
    strategies.write(store, BO, strategies.FIRST, vision="a", starts_on=None, frozen=[])
    app = press(as_somebody(opened(home, "strategy", edit="1")), "Leave it")
    app = press(app, "Change the strategy")
    strategies.write(store, BO, 1, vision="theirs")
    app.text_area[0].input("mine")
    app.date_input[0].set_value(None)
    app = press(app, "Keep it")
    assert "Two versions of one strategy" in texts(app)
    app = press(app, "Keep what is chosen")
    kept = strategies.strategy(store)
    assert kept is not None
    assert kept.vision == "mine"


def test_frozen_is_the_newest_month_that_was_whole_and_known_by_the_day(opened, home):
    opened(home, "definitions")  # chooses the home
    rows = {(row["metric"], row["part"]): row for row in numbers.frozen_at(date(2026, 3, 1))}
    assert rows["conversion", ""]["month"] == "2026-02-01"  # February was over on 1 March
    assert rows["ltv", ""]["month"] == "2025-11-01"  # 90 days after 30 November: 28 February
    assert {part for metric, part in rows if metric == "channel_sales"} == {
        "online", "other channels",
    }  # fmt: skip


def test_who_may_see_a_part_sees_no_number_of_the_whole(opened, home, monkeypatch):
    frozen = [{**MONTH, "value": 10.0, "low": 9.0, "high": 11.0}]
    strategies.write(
        records_of(home),
        BO,
        strategies.FIRST,
        vision="a",
        starts_on=date(2026, 6, 5),
        frozen=frozen,
    )
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(frozenset({"North"})))
    monkeypatch.setattr(who, "known", lambda: None)
    app = opened(home, "strategy")
    assert clickable_html(app) == []
    assert any("whole company" in box.value for box in app.info)
