"""Who is meant by an id, a key or a pseudonym?"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, func, select

from queries.kept_people import key_column
from queries.marts import person, seen
from queries.people import Pads, pseudonym
from queries.slice import Slice


def person_of(key: str) -> Callable[[Slice], Select[Any]]:
    """The question whose row is the person of a key; none where the slice's regions are others."""

    def person_of_key(slice: Slice) -> Select[Any]:
        return _persons(slice).where(key_column(person) == key)

    return _named(person_of_key)


def person_called(digits: str, pads: Pads) -> Callable[[Slice], Select[Any]]:
    """The question whose row is the person whose pseudonym has these digits."""

    def person_called_so(slice: Slice) -> Select[Any]:
        return _persons(slice).where(func.starts_with(pseudonym(pads), digits))

    return _named(person_called_so)


def _persons(slice: Slice) -> Select[Any]:
    return (
        select(
            person.c.person_id,
            person.c.is_visitor,
            seen.c.region,
            seen.c.segment,
            seen.c.first_day,
            seen.c.last_day,
        )
        .select_from(person.join(seen, person.c.person == seen.c.person))
        .where(*slice.kept({"region": seen.c.region}))
        .limit(2)
    )


def _named(question: Callable[[Slice], Select[Any]]) -> Callable[[Slice], Select[Any]]:
    question.lists_people = True  # type: ignore[attr-defined]
    question.is_asked_once = True  # type: ignore[attr-defined]
    return question
