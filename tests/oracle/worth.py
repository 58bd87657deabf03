"""What a customer brings from the first order on."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from tests.oracle.customers import new_people, per_person, revenue_per_buyer
from tests.oracle.facts import Deed, Facts, Order, facts_of, local_day, within
from tests.oracle.groups import Answer, Answers, Clusters, Group
from tests.oracle.people import Person
from tests.oracle.returning import order_days
from tests.oracle.world import By, Where, Window, World

MONTH = 30.4375
Worth = Callable[[Facts, Person, Window], float | None]


def ltv(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 90, net_of)


def ltv_180(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 180, net_of)


def ltv_365(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 365, net_of)


def ltv_margin(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 90, margin_of)


def ltv_margin_180(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 180, margin_of)


def ltv_margin_365(world: World, window: Window, where: Where, by: By) -> Answers:
    return _worth(world, window, where, by, 365, margin_of)


def ltv_simple(world: World, window: Window, where: Where, by: By) -> Answers:
    """Net revenue per month with an order, times mean months from first to last order; the numerator is the revenue
    times these months, the denominator the months with an order."""
    days_of = order_days(facts_of(world))
    answers = {}
    for group, spent in revenue_per_buyer(world, window, where, by).items():
        months, lives = 0, []
        for person in spent.denominator_people:
            seen = [day for day in days_of[person] if within(day, window)]
            months += len({(day.year, day.month) for day in seen})
            lives.append((max(seen) - min(days_of[person])).days / MONTH)
        if lives:
            money = spent.numerator * sum(lives) / len(lives)
            answers[group] = Answer(money, months, len(lives), value=money / months)
    return answers


def _worth(world: World, window: Window, where: Where, by: By, days: int, worth: Worth) -> Answers:
    """Of people old enough of whom it is known."""
    facts, covered = facts_of(world), local_day(world, world.coverage)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for group, newcomers in new_people(facts, window, where, by).items():
        for person in newcomers:
            start = facts.first_orders[person].first.day
            end = start + timedelta(days=days)
            brought = worth(facts, person, (start, end))
            if end <= covered and brought is not None:
                clusters[group][person] = (brought, 1.0)
    return {group: per_person(parts, frozenset(parts)) for group, parts in clusters.items()}


def net_of(facts: Facts, person: Person, span: Window) -> float:
    """Whole orders, less what was given back of them; all on the order's day."""
    sold = sum(line.amount for order in _orders(facts, person, span) for line in order.lines)
    return sold - sum(refund.amount for refund in _refunds(facts, person, span))


def margin_of(facts: Facts, person: Person, span: Window) -> float | None:
    """Of lines with a cost; None without any. A refund counts as far as its order's lines carry a cost."""
    lines = [
        line
        for order in _orders(facts, person, span)
        for line in order.lines
        if line.cost is not None
    ]
    if not lines:
        return None
    margin = 0.0
    for line in lines:
        assert line.cost is not None
        margin += line.amount - line.cost
    for refund in _refunds(facts, person, span):
        margin -= refund.amount * _costed_share(facts.orders.get(refund.order_key))
    return margin


def _costed_share(order: Order | None) -> float:
    if order is None:
        return 1.0
    costed = [line.amount for line in order.lines if line.cost is not None]
    total = sum(line.amount for line in order.lines)
    if not costed:
        return 0.0
    return sum(costed) / total if total else 1.0


def _orders(facts: Facts, person: Person, span: Window) -> list[Order]:
    return [
        order
        for order in facts.orders.values()
        if order.first.person == person and within(order.first.day, span)
    ]


def _refunds(facts: Facts, person: Person, span: Window) -> list[Deed]:
    """Those of the person's orders in the span, and the person's own that belong to no order that is known."""
    found = []
    for refund in facts.of_kind("refund"):
        order = facts.orders.get(refund.order_key)
        whose = refund if order is None else order.first
        if whose.person == person and within(whose.day, span):
            found.append(refund)
    return found
