"""How many orders come from a hundred people in the shop?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.shape import clustered
from queries.shop_rows import shop_members, stored_people, stored_ratio
from queries.slice import Slice


def orders_per_100_shoppers(slice: Slice) -> Select[Any]:
    """Numerator: orders of shoppers. Denominator: shoppers, as for conversion."""
    stored = stored_people(slice, "shopper")
    if stored is not None:
        return stored_ratio(stored, slice)
    return clustered(orders_per_100_shoppers_members(slice), slice)


def orders_per_100_shoppers_members(slice: Slice) -> FromClause:
    """One row per period, group and shopper: y = orders."""
    return shop_members(slice, "shopper")
