"""What did each campaign cost, what was ordered under its name, and who was won?"""

from typing import Any

from sqlalchemy import Integer, Null, Select, cast, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.acquisition_rows import SPEND, newcomers
from queries.first_orders import acquired
from queries.marts import customer, sale, spend_day, who
from queries.roas import RETURNED
from queries.shape import real, whole
from queries.slice import PERSON_DIMENSIONS, Slice

MEASURES = ("spend", "orders", "net", "customers")


def campaigns(slice: Slice) -> Select[Any]:
    """One row per group (source, campaign): `spend`, `orders`, `net` revenue and its `sum_yy` over buckets of the
    person's hash, `customers` whose first order is put down to it."""
    rows = union_all(_ordered(slice), _spent(slice), _won(slice)).subquery("sides")
    keys = [rows.c[name] for name in slice.by]
    buckets = (
        select(*keys, rows.c.bucket, *(func.sum(rows.c[name]).label(name) for name in MEASURES))
        .group_by(*keys, rows.c.bucket)
        .subquery("buckets")
    )
    groups = [buckets.c[name] for name in slice.by]
    net = real(buckets.c.net)
    return (
        select(
            *groups,
            real(func.sum(buckets.c.spend)).label("spend"),
            whole(func.sum(buckets.c.orders)).label("orders"),
            real(func.sum(buckets.c.net)).label("net"),
            func.sum(net * net).label("sum_yy"),
            whole(func.sum(buckets.c.customers)).label("customers"),
        )
        .group_by(*groups)
        .having(func.count() > 0)
        .order_by(*groups)
    )


def campaign_members(slice: Slice) -> FromClause:
    """One row per order line and refund, under the source and campaign of its order: y = net revenue, x = orders."""
    return (
        select(
            slice.period_of(sale.c.day).label("period"),
            *slice.keys(RETURNED),
            sale.c.person,
            sale.c.bucket,
            sale.c.orders.label("x"),
            (sale.c.gross - sale.c.refund).label("y"),
        )
        .select_from(_sales(slice))
        .where(slice.inside(sale.c.day), *slice.kept(RETURNED))
        .subquery("members")
    )


def _sales(slice: Slice) -> FromClause:
    if slice.uses(*PERSON_DIMENSIONS):
        return sale.join(who, sale.c.who == who.c.who)
    return sale


def _ordered(slice: Slice) -> Select[Any]:
    rows = campaign_members(slice)
    return select(
        *(rows.c[name] for name in slice.by), rows.c.bucket, literal(0).label("spend"),
        rows.c.x.label("orders"), rows.c.y.label("net"), literal(0).label("customers"),
    )  # fmt: skip


def _spent(slice: Slice) -> Select[Any]:
    """Spend is of no bucket."""
    return select(
        *slice.keys(SPEND), cast(Null(), Integer).label("bucket"), spend_day.c.amount.label("spend"),
        literal(0).label("orders"), literal(0).label("net"), literal(0).label("customers"),
    ).where(slice.inside(spend_day.c.day), *slice.kept(SPEND))  # fmt: skip


def _won(slice: Slice) -> Select[Any]:
    known = newcomers(slice)
    return (
        select(
            *slice.keys(known), cast(Null(), Integer).label("bucket"), literal(0).label("spend"),
            literal(0).label("orders"), literal(0).label("net"), literal(1).label("customers"),
        )
        .select_from(acquired(slice))
        .where(slice.inside(customer.c.first_day), *slice.kept(known))
    )  # fmt: skip
