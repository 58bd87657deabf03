"""How many days did the deals take that are won so far, on average?"""

from typing import Any

from sqlalchemy import Select, func, select

from queries.sales_cycle import sales_cycle_members
from queries.shape import clustered, groups
from queries.slice import Slice


def sales_cycle_mean(slice: Slice) -> Select[Any]:
    """Numerator: days. Denominator: leads won. Clusters: buckets of the person's hash."""
    rows = sales_cycle_members(slice)
    keys = [*groups(rows, slice), rows.c.bucket]
    cycles = (
        select(*keys, func.sum(rows.c.y).label("y"), func.sum(rows.c.x).label("x"))
        .group_by(*keys)
        .subquery("cycles")
    )
    return clustered(cycles, slice)
