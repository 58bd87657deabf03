"""What does one new customer cost who came through a source that is paid for?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.acquisition_rows import (
    cost_per_customer,
    is_paid,
    newcomers,
    spend_rows,
    won_members,
)
from queries.marts import spend_day
from queries.slice import Slice


def cac_paid(slice: Slice) -> Select[Any]:
    """Numerator: spend on paid sources. Denominator: people whose first order is put down to one."""
    spend = spend_rows(slice, is_paid(spend_day.c.source))
    return cost_per_customer(spend, cac_paid_members(slice), slice)


def cac_paid_members(slice: Slice) -> FromClause:
    """The new customers of paid sources: one row per person, x = 1."""
    return won_members(slice, is_paid(newcomers(slice)["source"]))
