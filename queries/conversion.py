"""Of the people who were in the shop, how many ordered?"""

from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.sql.selectable import FromClause

from queries.shape import shares
from queries.shop_rows import shop_members, stored_people, stored_shares, stored_shopper_sets
from queries.slice import Slice


def conversion(slice: Slice) -> Select[Any]:
    """Numerator: shoppers with an order. Denominator: people with a visit or an order, where visits are recorded."""
    stored = stored_people(slice, "shopper")
    if stored is None:
        stored = stored_shopper_sets(slice)
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(conversion_members(slice), slice)


def conversion_members(slice: Slice) -> FromClause:
    """One row per period, group and shopper: y = 1 if they ordered."""
    members = shop_members(slice, "shopper")
    return select(
        members.c.period,
        *(members.c[name] for name in slice.by),
        members.c.person,
        members.c.x,
        case((members.c.y > 0, 1), else_=0).label("y"),
    ).subquery("members")
