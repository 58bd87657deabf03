"""How many requests are answered in time, in business hours?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice
from queries.ticket_rows import RESPONSE_BUSINESS, within_target, within_target_members


def response_within_target_business(slice: Slice) -> Select[Any]:
    """Numerator: tickets answered within the target. Denominator: tickets at least that old, waiting ones included."""
    return within_target(slice, RESPONSE_BUSINESS)


def response_within_target_business_members(slice: Slice) -> FromClause:
    """One row per ticket at least as old as the target: y = 1 where it came in time."""
    return within_target_members(slice, RESPONSE_BUSINESS)
