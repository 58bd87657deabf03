"""How does the number of people who order come about: who is new, stays, comes back, stays away?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import Grain
from queries.growth_of_people import growth_of_people
from queries.lately import PEOPLE
from queries.marts import customer, growth_period, presence
from queries.people import Members
from queries.slice import Slice, Window, joined_to_people

CLASSES = ("new", "returning", "resurrected", "dormant")


def growth(slice: Slice) -> Select[Any]:
    """One row per whole period and group with the people of each class."""
    if slice.people is not None:
        return growth_of_people(slice, CLASSES)
    period = growth_period.c.period
    keys = [period.label("period"), *slice.keys(PEOPLE)]
    return (
        select(
            *keys, *(func.sum(growth_period.c[f"{name}_people"]).label(name) for name in CLASSES)
        )
        .select_from(joined_to_people(growth_period, growth_period, slice))
        .where(growth_period.c.grain == str(slice.grain), slice.inside(period), *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )


def growth_members(name: str) -> Members:
    """The people of a class in the one period that is the slice's window; 'active' are all who ordered."""

    def members(slice: Slice) -> FromClause:
        one = literal(1)
        return (
            select(slice.period_of(customer.c.first_day).label("period"), customer.c.person)
            .add_columns(one.label("x"), one.label("y"))
            .select_from(joined_to_people(customer, customer, slice))
            .where(*_belongs(name, slice), *slice.kept(PEOPLE))
            .subquery("members")
        )

    members.__module__ = __name__
    members.__qualname__ = f"growth_members_{name}"
    return members


def _belongs(name: str, slice: Slice) -> list[ColumnElement[bool]]:
    start = slice.window.start
    before = Window(slice.calendar.shifted(start, slice.grain or Grain.MONTH, -1), start)
    here, earlier = _ordered(slice.window), _ordered(before)
    is_new = customer.c.first_day >= start
    return {
        "active": [here],
        "new": [here, is_new],
        "returning": [here, earlier],
        "resurrected": [here, ~earlier, ~is_new],
        "dormant": [earlier, ~here],
    }[name]


def _ordered(window: Window) -> ColumnElement[bool]:
    return customer.c.person.in_(
        select(presence.c.person).where(
            presence.c.kind == "buyer", presence.c.day >= window.start, presence.c.day < window.end
        )
    )
