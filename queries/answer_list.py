"""Which answers are these, one by one: who gave them, when, and in what words?"""

from typing import Any

from sqlalchemy import Select, func, select

from queries.answer_rows import ANSWER
from queries.marts import answer, answer_topic, person, who
from queries.slice import Slice, joined_to_people
from queries.voice_rows import counted, named

MOST_ANSWERS = 500
"""Rows that a list on a page may have; the newest are kept, and how many there are is told."""


def answer_list(
    metric: str,
    scores: tuple[int, ...] = (),
    topics: tuple[str, ...] = (),
    text: str = "",
    is_commented: bool = False,
    most: int = MOST_ANSWERS,
) -> Any:
    """The question: the metric's answers with one of the scores and topics and the text in their words, newest first.

    Each row tells how many there are in all (`found`).
    """

    def answer_list(slice: Slice) -> Select[Any]:
        spoken = (
            select(answer_topic.c.seq, func.list(answer_topic.c.topic).label("topics"))
            .group_by(answer_topic.c.seq)
            .subquery("spoken")
        )
        known = who.alias("of_answer")
        rows = select(
            answer.c.day, answer.c.answered_at, answer.c.survey, person.c.person_id,
            person.c.is_visitor, answer.c.score, answer.c.comment,
            func.coalesce(spoken.c.topics, func.list_value()).label("topics"),
            known.c.region, known.c.segment, answer.c.channel, answer.c.category,
            func.count().over().label("found"),
        )  # fmt: skip
        source = (
            joined_to_people(answer, answer, slice)
            .join(known, answer.c.who == known.c.who)
            .outerjoin(person, answer.c.person == person.c.person)
            .outerjoin(spoken, answer.c.seq == spoken.c.seq)
        )
        return (
            rows.select_from(source)
            .where(*counted(metric, slice), *slice.kept(ANSWER), *_asked())
            .order_by(answer.c.seq.desc())
            .limit(most)
        )

    def _asked() -> list[Any]:
        asked: list[Any] = [answer.c.score.in_(scores)] if scores else []
        if topics:
            tagged = select(answer_topic.c.seq).where(answer_topic.c.topic.in_(topics))
            asked.append(answer.c.seq.in_(tagged))
        if text:
            asked.append(func.contains(func.lower(answer.c.comment), text.lower()))
        return [*asked, answer.c.comment.is_not(None)] if is_commented or text else asked

    answer_list.lists_people = True  # type: ignore[attr-defined]
    return named(answer_list, __name__, metric, scores, topics, text, is_commented, most)
