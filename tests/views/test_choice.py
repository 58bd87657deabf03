from datetime import date

import pytest

from dashboard.metrics.catalogue import RETENTION, REVENUE
from dashboard.views.choice import Choice, resolved, with_running_period, with_year_before
from queries.calendar import Calendar, Grain
from queries.slice import Window

CALENDAR = Calendar()
COVERED = date(2026, 10, 9)  # a Friday; the data hold all of 8 October
FIRST = date(2024, 4, 3)


@pytest.mark.parametrize(
    ("preset", "grain", "start", "end"),
    [
        ("Last 3 months", Grain.MONTH, date(2026, 7, 1), date(2026, 10, 1)),
        ("Last 12 months", Grain.MONTH, date(2025, 10, 1), date(2026, 10, 1)),
        ("Last 26 weeks", Grain.WEEK, date(2026, 4, 6), date(2026, 10, 5)),
        ("Last 26 weeks", Grain.MONTH, date(2026, 4, 1), date(2026, 10, 1)),
        ("This year", Grain.MONTH, date(2026, 1, 1), date(2026, 10, 1)),
        ("All", Grain.MONTH, date(2024, 4, 1), date(2026, 10, 1)),
        ("Last 3 months", Grain.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_preset_is_whole_periods_before_the_running_one(preset, grain, start, end):
    assert resolved(preset, grain, COVERED, FIRST, CALENDAR) == Window(start, end)


def test_this_year_on_its_first_day_is_the_year_before():
    window = resolved("This year", Grain.MONTH, date(2026, 1, 1), FIRST, CALENDAR)
    assert window == Window(date(2025, 1, 1), date(2026, 1, 1))


def test_the_running_period_is_added_where_the_window_ends_at_its_start():
    choice = Choice(Window(date(2026, 7, 1), date(2026, 10, 1)), Grain.MONTH, until=COVERED)
    assert with_running_period(choice, CALENDAR).window.end == date(2026, 11, 1)


def test_a_window_of_the_past_stays_as_it_is():
    choice = Choice(Window(date(2026, 1, 1), date(2026, 4, 1)), Grain.MONTH, until=COVERED)
    assert with_running_period(choice, CALENDAR) == choice


def test_nothing_runs_on_the_first_day_of_a_period():
    choice = Choice(
        Window(date(2026, 7, 1), date(2026, 10, 1)), Grain.MONTH, until=date(2026, 10, 1)
    )
    assert with_running_period(choice, CALENDAR) == choice


def test_a_year_before_is_52_weeks_for_weeks():
    choice = Choice(Window(date(2026, 4, 6), date(2026, 10, 5)), Grain.WEEK)
    assert with_year_before(choice, CALENDAR).window.start == date(2025, 4, 7)


def test_a_metric_takes_the_filters_that_it_can():
    choice = Choice(
        Window(date(2026, 1, 1), date(2026, 4, 1)),
        Grain.MONTH,
        (("category", ("kitchen",)), ("region", ("North", ""))),
    )
    assert choice.refused(RETENTION) == ["category"]
    assert choice.slice(RETENTION, CALENDAR).where == (("region", ("North", "")),)
    assert choice.refused(REVENUE) == []
    assert choice.filters == "category: kitchen; region: North, unknown"
