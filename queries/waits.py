"""How many days from one turn of a customer's story to the next: the second order, silence, the way back?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, literal_column, select

from queries.lately import PEOPLE
from queries.marts import lifetime
from queries.slice import Slice, joined_to_people


def until_second_order(slice: Slice) -> Select[Any]:
    """From the first order in the window to the second order day."""
    return _waits(slice, lifetime.c.first_day, lifetime.c.second_day)


def until_silence(slice: Slice) -> Select[Any]:
    """From the first order in the window to the first day that ends 90 days without an order."""
    return _waits(slice, lifetime.c.first_day, lifetime.c.silent_day)


def until_return(slice: Slice) -> Select[Any]:
    """From the first silence of 90 days, ended in the window, to the next order day."""
    return _waits(slice, lifetime.c.silent_day, lifetime.c.return_day)


def _waits(slice: Slice, start: ColumnElement[Any], end: ColumnElement[Any]) -> Select[Any]:
    """One row per group and number of whole days: for how many it happened then, and how many wait since."""
    last_day = literal(slice.covered_day) - literal_column("1")
    days = func.date_diff(literal_column("'day'"), start, func.least(end, last_day)).label("days")
    happened = end <= last_day
    keys = [*slice.keys(PEOPLE), days]
    return (
        select(
            *keys,
            func.count(case((happened, 1))).label("happened"),
            func.count(case((~happened, 1))).label("waiting"),
        )
        .select_from(joined_to_people(lifetime, lifetime, slice))
        .where(slice.inside(start), start <= last_day, *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )
