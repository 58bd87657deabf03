"""How many people visited or ordered, where visits are recorded?"""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.sql.selectable import FromClause

from queries.shape import totals
from queries.shoppers import shop_members, stored_people
from queries.slice import Slice


def shoppers(slice: Slice) -> Select[Any]:
    """Numerator: people."""
    return _people(slice, "shopper")


def visitors(slice: Slice) -> Select[Any]:
    """Numerator: people with a visit."""
    return _people(slice, "visitor")


def shoppers_members(slice: Slice) -> FromClause:
    """One row per period, group and shopper."""
    return _each_once(shop_members(slice, "shopper"), slice)


def visitors_members(slice: Slice) -> FromClause:
    """One row per period, group and visitor."""
    return _each_once(shop_members(slice, "visitor"), slice)


def _people(slice: Slice, kind: str) -> Select[Any]:
    stored = stored_people(slice, kind)
    if stored is None:
        return totals(_each_once(shop_members(slice, kind), slice), slice)
    counted = select(
        stored.c.period,
        *(stored.c[name] for name in slice.by),
        stored.c.people.label("x"),
        stored.c.people.label("y"),
    ).subquery("counted")
    return totals(counted, slice)


def _each_once(members: FromClause, slice: Slice) -> FromClause:
    return select(
        members.c.period,
        *(members.c[name] for name in slice.by),
        members.c.person,
        members.c.x,
        members.c.x.label("y"),
    ).subquery("counted")
