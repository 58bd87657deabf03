"""How many people bought, and what one of them spent?"""

from typing import Any

from sqlalchemy import Select, and_, case, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer, order_category, sale
from queries.sales import EVENT_DIMENSIONS, places
from queries.shape import clustered, totals
from queries.shoppers import present, stored_people, stored_ratio
from queries.slice import FIRST_DIMENSIONS, ORIGIN, PERSON_DIMENSIONS, WHO, Columns, Slice
from queries.slice import joined_to_people as joined


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
        .select_from(joined(source, there if there is not None else rows, slice))
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


def revenue_per_buyer(slice: Slice) -> Select[Any]:
    """Numerator: net revenue of people. Denominator: people with an order."""
    stored = stored_people(slice, "buyer")
    if stored is not None:
        return stored_ratio(stored, slice)
    return clustered(revenue_per_buyer_members(slice), slice)


def revenue_per_buyer_members(slice: Slice) -> FromClause:
    """One row per period and person: y = net revenue, x = 1 if they ordered (0 for people with a refund only)."""
    period = slice.period_of(sale.c.day).label("period")
    ordered = sale.c.orders == 1
    money = (
        select(
            period,
            sale.c.person,
            func.max(sale.c.orders).label("x"),
            func.sum(sale.c.gross - sale.c.refund).label("y"),
            func.coalesce(
                func.arg_max(sale.c.who, case((ordered, sale.c.seq))),
                func.arg_max(sale.c.who, sale.c.seq),
            ).label("who"),
        )
        .where(slice.inside(sale.c.day), sale.c.person.is_not(None))
        .group_by(period, sale.c.person)
        .subquery("money")
    )
    rows: FromClause = money
    if slice.uses(*FIRST_DIMENSIONS):
        rows = (
            select(money, func.coalesce(customer.c.origin, 0).label("origin"))
            .select_from(money.outerjoin(customer, money.c.person == customer.c.person))
            .subquery("money_of_origin")
        )
    return (
        select(rows.c.period, *slice.keys({**WHO, **ORIGIN}), rows.c.person, rows.c.x, rows.c.y)
        .select_from(joined(rows, rows, slice))
        .where(*slice.kept({**WHO, **ORIGIN}))
        .subquery("members")
    )
