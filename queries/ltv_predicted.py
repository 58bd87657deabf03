"""What will a customer bring in the coming twelve months?"""

from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import FIRST_ORDER
from queries.marts import customer, prediction, value_model
from queries.shape import clustered
from queries.slice import Slice, joined_to_people

LEANS = tuple(f"lean_{n}" for n in range(1, 8))


def ltv_predicted(slice: Slice) -> Select[Any]:
    """Numerator: net revenue foretold for the 12 months after the data. Denominator: people whose first order lies in
    the window. model_variance: that of the numerator for what the parameters are unsure of."""
    rows = ltv_predicted_members(slice)
    leaning = [func.pow(func.sum(rows.c[name]), 2) for name in LEANS]
    return clustered(rows, slice).add_columns(sum(leaning[1:], leaning[0]).label("model_variance"))


def ltv_predicted_members(slice: Slice) -> FromClause:
    """One row per person: y = what is foretold for them."""
    source = customer.join(prediction, customer.c.person == prediction.c.person)
    return (
        select(
            slice.period_of(customer.c.first_day).label("period"),
            *slice.keys(FIRST_ORDER),
            customer.c.person,
            literal(1).label("x"),
            prediction.c.value_year.label("y"),
            *(prediction.c[name] for name in LEANS),
        )
        .select_from(joined_to_people(source, customer, slice))
        .where(slice.inside(customer.c.first_day), *slice.kept(FIRST_ORDER))
        .subquery("members")
    )


def value_models(slice: Slice) -> Select[Any]:
    """The model behind it, or the reason why there is none: one row."""
    return select(value_model)
