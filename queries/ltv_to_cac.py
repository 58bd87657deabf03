"""Does a customer bring in more than winning one costs?"""

from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.acquisition_rows import newcomers, spend_rows, won_members
from queries.first_orders import acquired
from queries.marts import customer
from queries.shape import groups, real, whole
from queries.slice import Slice

DAYS = 365


def ltv_to_cac(slice: Slice) -> Select[Any]:
    """Both sides of the ratio: `spend` and `won` people; of `people` old enough the sums of their worth.

    `by_margin` says that worth is margin; it is net revenue where no cost of any of them is known.
    """
    worth, won, spend = ltv_to_cac_members(slice), won_members(slice), spend_rows(slice).subquery()
    nought, no = literal(0), literal(False)
    parts = union_all(
        select(*groups(worth, slice), worth.c.x, worth.c.y, worth.c.is_margin,
               nought.label("won"), nought.label("spend")),
        select(*groups(won, slice), nought, nought, no, won.c.x, nought),
        select(*groups(spend, slice), nought, nought, no, nought, spend.c.y),
    ).subquery("parts")  # fmt: skip
    keys = groups(parts, slice)
    y = real(parts.c.y)
    return (
        select(
            *keys,
            real(func.sum(parts.c.spend)).label("spend"),
            whole(func.sum(parts.c.won)).label("won"),
            whole(func.sum(parts.c.x)).label("people"),
            func.sum(y).label("sum_y"),
            func.sum(y * y).label("sum_yy"),
            func.bool_or(parts.c.is_margin).label("by_margin"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def ltv_to_cac_members(slice: Slice) -> FromClause:
    """One row per new customer whose 365 days are over: y = margin in them, or net revenue where no cost is known."""
    known = newcomers(slice)
    grouped = [slice.period_of(customer.c.first_day).label("period"), *slice.keys(known)]
    old_enough = (
        select(*grouped, customer.c.person, customer.c.net_365, customer.c.margin_365)
        .select_from(acquired(slice))
        .where(
            slice.inside(customer.c.first_day),
            customer.c.first_day + DAYS <= slice.covered_day,
            *slice.kept(known),
        )
        .subquery("old_enough")
    )
    of_group = groups(old_enough, slice)
    with_cost = func.count(old_enough.c.margin_365).over(partition_by=of_group)
    people = select(*old_enough.c, (with_cost > 0).label("is_margin")).subquery("people")
    return (
        select(
            *groups(people, slice),
            people.c.person,
            people.c.is_margin,
            literal(1).label("x"),
            case((people.c.is_margin, people.c.margin_365), else_=people.c.net_365).label("y"),
        )
        .where(or_(~people.c.is_margin, people.c.margin_365.is_not(None)))
        .subquery("members")
    )
