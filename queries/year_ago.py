"""Which days of the year before a period is compared to, like for like."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, Select, column, literal, select, union_all, values
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import Grain, year_before
from queries.slice import Period, Slice, Window

Rows = Callable[[Slice], FromClause]
"""Rows of period, groups, `cluster`, `net` and `orders`."""


@dataclass(frozen=True)
class Pair:
    """The days of a period that are wholly covered, and as many of the year before (52 weeks, for weeks)."""

    period: date
    now: Window
    then: Window
    is_whole: bool
    """Whole periods on both sides: what is counted by period serves."""


def pairs(slice: Slice) -> list[Pair]:
    """One for each period of which at least one day is covered."""
    begun = [p for p in slice.periods if p.window.start < slice.covered_day]
    return [_pair(slice, period) for period in begun]


def _pair(slice: Slice, period: Period) -> Pair:
    window = period.window
    start, end = (_earlier(day, slice.grain) for day in (window.start, window.end))
    is_covered = window.end <= slice.covered_day
    now = window if is_covered else Window(window.start, slice.covered_day)
    if not is_covered:
        end = min(start + timedelta(days=now.days), end)
    then = Window(start, max(end, start + timedelta(days=1)))  # 28 February of a leap year
    return Pair(period.start, now, then, is_covered and period.is_whole)


def _earlier(day: date, grain: Grain | None) -> date:
    return day - timedelta(days=364) if grain is Grain.WEEK else year_before(day)


def both_years(slice: Slice, rows: Rows) -> FromClause:
    """The rows of every period and of the days it is compared to, under the period's name.

    Columns: period, groups, cluster, now, then, orders (of now).
    """
    sides = [side for run in _runs(slice) for side in _sides(slice, rows, run)]
    if not sides:
        nothing = [(slice.window.start, date(1, 1, 1))]
        sides = [_side(slice, rows, slice.window, nothing, is_now=True)]
    return union_all(*sides).subquery("both_years")


def _runs(slice: Slice) -> list[list[Pair]]:
    """Whole periods together, each of the others by itself."""
    found = pairs(slice)
    whole = [pair for pair in found if pair.is_whole]
    return [run for run in [whole, *([pair] for pair in found if not pair.is_whole)] if run]


def _sides(slice: Slice, rows: Rows, run: list[Pair]) -> list[Select[Any]]:
    if not run[0].is_whole:
        slice = replace(slice, grain=None)
    all_of_it = date(1970, 1, 1)  # ALL_OF_IT
    now_names = [(p.period, p.period if slice.grain else all_of_it) for p in run]
    then_names = [(p.period, p.then.start if slice.grain else all_of_it) for p in run]
    now = Window(run[0].now.start, run[-1].now.end)
    then = Window(run[0].then.start, run[-1].then.end)
    return [
        _side(slice, rows, now, now_names, is_now=True),
        _side(slice, rows, then, then_names, is_now=False),
    ]


def _side(
    slice: Slice, rows: Rows, window: Window, names: list[tuple[date, date]], is_now: bool
) -> Select[Any]:
    """`names`: what a period is called, and what it is called in `window`."""
    found = rows(slice.with_window(window))
    name = values(column("period", Date), column("found", Date), name="name").data(names)
    nothing = literal(0)
    return select(
        name.c.period,
        *(found.c[dimension] for dimension in slice.by),
        found.c.cluster,
        (found.c.net if is_now else nothing).label("now"),
        (nothing if is_now else found.c.net).label("then"),
        (found.c.orders if is_now else nothing).label("orders"),
    ).select_from(found.join(name, found.c.period == name.c.found))
