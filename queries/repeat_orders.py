"""How many orders came from people who had ordered before?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_total
from queries.slice import Slice


def repeat_orders(slice: Slice) -> Select[Any]:
    """Numerator: orders by people who had ordered before. n: orders."""
    return sale_total(slice, "repeat_orders")


def repeat_orders_members(slice: Slice) -> FromClause:
    return sale_members(slice, "repeat_orders", "orders")
