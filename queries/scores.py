"""How many answers give each score?"""

from typing import Any

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import ANSWER
from queries.marts import answer
from queries.people import Members
from queries.slice import Slice, joined_to_people
from queries.voice_rows import counted, named, weight_of


def scores(metric: str) -> Any:
    """The question for one metric: answers and weight per period, group and score; the answers are the metric's own."""

    def scores(slice: Slice) -> Select[Any]:
        keys = [slice.period_of(answer.c.day).label("period"), *slice.keys(ANSWER), answer.c.score]
        return (
            select(
                *keys,
                func.count().label("answers"),
                func.sum(weight_of(metric)).label("weight"),
            )
            .select_from(joined_to_people(answer, answer, slice))
            .where(*counted(metric, slice), *slice.kept(ANSWER))
            .group_by(*keys)
            .order_by(*keys)
        )

    return named(scores, __name__, metric)


def score_members(metric: str, given: tuple[int, ...]) -> Members:
    """One row per answer with one of these scores."""

    def score_members(slice: Slice) -> FromClause:
        one = literal(1)
        return (
            select(
                slice.period_of(answer.c.day).label("period"),
                *slice.keys(ANSWER),
                answer.c.person,
                one.label("x"),
                one.label("y"),
            )
            .select_from(joined_to_people(answer, answer, slice))
            .where(*counted(metric, slice), answer.c.score.in_(given), *slice.kept(ANSWER))
            .subquery("members")
        )

    found: Members = named(score_members, __name__, metric, given)
    return found
