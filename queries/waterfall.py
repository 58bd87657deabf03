"""What did each part sell on these days, and on the same days a year before?"""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from queries.sale_rows import measure, sales
from queries.shape import real
from queries.slice import Slice, Window
from queries.year_ago import pairs


def waterfall(slice: Slice) -> Select[Any]:
    """One row per group: net revenue and orders `now` and `then`, exact; `sum_dd` is over buckets of the person's hash.

    A window under way is compared over its whole covered days.
    """
    now, then = _years(slice)
    sides = union_all(_side(slice, now, is_now=True), _side(slice, then, is_now=False)).subquery(
        "sides"
    )
    groups = [sides.c[name] for name in slice.by]
    names = ("now", "then", "orders_now", "orders_then")
    buckets = (
        select(*groups, sides.c.bucket, *(func.sum(sides.c[name]).label(name) for name in names))
        .group_by(*groups, sides.c.bucket)
        .subquery("buckets")
    )
    keys = [buckets.c[name] for name in slice.by]
    change = real(buckets.c.now - buckets.c.then)
    return (
        select(
            *keys,
            *(func.sum(buckets.c[name]).label(name) for name in names),
            func.sum(change * change).label("sum_dd"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def _years(slice: Slice) -> tuple[Window, Window]:
    """Days of this year and of the year before; of a window not begun, its first day."""
    found = pairs(replace(slice, grain=None))
    if not found:
        return slice.window, slice.window
    return found[0].now, found[0].then


def _side(slice: Slice, window: Window, is_now: bool) -> Select[Any]:
    rows = sales(replace(slice, window=window, grain=None), by_order_channel=True)
    nothing = literal(0)
    net, orders = measure(rows, "net"), rows.c.orders
    return select(
        *(rows.c[name] for name in slice.by),
        rows.c.bucket,
        (net if is_now else nothing).label("now"),
        (nothing if is_now else net).label("then"),
        (orders if is_now else nothing).label("orders_now"),
        (nothing if is_now else orders).label("orders_then"),
    )
