"""How lately, how often and for how much has each person ordered, and how does that rank among the others?"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, literal_column, or_, select
from sqlalchemy.sql.selectable import FromClause

from queries.kept_people import everybodys
from queries.lately import PEOPLE
from queries.marts import person, purchase
from queries.people import MOST_PEOPLE
from queries.slice import Slice, joined_to_people

SCORES = 5


def rfm(slice: Slice) -> Select[Any]:
    """One row per group and triple of scores: people and what they add up to."""
    scored = scored_people(slice)
    keys = [*(scored.c[name] for name in slice.by), scored.c.r, scored.c.f, scored.c.m]
    sums = ("recency_days", "orders", "order_days", "gross", "net")
    return (
        select(
            *keys,
            func.count().label("people"),
            *(func.sum(scored.c[name]).label(name) for name in sums),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def rfm_people(
    name: str, scores: Collection[tuple[int, int]] | None = None
) -> Callable[[Slice], Select[Any]]:
    """The question that lists people with their figures and scores, the best first; those of some (r, f) where said."""

    def people(slice: Slice) -> Select[Any]:
        scored = scored_people(slice)
        cells = [and_(scored.c.r == r, scored.c.f == f) for r, f in scores or ()]
        wanted = [] if scores is None else [or_(false(), *cells)]
        return (
            select(
                person.c.person_id,
                person.c.is_visitor,
                *(scored.c[column] for column in ("recency_days", "orders", "order_days")),
                scored.c.gross,
                scored.c.net,
                scored.c.r,
                scored.c.f,
                scored.c.m,
            )
            .select_from(scored.join(person, scored.c.person == person.c.person))
            .where(*wanted)
            .order_by(
                (scored.c.r + scored.c.f + scored.c.m).desc(),
                scored.c.gross.desc(),
                person.c.person_id,
            )
            .limit(MOST_PEOPLE)
        )

    people.lists_people = True  # type: ignore[attr-defined]
    people.__module__ = __name__
    people.__qualname__ = f"rfm_people_{name}"
    return people


def scored_people(slice: Slice) -> FromClause:
    """One row per person with an order in the window: the figures, and scores from 1 to 5 (best).

    A score is 1 + ⌊5 × worse people / people⌋ among the people of the slice: equal figures have equal scores.
    """
    figures = _figures(slice)
    return (
        select(
            *slice.keys(PEOPLE),
            *(figures.c[name] for name in figures.c.keys() if name not in ("who", "origin")),  # noqa: SIM118
            _score(figures.c.recency_days.desc()).label("r"),
            _score(figures.c.orders).label("f"),
            _score(figures.c.gross).label("m"),
        )
        .select_from(joined_to_people(figures, figures, slice))
        .where(*slice.kept(PEOPLE))
        .subquery("scored")
    )


def _score(worst_first: ColumnElement[Any]) -> ColumnElement[int]:
    worse = func.rank().over(order_by=worst_first) - 1
    people = func.count().over()
    return 1 + (SCORES * worse).op("//")(people)


def _figures(slice: Slice) -> FromClause:
    """Region and segment are those of the last order in the window; recency is in whole 24-hour spans of wall clock."""
    is_order = purchase.c.orders == 1
    every = everybodys(purchase).c
    a_day_after_the_last = (
        select(func.max(every.local_at) + literal_column("interval 1 day"))
        .where(slice.inside(every.day))
        .scalar_subquery()
    )
    return (
        select(
            purchase.c.person,
            func.date_sub(
                literal_column("'day'"), func.max(purchase.c.local_at), a_day_after_the_last
            ).label("recency_days"),
            func.sum(purchase.c.orders).label("orders"),
            func.count(case((is_order, purchase.c.day)).distinct()).label("order_days"),
            func.sum(purchase.c.gross).label("gross"),
            func.sum(purchase.c.net).label("net"),
            func.arg_max(purchase.c.who, case((is_order, purchase.c.seq))).label("who"),
            func.max(purchase.c.origin).label("origin"),
        )
        .where(slice.inside(purchase.c.day), purchase.c.person.is_not(None))
        .group_by(purchase.c.person)
        .having(func.sum(purchase.c.orders) > 0)
        .subquery("figures")
    )
