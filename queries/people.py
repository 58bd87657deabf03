"""The people behind a number: whoever the same rows count, with what each adds to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.sql.selectable import FromClause

from queries.kept_people import MOST_IN_A_GROUP, key_column
from queries.marts import answer, customer, person, seen, ticket
from queries.slice import Slice

MOST_PEOPLE = 10_000
"""Rows a list may have; an export of more is not a list."""

Members = Callable[[Slice], FromClause]
Question = Callable[[Slice], Select[Any]]
Pads = tuple[bytes, bytes]
"""The inner and outer pad of the key of pseudonyms (RFC 2104)."""

ORDERS = ("adds", "net_revenue", "orders", "last_order", "first_order", "last_nps", "open_tickets")
"""What a list may be ordered by: the most, the newest first; 'last_nps' the least."""


@dataclass(frozen=True)
class Wanted:
    """Which of the people, and in which order."""

    text: str = ""
    """Part of an id, region or segment; of a pseudonym, its beginning."""
    order: str = "adds"
    pads: Pads | None = None
    """Where ids are not to be seen, nor to be found by."""
    regions: frozenset[str] | None = None
    """The regions that may be found by; None: all. Whoever moved to another is found by their id only."""


ALL = Wanted()


def people_of(members: Members, wanted: Wanted = ALL) -> Question:
    """The question whose rows are the people of `members`, those who add most first.

    Columns: person_id, is_visitor, the region and segment last seen, first and last order, orders and net revenue of
    all time, score and day of the last NPS answer, open tickets, and what each adds to numerator and denominator.
    """

    def people(slice: Slice) -> Select[Any]:
        adds, answered, open_tickets = _adds(members, slice), _last_nps(), _open_tickets()
        columns: dict[str, ColumnElement[Any]] = {
            "person_id": person.c.person_id,
            "is_visitor": person.c.is_visitor,
            "region": func.nullif(seen.c.region, ""),
            "segment": func.nullif(seen.c.segment, ""),
            "first_order": customer.c.first_day,
            "last_order": customer.c.last_day,
            "orders": func.coalesce(customer.c.orders, 0),
            "net_revenue": func.coalesce(customer.c.net_revenue, 0),
            "last_nps": answered.c.score,
            "last_nps_on": answered.c.day,
            "open_tickets": func.coalesce(open_tickets.c.tickets, 0),
            "numerator": adds.c.numerator,
            "denominator": adds.c.denominator,
        }
        return (
            select(*(column.label(name) for name, column in columns.items()))
            .select_from(
                adds.join(person, adds.c.person == person.c.person)
                .join(seen, adds.c.person == seen.c.person)
                .outerjoin(customer, adds.c.person == customer.c.person)
                .outerjoin(answered, adds.c.person == answered.c.person)
                .outerjoin(open_tickets, adds.c.person == open_tickets.c.person)
            )
            .where(*_found(wanted))
            .order_by(*_in_order(wanted.order, columns), person.c.person_id, person.c.is_visitor)
            .limit(MOST_PEOPLE)
        )

    people.lists_people = True  # type: ignore[attr-defined]
    people.is_asked_once = wanted != ALL  # type: ignore[attr-defined]
    return _named(people, members, "people")


def people_count_of(members: Members, wanted: Wanted = ALL) -> Question:
    """The question how many people there are, and what rows of nobody add."""

    def people_count(slice: Slice) -> Select[Any]:
        rows = members(slice)
        nobody = rows.c.person.is_(None)
        return select(
            func.count(rows.c.person.distinct()).label("people"),
            func.coalesce(func.sum(case((nobody, rows.c.y), else_=0)), 0).label(
                "nobodys_numerator"
            ),
            func.coalesce(func.sum(case((nobody, rows.c.x), else_=0)), 0).label(
                "nobodys_denominator"
            ),
        )

    def found_count(slice: Slice) -> Select[Any]:
        rows = members(slice)
        source = rows.join(person, rows.c.person == person.c.person).join(
            seen, rows.c.person == seen.c.person
        )
        counted = func.count(rows.c.person.distinct()).label("people")
        return select(counted).select_from(source).where(*_found(wanted))

    if not wanted.text:
        return _named(people_count, members, "people_count")
    found_count.is_asked_once = True  # type: ignore[attr-defined]
    return _named(found_count, members, "found_count")


def people_in_groups_of(members: Members) -> Question:
    """The question how many people, and how much of nobody, stand behind each period and group."""

    def people_in_groups(slice: Slice) -> Select[Any]:
        rows = members(slice)
        keys = [rows.c.period, *(rows.c[name] for name in slice.by)]
        return select(
            *keys,
            func.count(rows.c.person.distinct()).label("people"),
            func.sum(case((rows.c.person.is_(None), rows.c.x), else_=0)).label("nobodys"),
        ).group_by(*keys)

    return _named(people_in_groups, members, "people_in_groups")


def keys_of(members: Members, wanted: Wanted = ALL) -> Question:
    """The question whose rows are the keys of all the people, to save them as a group; one more than a group may hold
    says that they are too many. Not for the eyes of a viewer: keys hold ids."""

    def keys(slice: Slice) -> Select[Any]:
        rows = members(slice)
        source = rows.join(person, rows.c.person == person.c.person).join(
            seen, rows.c.person == seen.c.person
        )
        return (
            select(key_column(person).label("key"))
            .select_from(source)
            .where(*_found(wanted))
            .distinct()
            .order_by("key")
            .limit(MOST_IN_A_GROUP + 1)
        )

    keys.names_people = True  # type: ignore[attr-defined]
    keys.is_asked_once = True  # type: ignore[attr-defined]
    return _named(keys, members, "keys")


def pseudonym(pads: Pads) -> ColumnElement[str]:
    """The digits of a person's pseudonym; the same sum as dashboard/warehouse/pseudonyms.py."""
    inner, outer = (literal(pad, LargeBinary) for pad in pads)
    first = func.sha256(inner.op("||")(func.encode(key_column(person))))
    return func.sha256(outer.op("||")(func.unhex(first)))


