"""Who is on which side of a trial by lot?"""

from typing import Any

from sqlalchemy import Select, func, select

from queries.kept_people import everybodys, key_column
from queries.marts import person
from queries.settled_people import Settled
from queries.slice import Slice


def arm_people(slice: Slice) -> Select[Any]:
    """One row per person on a side of the slice's people: person_id, is_visitor, key and side."""
    side, every = _side(slice), everybodys(person)
    key = key_column(every)
    return (
        select(every.c.person_id, every.c.is_visitor, key.label("key"), side.c.region.label("side"))
        .select_from(side.join(every, side.c.person == every.c.person))
        .order_by(side.c.region, key)
    )


def arm_sizes(slice: Slice) -> Select[Any]:
    """How many people there are on each side, whatever they did."""
    side = _side(slice)
    return (
        select(side.c.region, func.count().label("people"))
        .group_by(side.c.region)
        .order_by(side.c.region)
    )


def _side(slice: Slice) -> Any:
    if not isinstance(slice.people, Settled):
        raise TypeError("ask for the sides of a slice of people who have some")
    return slice.people.sides().subquery("sides")


arm_people.lists_people = True  # type: ignore[attr-defined]
arm_people.is_asked_once = True  # type: ignore[attr-defined]
