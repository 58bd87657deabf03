"""How many orders were placed?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_total
from queries.slice import Slice


def orders(slice: Slice) -> Select[Any]:
    """Numerator: orders."""
    return sale_total(slice, "orders")


def orders_members(slice: Slice) -> FromClause:
    return sale_members(slice, "orders", "orders")
