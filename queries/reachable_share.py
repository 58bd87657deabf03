"""Of the people whom we know, how many may we write to?"""

from typing import Any

from sqlalchemy import Integer, Select, and_, cast, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE
from queries.marts import reach, reach_day
from queries.shape import shares
from queries.slice import FIRST_DIMENSIONS, WHO, Slice, joined_to_people


def reachable_share(slice: Slice) -> Select[Any]:
    """At each period's end. Denominator: people known by then. Numerator: those whose last word is consent."""
    if slice.uses(*FIRST_DIMENSIONS) or slice.people is not None:
        return shares(reachable_share_members(slice), slice)
    return shares(_added_up(slice), slice)


def reachable_share_members(slice: Slice) -> FromClause:
    span = slice.spans()
    standing = reach.join(
        span, and_(reach.c.from_day < span.c.stop, reach.c.until_day >= span.c.stop)
    )
    return (
        select(
            span.c.period,
            *slice.keys(PEOPLE),
            reach.c.person,
            literal(1).label("x"),
            cast(reach.c.is_reachable, Integer).label("y"),
        )
        .select_from(joined_to_people(standing, reach, slice))
        .where(*slice.kept(PEOPLE))
        .subquery("members")
    )


def _added_up(slice: Slice) -> FromClause:
    span = slice.spans()
    until_then = reach_day.join(span, reach_day.c.day < span.c.stop)
    return (
        select(
            span.c.period,
            *slice.keys(WHO),
            reach_day.c.known.label("x"),
            reach_day.c.reachable.label("y"),
        )
        .select_from(joined_to_people(until_then, reach_day, slice))
        .where(*slice.kept(WHO))
        .subquery("members")
    )
