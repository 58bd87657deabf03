"""How many requests are answered in time?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal
from sqlalchemy.sql.selectable import FromClause

from queries.marts import ticket
from queries.shape import shares
from queries.slice import Slice
from queries.ticket_rows import ticket_members


def response_within_target(slice: Slice) -> Select[Any]:
    """Numerator: tickets answered within the target. Denominator: tickets at least that old, waiting ones included."""
    return shares(response_within_target_members(slice), slice)


def response_within_target_members(slice: Slice) -> FromClause:
    in_time = func.coalesce(ticket.c.response_seconds <= slice.target_seconds, literal(False))
    is_old = ticket.c.opened_at <= slice.covered_at - timedelta(seconds=slice.target_seconds)
    return ticket_members(slice, literal(1), cast(in_time, Integer), is_old)
