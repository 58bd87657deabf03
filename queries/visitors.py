"""How many people visited?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.shop_rows import each_once, people_counted, shop_members
from queries.slice import Slice


def visitors(slice: Slice) -> Select[Any]:
    """Numerator: people with a visit."""
    return people_counted(slice, "visitor")


def visitors_members(slice: Slice) -> FromClause:
    """One row per period, group and visitor."""
    return each_once(shop_members(slice, "visitor"), slice)
