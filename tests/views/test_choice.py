from datetime import date

import pytest

from dashboard.metrics.catalogue import RETENTION, REVENUE
from dashboard.views.choice import (
    Choice,
    Compare,
    compared_window,
    expanded,
    resolved,
    with_running_period,
    with_year_before,
)
from queries.calendar import Calendar, Grain
from queries.slice import Window

CALENDAR = Calendar()
COVERED = date(2026, 10, 9)  # a Friday; the data hold all of 8 October
FIRST = date(2024, 4, 3)


@pytest.mark.parametrize(
    ("preset", "grain", "start", "end"),
    [
        ("last-3-months", Grain.MONTH, date(2026, 7, 1), date(2026, 10, 1)),
        ("last-12-months", Grain.MONTH, date(2025, 10, 1), date(2026, 10, 1)),
        ("last-26-weeks", Grain.WEEK, date(2026, 4, 6), date(2026, 10, 5)),
        ("last-26-weeks", Grain.MONTH, date(2026, 4, 1), date(2026, 10, 1)),
        ("this-year", Grain.MONTH, date(2026, 1, 1), date(2026, 10, 9)),
        ("this-quarter", Grain.MONTH, date(2026, 10, 1), date(2026, 10, 9)),
        ("last-1-quarters", Grain.MONTH, date(2026, 7, 1), date(2026, 10, 1)),
        ("last-90-days", Grain.DAY, date(2026, 7, 11), date(2026, 10, 9)),
        ("all", Grain.MONTH, date(2024, 4, 1), date(2026, 10, 1)),
        ("last-3-months", Grain.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_a_preset_is_whole_periods_before_the_running_one(preset, grain, start, end):
    assert resolved(preset, grain, COVERED, FIRST, CALENDAR) == Window(start, end)


def test_this_year_on_its_first_day_is_the_year_before():
    window = resolved("this-year", Grain.MONTH, date(2026, 1, 1), FIRST, CALENDAR)
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


def test_the_running_period_is_in_the_window_where_it_is_asked_for():
    window = resolved("last-3-months", Grain.MONTH, COVERED, FIRST, CALENDAR, is_running=True)
    assert window == Window(date(2026, 7, 1), COVERED)


@pytest.mark.parametrize(
    ("start", "end", "compare", "before"),
    [
        # three whole months: the three before, though they have one day less
        ((2026, 7, 1), (2026, 10, 1), "previous", ((2026, 4, 1), (2026, 7, 1))),
        ((2026, 9, 7), (2026, 9, 21), "previous", ((2026, 8, 24), (2026, 9, 7))),
        ((2026, 10, 3), (2026, 10, 9), "previous", ((2026, 9, 27), (2026, 10, 3))),
        ((2026, 7, 1), (2026, 10, 1), "year", ((2025, 7, 1), (2025, 10, 1))),
    ],
)
def test_what_a_window_is_compared_with(start, end, compare, before):
    found = compared_window(
        Window(date(*start), date(*end)), Grain.MONTH, Compare(compare), CALENDAR
    )
    assert found == Window(date(*before[0]), date(*before[1]))


@pytest.mark.parametrize(
    ("of", "before"),
    [
        (Grain.MONTH, (date(2026, 9, 1), date(2026, 9, 9))),
        (Grain.QUARTER, (date(2026, 7, 1), date(2026, 7, 9))),
    ],
)
def test_so_far_is_compared_with_as_many_days_of_the_period_before(of, before):
    so_far = Window(date(2026, 10, 1), date(2026, 10, 9))
    assert compared_window(so_far, Grain.DAY, Compare.PREVIOUS, CALENDAR, of) == Window(*before)


def test_with_nothing_to_compare_there_is_no_window():
    window = Window(date(2026, 7, 1), date(2026, 10, 1))
    assert compared_window(window, Grain.MONTH, Compare.NONE, CALENDAR) is None


def test_not_these_keeps_all_others_the_unknown_too():
    known = {"region": ["North", "South", ""], "channel": ["web", "store"]}
    where, without = expanded({"channel": ["web", "moon"]}, {"region": ["South"]}, known)
    assert where == (("channel", ("web",)), ("region", ("", "North")))
    assert without == (("region", ("South",)),)
