from dataclasses import replace
from datetime import date

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics.catalogue import CHURN, CONVERSION, NPS
from dashboard.progress import reading, standings_kept
from dashboard.progress.foreseen import Foreseen
from dashboard.progress.goals import goals
from dashboard.progress.standing import Standing, standings
from dashboard.progress.status import Facts, Status
from dashboard.progress.worth import Worth
from dashboard.records.store import opened
from dashboard.views import front, goal_words
from queries.calendar import Calendar
from queries.slice import Window
from tests import homes
from tests.goals import a_goal, keep
from tests.views.values import month

YEAR = Window(date(2025, 1, 1), date(2026, 1, 1))
VALUES = {
    v.period.start: v
    for v in (month(2025, 1, 10.0, CHURN), month(2025, 6, 14.0, CHURN), month(2026, 1, 11.0, CHURN))
}
JANUARY = date(2026, 1, 1)


def a_standing(metric=CONVERSION, value=17.6, target=20.0, status=Status.AT_RISK, **facts):
    goal = a_goal(metric, target=target, id=facts.pop("id", 1))
    return Standing(
        goal, (), month(2026, 9, value, metric), value, target, status, "chance 41 % < 67 %",
        Facts(**facts), None, Worth(), date(2026, 10, 1),
    )  # fmt: skip


@pytest.fixture
def demo(tmp_path_factory):
    homes.choose(homes.one_day(tmp_path_factory.mktemp("goals")))


def target_of(goal, values=VALUES):
    return reading.target_at(goal, values, JANUARY, Calendar())


def test_a_change_is_measured_against_the_mean_period_of_its_base():
    assert (
        target_of(a_goal(CHURN, change_percent=-25, base=YEAR)) == 9.0
    )  # (10 + 14) / 2, less a quarter


def test_a_change_in_points_is_added():
    goal = a_goal(NPS, change_points=5.6, base=YEAR)
    assert target_of(goal) == pytest.approx(17.6)
    assert goal_words.goal_words(goal, 17.6, "") == "goal 17.6 (+5.6 points)"


def test_a_change_on_a_year_before_takes_the_same_period():
    assert target_of(a_goal(CHURN, change_percent=10)) == pytest.approx(11.0)  # 10, and a tenth


def test_without_its_base_a_change_has_no_target():
    later = {start: v for start, v in VALUES.items() if start > date(2025, 1, 1)}
    assert target_of(a_goal(CHURN, change_percent=10), later) is None


def test_a_company_of_its_own_has_no_goals_of_the_demo(demo):
    assert goals() == ()
    assert front.verdict([])[0] == "No goal is set yet"


def test_goals_of_the_records_are_read_and_kept_until_something_changes(tmp_path):
    home = homes.one_day(tmp_path)
    homes.choose(home)
    store = opened(home)
    assert standings_kept.standings(EVERYONE, store) == ()
    keep(home, "[{name: x, metric: conversion, grain: month, kind: reach, target: 20}]")
    [found] = standings_kept.standings(EVERYONE, store)
    assert goal_words.title(found.goal) == "X"
    assert found.status is Status.NO_DATA
    assert found.because == "no complete period yet"
    assert standings_kept.standings(EVERYONE, store)[0] is found


def test_whoever_may_see_some_regions_is_told_of_no_goal_about_more(tmp_path):
    home = homes.one_day(tmp_path)
    homes.choose(home)
    keep(home, """
    - {name: all, metric: conversion, kind: reach, target: 20}
    - {name: north, metric: conversion, kind: reach, target: 20, where: {region: North}}
    """)  # fmt: skip
    seen = standings(Viewer(regions=frozenset({"North"})), opened(home))
    assert [one.goal.name for one in seen] == ["north"]


@pytest.mark.parametrize(
    ("metric", "value", "target", "text"),
    [
        (CONVERSION, 17.6, 20.0, "goal 20 %: 2.4 points to go"),
        (CONVERSION, 20.0, 20.0, "goal 20 %: reached, 0.0 points to spare"),
        (CHURN, 14.6, 10.0, "goal at most 10 %: 4.6 points to go"),
        (CHURN, 9.0, 10.0, "goal at most 10 %: reached, 1.0 points to spare"),
    ],
)
def test_a_goal_is_judged_in_the_metrics_direction(metric, value, target, text):
    found = a_standing(metric, value, target)
    assert goal_words.to_go(found, "").replace("\u202f", " ") == text


def test_what_will_probably_be_met_is_met_or_has_a_chance_of_two_in_three():
    found = [
        a_standing(status=Status.MET, chance=None),
        a_standing(status=Status.ON_TRACK, chance=67.0),
        a_standing(status=Status.AT_RISK, chance=66.0),
        a_standing(status=Status.TOO_EARLY),
        a_standing(status=Status.OFF_TRACK, decided=True),
        a_standing(status=Status.NO_DATA, chance=90.0, decided=True),
    ]
    assert goal_words.verdict(found[:5]) == "2 of 5 goals will probably be met"
    assert [one.is_untold for one in found] == [False, False, False, True, False, True]
    assert goal_words.summed_up(found[2:]) == (
        "1 at risk · 1 off track · 1 too early to tell · 1 missing data · no chance is known for 2 of them"
    )


def test_why_a_goal_has_its_status_is_a_sentence():
    assert goal_words.because(a_standing()) == "At risk because chance 41 % < 67 %."
    assert goal_words.because(a_standing(status=Status.NO_DATA)).startswith("Not judged: ")


def test_a_chance_is_never_called_certain():
    told = [0.0, 0.004, 0.41, 0.996, 1.0]
    assert [goal_words.percent(chance) for chance in told] == ["< 1", "< 1", "41", "> 99", "> 99"]


def test_of_money_that_is_estimated_two_figures_are_said():
    said = [goal_words.about(amount, "EUR") for amount in (0, 7.4, 234.0, 23_470.1, 1_245_000.0)]
    assert said == ["€0", "€7", "€230", "€23,000", "€1.20\u202fM"]


def test_without_pins_those_in_most_need_are_shown_first():
    found = [a_standing(status=status, id=n) for n, status in enumerate(Status)]
    assert [one.status for one in front.pinned(found)][:2] == [Status.OFF_TRACK, Status.AT_RISK]
    pinned = [replace(one, goal=replace(one.goal, is_pinned=True)) for one in found]
    assert front.pinned([*pinned, *found]) == pinned[:5]


def test_the_strip_counts_what_there_is():
    drawn = front.strip([a_standing(), a_standing(), a_standing(status=Status.MET)], "at risk")
    assert drawn.count("<button") == 3
    assert 'data-click="at risk" aria-pressed="true">▲ at risk <b>2</b>' in drawn


def test_a_missing_forecast_says_so():
    assert a_standing().no_chance == "not worked out yet"
    told = replace(a_standing(), foreseen=Foreseen(None, "needs 12 complete periods"))
    assert told.no_chance == "needs 12 complete periods"
