"""How long people who ask for help wait, and how often they have to ask."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from queries.marts import ticket
from queries.shape import clustered, shares
from queries.shoppers import present, stored_people, stored_ratio
from queries.slice import ORIGIN, WHO, Columns, Slice, joined_to_people

TICKET: Columns = {**WHO, "channel": ticket.c.channel, "category": ticket.c.category}


def response_time(slice: Slice) -> Select[Any]:
    """Numerator: seconds to the first answer. Denominator: answered tickets. Clusters: buckets of the person's hash."""
    period = slice.period_of(ticket.c.day).label("period")
    keys = [period, *slice.keys(TICKET), ticket.c.bucket]
    waits = (
        select(
            *keys,
            func.sum(ticket.c.response_seconds).label("y"),
            func.count(ticket.c.response_seconds).label("x"),
        )
        .select_from(_source(slice))
        .where(
            slice.inside(ticket.c.day), *slice.kept(TICKET), ticket.c.response_seconds.is_not(None)
        )
        .group_by(*keys)
        .subquery("waits")
    )
    return clustered(waits, slice)


def response_time_members(slice: Slice) -> FromClause:
    """One row per answered ticket: y = seconds."""
    answered = ticket.c.response_seconds.is_not(None)
    return _tickets(slice, literal(1), ticket.c.response_seconds, answered)


def response_within_target(slice: Slice) -> Select[Any]:
    """Numerator: tickets answered within the target. Denominator: tickets at least that old, waiting ones included."""
    return shares(response_within_target_members(slice), slice)


def response_within_target_members(slice: Slice) -> FromClause:
    in_time = func.coalesce(ticket.c.response_seconds <= slice.target_seconds, literal(False))
    is_old = _waited(slice) >= slice.target_seconds
    return _tickets(slice, literal(1), cast(in_time, Integer), is_old)


def response_waits(slice: Slice) -> Select[Any]:
    """Every wait, in seconds: `waits` of answered tickets in order, `waiting` how long open ones have waited so far."""
    period = slice.period_of(ticket.c.day).label("period")
    keys = [period, *slice.keys(TICKET)]
    wait = cast(ticket.c.response_seconds, Double)
    waiting = case((ticket.c.response_seconds.is_(None), func.greatest(_waited(slice), 0)))
    return (
        select(
            *keys,
            func.array_agg(wait).filter(wait.is_not(None)).label("waits"),
            func.array_agg(waiting).filter(waiting.is_not(None)).label("waiting"),
        )
        .select_from(_source(slice))
        .where(slice.inside(ticket.c.day), *slice.kept(TICKET))
        .group_by(*keys)
        .order_by(*keys)
    )


def contact_frequency(slice: Slice) -> Select[Any]:
    """Numerator: tickets opened by people. Denominator: people with an order or a ticket."""
    stored = stored_people(slice, "contact")
    if stored is not None:
        return stored_ratio(stored, slice)
    return clustered(contact_frequency_members(slice), slice)


def contact_frequency_members(slice: Slice) -> FromClause:
    """One row per period and person: y = tickets."""
    there = present(slice, "contact")
    period = slice.period_of(ticket.c.day).label("period")
    opened = (
        select(period, ticket.c.person, func.count().label("tickets"))
        .where(slice.inside(ticket.c.day), ticket.c.person.is_not(None))
        .group_by(period, ticket.c.person)
        .subquery("opened")
    )
    source = there.outerjoin(
        opened, and_(there.c.period == opened.c.period, there.c.person == opened.c.person)
    )
    return (
        select(
            there.c.period,
            *slice.keys({**WHO, **ORIGIN}),
            there.c.person,
            literal(1).label("x"),
            func.coalesce(opened.c.tickets, 0).label("y"),
        )
        .select_from(joined_to_people(source, there, slice))
        .where(*slice.kept({**WHO, **ORIGIN}))
        .subquery("members")
    )


def _tickets(
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
        .select_from(_source(slice))
        .where(slice.inside(ticket.c.day), *conditions, *slice.kept(TICKET))
        .subquery("members")
    )


def _source(slice: Slice) -> FromClause:
    return joined_to_people(ticket, ticket, slice)


def _waited(slice: Slice) -> ColumnElement[float]:
    """Seconds from the opening to where the data end (UTC)."""
    return func.epoch(literal(slice.covered_at) - ticket.c.opened_at)
