"""Of the people who were active or subscribed, how many said goodbye?"""

from typing import Any

from sqlalchemy import Select, and_, case, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE
from queries.marts import cancel, membership
from queries.shape import shares
from queries.shop_rows import stored_people, stored_shares
from queries.slice import Slice, joined_to_people


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
