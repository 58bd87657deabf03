"""What was spent, and who was won: the two sides of what a new customer costs."""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import acquired, acquired_as
from queries.marts import customer, known_source, spend_day
from queries.shape import groups, real
from queries.slice import Columns, Slice

UNALLOCATED = "unallocated"
SPEND: Columns = {
    "source": spend_day.c.source,
    "campaign": spend_day.c.campaign,
    "region": case((spend_day.c.region == "", UNALLOCATED), else_=spend_day.c.region),
}
SIDES = tuple(SPEND)
"""Dimensions that both sides have."""


def newcomers(slice: Slice) -> Columns:
    """Dimensions of the first order, as the slice attributes it."""
    return {name: acquired_as(slice)[name] for name in SIDES}


def cost_per_customer(spend: Select[Any], won: FromClause, slice: Slice) -> Select[Any]:
    """Numerator: spend. Denominator: people won."""
    people = select(*groups(won, slice), won.c.y, won.c.x)
    both = union_all(spend, people).subquery("both_sides")
    keys = groups(both, slice)
    return (
        select(
            *keys,
            real(func.sum(both.c.y)).label("numerator"),
            real(func.sum(both.c.x)).label("denominator"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def spend_rows(slice: Slice, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Spend: y = the amount, x = 0. What has no region is 'unallocated', and out where a region is asked for."""
    return select(
        slice.period_of(spend_day.c.day).label("period"),
        *slice.keys(SPEND),
        spend_day.c.amount.label("y"),
        literal(0).label("x"),
    ).where(slice.inside(spend_day.c.day), *conditions, *slice.kept(SPEND))


def won_members(slice: Slice, *conditions: ColumnElement[bool]) -> FromClause:
    """The new customers: one row per person, x = 1. The spend belongs to nobody (y = 0)."""
    known = newcomers(slice)
    return (
        select(
            slice.period_of(customer.c.first_day).label("period"),
            *slice.keys(known),
            customer.c.person,
            literal(1).label("x"),
            literal(0).label("y"),
        )
        .select_from(acquired(slice))
        .where(slice.inside(customer.c.first_day), *conditions, *slice.kept(known))
        .subquery("members")
    )


def is_paid(source: ColumnElement[Any]) -> ColumnElement[bool]:
    """The table of sources says that it is paid for."""
    return source.in_(select(known_source.c.source).where(known_source.c.is_paid))
