"""How much of what was sold was given back?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_ratio
from queries.slice import Slice


def refund_rate(slice: Slice) -> Select[Any]:
    """Numerator: refunds. Denominator: gross revenue."""
    return sale_ratio(slice, "refund", "gross")


def refund_rate_members(slice: Slice) -> FromClause:
    return sale_members(slice, "refund", "gross")
