"""How long does it take until a request is settled, on average, in business hours?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice
from queries.ticket_rows import RESOLUTION_BUSINESS, mean_wait, mean_wait_members


def resolution_time_business(slice: Slice) -> Select[Any]:
    """Numerator: seconds to the closing. Denominator: closed tickets. Clusters: buckets of the person's hash."""
    return mean_wait(slice, RESOLUTION_BUSINESS)


def resolution_time_business_members(slice: Slice) -> FromClause:
    """One row per closed ticket: y = seconds."""
    return mean_wait_members(slice, RESOLUTION_BUSINESS)
