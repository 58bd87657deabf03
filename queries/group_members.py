"""Who is in a group? Asked of a slice with its people."""

from sqlalchemy import literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import seen
from queries.slice import ALL_OF_IT, Slice


def group_members(slice: Slice) -> FromClause:
    """One row per person, those last seen in the slice's regions; they add to no number."""
    nothing = literal(0)
    return (
        select(ALL_OF_IT.label("period"), seen.c.person, nothing.label("x"), nothing.label("y"))
        .where(*slice.kept({"region": seen.c.region}))
        .subquery("members")
    )
