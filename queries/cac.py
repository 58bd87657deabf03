"""What does one new customer cost?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.acquisition_rows import cost_per_customer, spend_rows, won_members
from queries.slice import Slice


def cac(slice: Slice) -> Select[Any]:
    """Numerator: spend. Denominator: people whose first order lies in the window, by what that is put down to."""
    return cost_per_customer(spend_rows(slice), cac_members(slice), slice)


def cac_members(slice: Slice) -> FromClause:
    """The new customers: one row per person, x = 1."""
    return won_members(slice)
