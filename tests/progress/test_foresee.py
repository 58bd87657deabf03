"""Chances of the demo company's goals: worked out once, kept, and marked when it is known how they came out."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import coverage
from dashboard.paths import Home
from dashboard.progress import foresee as module
from dashboard.progress.foresee import foresee
from dashboard.progress.foreseen import of
from dashboard.progress.foretelling import BASE_EARLY, TOO_FEW, foretold
from dashboard.progress.goals import goals
from dashboard.records import goals as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.records.tables import GoalForecast
from queries.calendar import Grain
from tests import homes


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Home:
    home = homes.demo(tmp_path_factory.mktemp("foresee"))
    homes.choose(home)
    return home


@pytest.fixture
def store(demo) -> Store:
    homes.choose(demo)
    return opened(demo)


def _named(store, name):
    return next(goal for goal in goals(store) if goal.name == name)


def _rows(store):
    with store.reading() as session:
        return session.scalars(select(GoalForecast)).all()


def test_the_demo_has_a_chance_for_every_goal_or_says_why_not(store):
    found = {goal.name: of(store, goal) for goal in goals(store)}
    assert len(found) == 13
    assert all(found.values()), "each is worked out when the demo is made"
    assert [name for name, seen in found.items() if seen.chance is None] == [
        "value of a new customer"
    ]
    assert found["value of a new customer"].reason == BASE_EARLY
    for seen in found.values():
        assert seen.chance is None or (0 < seen.chance < 1) != seen.is_decided
        assert (seen.chance is None) == (seen.word == "") == bool(seen.reason)
    fan = found["conversion"].fan
    assert [row["period"] for row in fan] == ["2026-10-01", "2026-11-01", "2026-12-01"]
    assert all(r["p05"] <= r["p10"] <= r["p25"] <= r["p50"] <= r["p75"] <= r["p95"] for r in fan)


def test_a_goal_whose_day_has_come_is_decided(store):
    seen = of(store, _named(store, "response time"))  # due 2026-10-01, where the data end
    assert (seen.chance, seen.is_decided, seen.came_true) == (1.0, True, True)


def test_the_same_version_gives_the_same_chance(demo, store):
    goal = _named(store, "churn")
    assert foretold(goal, EVERYONE, store).chance == of(store, goal).chance
    before = len(_rows(store))
    foresee(demo)
    assert len(_rows(store)) == before


def test_a_changed_goal_is_foretold_anew(demo, store):
    goal = _named(store, "conversion")
    easier = records.change(store, Actor("Ann"), goal.id, goal.version, target=10.0)
    assert of(store, _named(store, "conversion")) is None
    foresee(demo)
    now = of(store, _named(store, "conversion"))
    assert now.chance > 0.9
    records.change(store, Actor("Ann"), goal.id, easier.version, target=20.0)


def test_a_quarter_of_which_few_are_known_is_foretold_by_its_months(store):
    seen = of(store, _named(store, "online sales"))
    assert seen.details["grain"] == "month"
    assert seen.details["bridge"]["how"] == "sum"
    assert seen.details["bridge"]["rest"] == pytest.approx(0, abs=1e-9)


def test_a_year_of_which_too_few_are_known_has_no_chance(store):
    goal = replace(_named(store, "online sales"), grain=Grain.YEAR, due_on=date(2028, 1, 1))
    found = foretold(goal, EVERYONE, store)
    assert found.chance is None
    assert found.reason.template == TOO_FEW


def test_chances_over_other_regions_are_not_told(store):
    goal = _named(store, "churn")
    seen = of(store, goal, Viewer(regions=frozenset({"North"})))
    assert (seen.chance, seen.fan) == (None, ())
    assert "regions" in seen.reason
    north = replace(goal, where=(("region", ("North",)),))
    assert of(store, north, Viewer(regions=frozenset({"North"}))).chance is not None


def test_a_forecast_is_marked_once_it_is_known_how_it_came_out(store):
    goal = _named(store, "response time")
    early = GoalForecast(
        goal_id=goal.id, goal_version=goal.version, warehouse_version=0,
        made_at=datetime(2026, 8, 1), until_day=date(2026, 8, 1), due_on=goal.due_on,
        target=3600.0, chance=0.7,
    )  # fmt: skip
    with store.writing() as session:
        session.add(early)
    module.mark(store)
    [row] = [row for row in _rows(store) if row.warehouse_version == 0]
    assert row.came_true is True
    assert coverage.version_seq() == 1


def test_nothing_is_worked_out_without_goals_or_data(tmp_path):
    assert foresee(homes.nothing(tmp_path / "none")) == []
    assert foresee(homes.one_day(tmp_path / "day")) == []
