"""Requests for help: the rows behind how long people wait."""

from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import ticket
from queries.slice import WHO, Columns, Slice, joined_to_people

TICKET: Columns = {**WHO, "channel": ticket.c.channel, "category": ticket.c.category}


def ticket_members(
    slice: Slice, x: ColumnElement[Any], y: ColumnElement[Any], *conditions: ColumnElement[bool]
) -> FromClause:
    return (
        select(
            slice.period_of(ticket.c.day).label("period"),
            *slice.keys(TICKET),
            ticket.c.person,
            x.label("x"),
            y.label("y"),
        )
        .select_from(ticket_source(slice))
        .where(slice.inside(ticket.c.day), *conditions, *slice.kept(TICKET))
        .subquery("members")
    )


def ticket_source(slice: Slice) -> FromClause:
    return joined_to_people(ticket, ticket, slice)


def waited(slice: Slice) -> ColumnElement[float]:
    """Seconds from the opening to where the data end (UTC)."""
    return func.epoch(literal(slice.covered_at) - ticket.c.opened_at)
