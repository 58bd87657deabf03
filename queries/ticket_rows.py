"""Requests for help: the rows behind how long people wait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Integer,
    Select,
    case,
    cast,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from queries.marts import business_span, ticket
from queries.shape import clustered, real, shares
from queries.slice import WHO, Columns, Slice, joined_to_people

ROUNDING = 1
"""Waits are whole seconds; where the data end is not."""

TICKET: Columns = {**WHO, "channel": ticket.c.channel, "category": ticket.c.category}


@dataclass(frozen=True)
class Wait:
    """What people wait for: `seconds` is NULL while they do."""

    seconds: ColumnElement[Any]
    target: Callable[[Slice], int]
    """Seconds within which it should come."""
    in_business_hours: bool = False


def _answer_is_due(slice: Slice) -> int:
    return slice.target_seconds


def _closing_is_due(slice: Slice) -> int:
    return slice.resolution_target_seconds


RESPONSE = Wait(ticket.c.response_seconds, _answer_is_due)
RESOLUTION = Wait(ticket.c.resolution_seconds, _closing_is_due)
RESPONSE_BUSINESS = Wait(ticket.c.response_business_seconds, _answer_is_due, True)
RESOLUTION_BUSINESS = Wait(ticket.c.resolution_business_seconds, _closing_is_due, True)


def mean_wait(slice: Slice, wait: Wait) -> Select[Any]:
    """Numerator: seconds. Denominator: tickets whose wait is over. Clusters: buckets of the person's hash."""
    keys = [
        slice.period_of(ticket.c.day).label("period"),
        *slice.keys(TICKET),
        ticket.c.bucket,
    ]
    waits = (
        select(
            *keys,
            func.sum(wait.seconds).label("y"),
            func.count(wait.seconds).label("x"),
        )
        .select_from(ticket_source(slice))
        .where(slice.inside(ticket.c.day), *slice.kept(TICKET), wait.seconds.is_not(None))
        .group_by(*keys)
        .subquery("waits")
    )
    return clustered(waits, slice)


def mean_wait_members(slice: Slice, wait: Wait) -> FromClause:
    """One row per ticket whose wait is over: y = seconds."""
    over = wait.seconds.is_not(None)
    return ticket_members(slice, ticket_source(slice), literal(1), wait.seconds, over)


def every_wait(slice: Slice, wait: Wait) -> Select[Any]:
    """Every wait, in seconds: `waits` of those that are over, `waiting` how long the others have lasted so far.

    What came after the data end still waited then: a feed of answers may reach further than one of openings.
    """
    keys = [slice.period_of(ticket.c.day).label("period"), *slice.keys(TICKET)]
    source, age = _aged(slice, wait)
    is_over = func.coalesce(wait.seconds <= age + ROUNDING, literal(False))
    seconds = case((is_over, cast(wait.seconds, Double)))
    waiting = case((not_(is_over), func.greatest(age, 0)))
    return (
        select(
            *keys,
            func.array_agg(seconds).filter(seconds.is_not(None)).label("waits"),
            func.array_agg(waiting).filter(waiting.is_not(None)).label("waiting"),
        )
        .select_from(source)
        .where(slice.inside(ticket.c.day), *slice.kept(TICKET))
        .group_by(*keys)
        .order_by(*keys)
    )


def within_target(slice: Slice, wait: Wait) -> Select[Any]:
    """Numerator: tickets whose wait was over within the target. Denominator: tickets at least that old."""
    return shares(within_target_members(slice, wait), slice)


def within_target_members(slice: Slice, wait: Wait) -> FromClause:
    """One row per ticket at least as old as the target: y = 1 where it came in time; waiting ones are missed."""
    source, age = _aged(slice, wait)
    target = wait.target(slice)
    in_time = func.coalesce(wait.seconds <= target, literal(False))
    return ticket_members(slice, source, literal(1), cast(in_time, Integer), age >= target)


def ticket_members(
    slice: Slice,
    source: FromClause,
    x: ColumnElement[Any],
    y: ColumnElement[Any],
    *conditions: ColumnElement[bool],
) -> FromClause:
    return (
        select(
            slice.period_of(ticket.c.day).label("period"),
            *slice.keys(TICKET),
            ticket.c.person,
            x.label("x"),
            y.label("y"),
        )
        .select_from(source)
        .where(slice.inside(ticket.c.day), *conditions, *slice.kept(TICKET))
        .subquery("members")
    )


def ticket_source(slice: Slice) -> FromClause:
    return joined_to_people(ticket, ticket, slice)


def _aged(slice: Slice, wait: Wait) -> tuple[FromClause, ColumnElement[float]]:
    """The tickets, and the seconds from the opening to where the data end (UTC)."""
    if wait.in_business_hours:
        return _aged_in_business_hours(slice)
    age: ColumnElement[float] = func.epoch(literal(slice.covered_at) - ticket.c.opened_at)
    return ticket_source(slice), age


def _aged_in_business_hours(slice: Slice) -> tuple[FromClause, ColumnElement[float]]:
    """Each region's clock goes on counting until where the data end; before its first span it stands at 0."""
    span = business_span.c
    since = func.epoch_us(func.least(span.until_at, slice.covered_at)) - func.epoch_us(span.from_at)
    reached = (
        select(span.clock, func.max(span.us_before + since).label("us"))
        .where(span.from_at <= slice.covered_at)
        .group_by(span.clock)
        .subquery("reached")
    )
    source = joined_to_people(
        ticket.outerjoin(reached, ticket.c.clock == reached.c.clock), ticket, slice
    )
    return source, real(func.coalesce(reached.c.us, 0) - ticket.c.opened_business_us) / 1e6
