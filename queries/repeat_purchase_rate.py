"""Of the people who ordered for the first time, how many come back within 90 days?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.return_times import return_members, return_times
from queries.slice import Slice


def repeat_purchase_rate(slice: Slice) -> Select[Any]:
    """Denominator: people whose first order lies in the window. Numerator: those with a second order day by then."""
    return return_times(slice, 90)


def repeat_purchase_rate_members(slice: Slice) -> FromClause:
    return return_members(slice, 90)


repeat_purchase_rate.returns_lists = True  # type: ignore[attr-defined]
