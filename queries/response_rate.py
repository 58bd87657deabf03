"""Of the surveys that were sent, how many are answered?"""

from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import sending
from queries.shape import shares
from queries.slice import WHO, Columns, Slice, joined_to_people

ANSWER_DAYS = 30
"""Days that a survey has to be answered in, the day on which it is sent included."""

SENDING: Columns = {
    **WHO,
    **{n: sending.c[n] for n in ("channel", "source", "category", "campaign", "device", "survey")},
}


def response_rate(slice: Slice) -> Select[Any]:
    """Denominator: surveys sent that have had their thirty days. Numerator: those answered within them."""
    return shares(response_rate_members(slice), slice)


def response_rate_members(slice: Slice) -> FromClause:
    """One row per survey sent: y = 1 where it is answered."""
    answered = func.coalesce(sending.c.answered_day < sending.c.day + ANSWER_DAYS, literal(False))
    return (
        select(
            slice.period_of(sending.c.day).label("period"),
            *slice.keys(SENDING),
            sending.c.person,
            literal(1).label("x"),
            cast(answered, Integer).label("y"),
        )
        .select_from(joined_to_people(sending, sending, slice))
        .where(
            slice.inside(sending.c.day),
            sending.c.day + ANSWER_DAYS <= slice.covered_day,
            *slice.kept(SENDING),
        )
        .subquery("members")
    )
