"""Which surveys are answered, and with which kind of score?"""

from typing import Any

from sqlalchemy import Select, select

from queries.marts import answer, who
from queries.slice import Slice


def surveys(slice: Slice) -> Select[Any]:
    """One row per kind of score ('nps', 'csat') and survey, of the regions asked for."""
    return (
        select(answer.c.kind, answer.c.survey)
        .select_from(answer.join(who, answer.c.who == who.c.who))
        .where(*slice.kept({"region": who.c.region}))
        .distinct()
        .order_by(answer.c.kind, answer.c.survey)
    )
