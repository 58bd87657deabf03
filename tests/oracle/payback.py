"""Whether customers bring in more than winning them costs."""

from datetime import timedelta

from tests.oracle.acquisition import spend_by, won_by
from tests.oracle.facts import Deed, Facts, Order, facts_of, local_day, within
from tests.oracle.groups import Answer, Answers
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

YEAR = timedelta(days=365)


def ltv_to_cac(
    world: World, window: Window, where: Where, by: By, attribution: str = "first_order"
) -> Answers:
    """Mean worth in the year from the first order, of people old enough, over what one of the window's cost.

    Worth is margin, of those of whom a cost is known; net revenue where none is known of anybody in the group.
    """
    facts, covered = facts_of(world), local_day(world, world.coverage)
    spent = spend_by(world, window, where, by)
    answers = {}
    for group, people in won_by(world, window, where, by, attribution).items():
        old = [p for p in people if facts.first_orders[p].first.day + YEAR <= covered]
        margins = {p: m for p in old if (m := _margin(facts, p)) is not None}
        worth = margins or {p: _net(facts, p) for p in old}
        if worth and spent.get(group, 0) > 0:
            answers[group] = Answer(
                sum(worth.values()) / len(worth), spent[group] / len(people), len(worth),
                frozenset(worth), frozenset(worth), {p: (y, 1.0) for p, y in worth.items()},
                {"by_margin": float(bool(margins))},
            )  # fmt: skip
    return answers


def _net(facts: Facts, person: Person) -> float:
    sold = sum(line.amount for order in _orders(facts, person) for line in order.lines)
    return sold - sum(refund.amount for refund in _refunds(facts, person))


def _margin(facts: Facts, person: Person) -> float | None:
    """Of lines with a cost; a refund lowers it as far as the lines of its order carry one."""
    costed = [
        line.amount - line.cost
        for order in _orders(facts, person)
        for line in order.lines
        if line.cost is not None
    ]
    if not costed:
        return None
    return sum(costed) - sum(
        refund.amount * _costed_share(facts.orders.get(refund.order_key))
        for refund in _refunds(facts, person)
    )


def _costed_share(order: Order | None) -> float:
    if order is None:
        return 1.0
    costed = [line.amount for line in order.lines if line.cost is not None]
    total = sum(line.amount for line in order.lines)
    return (sum(costed) / total if total else 1.0) if costed else 0.0


def _orders(facts: Facts, person: Person) -> list[Order]:
    span = _year(facts, person)
    orders = facts.orders.values()
    return [o for o in orders if o.first.person == person and within(o.first.day, span)]


def _refunds(facts: Facts, person: Person) -> list[Deed]:
    """Of the person's orders; of no order that is known, the person's own."""
    found, span = [], _year(facts, person)
    for refund in facts.of_kind("refund"):
        order = facts.orders.get(refund.order_key)
        whose = refund if order is None else order.first
        if whose.person == person and within(whose.day, span):
            found.append(refund)
    return found


def _year(facts: Facts, person: Person) -> Window:
    first = facts.first_orders[person].first.day
    return (first, first + YEAR)
