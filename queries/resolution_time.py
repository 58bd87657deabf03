"""How long does it take until a request is settled, on average?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice
from queries.ticket_rows import RESOLUTION, mean_wait, mean_wait_members


def resolution_time(slice: Slice) -> Select[Any]:
    """Numerator: seconds to the closing. Denominator: closed tickets. Clusters: buckets of the person's hash."""
    return mean_wait(slice, RESOLUTION)


def resolution_time_members(slice: Slice) -> FromClause:
    """One row per closed ticket: y = seconds."""
    return mean_wait_members(slice, RESOLUTION)
