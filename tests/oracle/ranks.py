"""How lately, how often, for how much: each person's figures and ranks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.oracle.facts import Deed, Facts, Order, facts_of, within
from tests.oracle.groups import groups_of, order_occasion, profile
from tests.oracle.people import Person
from tests.oracle.world import Where, Window, World


@dataclass(frozen=True)
class Figures:
    recency_days: int
    orders: int
    order_days: int
    gross: float
    net: float


def rfm(world: World, window: Window, where: Where) -> dict[Person, Figures]:
    """Of everybody with an order in the window, under the last of them."""
    facts = facts_of(world)
    inside = facts.orders_in(window)
    a_day_later = max((_wall_clock(world, o.first.at) for o in inside), default=datetime.min)
    a_day_later += timedelta(days=1)
    owned: dict[Person, list[Order]] = defaultdict(list)
    for order in inside:
        if order.first.person is not None:
            owned[order.first.person].append(order)
    return {
        person: _figures(world, facts, person, orders, a_day_later, window)
        for person, orders in owned.items()
        if _passes(facts, person, orders, where)
    }


def scores(values: dict[Person, float]) -> dict[Person, int]:
    """1 to 5 by the share of people with a smaller value."""
    return {
        person: 1 + 5 * sum(other < value for other in values.values()) // len(values)
        for person, value in values.items()
    }


def _figures(
    world: World, facts: Facts, person: Person, orders: list[Order], until: datetime, window: Window
) -> Figures:
    last = max(_wall_clock(world, order.first.at) for order in orders)
    gross = sum(line.amount for order in orders for line in order.lines)
    return Figures(
        recency_days=(until - last) // timedelta(days=1),
        orders=len(orders),
        order_days=len({order.first.day for order in orders}),
        gross=gross,
        net=gross - sum(refund.amount for refund in _refunds(facts, person, orders, window)),
    )


def _refunds(facts: Facts, person: Person, orders: list[Order], window: Window) -> list[Deed]:
    """Those of the orders, whenever they were made; those of no order on their own day."""
    keys = {order.key for order in orders}
    return [
        refund
        for refund in facts.of_kind("refund")
        if refund.order_key in keys
        or (
            refund.order_key not in facts.orders
            and refund.person == person
            and within(refund.day, window)
        )
    ]


def _passes(facts: Facts, person: Person, orders: list[Order], where: Where) -> bool:
    last = max(orders, key=lambda order: order.first.when)
    return bool(groups_of(order_occasion(last), profile(facts, person, last.first), where, ()))


def _wall_clock(world: World, at: datetime) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(world.settings.zone)).replace(tzinfo=None)
