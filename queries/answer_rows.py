"""What people answer when they are asked: the rows behind satisfaction and recommendation."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import answer
from queries.slice import WHO, Columns, Slice, joined_to_people

AGAIN_DAYS = 90
"""A person who answers again within this many days is heard once."""

ANSWER: Columns = {
    **WHO,
    **{n: answer.c[n] for n in ("channel", "source", "category", "campaign", "device", "survey")},
}


def answer_members(
    slice: Slice,
    kind: str,
    y: ColumnElement[Any],
    x: ColumnElement[Any],
    *conditions: ColumnElement[bool],
) -> FromClause:
    return (
        select(
            slice.period_of(answer.c.day).label("period"),
            *slice.keys(ANSWER),
            answer.c.person,
            answer.c.seq,
            x.label("x"),
            y.label("y"),
        )
        .select_from(joined_to_people(answer, answer, slice))
        .where(answer.c.kind == kind, slice.inside(answer.c.day), *conditions, *slice.kept(ANSWER))
        .subquery("members")
    )


def heard_once(slice: Slice) -> ColumnElement[bool]:
    """Not answered again, at most 90 days later and inside the same period."""
    if slice.stored_grain is not None:
        heard: ColumnElement[bool] = answer.c[f"heard_{slice.stored_grain.value}"]
        return heard
    soon = answer.c.next_day - answer.c.day <= AGAIN_DAYS
    return not_(and_(soon, slice.again(answer.c.day, answer.c.next_day)))


def opinion() -> ColumnElement[int]:
    """1 for promoters (9, 10), −1 for detractors (0 to 6), else 0."""
    return case((answer.c.score >= 9, 1), (answer.c.score <= 6, -1), else_=0)


def weighed(members: FromClause, slice: Slice) -> Select[Any]:
    keys = [members.c.period, *(members.c[name] for name in slice.by)]
    return (
        select(
            *keys,
            func.sum(members.c.y).label("numerator"),
            func.sum(members.c.x).label("denominator"),
            func.count().label("n"),
            func.sum(case((members.c.y > 0, members.c.y), else_=0)).label("promoters"),
            func.sum(case((members.c.y < 0, -members.c.y), else_=0)).label("detractors"),
            func.sum(members.c.x * members.c.x).label("sum_ww"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
