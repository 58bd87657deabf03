"""What does money spent on a source bring back?"""

from typing import Any

from sqlalchemy import Integer, Null, Select, and_, cast, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.acquisition_rows import SPEND
from queries.marts import sale, spend_day, who
from queries.shape import groups, real
from queries.slice import PERSON_DIMENSIONS, Columns, Slice

RETURNED: Columns = {
    "source": sale.c.order_source, "campaign": sale.c.order_campaign, "region": who.c.region,
}  # fmt: skip


def roas(slice: Slice) -> Select[Any]:
    """Numerator: net revenue of orders of sources with spend in the period. Denominator: that spend.

    `sum_yy` is over buckets of the person's hash, n counts orders.
    """
    rows = roas_members(slice)
    keys = [*groups(rows, slice), rows.c.bucket]
    revenue = (
        select(*keys, func.sum(rows.c.y).label("y"), func.sum(rows.c.orders).label("n"),
               literal(0).label("x"))
        .group_by(*keys)
    )  # fmt: skip
    both = union_all(revenue, _spend(slice)).subquery("both_sides")
    keys = groups(both, slice)
    return (
        select(
            *keys,
            real(func.sum(both.c.y)).label("numerator"),
            real(func.sum(both.c.x)).label("denominator"),
            real(func.sum(both.c.n)).label("n"),
            func.sum(real(both.c.y) * real(both.c.y)).label("sum_yy"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def roas_members(slice: Slice) -> FromClause:
    """One row per order line and refund of a source with spend: y = net revenue. Spend belongs to nobody (x = 0)."""
    period = slice.period_of(sale.c.day)
    spent = _sources_with_spend(slice)
    source: FromClause = sale.join(
        spent, and_(spent.c.period == period, spent.c.source == sale.c.order_source)
    )
    if slice.uses(*PERSON_DIMENSIONS):
        source = source.join(who, sale.c.who == who.c.who)
    return (
        select(
            period.label("period"),
            *slice.keys(RETURNED),
            sale.c.bucket,
            sale.c.person,
            sale.c.orders,
            literal(0).label("x"),
            (sale.c.gross - sale.c.refund).label("y"),
        )
        .select_from(source)
        .where(slice.inside(sale.c.day), *slice.kept(RETURNED))
        .subquery("members")
    )


def _sources_with_spend(slice: Slice) -> FromClause:
    """Anywhere, whatever the region and campaign asked for: period, source."""
    return (
        select(slice.period_of(spend_day.c.day).label("period"), spend_day.c.source)
        .where(slice.inside(spend_day.c.day), spend_day.c.amount > 0)
        .distinct()
        .subquery("spent")
    )


def _spend(slice: Slice) -> Select[Any]:
    """One row per row of spend, of no bucket."""
    return select(
        slice.period_of(spend_day.c.day).label("period"),
        *slice.keys(SPEND),
        cast(Null(), Integer).label("bucket"),
        literal(0).label("y"),
        literal(0).label("n"),
        spend_day.c.amount.label("x"),
    ).where(slice.inside(spend_day.c.day), *slice.kept(SPEND))
