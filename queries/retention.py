"""Of the people who had ordered lately, who came back, who fell silent and who said goodbye?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, literal, or_, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import cancel, membership, presence
from queries.shape import shares
from queries.shoppers import stored_people, stored_shares
from queries.slice import ORIGIN, WHO, Columns, Slice, joined_to_people

SILENCE = 90
"""Days: how far back 'lately' reaches, and how long a silence counts as leaving."""

PEOPLE: Columns = {**WHO, **ORIGIN}


def retention(slice: Slice) -> Select[Any]:
    """Denominator: people who ordered in the 90 days before the start. Numerator: those who order in the 90 from it."""
    stored = stored_people(slice, "retention")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(retention_members(slice), slice)


def retention_members(slice: Slice) -> FromClause:
    base, span = _lately(slice)
    back = presence.c.next_day < span.c.start + SILENCE
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            presence.c.person,
            literal(1).label("x"),
            cast(back, Integer).label("y"),
        )
        .select_from(joined_to_people(base, presence, slice))
        .where(*_reach(slice), *slice.kept(PEOPLE))
        .subquery("members")
    )


def churn(slice: Slice) -> Select[Any]:
    """Denominator: as retention. Numerator: those whose 90th day without an order lies in the window."""
    stored = stored_people(slice, "churn")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(churn_members(slice), slice)


def churn_members(slice: Slice) -> FromClause:
    base, span = _lately(slice)
    silent_on = presence.c.day + SILENCE
    fell_silent = and_(silent_on < span.c.stop, presence.c.next_day > silent_on)
    if any(period.window.days > SILENCE for period in slice.periods):
        later = _later_silences(slice)
        base = base.outerjoin(
            later, and_(later.c.period == span.c.period, later.c.person == presence.c.person)
        )
        fell_silent = or_(fell_silent, later.c.person.is_not(None))
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            presence.c.person,
            literal(1).label("x"),
            case((fell_silent, 1), else_=0).label("y"),
        )
        .select_from(joined_to_people(base, presence, slice))
        .where(*_reach(slice), *slice.kept(PEOPLE))
        .subquery("members")
    )


def _lately(slice: Slice) -> tuple[FromClause, FromClause]:
    """People's last order day of the 90 before each period's start."""
    span = slice.spans()
    joined = presence.join(
        span,
        and_(
            presence.c.day < span.c.start,
            presence.c.day >= span.c.start - SILENCE,
            presence.c.next_day >= span.c.start,
        ),
    )
    return joined, span


def _reach(slice: Slice) -> list[Any]:
    """Only the days that any period can look back to: the rows are sorted by them."""
    return [
        presence.c.kind == "buyer",
        presence.c.day >= slice.periods[0].window.start - timedelta(days=SILENCE),
        presence.c.day < slice.periods[-1].window.start,
    ]


def _later_silences(slice: Slice) -> FromClause:
    """People who fell silent after an order inside the period: only periods longer than 90 days have any."""
    span = slice.spans().alias("later_span")
    order = presence.alias("later_order")
    return (
        select(span.c.period, order.c.person)
        .select_from(
            order.join(span, and_(order.c.day >= span.c.start, order.c.day + SILENCE < span.c.stop))
        )
        .where(order.c.kind == "buyer", order.c.next_day > order.c.day + SILENCE)
        .distinct()
        .subquery("later")
    )


def cancel_rate(slice: Slice) -> Select[Any]:
    """Denominator: people active or subscribed at the start. Numerator: those of them who cancel in the window."""
    stored = stored_people(slice, "cancel_rate")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(cancel_rate_members(slice), slice)


def cancel_rate_members(slice: Slice) -> FromClause:
    span = slice.spans()
    goodbye = (
        select(slice.period_of(cancel.c.day).label("period"), cancel.c.person)
        .where(slice.inside(cancel.c.day))
        .distinct()
        .subquery("goodbye")
    )
    base = membership.join(
        span,
        and_(membership.c.from_day < span.c.start, membership.c.until_day >= span.c.start),
    ).outerjoin(
        goodbye,
        and_(goodbye.c.period == span.c.period, goodbye.c.person == membership.c.person),
    )
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            membership.c.person,
            literal(1).label("x"),
            case((goodbye.c.person.is_not(None), 1), else_=0).label("y"),
        )
        .select_from(joined_to_people(base, membership, slice))
        .where(*slice.kept(PEOPLE))
        .subquery("members")
    )
