"""Of the people who had ordered lately, how many came back?"""

from typing import Any

from sqlalchemy import Integer, Select, cast, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE, days_looked_back_to, ordered_lately, stored_stays
from queries.marts import presence
from queries.shape import shares
from queries.shop_rows import stored_shares
from queries.slice import Slice, joined_to_people


def retention(slice: Slice) -> Select[Any]:
    """Denominator: people who ordered lately. Numerator: those who order within the horizon from the start."""
    stored = stored_stays(slice, "retention")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(retention_members(slice), slice)


def retention_members(slice: Slice) -> FromClause:
    base, span = ordered_lately(slice)
    back = presence.c.next_day < span.c.start + slice.horizon_days
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            presence.c.person,
            literal(1).label("x"),
            cast(back, Integer).label("y"),
        )
        .select_from(joined_to_people(base, presence, slice))
        .where(*days_looked_back_to(slice), *slice.kept(PEOPLE))
        .subquery("members")
    )
