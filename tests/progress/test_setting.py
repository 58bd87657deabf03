"""What a target is told before it is kept, and what goals mean beside each other."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.metrics.catalogue import (
    CATALOGUE,
    CHURN,
    CONVERSION,
    NPS,
    ORDERS,
    RETENTION,
    REVENUE,
)
from dashboard.progress import setting as settings
from dashboard.progress.goal import Kind
from dashboard.progress.goal_relations import aim, relations
from dashboard.progress.setting import Setting, visible
from queries.calendar import Calendar, Grain
from queries.slice import Window
from tests.goals import a_goal
from tests.views.values import month

CALENDAR = Calendar()


def a_setting(goal, newest=None, level=None, base=None):
    values = (newest,) if newest else ()
    level = level if level is not None else goal.target
    return Setting(goal, values, level, base, 0, None, None, None, None)


def said(goal, others=(), **more):
    return [str(text) for text in relations(a_setting(goal, **more.pop("of", {})), others, **more)]


def test_a_total_is_so_much_a_period_and_a_change_so_much_of_its_base():
    total = a_goal(REVENUE, target=1200.0, kind=Kind.TOTAL)
    assert settings.level_of(total, None, CALENDAR) == 100.0  # twelve months
    assert settings.level_of(a_goal(NPS, change_points=5.0), 37.3, CALENDAR) == pytest.approx(42.3)
    assert settings.level_of(a_goal(CHURN, change_percent=-25.0), 12.0, CALENDAR) == 9.0
    assert settings.level_of(a_goal(CHURN, change_percent=-25.0), None, CALENDAR) is None


def test_the_base_is_the_mean_of_its_window_or_the_same_period_a_year_before():
    found = {v.period.start: v for v in (month(2025, 1, 10.0, CHURN), month(2025, 12, 14.0, CHURN))}
    year = Window(date(2025, 1, 1), date(2026, 1, 1))
    assert settings.base_of(a_goal(CHURN, change_percent=5.0, base=year), found, CALENDAR) == 12.0
    assert (
        settings.base_of(a_goal(CHURN, change_percent=5.0), found, CALENDAR) == 14.0
    )  # of December 2026
    only = {date(2025, 1, 1): found[date(2025, 1, 1)]}
    assert (
        settings.base_of(a_goal(CHURN, change_percent=5.0), only, CALENDAR) == 10.0
    )  # the newest, for now


def test_how_far_a_target_is_counts_towards_the_better():
    newest = month(2026, 1, 12.0, CHURN)
    assert a_setting(a_goal(CHURN, target=9.0), newest).asked == 3.0
    assert a_setting(a_goal(CONVERSION, target=9.0), month(2026, 1, 12.0, CONVERSION)).asked == -3.0
    assert a_setting(a_goal(CONVERSION, target=9.0)).asked is None


def test_without_limits_nothing_is_said_to_be_visible():
    assert visible(CHURN, month(2026, 1, 12.0, CHURN)) is None


def test_a_loss_in_each_period_is_said_over_a_year():
    assert "5\u202f% lost each month keeps 54.0\u202f% over a year." in said(
        a_goal(CHURN, target=5.0)
    )
    assert "5\u202f% lost each quarter keeps 81.5\u202f% over a year." in said(
        a_goal(CHURN, target=5.0, grain=Grain.QUARTER)
    )  # 0.95 ^ 4


def test_who_does_not_come_back_has_lapsed():
    """0.95 ^ 2.957 months of 90 days = 85.9 % stay; 0.85 ^ 2.957 = 61.8 %."""
    stays = a_goal(RETENTION, id=2, name="stay", target=75.0)
    [_, words] = said(a_goal(CHURN, target=5.0), [stays])
    assert (
        "about 85.9\u202f% or more stay over 90 days: then 'stay' (75\u202f%) is reached as well"
        in words
    )
    [_, words] = said(a_goal(CHURN, name="go", target=15.0), [stays])
    assert "fall to about 61.8\u202f%: reaching 'go' does not yet reach 'stay' (75\u202f%)" in words
    other = replace(stays, defined=(("horizon", "180"),))
    assert len(said(a_goal(CHURN, target=5.0), [other])) == 1  # other days
    assert len(said(a_goal(CHURN, target=5.0, where=(("region", ("North",)),)), [stays])) == 1


def test_another_goal_on_the_same_number_is_named_and_one_that_goes_the_other_way_too():
    other = a_goal(CONVERSION, id=2, name="more", target=22.0)
    assert said(a_goal(CONVERSION, target=20.0), [other]) == [
        "'more' is about the same number of the same part: 22\u202f% by 2026-12-31."
    ]
    assert said(a_goal(CONVERSION, target=20.0, where=(("region", ("North",)),)), [other]) == []
    down = a_goal(ORDERS, id=2, name="fewer", change_percent=-5.0)
    assert said(a_goal(ORDERS, change_percent=10.0), [down]) == [
        "'fewer' wants the same number to go the other way: −5 % by 2026-12-31."
    ]


def test_three_changes_that_do_not_multiply_are_said():
    orders = a_goal(ORDERS, id=2, change_percent=-5.0)
    size = a_goal(CATALOGUE["average_order_value"], id=3, change_percent=10.0)
    [words] = said(a_goal(REVENUE, change_percent=20.0), [orders, size])
    assert (
        words
        == "Orders −5 % and an average order +10 % make revenue +4.5 %, where +20 % is asked for."
    )
    assert said(a_goal(REVENUE, change_percent=4.5), [orders, size]) == []


def test_a_part_and_its_whole_must_fit():
    whole = a_goal(CONVERSION, id=2, name="all", target=20.0)
    part = a_goal(CONVERSION, name="north", target=18.0, where=(("region", ("North",)),))
    [words] = said(part, parent=whole)
    assert words.startswith("'north' asks 18\u202f%, less than 'all' asks of the whole (20\u202f%)")
    late = replace(part, target=21.0, due_on=date(2027, 4, 1))
    assert said(late, parent=whole) == [
        "'north' is due on 2027-03-31, after 'all' (2026-12-31), of which it is a part."
    ]
    much = a_goal(
        REVENUE, name="north", target=300.0, kind=Kind.TOTAL, where=(("region", ("North",)),)
    )
    less = a_goal(REVENUE, id=2, name="all", target=200.0, kind=Kind.TOTAL)
    assert "more than 'all' asks of the whole" in said(much, parent=less)[0]
    assert "more than 'all' asks of the whole" in said(less, children=[much])[0]


def test_what_is_reached_already_and_what_lets_it_get_worse_is_said():
    newest = month(2026, 1, 21.0, CONVERSION)
    goal = a_goal(CONVERSION, target=20.0)
    assert said(goal, of={"newest": newest}) == ["The newest period is there already: 21.0\u202f%."]
    worse = a_goal(CONVERSION, change_percent=-5.0)
    of = {"newest": newest, "level": 19.0, "base": 20.0}
    assert said(worse, of=of) == ["This lets it become worse than its base (20.0\u202f%)."]


def test_an_aim_is_written_as_it_was_said():
    assert aim(a_goal(CONVERSION, target=20.0)) == "20\u202f%"
    assert aim(a_goal(REVENUE, target=340_000.0), "EUR") == "€340,000"
    assert aim(a_goal(NPS, change_points=-0.5)) == "−0.5 points"
    assert aim(a_goal(CHURN, change_percent=-25.0)) == "−25 %"
