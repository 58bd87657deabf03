"""What does a new customer bring in a year?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import worth
from queries.marts import customer
from queries.shape import clustered
from queries.slice import Slice


def ltv_365(slice: Slice) -> Select[Any]:
    """Numerator: net revenue in the 365 days from the first order. Denominator: those people."""
    return clustered(ltv_365_members(slice), slice)


def ltv_365_members(slice: Slice) -> FromClause:
    return worth(slice, customer.c.net_365, 365)
