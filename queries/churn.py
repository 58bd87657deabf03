"""Of the people who had ordered lately, how many fell silent?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE, days_looked_back_to, ordered_lately, stored_stays
from queries.marts import presence
from queries.shape import shares
from queries.shop_rows import stored_shares
from queries.slice import Slice, joined_to_people


def churn(slice: Slice) -> Select[Any]:
    """Denominator: as retention. Numerator: those whose silence reaches its last day in the window."""
    stored = stored_stays(slice, "churn")
    if stored is not None and slice.window.end <= slice.covered_day:
        return stored_shares(stored, slice)
    return shares(churn_members(slice), slice)


def churn_members(slice: Slice) -> FromClause:
    base, span = ordered_lately(slice)
    silent_on = presence.c.day + slice.silence_days
    fell_silent = and_(silent_on < _end(slice, span), presence.c.next_day > silent_on)
    if any(period.window.days > slice.silence_days for period in slice.periods):
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
        .where(*days_looked_back_to(slice), *slice.kept(PEOPLE))
        .subquery("members")
    )


def _end(slice: Slice, span: FromClause) -> ColumnElement[Any]:
    """A silence whose last day the data do not cover may still be broken."""
    return func.least(span.c.stop, slice.covered_day)


def _later_silences(slice: Slice) -> FromClause:
    """People who fell silent after an order inside the period: only periods longer than the silence have any."""
    span = slice.spans().alias("later_span")
    order = presence.alias("later_order")
    return (
        select(span.c.period, order.c.person)
        .select_from(
            order.join(
                span,
                and_(
                    order.c.day >= span.c.start,
                    order.c.day + slice.silence_days < _end(slice, span),
                ),
            )
        )
        .where(order.c.kind == "buyer", order.c.next_day > order.c.day + slice.silence_days)
        .distinct()
        .subquery("later")
    )
