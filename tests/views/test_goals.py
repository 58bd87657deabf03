import pytest

from dashboard.access import EVERYONE
from dashboard.metrics.catalogue import CHURN, NPS
from dashboard.views.goals import Base, Goal, goal_words, goals, standings, target_of, verdict
from queries.calendar import Grain
from queries.slice import Window
from tests import homes
from tests.views.values import month

YEAR = Window(month(2025, 1, 0.0).period.start, month(2026, 1, 0.0).period.start)
VALUES = [
    month(2025, 1, 10.0, CHURN),
    month(2025, 6, 14.0, CHURN),
    month(2026, 1, 11.0, CHURN),
]


@pytest.fixture
def demo(tmp_path_factory):
    homes.choose(homes.one_day(tmp_path_factory.mktemp("goals")))


def test_a_change_is_measured_against_the_mean_period_of_its_base():
    goal = Goal("g", CHURN, Grain.MONTH, change_percent=-25, base=Base(YEAR))
    assert target_of(goal, VALUES) == 9.0  # (10 + 14) / 2 = 12, less a quarter


def test_a_change_in_points_is_added():
    goal = Goal("g", NPS, Grain.MONTH, change_points=5.6, base=Base(YEAR))
    assert target_of(goal, VALUES) == pytest.approx(17.6)
    assert goal_words(goal, 17.6, "") == "goal 17.6 (+5.6 points)"


def test_a_change_on_a_year_before_takes_the_same_period(demo):
    goal = Goal("g", CHURN, Grain.MONTH, change_percent=10, base=Base(None))
    assert target_of(goal, VALUES) == pytest.approx(11.0)  # January 2025: 10, and a tenth


def test_without_its_base_a_change_has_no_target(demo):
    goal = Goal("g", CHURN, Grain.MONTH, change_percent=10, base=Base(None))
    assert target_of(goal, VALUES[1:]) is None


def test_a_company_of_its_own_has_no_goals_of_the_demo(demo):
    assert goals() == ()
    assert verdict(standings(EVERYONE)) == "0 of 0 goals are reached"


def test_goals_kept_beside_the_data_are_read(tmp_path):
    home = homes.one_day(tmp_path)
    text = "goals: [{name: x, metric: conversion, grain: month, kind: reach, target: 20}]"
    (home.folder / "goals.yaml").write_text(text)
    homes.choose(home)
    [standing] = standings(EVERYONE)
    assert standing.goal.title == "X"
    assert standing.is_met is None
    assert standing.words == "no complete period yet"
