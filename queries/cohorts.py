"""What do people who first ordered in the same period do as they grow older?"""

from typing import Any

from sqlalchemy import Select, func, literal, select
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
        grain = slice.grain or Grain.MONTH
        start = slice.calendar.shifted(slice.window.start, grain, age)
        ordered = select(presence.c.person).where(
            presence.c.kind == "buyer",
            presence.c.day >= start,
            presence.c.day < slice.calendar.end(start, grain),
        )
        one = literal(1)
        return (
            select(customer.c.person, one.label("x"), one.label("y"))
            .select_from(joined_to_people(customer, customer, slice))
            .where(
                slice.inside(customer.c.first_day),
                customer.c.person.in_(ordered),
                *slice.kept(PEOPLE),
            )
            .subquery("members")
        )

    members.__module__ = __name__
    members.__qualname__ = f"cohort_members_{age}"
    return members
