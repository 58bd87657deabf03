"""How many more people would recommend us than would not?"""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import answer_members, heard_once, opinion, weighed
from queries.marts import answer
from queries.slice import Slice


def nps(slice: Slice) -> Select[Any]:
    """Numerator: weight of promoters − detractors. Denominator: weight of all. n: answers."""
    return weighed(nps_members(slice), slice)


def nps_members(slice: Slice) -> FromClause:
    """One row per answer kept: x its weight, y the weight with the sign of its opinion."""
    return answer_members(
        slice, "nps", opinion() * answer.c.weight, answer.c.weight, heard_once(slice)
    )
