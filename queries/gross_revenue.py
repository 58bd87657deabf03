"""What was sold, before anything was given back?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_total
from queries.slice import Slice


def gross_revenue(slice: Slice) -> Select[Any]:
    """Numerator: revenue before refunds. n: orders."""
    return sale_total(slice, "gross")


def gross_revenue_members(slice: Slice) -> FromClause:
    return sale_members(slice, "gross", "orders")
