"""How much of all that was sold did each channel sell?"""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.sale_rows import measure, sale_members, sales
from queries.shape import clustered, groups
from queries.slice import Slice

OF_A_CHANNEL = ("channel", "online")


def channel_share(slice: Slice) -> Select[Any]:
    """Numerator: net revenue by the channel of the order. Denominator: that of all channels. n: orders of the channel.

    Clusters: buckets of the person's hash, also those in which nothing was bought in the channel.
    """
    whole = _all_channels(slice)
    part = sales(slice, by_order_channel=True)
    everything = select(sales(whole)).subquery("everything")
    keys = groups(part, slice)
    found = select(*keys).distinct().subquery("found")
    shared = ["period", *whole.by]
    of_everything = and_(*(found.c[name] == everything.c[name] for name in shared))
    of_part = and_(
        *(found.c[name] == part.c[name] for name in ("period", *slice.by)),
        everything.c.bucket == part.c.bucket,
    )
    rows = (
        select(
            *groups(found, slice),
            func.coalesce(measure(part, "net"), 0).label("y"),
            measure(everything, "net").label("x"),
            func.coalesce(part.c.orders, 0).label("n"),
        )
        .select_from(found.join(everything, of_everything).outerjoin(part, of_part))
        .subquery("parts")
    )
    return clustered(rows, slice)


def channel_share_members(slice: Slice) -> FromClause:
    """Rows of period and person (NULL: nobody): y of the channels asked for, x of all. By groups: buyers of each."""
    if slice.by:
        return sale_members(slice, "net", "orders", by_order_channel=True)
    alone = slice
    part = sale_members(alone, "net", "orders", by_order_channel=True)
    everything = sale_members(_all_channels(alone), "net", "orders")
    nothing = literal(0)
    return union_all(
        select(part.c.period, part.c.person, nothing.label("x"), part.c.y.label("y")),
        select(
            everything.c.period,
            everything.c.person,
            everything.c.y.label("x"),
            nothing.label("y"),
        ),
    ).subquery("members")


def _all_channels(slice: Slice) -> Slice:
    """The same slice without what is said of channels."""
    return replace(
        slice,
        by=tuple(name for name in slice.by if name not in OF_A_CHANNEL),
        where=tuple(pair for pair in slice.where if pair[0] not in OF_A_CHANNEL),
    )
