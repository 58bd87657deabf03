"""How many more people would recommend us than would not, every answer counted alike?"""

from typing import Any

from sqlalchemy import Select, literal
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import answer_members, heard_once, opinion, weighed
from queries.slice import Slice


def nps_unweighted(slice: Slice) -> Select[Any]:
    """As nps, every answer with the weight 1."""
    return weighed(nps_unweighted_members(slice), slice)


def nps_unweighted_members(slice: Slice) -> FromClause:
    return answer_members(slice, "nps", opinion() * 1.0, literal(1.0), heard_once(slice))
