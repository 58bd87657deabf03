"""What is left of a sale after the cost of the goods?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import sale_members, sale_ratio
from queries.slice import Slice


def gross_margin(slice: Slice) -> Select[Any]:
    """Numerator: gross revenue − cost. Denominator: gross revenue; both of order lines that carry a cost."""
    return sale_ratio(slice, "margin", "costed_gross")


def gross_margin_members(slice: Slice) -> FromClause:
    return sale_members(slice, "margin", "costed_gross")
