"""Of the people who answered, how many are satisfied?"""

from typing import Any

from sqlalchemy import Select, case
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import answer_members, weighed
from queries.marts import answer
from queries.slice import Slice


def csat(slice: Slice) -> Select[Any]:
    """Numerator: weight of answers 4 and 5. Denominator: weight of all. n: answers."""
    return weighed(csat_members(slice), slice)


def csat_members(slice: Slice) -> FromClause:
    """One row per answer: x its weight, y the weight if satisfied."""
    satisfied = case((answer.c.score >= 4, answer.c.weight), else_=0)
    return answer_members(slice, "csat", satisfied, answer.c.weight)
