"""What is one order worth before anything is given back?"""

from typing import Any

from sqlalchemy import Select

from queries.sale_rows import sale_ratio
from queries.slice import Slice


def average_order_value_gross(slice: Slice) -> Select[Any]:
    """Numerator: revenue before refunds. Denominator: orders."""
    return sale_ratio(slice, "gross", "orders")
