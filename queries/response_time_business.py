"""How long do people wait for a first answer, on average, in business hours?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice
from queries.ticket_rows import RESPONSE_BUSINESS, mean_wait, mean_wait_members


def response_time_business(slice: Slice) -> Select[Any]:
    """Numerator: seconds to the first answer. Denominator: answered tickets. Clusters: buckets of the person's hash."""
    return mean_wait(slice, RESPONSE_BUSINESS)


def response_time_business_members(slice: Slice) -> FromClause:
    """One row per answered ticket: y = seconds."""
    return mean_wait_members(slice, RESPONSE_BUSINESS)
