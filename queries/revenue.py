"""What was sold, gross and net of refunds, how many orders it was, and what of it was given back or earned."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.sql.selectable import FromClause

from queries.sales import measure, sale_members, sales
from queries.shape import clustered, totals
from queries.slice import Slice


def revenue(slice: Slice) -> Select[Any]:
    """Numerator: net revenue. n: orders."""
    return _total(slice, "net")


def gross_revenue(slice: Slice) -> Select[Any]:
    """Numerator: revenue before refunds. n: orders."""
    return _total(slice, "gross")


def orders(slice: Slice) -> Select[Any]:
    """Numerator: orders."""
    return _total(slice, "orders")


def repeat_orders(slice: Slice) -> Select[Any]:
    """Numerator: orders by people who had ordered before. n: orders."""
    return _total(slice, "repeat_orders")


def average_order_value(slice: Slice) -> Select[Any]:
    """Numerator: net revenue. Denominator: orders. Clusters: buckets of the person's hash."""
    return _ratio(slice, "net", "orders")


def average_order_value_gross(slice: Slice) -> Select[Any]:
    """Numerator: revenue before refunds. Denominator: orders."""
    return _ratio(slice, "gross", "orders")


def refund_rate(slice: Slice) -> Select[Any]:
    """Numerator: refunds. Denominator: gross revenue."""
    return _ratio(slice, "refund", "gross")


def gross_margin(slice: Slice) -> Select[Any]:
    """Numerator: gross revenue − cost. Denominator: gross revenue; both of order lines that carry a cost."""
    return _ratio(slice, "margin", "costed_gross")


def revenue_members(slice: Slice) -> FromClause:
    return sale_members(slice, "net", "orders")


def gross_revenue_members(slice: Slice) -> FromClause:
    return sale_members(slice, "gross", "orders")


def orders_members(slice: Slice) -> FromClause:
    return sale_members(slice, "orders", "orders")


def repeat_orders_members(slice: Slice) -> FromClause:
    return sale_members(slice, "repeat_orders", "orders")


def refund_rate_members(slice: Slice) -> FromClause:
    return sale_members(slice, "refund", "gross")


def gross_margin_members(slice: Slice) -> FromClause:
    return sale_members(slice, "margin", "costed_gross")


def _total(slice: Slice, y: str) -> Select[Any]:
    rows = sales(slice)
    return totals(_parts(rows, slice, y, "orders"), slice)


def _ratio(slice: Slice, y: str, x: str) -> Select[Any]:
    return clustered(_parts(sales(slice), slice, y, x), slice)


def _parts(rows: FromClause, slice: Slice, y: str, x: str) -> FromClause:
    return select(
        rows.c.period,
        *(rows.c[name] for name in slice.by),
        measure(rows, x).label("x"),
        measure(rows, y).label("y"),
        rows.c.orders.label("n"),
    ).subquery("parts")
