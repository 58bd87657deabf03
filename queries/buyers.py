"""How many people ordered?"""

from typing import Any

from sqlalchemy import Select, and_, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import order_category, sale
from queries.sale_rows import EVENT_DIMENSIONS, places
from queries.shape import totals
from queries.shop_rows import present, stored_people
from queries.slice import (
    FIRST_DIMENSIONS,
    ORIGIN,
    PERSON_DIMENSIONS,
    WHO,
    Columns,
    Slice,
    joined_to_people,
)


def buyers(slice: Slice) -> Select[Any]:
    """Numerator: people with an order."""
    stored = stored_people(slice, "buyer")
    if stored is None:
        return totals(buyers_members(slice), slice)
    counted = select(
        stored.c.period,
        *(stored.c[name] for name in slice.by),
        stored.c.people.label("x"),
        stored.c.people.label("y"),
    ).subquery("counted")
    return totals(counted, slice)


def buyers_members(slice: Slice) -> FromClause:
    """One row per period, group and person with an order."""
    there = present(slice, "buyer")
    if not slice.uses(*EVENT_DIMENSIONS):
        return _each_once(there, there, {**WHO, **ORIGIN}, slice)
    bought = _bought(slice)
    source = bought
    if slice.uses(*PERSON_DIMENSIONS, *FIRST_DIMENSIONS):
        source = bought.join(
            there, and_(bought.c.period == there.c.period, bought.c.person == there.c.person)
        )
    known: Columns = {**WHO, **ORIGIN, **{n: bought.c[n] for n in slice.by if n in bought.c}}
    return _each_once(source, bought, known, slice, there)


def _each_once(
    source: FromClause,
    rows: FromClause,
    known: Columns,
    slice: Slice,
    there: FromClause | None = None,
) -> FromClause:
    people_known: Columns = {**WHO, **ORIGIN}
    one = literal(1)
    return (
        select(rows.c.period, *slice.keys(known), rows.c.person, one.label("x"), one.label("y"))
        .select_from(joined_to_people(source, there if there is not None else rows, slice))
        .where(*slice.kept(people_known))
        .subquery("members")
    )


def _bought(slice: Slice) -> FromClause:
    """One row per period, group of the event and person."""
    table = order_category if slice.uses("category") else sale
    known = places(table)
    counted = [] if table is order_category else [sale.c.orders == 1]
    return (
        select(slice.period_of(table.c.day).label("period"), *slice.keys(known), table.c.person)
        .where(slice.inside(table.c.day), table.c.person.is_not(None), *counted, *slice.kept(known))
        .distinct()
        .subquery("bought")
    )
