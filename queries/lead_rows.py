"""Leads: the rows behind how many are won, and how soon."""

from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import lead
from queries.slice import WHO, Columns, Slice, joined_to_people

LEAD: Columns = {**WHO, "source": lead.c.source}


def lead_members(
    slice: Slice, y: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> FromClause:
    """One row per lead of the window: x = 1."""
    return (
        select(
            slice.period_of(lead.c.day).label("period"),
            *slice.keys(LEAD),
            lead.c.person,
            lead.c.bucket,
            lead.c.is_won,
            lead.c.is_lost,
            literal(1).label("x"),
            y.label("y"),
        )
        .select_from(lead_source(slice))
        .where(slice.inside(lead.c.day), *conditions, *slice.kept(LEAD))
        .subquery("members")
    )


def lead_source(slice: Slice) -> FromClause:
    return joined_to_people(lead, lead, slice)
