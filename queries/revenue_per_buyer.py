"""What does one buyer spend?"""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer, sale
from queries.shape import clustered
from queries.shop_rows import stored_people, stored_ratio
from queries.slice import FIRST_DIMENSIONS, ORIGIN, WHO, Slice, joined_to_people


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
        .select_from(joined_to_people(rows, rows, slice))
        .where(*slice.kept({**WHO, **ORIGIN}))
        .subquery("members")
    )
