"""How rows become the parts of a number: sums for a share, and what an interval needs beside them.

Every question returns `period`, a column for each group, `numerator` and `denominator`. Questions whose interval is
clustered add `clusters`, `sum_xx`, `sum_xy`, `sum_yy` over the clusters (x in the denominator, y in the numerator).
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Double, Select, cast, func, select
from sqlalchemy.sql.selectable import FromClause

from queries.slice import Slice


def groups(rows: FromClause, slice: Slice) -> list[ColumnElement[Any]]:
    """Period and groups of a subquery that has them as columns."""
    return [rows.c.period, *(rows.c[name] for name in slice.by)]


def real(value: ColumnElement[Any]) -> ColumnElement[float]:
    return cast(value, Double)


def whole(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(value, BigInteger)


def shares(members: FromClause, slice: Slice) -> Select[Any]:
    """Members of whom y of x did: numerator, denominator."""
    keys = groups(members, slice)
    return (
        select(
            *keys,
            real(func.sum(members.c.y)).label("numerator"),
            real(func.sum(members.c.x)).label("denominator"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def clustered(rows: FromClause, slice: Slice) -> Select[Any]:
    """A ratio of sums over clusters: one row of `rows` is one cluster with its x and y.

    Where the denominator is not what is counted (money), `rows` has an `n` of what is.
    """
    keys = groups(rows, slice)
    x, y = real(rows.c.x), real(rows.c.y)
    counted = [real(func.sum(rows.c.n)).label("n")] if "n" in rows.c else []
    return (
        select(
            *keys,
            real(func.sum(rows.c.y)).label("numerator"),
            real(func.sum(rows.c.x)).label("denominator"),
            func.count().label("clusters"),
            func.sum(x * x).label("sum_xx"),
            func.sum(x * y).label("sum_xy"),
            func.sum(y * y).label("sum_yy"),
            *counted,
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def totals(rows: FromClause, slice: Slice) -> Select[Any]:
    """A sum and how many it comes from: numerator is the sum of y, n the sum of x.

    `sum_yy` tells the spread where one row of `rows` is one bucket of people.
    """
    keys = groups(rows, slice)
    y = real(rows.c.y)
    return (
        select(
            *keys,
            real(func.sum(rows.c.y)).label("numerator"),
            real(func.sum(rows.c.x)).label("n"),
            func.sum(y * y).label("sum_yy"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
