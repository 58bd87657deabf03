"""Quarters by their name, and what a goal gained in one."""

from dataclasses import replace
from datetime import date, timedelta
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadUse
from dashboard.metrics.catalogue import CONVERSION
from dashboard.metrics.evaluate import Value
from dashboard.progress import quarters
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.quarter_gains import gain_of, known_by
from dashboard.views import roadmap_columns
from queries.calendar import Calendar, Grain
from queries.slice import Window
from tests.views.values import month

CALENDAR = Calendar()
Q3 = quarters.window_of("2026-Q3", CALENDAR)


def goal(kind: Kind = Kind.REACH) -> Goal:
    return Goal(1, 1, "g", CONVERSION, Grain.MONTH, kind, date(2026, 1, 1), date(2027, 1, 1))


def test_a_quarter_is_called_by_the_month_in_which_it_begins():
    assert quarters.quarter_of(date(2026, 9, 30), CALENDAR) == "2026-Q3"
    assert (Q3.start, Q3.end) == (date(2026, 7, 1), date(2026, 10, 1))
    fiscal = Calendar(fiscal_year_start=2)  # quarters begin in February, May, August and November
    assert quarters.quarter_of(date(2027, 1, 31), fiscal) == "2026-Q4"
    assert quarters.window_of("2026-Q4", fiscal).start == date(2026, 11, 1)
    assert quarters.shifted("2026-Q4", 1, CALENDAR) == "2027-Q1"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(-9, 9))
def test_each_day_lies_in_its_quarter_and_names_lead_back(day, first_month, count):
    calendar = Calendar(fiscal_year_start=first_month)
    name = quarters.quarter_of(day, calendar)
    window = quarters.window_of(name, calendar)
    assert window.start <= day < window.end
    there = quarters.shifted(name, count, calendar)
    assert quarters.shifted(there, -count, calendar) == name
    assert quarters.quarter_of(window.end - timedelta(days=1), calendar) == name


@pytest.mark.parametrize("name", ["2026-Q5", "Q3", "2026", "0000-Q1", "2026-Q3 "])
def test_what_is_no_quarter_is_refused_by_name(name):
    with pytest.raises(BadUse, match="not a quarter"):
        quarters.window_of(name, CALENDAR)


def share(year: int, of: int, bought: int, of_all: int, **facts) -> Value:
    """A month in which so many of so many bought."""
    measured = CONVERSION.certainty.measure({"numerator": bought, "denominator": of_all}, 100.0)
    value = month(year, of, measured.value, **facts)
    return replace(value, low=measured.low, high=measured.high, measurement=measured)


def test_a_gain_is_held_against_the_same_month_a_year_before():
    # September is the season: 20 % in 2025 and 20.5 % in 2026; June lies at 16.2 % in between
    values = [share(2025, 9, 400, 2000), share(2026, 6, 324, 2000), share(2026, 9, 410, 2000)]
    found = gain_of(goal(), values, Q3, CALENDAR)
    assert (found.before, found.after) == ((values[0],), values[2])
    assert found.change.difference == pytest.approx(0.5)  # 20.5 - 20, not 20.5 - 16.2
    assert found.change.verdict == "can't tell"
    said, tone = roadmap_columns.gain_words(found, "EUR")
    assert said.endswith("can't tell: +0.5 points, Sep 2026 against Sep 2025")
    assert tone == "even"


def test_where_the_year_before_is_not_known_it_is_the_last_before_the_quarter():
    values = [share(2026, 5, 200, 2000), share(2026, 6, 240, 2000), share(2026, 7, 260, 2000),
              share(2026, 8, 300, 2000), share(2026, 9, 800, 2000, is_complete=False)]  # fmt: skip
    found = gain_of(goal(), values, Q3, CALENDAR)
    assert (found.before, found.after) == ((values[1],), values[3])
    assert roadmap_columns.gain_words(found, "EUR")[0].endswith("Aug 2026 against Jun 2026")


def test_a_goal_that_says_its_base_is_held_against_that():
    first = Window(date(2026, 1, 1), date(2026, 3, 1))
    against = replace(goal(Kind.CHANGE), base=first, change_points=1.0)
    values = [share(2025, 8, 100, 2000), share(2026, 1, 200, 2000), share(2026, 2, 240, 2000),
              share(2026, 6, 500, 2000), share(2026, 8, 300, 2000)]  # fmt: skip
    found = gain_of(against, values, Q3, CALENDAR)
    assert found.before == tuple(values[1:3])
    # 15 % less the mean of 10 and 12 %; limits by hand from Wilson's: 13.502..16.632, 8.761..11.391, 10.649..13.496
    assert found.change.difference == pytest.approx(4.0)
    low = 4 - hypot(15 - 13.502, hypot(11.391 - 10, 13.496 - 12) / 2)
    high = 4 + hypot(16.632 - 15, hypot(10 - 8.761, 12 - 10.649) / 2)
    assert (found.change.low, found.change.high) == pytest.approx((low, high), abs=2e-3)
    said, tone = roadmap_columns.gain_words(found, "EUR")
    assert said.endswith("Aug 2026 against the mean of Jan 2026 to Feb 2026")
    assert tone == "better"


def test_a_past_day_does_not_know_what_came_later():
    values = [month(2026, 7, 13.0), month(2026, 8, 15.0), month(2026, 9, 16.0)]
    assert known_by(values, date(2026, 9, 1)) == values[:2]
    assert known_by(values, date(2026, 8, 31)) == values[:1]
    assert known_by(values, date(2026, 7, 31)) == []
    waits = [replace(value, metric=replace(CONVERSION, horizon_days=30)) for value in values]
    assert known_by(waits, date(2026, 8, 30)) == []  # July and 30 days: until 31 August
    assert known_by(waits, date(2026, 8, 31)) == waits[:1]


def test_of_a_total_the_whole_months_inside_are_added_up():
    values = [
        month(2026, 6, 12.0),
        month(2026, 7, 13.0),
        month(2026, 8, 15.0),
        month(2026, 10, 9.0),
    ]
    assert gain_of(goal(Kind.TOTAL), values, Q3, CALENDAR).added == 28.0  # 13 + 15


def test_without_a_whole_month_on_either_side_there_is_a_reason_and_no_number():
    assert "no whole period" in gain_of(goal(), [month(2026, 6, 12.0)], Q3, CALENDAR).reason
    found = gain_of(goal(), [month(2026, 7, 12.0)], Q3, CALENDAR)
    assert (found.change, found.added) == (None, None)
    assert "nothing before" in found.reason
