"""What does one new customer cost?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer, spend_day, who
from queries.shape import real
from queries.slice import Columns, Slice, joined_to_people

UNALLOCATED = "unallocated"
SPEND: Columns = {
    "source": spend_day.c.source,
    "campaign": spend_day.c.campaign,
    "region": case((spend_day.c.region == "", UNALLOCATED), else_=spend_day.c.region),
}
NEW: Columns = {
    "source": customer.c.source, "campaign": customer.c.campaign, "region": who.c.region,
}  # fmt: skip


def cac(slice: Slice) -> Select[Any]:
    """Numerator: spend. Denominator: people whose first order lies in the window, by the source of that order.

    Spend of no region is the group 'unallocated' and is left out where a region is asked for.
    """
    spend = _rows(slice, spend_day, spend_day.c.day, SPEND, spend_day.c.amount, literal(0))
    new = _rows(
        slice,
        joined_to_people(customer, customer, slice),
        customer.c.first_day,
        NEW,
        literal(0),
        literal(1),
    )
    both = union_all(spend, new).subquery("both_sides")
    keys = [both.c.period, *(both.c[name] for name in slice.by)]
    return (
        select(
            *keys,
            real(func.sum(both.c.y)).label("numerator"),
            real(func.sum(both.c.x)).label("denominator"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def cac_members(slice: Slice) -> FromClause:
    """The new customers: one row per person, x = 1. The spend belongs to nobody (y = 0)."""
    return (
        select(
            slice.period_of(customer.c.first_day).label("period"),
            *slice.keys(NEW),
            customer.c.person,
            literal(1).label("x"),
            literal(0).label("y"),
        )
        .select_from(joined_to_people(customer, customer, slice))
        .where(slice.inside(customer.c.first_day), *slice.kept(NEW))
        .subquery("members")
    )


def _rows(
    slice: Slice,
    source: FromClause,
    day: ColumnElement[Any],
    known: Columns,
    y: ColumnElement[Any],
    x: ColumnElement[Any],
) -> Select[Any]:
    return (
        select(slice.period_of(day).label("period"), *slice.keys(known), y.label("y"), x.label("x"))
        .select_from(source)
        .where(slice.inside(day), *slice.kept(known))
    )
