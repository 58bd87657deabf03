"""People's first orders: the rows behind new customers and what they are worth."""

from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer
from queries.slice import ORIGIN, WHO, Columns, Slice, joined_to_people

FIRST_ORDER: Columns = {
    **WHO,
    **ORIGIN,
    **{name: customer.c[name] for name in ("channel", "source", "category", "campaign", "device")},
}


def first_orders(
    slice: Slice, y: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> FromClause:
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
