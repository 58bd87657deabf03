"""From which class to which did people go who answered the same survey before and in the window?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.answer_rows import ANSWER
from queries.marts import answer
from queries.people import Members
from queries.slice import Slice, Window, joined_to_people
from queries.voice_rows import class_of, named

LEAST_MEMORY = 365
"""Days before the window in which an earlier answer is looked for, or as long as the window where that is longer."""


def before(slice: Slice) -> Window:
    """The days before the window whose last answer counts as the earlier one."""
    memory = max(slice.window.days, LEAST_MEMORY)
    return Window(slice.window.start - timedelta(days=memory), slice.window.start)


def flows(kind: str) -> Any:
    """The question for one kind of answer: people by group, class before and class in the window.

    A class is NULL where there is no answer. People, each once by their last answer on either side; filters and groups
    are those of both answers.
    """

    def flows(slice: Slice) -> Select[Any]:
        people = _people(kind, slice)
        keys = [*(people.c[name] for name in slice.by), people.c.earlier, people.c.later]
        return (
            select(*keys, func.count().label("people"))
            .where(people.c.person.is_not(None))
            .group_by(*keys)
            .order_by(*keys)
        )

    return named(flows, __name__, kind)


def flow_members(kind: str, earlier: int | None, later: int | None) -> Members:
    """The people who went from one class to another; None is no answer."""

    def flow_members(slice: Slice) -> FromClause:
        people = _people(kind, slice)
        one = literal(1)
        return (
            select(people.c.person, one.label("x"), one.label("y"))
            .where(_is(people.c.earlier, earlier), _is(people.c.later, later))
            .subquery("members")
        )

    found: Members = named(flow_members, __name__, kind, earlier, later)
    return found


def _is(column: Any, wanted: int | None) -> Any:
    return column.is_(None) if wanted is None else column == wanted


def _people(kind: str, slice: Slice) -> FromClause:
    """One row per person and group with an answer on either side: the classes of the last ones."""
    start = slice.window.start
    keys = [*slice.keys(ANSWER), answer.c.person]
    last = func.arg_max(class_of(kind), answer.c.seq)
    return (
        select(
            *keys,
            last.filter(answer.c.day < start).label("earlier"),
            last.filter(answer.c.day >= start).label("later"),
        )
        .select_from(joined_to_people(answer, answer, slice))
        .where(
            answer.c.kind == kind,
            and_(answer.c.day >= before(slice).start, answer.c.day < slice.window.end),
            answer.c.person.is_not(None),
            *slice.kept(ANSWER),
        )
        .group_by(*keys)
        .subquery("flow")
    )
