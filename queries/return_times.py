"""How long did new customers take to come back, and how long have the others been watched?"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import first_orders
from queries.marts import customer
from queries.shape import groups, real
from queries.slice import Slice


def return_times(slice: Slice, days: int) -> Select[Any]:
    """Numerator: people whose second order day lies in the days from the first. Denominator: all whose first order
    lies in the window, also those too young for it (`young`).

    `times` are days since the first order: `came_back` that many people then, `watched` so many no longer than that.
    """
    rows = _timed(slice, days)
    keys = groups(rows, slice)
    each = (
        select(
            *keys,
            rows.c.time,
            func.sum(rows.c.y).label("came_back"),
            func.sum(rows.c.x - rows.c.y).label("watched"),
            func.sum(rows.c.young).label("young"),
        )
        .group_by(*keys, rows.c.time)
        .subquery("each_time")
    )
    keys = groups(each, slice)
    return (
        select(
            *keys,
            real(func.sum(each.c.came_back)).label("numerator"),
            real(func.sum(each.c.came_back + each.c.watched)).label("denominator"),
            real(func.sum(each.c.young)).label("young"),
            literal(days).label("days"),
            *(
                func.array_agg(cast(each.c[name], Integer)).label(label)
                for name, label in (
                    ("time", "times"), ("came_back", "came_back"), ("watched", "watched"),
                )
            ),
        )
        .group_by(*keys)
        .order_by(*keys)
    )  # fmt: skip


def return_members(slice: Slice, days: int) -> FromClause:
    """One row per person whose first order lies in the window: y = 1 if a second order day is known within the days."""
    return first_orders(slice, case((_came_back(slice, days), 1), else_=0))


def _timed(slice: Slice, days: int) -> FromClause:
    """The same people with `time`, the days until they came back or for which they were watched, and `young`."""
    came_back = _came_back(slice, days)
    watched = func.least(literal(slice.covered_day) - customer.c.first_day, days) - 1
    time = case(
        (came_back, customer.c.second_day - customer.c.first_day),
        else_=func.greatest(watched, 0),
    )
    young = cast(customer.c.first_day + days > slice.covered_day, Integer)
    return first_orders(slice, case((came_back, 1), else_=0), time=time, young=young)


def _came_back(slice: Slice, days: int) -> ColumnElement[bool]:
    """On a day that is wholly covered."""
    second = customer.c.second_day
    return func.coalesce(
        second < func.least(customer.c.first_day + days, slice.covered_day), literal(False)
    )
