"""Of the people who ordered, how many had ordered before?"""

from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.buyers import buyers_members
from queries.marts import customer
from queries.shape import groups, shares
from queries.shop_rows import stored_people, stored_shares
from queries.slice import Slice


def returning_share(slice: Slice) -> Select[Any]:
    """Denominator: people with an order. Numerator: those of them who had ordered before the period."""
    stored = stored_people(slice, "buyer")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(returning_share_members(slice), slice)


def returning_share_members(slice: Slice) -> FromClause:
    """The earlier order may be in any channel and of any source: the customer returns to the company."""
    rows = buyers_members(slice)
    start = literal(slice.window.start)
    had_ordered = customer.c.first_day < func.greatest(rows.c.period, start)
    return (
        select(*groups(rows, slice), rows.c.person, rows.c.x, cast(had_ordered, Integer).label("y"))
        .select_from(rows.join(customer, rows.c.person == customer.c.person))
        .subquery("members")
    )
