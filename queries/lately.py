"""People who had ordered lately: the base from which some stay and some leave."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_
from sqlalchemy.sql.selectable import FromClause

from queries.marts import presence
from queries.slice import ORIGIN, WHO, Columns, Slice

SILENCE = 90
"""Days: how far back 'lately' reaches, and how long a silence counts as leaving."""

PEOPLE: Columns = {**WHO, **ORIGIN}


def ordered_lately(slice: Slice) -> tuple[FromClause, FromClause]:
    """People's last order day of the 90 before each period's start."""
    span = slice.spans()
    joined = presence.join(
        span,
        and_(
            presence.c.day < span.c.start,
            presence.c.day >= span.c.start - SILENCE,
            presence.c.next_day >= span.c.start,
        ),
    )
    return joined, span


def days_looked_back_to(slice: Slice) -> list[Any]:
    """Only the days that any period can look back to: the rows are sorted by them."""
    return [
        presence.c.kind == "buyer",
        presence.c.day >= slice.periods[0].window.start - timedelta(days=SILENCE),
        presence.c.day < slice.periods[-1].window.start,
    ]
