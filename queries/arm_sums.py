"""Of the people on each side, what did they add before and after, and how does that go together in one person?"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Double, Select, cast, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice, Window

Question = Callable[[Slice], Select[Any]]
Members = Callable[[Slice], FromClause]

PRODUCTS = {
    "y_b": ("y_b",), "x_b": ("x_b",), "y_a": ("y_a",), "x_a": ("x_a",),
    "yy_b": ("y_b", "y_b"), "xy_b": ("x_b", "y_b"), "xx_b": ("x_b", "x_b"),
    "yy_a": ("y_a", "y_a"), "xy_a": ("x_a", "y_a"), "xx_a": ("x_a", "x_a"),
    "yy_ab": ("y_a", "y_b"), "yx_ab": ("y_a", "x_b"), "xy_ab": ("x_a", "y_b"), "xx_ab": ("x_a", "x_b"),
}  # fmt: skip
"""The sums of a row, as products of what a person adds: y and x, before (b) and after (a)."""


def arm_sums_of(members: Members, before: Window, after: Window) -> Question:
    """The question whose rows are the sides (`region` of a slice of `Drawn` people), each with its sums over people."""

    def arm_sums(slice: Slice) -> Select[Any]:
        sided = slice.grouped("region")
        each = union_all(
            _added(members, sided.with_window(before), "b"),
            _added(members, sided.with_window(after), "a"),
        ).subquery("each")
        parts = ("y_b", "x_b", "y_a", "x_a")
        person = (
            select(
                each.c.region,
                each.c.person,
                *(func.sum(each.c[part]).label(part) for part in parts),
            )
            .group_by(each.c.region, each.c.person)
            .subquery("one")
        )
        sums = [func.sum(_product(person, names)).label(name) for name, names in PRODUCTS.items()]
        return (
            select(person.c.region, func.count().label("people"), *sums)
            .group_by(person.c.region)
            .order_by(person.c.region)
        )

    arm_sums.__module__ = members.__module__
    arm_sums.__qualname__ = f"arm_sums_of_{members.__qualname__}_{before}_{after}"
    return arm_sums


def _added(members: Members, slice: Slice, when: str) -> Select[Any]:
    """What each row of a person adds, in the columns of its window and nought in the others'."""
    rows, nothing = members(slice), literal(0.0)
    own = {f"y_{when}": cast(rows.c.y, Double), f"x_{when}": cast(rows.c.x, Double)}
    columns = [own.get(name, nothing).label(name) for name in ("y_b", "x_b", "y_a", "x_a")]
    return select(rows.c.region, rows.c.person, *columns).where(rows.c.person.is_not(None))


def _product(row: Any, names: tuple[str, ...]) -> Any:
    found = row.c[names[0]]
    return found * row.c[names[1]] if len(names) > 1 else found
