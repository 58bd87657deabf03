"""People who had ordered lately: the base from which some stay and some leave."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_
from sqlalchemy.sql.selectable import FromClause

from queries.marts import presence
from queries.shop_rows import stored_people
from queries.slice import ORIGIN, USUAL_DAYS, WHO, Columns, Slice

PEOPLE: Columns = {**WHO, **ORIGIN}


def ordered_lately(slice: Slice) -> tuple[FromClause, FromClause]:
    """People's last order day of those before each period's start that 'lately' reaches back to."""
    span = slice.spans()
    joined = presence.join(
        span,
        and_(
            presence.c.day < span.c.start,
            presence.c.day >= span.c.start - slice.silence_days,
            presence.c.next_day >= span.c.start,
        ),
    )
    return joined, span


def days_looked_back_to(slice: Slice) -> list[Any]:
    """Only the days that any period can look back to: the rows are sorted by them."""
    return [
        presence.c.kind == "buyer",
        presence.c.day >= slice.periods[0].window.start - timedelta(days=slice.silence_days),
        presence.c.day < slice.periods[-1].window.start,
    ]


def stored_stays(slice: Slice, kind: str) -> FromClause | None:
    """The roll-up of who stays and who leaves; None where the slice means other days than it was made for."""
    if (slice.silence_days, slice.horizon_days) != (USUAL_DAYS, USUAL_DAYS):
        return None
    return stored_people(slice, kind)
