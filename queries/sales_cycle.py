"""How many days does a deal take?"""

from typing import Any

from sqlalchemy import ColumnElement, Double, Select, case, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.lead_rows import LEAD, lead_members, lead_source
from queries.marts import lead
from queries.slice import Slice

IN_TIME: ColumnElement[bool] = func.coalesce(
    lead.c.cycle_days <= lead.c.follow_days, literal(False)
)
"""Won by the day up to which deals are known."""


def sales_cycle(slice: Slice) -> Select[Any]:
    """Days of every lead: `waits` of those won, `waiting` of the others, lost ones too, up to where the deals end.

    A deal after that end is not known of all leads alike, so its lead waits.
    """
    keys = [slice.period_of(lead.c.day).label("period"), *slice.keys(LEAD)]
    taken = cast(case((IN_TIME, lead.c.cycle_days)), Double)
    waited = cast(case((IN_TIME, None), else_=lead.c.follow_days), Double)
    return (
        select(
            *keys,
            func.array_agg(taken).filter(taken.is_not(None)).label("waits"),
            func.array_agg(waited).filter(waited.is_not(None)).label("waiting"),
        )
        .select_from(lead_source(slice))
        .where(slice.inside(lead.c.day), *slice.kept(LEAD))
        .group_by(*keys)
        .order_by(*keys)
    )


def sales_cycle_members(slice: Slice) -> FromClause:
    """One row per lead won in time: y = days from the lead to the deal."""
    return lead_members(slice, lead.c.cycle_days, IN_TIME)


sales_cycle.returns_lists = True  # type: ignore[attr-defined]
