"""What does a new customer bring in 90 days?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import worth
from queries.marts import customer
from queries.shape import clustered
from queries.slice import Slice


def ltv(slice: Slice) -> Select[Any]:
    """Numerator: net revenue in the 90 days from the first order. Denominator: those people."""
    return clustered(ltv_members(slice), slice)


def ltv_members(slice: Slice) -> FromClause:
    return worth(slice, customer.c.net_90, 90)
