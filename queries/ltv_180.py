"""What does a new customer bring in half a year?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import worth
from queries.marts import customer
from queries.shape import clustered
from queries.slice import Slice


def ltv_180(slice: Slice) -> Select[Any]:
    """Numerator: net revenue in the 180 days from the first order. Denominator: those people."""
    return clustered(ltv_180_members(slice), slice)


def ltv_180_members(slice: Slice) -> FromClause:
    return worth(slice, customer.c.net_180, 180)
