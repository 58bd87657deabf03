"""What has become of the leads: won, lost or still open, and how old are they?"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    not_,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from queries.lead_rows import LEAD, lead_members, lead_source
from queries.marts import lead
from queries.people import Members
from queries.slice import Slice

SAME_AGE = 90
"""Days in which leads of any age are compared."""

IS_OPEN = and_(not_(lead.c.is_won), not_(lead.c.is_lost))
OUTCOMES: dict[str, ColumnElement[bool]] = {
    "won": lead.c.is_won, "lost": and_(lead.c.is_lost, not_(lead.c.is_won)), "open": IS_OPEN,
}  # fmt: skip
IS_OLD = lead.c.follow_days >= SAME_AGE


def pipeline(slice: Slice) -> Select[Any]:
    """One row per group: `leads`, `won`, `lost`, `open`; whole days since the lead, to where the deals end.

    `old` are watched for 90 days or more, `old_won` those of them won in less than that.
    """
    keys = slice.keys(LEAD)
    age, open_age = lead.c.follow_days, case((IS_OPEN, lead.c.follow_days))
    counts = {
        **OUTCOMES,
        "old": IS_OLD,
        "old_won": and_(IS_OLD, lead.c.is_won, lead.c.cycle_days < SAME_AGE),
    }
    return (
        select(
            *keys,
            func.count().label("leads"),
            *(cast(func.count_if(kept), Integer).label(name) for name, kept in counts.items()),
            func.quantile_disc(age, literal_column("0.5")).label("age_median"),
            func.quantile_disc(open_age, literal_column("0.5")).label("open_median"),
            func.quantile_disc(open_age, literal_column("0.9")).label("open_p90"),
        )
        .select_from(lead_source(slice))
        .where(slice.inside(lead.c.day), *slice.kept(LEAD))
        .group_by(*keys)
        .having(func.count() > 0)
        .order_by(*keys)
    )


def pipeline_members(outcome: str) -> Members:
    """The people of the leads with this outcome; of all, for 'leads'. y = 1 for each lead."""

    def members(slice: Slice) -> FromClause:
        kept = [] if outcome == "leads" else [OUTCOMES[outcome]]
        return lead_members(slice, literal_column("1", Integer), *kept)

    members.__module__ = __name__
    members.__qualname__ = f"pipeline_members_{outcome}"
    return members
