"""Of everybody who has ever ordered, how many have come back so far?"""

from typing import Any

from sqlalchemy import Integer, Select, and_, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer, presence, to_date
from queries.shape import real, shares
from queries.slice import ORIGIN, PERSON_DIMENSIONS, WHO, Columns, Slice, joined_to_people

PEOPLE: Columns = {**WHO, **ORIGIN}


def returned_to_date(slice: Slice) -> Select[Any]:
    """Denominator: people with an order before the end. Numerator: those with a second order day before it."""
    if slice.uses_only(*PERSON_DIMENSIONS) and slice.people is None:
        return _counted_by_day(slice)
    return shares(returned_to_date_members(slice), slice)


def _counted_by_day(slice: Slice) -> Select[Any]:
    """The same from how the numbers change from day to day."""
    span = slice.spans()
    keys = [span.c.period.label("period"), *slice.keys(WHO)]
    people = func.sum(to_date.c.people)
    changes = to_date.join(span, to_date.c.day < span.c.stop)
    return (
        select(
            *keys,
            real(func.sum(to_date.c.returned)).label("numerator"),
            real(people).label("denominator"),
        )
        .select_from(joined_to_people(changes, to_date, slice))
        .where(
            to_date.c.day < slice.window.end,
            span.c.start < slice.covered_until,
            *slice.kept(WHO),
        )
        .group_by(*keys)
        .having(people > 0)
        .order_by(*keys)
    )


def returned_to_date_members(slice: Slice) -> FromClause:
    """One row per period and person, at their last order day before its end; it is another than their first, or not."""
    span = slice.spans()
    last_days = presence.join(
        span, and_(presence.c.day < span.c.stop, presence.c.next_day >= span.c.stop)
    ).join(customer, presence.c.person == customer.c.person)
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            presence.c.person,
            literal(1).label("x"),
            cast(presence.c.day > customer.c.first_day, Integer).label("y"),
        )
        .select_from(joined_to_people(last_days, presence, slice))
        .where(
            presence.c.kind == "buyer",
            presence.c.day < slice.window.end,
            span.c.start < slice.covered_until,
            *slice.kept(PEOPLE),
        )
        .subquery("members")
    )
