"""What was sold, net of what was given back?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_total
from queries.slice import Slice


def revenue(slice: Slice) -> Select[Any]:
    """Numerator: net revenue. n: orders."""
    return sale_total(slice, "net")


def revenue_members(slice: Slice) -> FromClause:
    return sale_members(slice, "net", "orders")
