"""Quarters by their name, and what a goal gained in one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadUse
from dashboard.metrics.catalogue import CONVERSION
from dashboard.progress import quarters
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.quarter_gains import gain_of
from queries.calendar import Calendar, Grain
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


def test_a_gain_is_the_newest_whole_month_inside_against_the_last_before():
    values = [month(2026, 5, 10.0), month(2026, 6, 12.0), month(2026, 7, 13.0), month(2026, 8, 15.0),
              month(2026, 9, 40.0, is_complete=False)]  # fmt: skip
    found = gain_of(goal(), values, Q3)
    assert found.before is values[1]
    assert found.after is values[3]


def test_of_a_total_the_whole_months_inside_are_added_up():
    values = [
        month(2026, 6, 12.0),
        month(2026, 7, 13.0),
        month(2026, 8, 15.0),
        month(2026, 10, 9.0),
    ]
    assert gain_of(goal(Kind.TOTAL), values, Q3).added == 28.0  # 13 + 15


def test_without_a_whole_month_on_either_side_there_is_a_reason_and_no_number():
    assert "no whole period" in gain_of(goal(), [month(2026, 6, 12.0)], Q3).reason
    found = gain_of(goal(), [month(2026, 7, 12.0)], Q3)
    assert (found.change, found.added) == (None, None)
    assert "nothing before" in found.reason
