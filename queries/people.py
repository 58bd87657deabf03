"""The people behind a number: whoever the same rows count, with what each adds to it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.marts import customer, person, who
from queries.slice import Slice

MOST_PEOPLE = 10_000
"""Rows a list may have; an export of more is not a list."""

Members = Callable[[Slice], FromClause]


def people_of(members: Members) -> Callable[[Slice], Select[Any]]:
    """The question whose rows are the people of `members`, those who add most first.

    Columns: person_id, then what each adds to numerator and denominator, then what is known of them.
    """

    def people(slice: Slice) -> Select[Any]:
        rows = members(slice)
        adds = (
            select(
                rows.c.person,
                func.sum(rows.c.y).label("numerator"),
                func.sum(rows.c.x).label("denominator"),
            )
            .where(rows.c.person.is_not(None))
            .group_by(rows.c.person)
            .subquery("adds")
        )
        return (
            select(
                person.c.person_id,
                person.c.is_visitor,
                adds.c.numerator,
                adds.c.denominator,
                func.nullif(who.c.region, "").label("first_region"),
                func.nullif(who.c.segment, "").label("first_segment"),
                customer.c.first_day.label("first_order"),
                customer.c.last_day.label("last_order"),
                func.coalesce(customer.c.orders, 0).label("orders"),
                func.coalesce(customer.c.net_revenue, 0).label("net_revenue"),
            )
            .select_from(
                adds.join(person, adds.c.person == person.c.person)
                .outerjoin(customer, adds.c.person == customer.c.person)
                .outerjoin(who, customer.c.who == who.c.who)
            )
            .order_by(adds.c.numerator.desc(), adds.c.denominator.desc(), person.c.person_id)
            .limit(MOST_PEOPLE)
        )

    people.lists_people = True  # type: ignore[attr-defined]
    people.__module__ = members.__module__
    people.__qualname__ = f"people_of_{members.__qualname__}"
    return people


def people_count_of(members: Members) -> Callable[[Slice], Select[Any]]:
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

    people_count.__module__ = members.__module__
    people_count.__qualname__ = f"people_count_of_{members.__qualname__}"
    return people_count


def people_in_groups_of(members: Members) -> Callable[[Slice], Select[Any]]:
    """The question how many people, and how much of nobody, stand behind each period and group."""

    def people_in_groups(slice: Slice) -> Select[Any]:
        rows = members(slice)
        keys = [rows.c.period, *(rows.c[name] for name in slice.by)]
        return select(
            *keys,
            func.count(rows.c.person.distinct()).label("people"),
            func.sum(case((rows.c.person.is_(None), rows.c.x), else_=0)).label("nobodys"),
        ).group_by(*keys)

    people_in_groups.__module__ = members.__module__
    people_in_groups.__qualname__ = f"people_in_groups_of_{members.__qualname__}"
    return people_in_groups
