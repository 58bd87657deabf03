"""How many requests are settled in time, in business hours?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice
from queries.ticket_rows import RESOLUTION_BUSINESS, within_target, within_target_members


def resolution_within_target_business(slice: Slice) -> Select[Any]:
    """Numerator: tickets closed within the target. Denominator: tickets at least that old, open ones included."""
    return within_target(slice, RESOLUTION_BUSINESS)


def resolution_within_target_business_members(slice: Slice) -> FromClause:
    """One row per ticket at least as old as the target: y = 1 where it came in time."""
    return within_target_members(slice, RESOLUTION_BUSINESS)
