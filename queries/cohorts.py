"""What do people who first ordered in the same period do as they grow older?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import Grain
from queries.cohorts_of_people import cohorts_of_people
from queries.lately import PEOPLE
from queries.marts import cohort, customer, presence
from queries.people import Members
from queries.slice import Slice, joined_to_people


def cohorts(slice: Slice) -> Select[Any]:
    """One row per whole period of first orders, group and age in periods: people who ordered, their net revenue."""
    if slice.people is not None:
        return cohorts_of_people(slice)
    period = cohort.c.cohort
    keys = [period.label("period"), *slice.keys(PEOPLE), cohort.c.age]
    return (
        select(
            *keys, func.sum(cohort.c.buyers).label("people"), func.sum(cohort.c.net).label("net")
        )
        .select_from(joined_to_people(cohort, cohort, slice))
        .where(cohort.c.grain == str(slice.grain), slice.inside(period), *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )


def cohort_members(age: int) -> Members:
    """The people behind one cell: first order in the window, an order so many periods later."""

    def members(slice: Slice) -> FromClause:
        return _first_ordered(slice, customer.c.person.in_(_ordered(slice, age)))

    return _named(members, f"cohort_members_{age}")


def cohort_absent_members(age: int) -> Members:
    """The others of the cohort: first order in the window, no order so many periods later."""

    def members(slice: Slice) -> FromClause:
        return _first_ordered(slice, customer.c.person.not_in(_ordered(slice, age)))

    return _named(members, f"cohort_absent_members_{age}")


def _first_ordered(slice: Slice, condition: ColumnElement[bool]) -> FromClause:
    one = literal(1)
    return (
        select(customer.c.person, one.label("x"), one.label("y"))
        .select_from(joined_to_people(customer, customer, slice))
        .where(slice.inside(customer.c.first_day), condition, *slice.kept(PEOPLE))
        .subquery("members")
    )


def _ordered(slice: Slice, age: int) -> Select[Any]:
    """Everybody who ordered in the period so many after that of the window."""
    grain = slice.grain or Grain.MONTH
    start = slice.calendar.shifted(slice.window.start, grain, age)
    return select(presence.c.person).where(
        presence.c.kind == "buyer",
        presence.c.day >= start,
        presence.c.day < slice.calendar.end(start, grain),
    )


def _named(members: Members, name: str) -> Members:
    """Answers are kept under a question's name."""
    members.__module__, members.__qualname__ = __name__, name
    return members
