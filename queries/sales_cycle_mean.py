"""How many days did the deals take that are won so far, on average?"""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.lead_rows import lead_members
from queries.marts import lead
from queries.shape import clustered, groups
from queries.slice import Slice


def sales_cycle_mean(slice: Slice) -> Select[Any]:
    """Numerator: days. Denominator: leads won. Clusters: buckets of the person's hash."""
    rows = sales_cycle_mean_members(slice)
    keys = [*groups(rows, slice), rows.c.bucket]
    cycles = (
        select(*keys, func.sum(rows.c.y).label("y"), func.sum(rows.c.x).label("x"))
        .group_by(*keys)
        .subquery("cycles")
    )
    return clustered(cycles, slice)


def sales_cycle_mean_members(slice: Slice) -> FromClause:
    """One row per lead won: y = days from the lead to the deal."""
    return lead_members(slice, lead.c.cycle_days, lead.c.is_won)
