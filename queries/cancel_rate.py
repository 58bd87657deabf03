"""Of the people who were active or subscribed, how many said goodbye?"""

from typing import Any

from sqlalchemy import Select, and_, case, func, literal, not_, or_, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE, stored_stays
from queries.marts import cancel, standing
from queries.shape import shares
from queries.shop_rows import stored_shares
from queries.slice import Slice, joined_to_people


def cancel_rate(slice: Slice) -> Select[Any]:
    """Denominator: people active or subscribed at the start. Numerator: those of them who cancel in the window."""
    stored = stored_stays(slice, "cancel_rate")
    if stored is not None:
        return stored_shares(stored, slice)
    return shares(cancel_rate_members(slice), slice)


def cancel_rate_members(slice: Slice) -> FromClause:
    base = _active_or_subscribed(slice)
    goodbye = (
        select(slice.period_of(cancel.c.day).label("period"), cancel.c.person)
        .where(slice.inside(cancel.c.day))
        .distinct()
        .subquery("goodbye")
    )
    source = base.outerjoin(
        goodbye, and_(goodbye.c.period == base.c.period, goodbye.c.person == base.c.person)
    )
    return (
        select(
            base.c.period,
            *slice.keys(PEOPLE),
            base.c.person,
            literal(1).label("x"),
            case((goodbye.c.person.is_not(None), 1), else_=0).label("y"),
        )
        .select_from(joined_to_people(source, base, slice))
        .where(*slice.kept(PEOPLE))
        .subquery("members")
    )


def _active_or_subscribed(slice: Slice) -> FromClause:
    """One row per period and person in the base at its start, under the last order or signup that counts."""
    span = slice.spans()
    ordered = standing.c.order_day >= span.c.start - slice.silence_days
    active = func.coalesce(ordered, literal(False))
    under_order = and_(active, not_(standing.c.is_signup_later))
    return (
        select(
            span.c.period,
            standing.c.person,
            case((under_order, standing.c.order_who), else_=standing.c.signup_who).label("who"),
            standing.c.origin,
        )
        .select_from(
            standing.join(
                span,
                and_(standing.c.from_day < span.c.start, standing.c.until_day >= span.c.start),
            )
        )
        .where(or_(active, standing.c.is_subscribed))
        .subquery("base")
    )
