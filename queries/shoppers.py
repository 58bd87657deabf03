"""How many people were in the shop: visited or ordered, where visits are recorded?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.shop_rows import each_once, people_counted, shop_members
from queries.slice import Slice


def shoppers(slice: Slice) -> Select[Any]:
    """Numerator: people."""
    return people_counted(slice, "shopper")


def shoppers_members(slice: Slice) -> FromClause:
    """One row per period, group and shopper."""
    return each_once(shop_members(slice, "shopper"), slice)
