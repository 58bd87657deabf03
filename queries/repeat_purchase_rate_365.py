"""Of the people who ordered for the first time, how many come back within 365 days?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.return_times import return_members, return_times
from queries.slice import Slice


def repeat_purchase_rate_365(slice: Slice) -> Select[Any]:
    """Denominator: people whose first order lies in the window. Numerator: those with a second order day by then."""
    return return_times(slice, 365)


def repeat_purchase_rate_365_members(slice: Slice) -> FromClause:
    return return_members(slice, 365)


repeat_purchase_rate_365.returns_lists = True  # type: ignore[attr-defined]
