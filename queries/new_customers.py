"""How many people ordered for the first time, and what were they worth in the days after?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer
from queries.shape import clustered, totals
from queries.slice import ORIGIN, WHO, Columns, Slice, joined_to_people

FIRST_ORDER: Columns = {
    **WHO,
    **ORIGIN,
    **{name: customer.c[name] for name in ("channel", "source", "category", "campaign", "device")},
}


def new_customers(slice: Slice) -> Select[Any]:
    """Numerator: people whose first order ever lies in the window."""
    return totals(new_customers_members(slice), slice)


def new_customers_members(slice: Slice) -> FromClause:
    one = literal(1)
    return _firsts(slice, one)


def ltv(slice: Slice) -> Select[Any]:
    """Numerator: net revenue in the 90 days from the first order. Denominator: those people."""
    return clustered(ltv_members(slice), slice)


def ltv_members(slice: Slice) -> FromClause:
    """One row per person whose first order lies in the window and is 90 days old: y = their net revenue."""
    return _firsts(slice, customer.c.net_90, customer.c.first_day + 90 <= slice.covered_day)


def _firsts(slice: Slice, y: ColumnElement[Any], *conditions: ColumnElement[bool]) -> FromClause:
    return (
        select(
            slice.period_of(customer.c.first_day).label("period"),
            *slice.keys(FIRST_ORDER),
            customer.c.person,
            literal(1).label("x"),
            y.label("y"),
        )
        .select_from(joined_to_people(customer, customer, slice))
        .where(slice.inside(customer.c.first_day), *conditions, *slice.kept(FIRST_ORDER))
        .subquery("members")
    )
