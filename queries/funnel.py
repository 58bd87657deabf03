"""How many of the people who visit sign up, order, and order again, in that order and within so many days?"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    func,
    literal,
    literal_column,
    not_,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from queries.marts import step, visit_day
from queries.people import Members
from queries.slice import (
    ORIGIN,
    PERSON_DIMENSIONS,
    SHOP_DIMENSIONS,
    WHO,
    Columns,
    Slice,
    joined_to_people,
)

KIND_OF = {"signup": "signup", "order": "order", "second_order": "order"}
"""Which kind of event takes a person to each step after the visit."""

ENTRY: Columns = {**WHO, **ORIGIN, **{name: visit_day.c[name] for name in SHOP_DIMENSIONS}}


def funnel(steps: tuple[str, ...], days: int) -> Callable[[Slice], Select[Any]]:
    """The question whose rows are groups: `visit` people, and for each later step its people and their seconds.

    `…_median` and `…_p90` are of the seconds from the step before: the least that at least so many do not exceed.
    `visit_old` people have had all the days by the end of the data, `…_old` of them came to the step; `…_open` people
    wait at the step before and still have time.
    """

    def question(slice: Slice) -> Select[Any]:
        entered = _entered(slice)
        source, reached = _all_steps(slice, entered, steps, days)
        keys = [entered.c[name] for name in slice.by]
        is_old = had_their_days(slice, entered, days)
        columns: list[ColumnElement[Any]] = [
            func.count().label("visit"),
            func.count_if(is_old).label("visit_old"),
        ]
        for before, (name, here) in zip(
            [entered, *reached.values()], reached.items(), strict=False
        ):
            seconds = func.epoch(here.c.at - before.c.at)
            columns += [
                func.count(here.c.person).label(name),
                func.count_if(and_(here.c.person.is_not(None), is_old)).label(f"{name}_old"),
                func.count_if(
                    and_(before.c.person.is_not(None), here.c.person.is_(None), not_(is_old))
                ).label(f"{name}_open"),
                func.quantile_disc(seconds, literal_column("0.5")).label(f"{name}_median"),
                func.quantile_disc(seconds, literal_column("0.9")).label(f"{name}_p90"),
            ]
        return (
            select(*keys, *columns)
            .select_from(source)
            .group_by(*keys)
            .having(func.count() > 0)
            .order_by(*keys)
        )

    question.__module__ = __name__
    question.__qualname__ = f"funnel_{'_'.join(steps)}_{days}"
    return question


def funnel_members(steps: tuple[str, ...], days: int, fate: str = "came") -> Members:
    """The people who reached the last of these steps; or of those at the step before, those who 'left', having had
    their days, or 'wait', having some left."""

    def members(slice: Slice) -> FromClause:
        entered = _entered(slice)
        source, reached = _all_steps(slice, entered, steps, days)
        *before, last = [entered, *reached.values()]
        is_old = had_their_days(slice, entered, days)
        fates: dict[str, list[ColumnElement[bool]]] = {
            "came": [last.c.person.is_not(None)],
            "left": [last.c.person.is_(None), is_old],
            "wait": [last.c.person.is_(None), not_(is_old)],
        }
        kept = [*(here.c.person.is_not(None) for here in before), *fates[fate]]
        one = literal(1)
        return (
            select(entered.c.person, one.label("x"), one.label("y"))
            .select_from(source)
            .where(*kept)
            .subquery("members")
        )

    members.__module__ = __name__
    members.__qualname__ = f"funnel_members_{'_'.join(steps)}_{days}_{fate}"
    return members


def had_their_days(slice: Slice, entered: FromClause, days: int) -> ColumnElement[bool]:
    """All the days since the first visit are wholly covered."""
    return entered.c.day + literal(days, Integer) <= slice.covered_day


def _entered(slice: Slice) -> FromClause:
    """One row per person with a visit in the window: the first of them starts the clock."""
    source: FromClause = visit_day
    placed: FromClause = visit_day
    if slice.uses(*PERSON_DIMENSIONS):
        placed = visit_day.alias("last_visit")
        source = visit_day.join(
            placed,
            and_(
                placed.c.person == visit_day.c.person,
                slice.inside(placed.c.day),
                placed.c.next_day >= slice.window.end,
            ),
        )
    return (
        select(
            *slice.keys(ENTRY),
            visit_day.c.person,
            visit_day.c.day,
            visit_day.c.seq,
            visit_day.c.visited_at.label("at"),
        )
        .select_from(joined_to_people(source, placed, slice))
        .where(
            slice.inside(visit_day.c.day),
            visit_day.c.previous_day < slice.window.start,
            *slice.kept(ENTRY),
        )
        .cte("entered")
    )


def _all_steps(
    slice: Slice, entered: FromClause, steps: tuple[str, ...], days: int
) -> tuple[FromClause, dict[str, FromClause]]:
    """`entered` with each step outer joined, and the steps by name."""
    source, before = entered, entered
    reached: dict[str, FromClause] = {}
    for name in steps:
        before = _next_step(slice, before, name, days)
        source = source.outerjoin(before, before.c.person == entered.c.person)
        reached[name] = before
    return source, reached


def _next_step(slice: Slice, before: FromClause, name: str, days: int) -> FromClause:
    """The first such deed after the step before, on one of the `days` days from the first visit."""
    last_day = before.c.day + literal(days, Integer)
    return (
        select(
            before.c.person,
            before.c.day,
            func.min(step.c.seq).label("seq"),
            func.arg_min(step.c.occurred_at, step.c.seq).label("at"),
        )
        .join(step, and_(step.c.person == before.c.person, step.c.seq > before.c.seq))
        .where(
            step.c.kind == KIND_OF[name],
            step.c.day >= slice.window.start,
            step.c.day < slice.window.end + literal(days, Integer),
            step.c.day < last_day,
        )
        .group_by(before.c.person, before.c.day)
        .cte(name)
    )