def _named(question: Question, members: Members, name: str) -> Question:
    """Answers are kept under a question's name."""
    question.__module__ = members.__module__
    question.__qualname__ = f"{name}_of_{members.__qualname__}"
    return question


def _adds(members: Members, slice: Slice) -> FromClause:
    rows = members(slice)
    return (
        select(
            rows.c.person,
            func.sum(rows.c.y).label("numerator"),
            func.sum(rows.c.x).label("denominator"),
        )
        .where(rows.c.person.is_not(None))
        .group_by(rows.c.person)
        .subquery("adds")
    )


def _last_nps() -> FromClause:
    """The last answer to any survey of recommendation."""
    return (
        select(
            answer.c.person,
            func.arg_max(answer.c.score, answer.c.seq).label("score"),
            func.max(answer.c.day).label("day"),
        )
        .where(answer.c.kind == "nps", answer.c.person.is_not(None))
        .group_by(answer.c.person)
        .subquery("answered")
    )


def _open_tickets() -> FromClause:
    """Tickets of which no closing is known."""
    return (
        select(ticket.c.person, func.count().label("tickets"))
        .where(ticket.c.resolution_seconds.is_(None), ticket.c.person.is_not(None))
        .group_by(ticket.c.person)
        .subquery("open_tickets")
    )


def _found(wanted: Wanted) -> list[ColumnElement[bool]]:
    text = wanted.text.strip().lower()
    if not text:
        return []
    is_shown = true() if wanted.regions is None else seen.c.region.in_(sorted(wanted.regions))
    places = [
        and_(is_shown, func.contains(func.lower(place), text))
        for place in (seen.c.region, seen.c.segment)
    ]
    if wanted.pads is None:
        return [or_(func.contains(func.lower(person.c.person_id), text), *places)]
    return [or_(func.starts_with("p-" + pseudonym(wanted.pads), text), *places)]


def _in_order(order: str, columns: dict[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    if order == "adds":
        return [columns["numerator"].desc(), columns["denominator"].desc()]
    if order == "last_nps":
        return [columns[order].asc().nulls_last()]
    return [columns[order].desc().nulls_last()]
