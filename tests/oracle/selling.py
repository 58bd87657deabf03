"""What parts sold in two years, and what campaigns cost and brought."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tests.oracle.channels import year_before
from tests.oracle.facts import facts_of, local_day, within
from tests.oracle.groups import Group, groups_of, occasion_of, order_occasion
from tests.oracle.money import rate_on
from tests.oracle.sales import net_amount
from tests.oracle.world import By, Where, Window, World


@dataclass
class Sold:
    """Net revenue and orders of now and of a year before."""

    now: float = 0.0
    then: float = 0.0
    orders_now: int = 0
    orders_then: int = 0


def same_days(world: World, window: Window) -> tuple[Window, Window] | None:
    """Days whose date a year before is not before the first order, and which are wholly covered."""
    covered = local_day(world, world.coverage)
    firsts = [order.first.day for order in facts_of(world).first_orders.values()]
    if not firsts:
        return None
    known = [day for day in _days(window) if year_before(day) >= min(firsts)]
    if not known or known[0] >= covered:
        return None
    start, end = known[0], window[1]
    then = (year_before(start), year_before(end))
    if end > covered:
        end = covered
        length = (end - start).days
        then = (then[0], min(date.fromordinal(then[0].toordinal() + length), then[1]))
    return (start, end), then


def _days(window: Window) -> list[date]:
    return [date.fromordinal(n) for n in range(window[0].toordinal(), window[1].toordinal())]


def waterfall(world: World, now: Window, then: Window, where: Where, by: By) -> dict[Group, Sold]:
    """A line and a refund lie in the channel of their order, an order in that of its first line."""
    facts = facts_of(world)
    found: dict[Group, Sold] = defaultdict(Sold)
    for row in facts.of_kind("order", "refund"):
        order = facts.orders.get(row.order_key)
        channel = (row if order is None else order.first).dims["channel"]
        for group in groups_of(occasion_of(row), {"channel": channel}, where, by):
            if within(row.day, now):
                found[group].now += net_amount(row)
            if within(row.day, then):
                found[group].then += net_amount(row)
    for order in facts.orders.values():
        for group in groups_of(order_occasion(order), {}, where, by):
            found[group].orders_now += within(order.first.day, now)
            found[group].orders_then += within(order.first.day, then)
    return found


@dataclass
class Brought:
    spend: float = 0.0
    orders: int = 0
    net: float = 0.0
    customers: int = 0


def campaigns(world: World, window: Window, where: Where) -> dict[Group, Brought]:
    """By source and campaign: of the order, of the spend, of a customer's first order."""
    facts = facts_of(world)
    found: dict[Group, Brought] = defaultdict(Brought)
    for row in facts.of_kind("order", "refund"):
        order = facts.orders.get(row.order_key)
        first = row if order is None else order.first
        seen = {**row.dims, **{name: first.dims[name] for name in ("source", "campaign")}}
        if within(row.day, window) and _kept(seen, where):
            found[_campaign(seen)].net += net_amount(row)
            found[_campaign(seen)].orders += order is not None and row is order.first
    for order in facts.first_orders.values():
        if within(order.first.day, window) and _kept(order.first.dims, where):
            found[_campaign(order.first.dims)].customers += 1
    for spent in world.spend:
        rate = rate_on(world, spent["currency"], spent["day"])
        if rate is not None and within(spent["day"], window) and _kept(spent, where):
            found[_campaign(spent)].spend += float(spent["amount"]) * rate
    return found


def _kept(seen: dict[str, object], where: Where) -> bool:
    """Spend of no region is of none that can be asked for."""
    return all(seen[name] in kept for name, kept in where.items())


def _campaign(seen: dict[str, object]) -> Group:
    return (seen["source"], seen["campaign"])
