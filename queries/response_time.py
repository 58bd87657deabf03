"""How long do people wait for a first answer, on average?"""

from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import ticket
from queries.shape import clustered
from queries.slice import Slice
from queries.ticket_rows import TICKET, ticket_members, ticket_source


def response_time(slice: Slice) -> Select[Any]:
    """Numerator: seconds to the first answer. Denominator: answered tickets. Clusters: buckets of the person's hash."""
    period = slice.period_of(ticket.c.day).label("period")
    keys = [period, *slice.keys(TICKET), ticket.c.bucket]
    waits = (
        select(
            *keys,
            func.sum(ticket.c.response_seconds).label("y"),
            func.count(ticket.c.response_seconds).label("x"),
        )
        .select_from(ticket_source(slice))
        .where(
            slice.inside(ticket.c.day), *slice.kept(TICKET), ticket.c.response_seconds.is_not(None)
        )
        .group_by(*keys)
        .subquery("waits")
    )
    return clustered(waits, slice)


def response_time_members(slice: Slice) -> FromClause:
    """One row per answered ticket: y = seconds."""
    answered = ticket.c.response_seconds.is_not(None)
    return ticket_members(slice, literal(1), ticket.c.response_seconds, answered)
