"""Of the leads, how many became a deal?"""

from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, not_, select
from sqlalchemy.sql.selectable import FromClause

from queries.lead_rows import lead_members
from queries.marts import lead
from queries.shape import groups, real, whole
from queries.slice import Slice


def win_rate(slice: Slice) -> Select[Any]:
    """Numerator: leads won. Denominator: leads of the window, by the day of the lead. `waiting`: those still open."""
    rows = win_rate_members(slice)
    keys = groups(rows, slice)
    is_open = and_(not_(rows.c.is_won), not_(rows.c.is_lost))
    return (
        select(
            *keys,
            real(func.sum(rows.c.y)).label("numerator"),
            real(func.sum(rows.c.x)).label("denominator"),
            whole(func.sum(case((is_open, 1), else_=0))).label("waiting"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def win_rate_members(slice: Slice) -> FromClause:
    """One row per lead: y = 1 where it is won."""
    return lead_members(slice, cast(lead.c.is_won, Integer))
