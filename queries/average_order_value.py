"""What is one order worth?"""

from typing import Any

from sqlalchemy import Select

from queries.sale_rows import sale_ratio
from queries.slice import Slice


def average_order_value(slice: Slice) -> Select[Any]:
    """Numerator: net revenue. Denominator: orders. Clusters: buckets of the person's hash."""
    return sale_ratio(slice, "net", "orders")
