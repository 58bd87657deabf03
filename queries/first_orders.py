"""People's first orders: the rows behind new customers and what they are worth."""

from typing import Any

from sqlalchemy import ColumnElement, and_, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.attribution import Attribution
from queries.marts import attribution, customer
from queries.slice import ORIGIN, WHO, Columns, Slice, joined_to_people

FIRST_ORDER: Columns = {
    **WHO,
    **ORIGIN,
    **{name: customer.c[name] for name in ("channel", "source", "category", "campaign", "device")},
}


def first_orders(
    slice: Slice,
    y: ColumnElement[Any],
    *conditions: ColumnElement[bool],
    **more: ColumnElement[Any],
) -> FromClause:
    """One row per person whose first order lies in the window: x = 1, y, and what `more` names."""
    known = acquired_as(slice)
    return (
        select(
            slice.period_of(customer.c.first_day).label("period"),
            *slice.keys(known),
            customer.c.person,
            literal(1).label("x"),
            y.label("y"),
            *(column.label(name) for name, column in more.items()),
        )
        .select_from(acquired(slice))
        .where(slice.inside(customer.c.first_day), *conditions, *slice.kept(known))
        .subquery("members")
    )


def worth(slice: Slice, money: ColumnElement[Any], days: int) -> FromClause:
    """One row per person whose first order lies in the window and is so many days old: y = their money.

    People of whom it is not known (NULL) are left out.
    """
    is_old = customer.c.first_day + days <= slice.covered_day
    return first_orders(slice, money, is_old, money.is_not(None))


def acquired_as(slice: Slice) -> Columns:
    """Dimensions of the first order; its source and campaign are those of the touch it is put down to."""
    if slice.attribution is Attribution.FIRST_ORDER:
        return FIRST_ORDER
    return {**FIRST_ORDER, "source": attribution.c.source, "campaign": attribution.c.campaign}


def acquired(slice: Slice) -> FromClause:
    """Customers, joined to what `acquired_as` needs."""
    source = joined_to_people(customer, customer, slice)
    if slice.attribution is Attribution.FIRST_ORDER:
        return source
    model = attribution.c.model == slice.attribution.value
    return source.join(attribution, and_(attribution.c.person == customer.c.person, model))
