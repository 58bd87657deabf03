"""How much more did each channel sell than on the same days a year before?"""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import measure, sale_members, sales
from queries.shape import clustered, groups
from queries.slice import Slice
from queries.year_ago import both_years


def channel_growth(slice: Slice) -> Select[Any]:
    """Numerator: net revenue less that of the same days a year before. Denominator: that of a year before. n: orders.

    A period under way is compared over its whole covered days. Clusters: buckets of the person's hash.
    """
    rows = both_years(slice, _by_bucket)
    keys = [*groups(rows, slice), rows.c.cluster]
    parts = select(
        *keys,
        func.sum(rows.c.now - rows.c.then).label("y"),
        func.sum(rows.c.then).label("x"),
        func.sum(rows.c.orders).label("n"),
    ).group_by(*keys)
    return clustered(parts.subquery("parts"), slice)


def channel_growth_members(slice: Slice) -> FromClause:
    """One row per period, group, year and person (NULL: nobody)."""
    rows = both_years(slice, _by_person)
    return select(
        *groups(rows, slice),
        rows.c.cluster.label("person"),
        rows.c.then.label("x"),
        (rows.c.now - rows.c.then).label("y"),
    ).subquery("members")


def _by_bucket(slice: Slice) -> FromClause:
    rows = sales(slice, by_order_channel=True)
    return select(
        *groups(rows, slice),
        rows.c.bucket.label("cluster"),
        measure(rows, "net").label("net"),
        rows.c.orders,
    ).subquery("by_bucket")


def _by_person(slice: Slice) -> FromClause:
    rows = sale_members(slice, "net", "orders", by_order_channel=True)
    return select(
        *groups(rows, slice),
        rows.c.person.label("cluster"),
        rows.c.y.label("net"),
        rows.c.x.label("orders"),
    ).subquery("by_person")
