"""What was bought and given back: the rows behind revenue, orders and what an order is worth."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.marts import channel, order_category, sale, sales_period, who
from queries.shape import clustered, totals
from queries.slice import ALL_OF_IT, PERSON_DIMENSIONS, WHO, Columns, Slice

MEASURES = ("gross", "refund", "cost", "costed_gross", "orders", "repeat_orders")
EVENT_DIMENSIONS = ("channel", "source", "category", "campaign", "device")
STORED_DIMENSIONS = ("region", "segment", "identified", "channel", "source", "campaign", "device")


def places(table: Table) -> Columns:
    """Dimensions of the event itself, in `sale` or `order_category`."""
    return {name: table.c[name] for name in EVENT_DIMENSIONS}


def channel_places(table: Table) -> Columns:
    """The same, with the channel of the order and whether that is online."""
    return {**places(table), "channel": table.c.order_channel, "online": channel.c.is_online}


def sales(slice: Slice, by_order_channel: bool = False) -> FromClause:
    """Sums of every measure, one row per period, group and bucket of the person's hash."""
    stored = _stored(slice, by_order_channel)
    if stored is not None:
        return stored
    rows = sales_rows(slice, by_order_channel)
    keys = [rows.c.period, *(rows.c[name] for name in slice.by), rows.c.bucket]
    return (
        select(*keys, *(func.sum(rows.c[name]).label(name) for name in MEASURES))
        .group_by(*keys)
        .subquery("sales")
    )


def sales_rows(slice: Slice, by_order_channel: bool = False) -> FromClause:
    """One row per order line and refund; an order counts on its first line, or once in the categories asked for."""
    if not slice.uses("category"):
        return _lines(slice, by_order_channel, counts_orders=True).subquery("rows")
    lines = _lines(slice, by_order_channel, counts_orders=False)
    return union_all(lines, _orders_by_category(slice, by_order_channel)).subquery("rows")


def _lines(slice: Slice, by_order_channel: bool, counts_orders: bool) -> Select[Any]:
    known = _known(sale, by_order_channel)
    nothing = literal(0)
    return (
        select(
            slice.period_of(sale.c.day).label("period"),
            *slice.keys(known),
            sale.c.bucket,
            sale.c.person,
            sale.c.who,
            sale.c.seq,
            sale.c.gross,
            sale.c.refund,
            sale.c.cost,
            sale.c.costed_gross,
            (sale.c.orders if counts_orders else nothing).label("orders"),
            (sale.c.repeat_orders if counts_orders else nothing).label("repeat_orders"),
        )
        .select_from(_source(sale, slice, by_order_channel))
        .where(slice.inside(sale.c.day), *slice.kept(known))
    )


def _orders_by_category(slice: Slice, by_order_channel: bool) -> Select[Any]:
    known = _known(order_category, by_order_channel)
    orders = (
        select(
            slice.period_of(order_category.c.day).label("period"),
            *slice.keys(known),
            order_category.c.bucket,
            order_category.c.person,
            order_category.c.who,
            order_category.c.seq,
            order_category.c.repeat_orders,
        )
        .select_from(_source(order_category, slice, by_order_channel))
        .where(slice.inside(order_category.c.day), *slice.kept(known))
        .distinct()
        .subquery("orders")
    )
    nothing = literal(0)
    return select(
        orders.c.period,
        *(orders.c[name] for name in slice.by),
        orders.c.bucket,
        orders.c.person,
        orders.c.who,
        orders.c.seq,
        *(nothing.label(name) for name in ("gross", "refund", "cost", "costed_gross")),
        literal(1).label("orders"),
        orders.c.repeat_orders,
    )


def _known(table: Table, by_order_channel: bool) -> Columns:
    return {**WHO, **(channel_places(table) if by_order_channel else places(table))}


def _source(table: Table, slice: Slice, by_order_channel: bool) -> FromClause:
    source: FromClause = table
    if slice.uses(*PERSON_DIMENSIONS):
        source = source.join(who, table.c.who == who.c.who)
    if by_order_channel and slice.uses("online"):
        source = source.join(channel, table.c.order_channel == channel.c.channel)
    return source


def _stored(slice: Slice, by_order_channel: bool) -> FromClause | None:
    if slice.stored_grain is None or len(slice.dimensions) > 1:
        return None
    [dimension] = slice.dimensions or {""}
    if dimension and dimension not in STORED_DIMENSIONS:
        return None
    stored_as = "order_channel" if by_order_channel and dimension == "channel" else dimension
    value: ColumnElement[Any] = sales_period.c.value
    if dimension == "identified":
        value = sales_period.c.value == "true"
    known = {dimension: value}
    period = sales_period.c.period if slice.grain else ALL_OF_IT
    keys = [period.label("period"), *slice.keys(known), sales_period.c.bucket]
    return (
        select(*keys, *(func.sum(sales_period.c[name]).label(name) for name in MEASURES))
        .where(
            sales_period.c.grain == slice.stored_grain.value,
            sales_period.c.dimension == stored_as,
            slice.inside(sales_period.c.period),
            *slice.kept(known),
        )
        .group_by(*keys)
        .subquery("sales")
    )


def sale_members(slice: Slice, y: str, x: str, by_order_channel: bool = False) -> FromClause:
    """One row per period, group and person (NULL: nobody): sums of the measures `y` and `x`."""
    rows = sales_rows(slice, by_order_channel)
    keys = [rows.c.period, *(rows.c[name] for name in slice.by), rows.c.person]
    return (
        select(*keys, func.sum(measure(rows, x)).label("x"), func.sum(measure(rows, y)).label("y"))
        .group_by(*keys)
        .subquery("members")
    )


def measure(rows: FromClause, name: str) -> ColumnElement[Any]:
    """A measure of `sales` or `sales_rows`; 'net' is gross − refund, 'margin' gross − cost where the cost is known."""
    if name == "net":
        return rows.c.gross - rows.c.refund
    if name == "margin":
        return func.coalesce(rows.c.costed_gross - rows.c.cost, 0)
    if name == "costed_gross":
        return func.coalesce(rows.c.costed_gross, 0)
    column: ColumnElement[Any] = rows.c[name]
    return column


def sale_total(slice: Slice, y: str) -> Select[Any]:
    rows = sales(slice)
    return totals(_parts(rows, slice, y, "orders"), slice)


def sale_ratio(slice: Slice, y: str, x: str) -> Select[Any]:
    return clustered(_parts(sales(slice), slice, y, x), slice)


def _parts(rows: FromClause, slice: Slice, y: str, x: str) -> FromClause:
    return select(
        rows.c.period,
        *(rows.c[name] for name in slice.by),
        measure(rows, x).label("x"),
        measure(rows, y).label("y"),
        rows.c.orders.label("n"),
    ).subquery("parts")
