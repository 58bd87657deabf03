"""What each channel sold: net revenue by the channel of the order, and its share of all."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import measure, sale_members, sales
from queries.shape import totals
from queries.slice import Slice


def channel_sales(slice: Slice) -> Select[Any]:
    """Numerator: net revenue. n: orders."""
    rows = sales(slice, by_order_channel=True)
    parts = select(
        rows.c.period,
        *(rows.c[name] for name in slice.by),
        rows.c.orders.label("x"),
        measure(rows, "net").label("y"),
    ).subquery("parts")
    return totals(parts, slice)


def channel_sales_members(slice: Slice) -> FromClause:
    """One row per period, group and person (NULL: nobody): y = net revenue, x = orders."""
    return sale_members(slice, "net", "orders", by_order_channel=True)
