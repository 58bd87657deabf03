"""What people answer when they are asked: satisfaction and recommendation, each survey by itself."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, not_, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import answer
from queries.slice import WHO, Columns, Slice, joined_to_people

AGAIN_DAYS = 90
"""A person who answers again within this many days is heard once."""

ANSWER: Columns = {
    **WHO,
    **{n: answer.c[n] for n in ("channel", "source", "category", "campaign", "device", "survey")},
}


def csat(slice: Slice) -> Select[Any]:
    """Numerator: weight of answers 4 and 5. Denominator: weight of all. n: answers."""
    return _weighed(csat_members(slice), slice)


def csat_members(slice: Slice) -> FromClause:
    """One row per answer: x its weight, y the weight if satisfied."""
    satisfied = case((answer.c.score >= 4, answer.c.weight), else_=0)
    return _answers(slice, "csat", satisfied, answer.c.weight)


def nps(slice: Slice) -> Select[Any]:
    """Numerator: weight of promoters − detractors. Denominator: weight of all. n: answers."""
    return _weighed(nps_members(slice), slice)


def nps_members(slice: Slice) -> FromClause:
    """One row per answer kept: x its weight, y the weight with the sign of its opinion."""
    return _answers(slice, "nps", _opinion() * answer.c.weight, answer.c.weight, _heard_once(slice))


def nps_unweighted(slice: Slice) -> Select[Any]:
    """As nps, every answer with the weight 1."""
    return _weighed(nps_unweighted_members(slice), slice)


def nps_unweighted_members(slice: Slice) -> FromClause:
    return _answers(slice, "nps", _opinion() * 1.0, literal(1.0), _heard_once(slice))


def _opinion() -> ColumnElement[int]:
    """1 for promoters (9, 10), −1 for detractors (0 to 6), else 0."""
    return case((answer.c.score >= 9, 1), (answer.c.score <= 6, -1), else_=0)


def _heard_once(slice: Slice) -> ColumnElement[bool]:
    """Not answered again, at most 90 days later and inside the same period."""
    soon = answer.c.next_day - answer.c.day <= AGAIN_DAYS
    return not_(and_(soon, slice.again(answer.c.day, answer.c.next_day)))


def _answers(
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
            x.label("x"),
            y.label("y"),
        )
        .select_from(joined_to_people(answer, answer, slice))
        .where(answer.c.kind == kind, slice.inside(answer.c.day), *conditions, *slice.kept(ANSWER))
        .subquery("members")
    )


def _weighed(members: FromClause, slice: Slice) -> Select[Any]:
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
