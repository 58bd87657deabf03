"""How many days from one turn of a customer's story to the next: the second order, silence, the way back?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, literal_column, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE
from queries.marts import customer, lifetime, presence
from queries.slice import USUAL_DAYS, Slice, joined_to_people


def until_second_order(slice: Slice) -> Select[Any]:
    """From the first order in the window to the second order day."""
    return _waits(slice, lifetime, "first_day", "second_day")


def until_silence(slice: Slice) -> Select[Any]:
    """From the first order in the window to the first day that ends `silence_days` without an order."""
    return _waits(slice, _silences(slice), "first_day", "silent_day")


def until_return(slice: Slice) -> Select[Any]:
    """From the first silence of `silence_days`, ended in the window, to the next order day."""
    return _waits(slice, _silences(slice), "silent_day", "return_day")


def until_next_order(slice: Slice) -> Select[Any]:
    """From each order day in the window to the next of the same person: order days are counted, not people."""
    days = presence.c
    orders = (
        select(days.day.label("start"), days.next_day.label("stop"), days.who, days.origin)
        .where(days.kind == "buyer", slice.inside(days.day))
        .subquery("order_day")
    )
    return _waits(slice, orders, "start", "stop")


def longest_gaps(slice: Slice) -> Select[Any]:
    """How many people have a longest gap of so many days, among the same order days."""
    gap = _days(slice, presence.c.day, presence.c.next_day)
    longest = (
        select(presence.c.person, func.max(gap).label("days"))
        .select_from(joined_to_people(presence, presence, slice))
        .where(presence.c.kind == "buyer", *_begun(slice, presence.c.day), *slice.kept(PEOPLE))
        .group_by(presence.c.person)
        .subquery("longest")
    )
    return (
        select(longest.c.days, func.count().label("people"))
        .group_by(longest.c.days)
        .order_by(longest.c.days)
    )


def _silences(slice: Slice) -> FromClause:
    """One row per person with an order: the mart, or the same for another length of silence."""
    if slice.silence_days == USUAL_DAYS:
        return lifetime
    days = presence.c
    silence = (
        select(
            days.person,
            (func.min(days.day) + slice.silence_days).label("silent_day"),
            func.arg_min(days.next_day, days.day).label("return_day"),
        )
        .where(days.kind == "buyer", days.next_day > days.day + slice.silence_days)
        .group_by(days.person)
        .subquery("silence")
    )
    return (
        select(
            customer.c.first_day, customer.c.who, customer.c.origin, silence.c.silent_day,
            silence.c.return_day,
        )
        .select_from(customer.join(silence, customer.c.person == silence.c.person))
        .subquery("life")
    )  # fmt: skip


def _waits(slice: Slice, lives: FromClause, start: str, end: str) -> Select[Any]:
    """One row per group and number of whole days: for how many it happened then, and how many wait since."""
    from_day, to_day = lives.c[start], lives.c[end]
    happened = to_day <= _last_day(slice)
    keys = [*slice.keys(PEOPLE), _days(slice, from_day, to_day).label("days")]
    return (
        select(
            *keys,
            func.count(case((happened, 1))).label("happened"),
            func.count(case((~happened, 1))).label("waiting"),
        )
        .select_from(joined_to_people(lives, lives, slice))
        .where(*_begun(slice, from_day), *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )


def _begun(slice: Slice, start: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """In the window, and on a day that is wholly covered."""
    return [slice.inside(start), start <= _last_day(slice)]


def _days(slice: Slice, start: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[int]:
    return func.date_diff(literal_column("'day'"), start, func.least(end, _last_day(slice)))


def _last_day(slice: Slice) -> ColumnElement[Any]:
    return literal(slice.covered_day) - literal_column("1")
