"""What does a new customer bring in the days after the first order?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.first_orders import first_orders
from queries.marts import customer
from queries.shape import clustered
from queries.slice import Slice


def ltv(slice: Slice) -> Select[Any]:
    """Numerator: net revenue in the 90 days from the first order. Denominator: those people."""
    return clustered(ltv_members(slice), slice)


def ltv_members(slice: Slice) -> FromClause:
    """One row per person whose first order lies in the window and is 90 days old: y = their net revenue."""
    return first_orders(slice, customer.c.net_90, customer.c.first_day + 90 <= slice.covered_day)
