"""What is a customer worth by the rule of thumb: money in a month of buying × months from first to last order?"""

from typing import Any

from sqlalchemy import Double, Select, and_, cast, func, literal, select
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import Grain
from queries.marts import customer, life_period, presence
from queries.revenue_per_buyer import revenue_per_buyer_members
from queries.shape import groups, real, whole
from queries.slice import ALL_OF_IT, PERSON_DIMENSIONS, WHO, Slice, joined_to_people

DAYS_IN_MONTH = 30.4375
"""365.25 / 12."""
SUMS = ("clusters", "n", "y", "m", "l", "yy", "ym", "yl", "yx", "mm", "ml", "ll")
"""Money y, months with an order m and months of life l of people; n are those with an order, x = 1."""


def ltv_simple(slice: Slice) -> Select[Any]:
    """Numerator: net revenue × mean months from first to last order. Denominator: months in which people ordered.

    n: people with an order. The sums are those that its interval needs (dashboard/insight/intervals.py, LifeSums).
    """
    rows = _stored(slice) if _is_stored(slice) else _summed(slice)
    keys = groups(rows, slice)
    sums = {name: func.sum(rows.c[name]) for name in SUMS}
    y, people = real(sums["y"]), real(sums["n"])
    return (
        select(
            *keys,
            (y * real(sums["l"]) / func.nullif(people, 0)).label("numerator"),
            real(sums["m"]).label("denominator"),
            people.label("n"),
            whole(sums["clusters"]).label("clusters"),
            *(real(sums[name]).label(f"sum_{name}") for name in SUMS[2:]),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def _is_stored(slice: Slice) -> bool:
    return slice.stored_grain is not None and slice.uses_only(*PERSON_DIMENSIONS)


def _stored(slice: Slice) -> FromClause:
    """The sums of whole calendar periods."""
    assert slice.stored_grain is not None
    period = life_period.c.period if slice.grain else ALL_OF_IT
    return (
        select(period.label("period"), *slice.keys(WHO), *(life_period.c[name] for name in SUMS))
        .select_from(joined_to_people(life_period, life_period, slice))
        .where(
            life_period.c.grain == slice.stored_grain.value,
            slice.inside(life_period.c.period),
            *slice.kept(WHO),
        )
        .subquery("stored")
    )


def _summed(slice: Slice) -> FromClause:
    """What each person adds to the sums."""
    rows = _lives(slice)
    y, m, life = real(rows.c.net), real(rows.c.months), rows.c.life
    one = literal(1)
    adds = {
        "clusters": one, "n": rows.c.ordered, "y": y, "m": m, "l": life,
        "yy": y * y, "ym": y * m, "yl": y * life, "yx": y * rows.c.ordered,
        "mm": m * m, "ml": m * life, "ll": life * life,
    }  # fmt: skip
    return select(*groups(rows, slice), *(adds[name].label(name) for name in SUMS)).subquery(
        "summed"
    )


def ltv_simple_members(slice: Slice) -> FromClause:
    """One row per period, group and person: x = months with an order, y = net revenue × mean months of all of them."""
    rows = _lives(slice)
    keys = groups(rows, slice)
    people = func.sum(rows.c.ordered).over(partition_by=keys)
    mean_life = func.sum(rows.c.life).over(partition_by=keys) / func.nullif(people, 0)
    return select(
        *keys,
        rows.c.person,
        rows.c.months.label("x"),
        (real(rows.c.net) * mean_life).label("y"),
    ).subquery("members")


def _lives(slice: Slice) -> FromClause:
    """One row per period, group and person with money: net, ordered (0 or 1), months with an order, months of life
    from the first order ever to the last one of the period."""
    money = revenue_per_buyer_members(slice)
    seen = _order_days(slice)
    days = seen.c.last_day - customer.c.first_day
    return (
        select(
            *groups(money, slice),
            money.c.person,
            money.c.x.label("ordered"),
            money.c.y.label("net"),
            func.coalesce(seen.c.months, 0).label("months"),
            func.coalesce(cast(days, Double) / DAYS_IN_MONTH, literal(0.0)).label("life"),
        )
        .select_from(
            money.outerjoin(
                seen, and_(money.c.period == seen.c.period, money.c.person == seen.c.person)
            ).outerjoin(customer, seen.c.person == customer.c.person)
        )
        .subquery("lives")
    )


def _order_days(slice: Slice) -> FromClause:
    """One row per period and person with an order: calendar months with one, and the last day."""
    period = slice.period_of(presence.c.day).label("period")
    month = slice.calendar.start_of(presence.c.day, Grain.MONTH)
    return (
        select(
            period,
            presence.c.person,
            func.count(month.distinct()).label("months"),
            func.max(presence.c.day).label("last_day"),
        )
        .where(presence.c.kind == "buyer", slice.inside(presence.c.day))
        .group_by(period, presence.c.person)
        .subquery("order_days")
    )
