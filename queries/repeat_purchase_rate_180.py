"""Of the people who ordered for the first time, how many come back within 180 days?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.return_times import return_members, return_times
from queries.slice import Slice


def repeat_purchase_rate_180(slice: Slice) -> Select[Any]:
    """Denominator: people whose first order lies in the window. Numerator: those with a second order day by then."""
    return return_times(slice, 180)


def repeat_purchase_rate_180_members(slice: Slice) -> FromClause:
    return return_members(slice, 180)


repeat_purchase_rate_180.returns_lists = True  # type: ignore[attr-defined]
