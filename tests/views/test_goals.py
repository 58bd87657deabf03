import pytest

from dashboard.access import EVERYONE
from dashboard.metrics.catalogue import CHURN, NPS
from dashboard.progress.goals import goals
from dashboard.views.goals import goal_words, standings, target_of, title, verdict
from queries.slice import Window
from tests import homes
from tests.goals import a_goal, keep
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
    goal = a_goal(CHURN, change_percent=-25, base=YEAR)
    assert target_of(goal, VALUES) == 9.0  # (10 + 14) / 2 = 12, less a quarter


def test_a_change_in_points_is_added():
    goal = a_goal(NPS, change_points=5.6, base=YEAR)
    assert target_of(goal, VALUES) == pytest.approx(17.6)
    assert goal_words(goal, 17.6, "") == "goal 17.6 (+5.6 points)"


def test_a_change_on_a_year_before_takes_the_same_period(demo):
    goal = a_goal(CHURN, change_percent=10)
    assert target_of(goal, VALUES) == pytest.approx(11.0)  # January 2025: 10, and a tenth


def test_without_its_base_a_change_has_no_target(demo):
    goal = a_goal(CHURN, change_percent=10)
    assert target_of(goal, VALUES[1:]) is None


def test_a_company_of_its_own_has_no_goals_of_the_demo(demo):
    assert goals() == ()
    assert verdict(standings(EVERYONE)) == "0 of 0 goals are reached"


def test_goals_of_the_records_are_read(tmp_path):
    home = homes.one_day(tmp_path)
    keep(home, "[{name: x, metric: conversion, grain: month, kind: reach, target: 20}]")
    homes.choose(home)
    [standing] = standings(EVERYONE)
    assert title(standing.goal) == "X"
    assert standing.is_met is None
    assert standing.words == "no complete period yet"
