"""How does the number of some people who order come about? Counted from their order days, for roll-ups know nobody."""

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all
from sqlalchemy.sql.selectable import FromClause

from queries.lately import PEOPLE
from queries.marts import calendar, customer, presence
from queries.slice import Slice, joined_to_people


def growth_of_people(slice: Slice, classes: tuple[str, ...]) -> Select[Any]:
    """One row per whole period and group with the people of each class, as `growth`."""
    rows = _classes(slice)
    period = rows.c.period
    keys = [period.label("period"), *slice.keys(PEOPLE)]
    source = rows.join(customer, rows.c.person == customer.c.person)
    counts = [func.count(case((rows.c["class"] == name, 1))).label(name) for name in classes]
    return (
        select(*keys, *counts)
        .select_from(joined_to_people(source, customer, slice))
        .where(slice.inside(period), *slice.kept(PEOPLE))
        .group_by(*keys)
        .order_by(*keys)
    )


def buyer_periods(slice: Slice) -> FromClause:
    """The calendar periods in which people ordered: person, period, period_end."""
    return (
        select(presence.c.person, calendar.c.period, calendar.c.period_end)
        .select_from(presence.join(calendar, presence.c.day == calendar.c.day))
        .where(presence.c.kind == "buyer", calendar.c.grain == str(slice.grain))
        .distinct()
        .subquery("buyer_period")
    )


def _classes(slice: Slice) -> FromClause:
    """One row per person and period that they ordered in, or are missed in: it follows one in which they did."""
    there = buyer_periods(slice).c
    in_order: dict[str, Any] = {"partition_by": there.person, "order_by": there.period}
    stays = select(
        there.person,
        there.period,
        there.period_end,
        func.lag(there.period_end).over(**in_order).label("previous_end"),
        func.lead(there.period).over(**in_order).label("next_period"),
    ).subquery("stays")
    stay = stays.c
    named: ColumnElement[str] = case(
        (stay.previous_end.is_(None), "new"),
        (stay.previous_end == stay.period, "returning"),
        else_="resurrected",
    )
    stayed_away = func.coalesce(stay.next_period > stay.period_end, literal(True))
    return union_all(
        select(stay.person, stay.period, named.label("class")),
        select(stay.person, stay.period_end, literal("dormant")).where(stayed_away),
    ).subquery("classes")
