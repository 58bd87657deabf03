"""Who was in the shop, and who of them ordered: the rows behind conversion, shoppers and visitors."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    not_,
    select,
)
from sqlalchemy.sql.selectable import FromClause

from queries.calendar import Grain
from queries.marts import (
    people_origin_period,
    people_period,
    people_set_period,
    people_value_period,
    presence,
    shop_day,
)
from queries.shape import groups, real, totals, whole
from queries.slice import (
    ALL_OF_IT,
    FIRST_DIMENSIONS,
    PERSON_DIMENSIONS,
    SHOP_DIMENSIONS,
    WHO,
    Columns,
    Slice,
    joined_to_people,
)

VALUE_KINDS = ("shopper", "visitor")
"""The kinds that are rolled up by channel, source, campaign and device too."""
SET_DIMENSIONS = ("channel", "source")
"""The dimensions of which sets of values are rolled up."""
SHOP: Columns = {name: shop_day.c[name] for name in SHOP_DIMENSIONS}


def present(slice: Slice, kind: str) -> FromClause:
    """One row per period and person of a kind, with the region and segment last seen: period, person, who, origin."""
    return (
        select(
            slice.period_of(presence.c.day).label("period"),
            presence.c.person,
            presence.c.who,
            presence.c.origin,
        )
        .where(
            presence.c.kind == kind,
            slice.inside(presence.c.day),
            not_(slice.again(presence.c.day, presence.c.next_day)),
        )
        .subquery("present")
    )


def shop_members(slice: Slice, kind: str) -> FromClause:
    """One row per period, group and person: x = 1, y = orders. `kind` is 'shopper' or 'visitor'.

    Filters by channel, source, campaign or device apply to visits and to orders alike.
    """
    if slice.uses(*SHOP_DIMENSIONS):
        return _members_by_act(slice, kind)
    there = present(slice, kind)
    orders = _orders_by_person(slice)
    source = joined_to_people(
        there.outerjoin(
            orders, and_(there.c.period == orders.c.period, there.c.person == orders.c.person)
        ),
        there,
        slice,
    )
    return (
        select(
            there.c.period,
            *slice.keys(WHO),
            there.c.person,
            literal(1).label("x"),
            func.coalesce(orders.c.orders, 0).label("y"),
        )
        .select_from(source)
        .where(*slice.kept(WHO))
        .subquery("members")
    )


def _orders_by_person(slice: Slice) -> FromClause:
    period = slice.period_of(shop_day.c.day).label("period")
    return (
        select(period, shop_day.c.person, func.sum(shop_day.c.orders).label("orders"))
        .where(slice.inside(shop_day.c.day), shop_day.c.orders > 0, shop_day.c.records_visits)
        .group_by(period, shop_day.c.person)
        .subquery("orders")
    )


def _members_by_act(slice: Slice, kind: str) -> FromClause:
    period = slice.period_of(shop_day.c.day).label("period")
    keys = slice.keys(SHOP)
    counted = shop_day.c.records_visits if kind == "shopper" else shop_day.c.visits > 0
    acts = (
        select(
            period,
            *keys,
            shop_day.c.person,
            func.sum(case((shop_day.c.records_visits, shop_day.c.orders), else_=0)).label("orders"),
        )
        .where(
            slice.inside(shop_day.c.day), shop_day.c.person.is_not(None), counted, *slice.kept(SHOP)
        )
        .group_by(period, *keys, shop_day.c.person)
        .subquery("acts")
    )
    source: FromClause = acts
    if slice.uses(*PERSON_DIMENSIONS):
        there = present(slice, kind)
        source = joined_to_people(
            acts.join(
                there, and_(acts.c.period == there.c.period, acts.c.person == there.c.person)
            ),
            there,
            slice,
        )
    known: Columns = {**WHO, **{name: acts.c[name] for name in slice.by if name in SHOP}}
    return (
        select(
            acts.c.period,
            *slice.keys(known),
            acts.c.person,
            literal(1).label("x"),
            acts.c.orders.label("y"),
        )
        .select_from(source)
        .where(*slice.kept(WHO))
        .subquery("members")
    )


def stored_people(slice: Slice, kind: str) -> FromClause | None:
    """The roll-up that answers this slice, as columns period, groups, clusters, people, acted, y, xy, yy; None
    where only the rows can: part periods, or more than one dimension beside those of the person."""
    others = slice.dimensions - {*PERSON_DIMENSIONS}
    if slice.stored_grain is None or len(others) > 1:
        return None
    if not others:
        return _stored(slice, kind, people_period, WHO)
    [dimension] = others
    if dimension in FIRST_DIMENSIONS and not slice.uses(*PERSON_DIMENSIONS):
        value: Columns = {dimension: people_origin_period.c.value}
        return _stored(slice, kind, people_origin_period, value, dimension)
    if kind in VALUE_KINDS and dimension in SHOP_DIMENSIONS and _one_by_one(slice, dimension):
        value = {**WHO, dimension: people_value_period.c.value}
        return _stored(slice, kind, people_value_period, value, dimension)
    return None


def _one_by_one(slice: Slice, dimension: str) -> bool:
    """Each value of the dimension is asked for by itself: a person under two of them may count twice."""
    return dimension in slice.by or len(slice.values(dimension) or ()) == 1


def _stored(
    slice: Slice, kind: str, table: Table, known: Columns, dimension: str | None = None
) -> FromClause:
    grain = slice.stored_grain
    assert grain is not None
    of_dimension = [table.c.dimension == dimension] if dimension else []
    measures = ("clusters", "people", "acted", "y", "xy", "yy")
    return (
        select(
            (table.c.period if slice.grain else ALL_OF_IT).label("period"),
            *slice.keys(known),
            *(table.c[name] for name in measures),
        )
        .select_from(joined_to_people(table, table, slice) if "who" in table.c else table)
        .where(
            table.c.kind == kind,
            table.c.grain == grain.value,
            slice.inside(table.c.period),
            *of_dimension,
            *slice.kept(known),
        )
        .subquery("stored")
    )


def stored_shopper_sets(slice: Slice) -> FromClause | None:
    """The roll-up that answers a filter by several channels or sources: columns period, people seen under any of
    them, acted: those who ordered under any of them. None where it does not apply."""
    if slice.stored_grain in (None, Grain.WEEK) or slice.by or len(slice.dimensions) != 1:
        return None
    [dimension] = slice.dimensions
    kept = slice.values(dimension)
    if dimension not in SET_DIMENSIONS or not kept:
        return None
    table = people_set_period
    wanted = bindparam(None, list(kept), type_=ARRAY(String))
    return (
        select(
            (table.c.period if slice.grain else ALL_OF_IT).label("period"),
            table.c.people,
            case((func.list_has_any(table.c.did, wanted), table.c.people), else_=0).label("acted"),
        )
        .where(
            table.c.grain == slice.stored_grain.value,
            table.c.dimension == dimension,
            slice.inside(table.c.period),
            func.list_has_any(table.c.seen, wanted),
        )
        .subquery("stored")
    )


def stored_shares(rows: FromClause, slice: Slice) -> Select[Any]:
    """Numerator: people who acted; denominator: people."""
    keys = groups(rows, slice)
    return (
        select(
            *keys,
            real(func.sum(rows.c.acted)).label("numerator"),
            real(func.sum(rows.c.people)).label("denominator"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def stored_ratio(rows: FromClause, slice: Slice) -> Select[Any]:
    """Numerator: y; denominator: people; and the sums over people that the interval needs."""
    keys = groups(rows, slice)
    return (
        select(
            *keys,
            real(func.sum(rows.c.y)).label("numerator"),
            real(func.sum(rows.c.people)).label("denominator"),
            whole(func.sum(rows.c.clusters)).label("clusters"),
            real(func.sum(rows.c.people)).label("sum_xx"),
            real(func.sum(rows.c.xy)).label("sum_xy"),
            func.sum(rows.c.yy).label("sum_yy"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )


def people_counted(slice: Slice, kind: str) -> Select[Any]:
    stored = stored_people(slice, kind)
    if stored is None and kind == "shopper":
        stored = stored_shopper_sets(slice)
    if stored is None:
        return totals(each_once(shop_members(slice, kind), slice), slice)
    counted = select(
        stored.c.period,
        *(stored.c[name] for name in slice.by),
        stored.c.people.label("x"),
        stored.c.people.label("y"),
    ).subquery("counted")
    return totals(counted, slice)


def each_once(members: FromClause, slice: Slice) -> FromClause:
    return select(
        members.c.period,
        *(members.c[name] for name in slice.by),
        members.c.person,
        members.c.x,
        members.c.x.label("y"),
    ).subquery("counted")
