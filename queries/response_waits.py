"""How long did each request wait?"""

from typing import Any

from sqlalchemy import Double, Select, case, cast, func, select

from queries.marts import ticket
from queries.slice import Slice
from queries.ticket_rows import TICKET, ticket_source, waited


def response_waits(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of answered tickets in order, `waiting` how long open ones have waited so far."""
    period = slice.period_of(ticket.c.day).label("period")
    keys = [period, *slice.keys(TICKET)]
    wait = cast(ticket.c.response_seconds, Double)
    waiting = case((ticket.c.response_seconds.is_(None), func.greatest(waited(slice), 0)))
    return (
        select(
            *keys,
            func.array_agg(wait).filter(wait.is_not(None)).label("waits"),
            func.array_agg(waiting).filter(waiting.is_not(None)).label("waiting"),
        )
        .select_from(ticket_source(slice))
        .where(slice.inside(ticket.c.day), *slice.kept(TICKET))
        .group_by(*keys)
        .order_by(*keys)
    )


response_waits.returns_lists = True  # type: ignore[attr-defined]
