"""What a buyer spends, and what a new customer costs."""

from collections import defaultdict
from typing import Any

from tests.oracle.facts import Facts, Order, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Clusters,
    Group,
    Profile,
    added,
    clustered,
    count,
    groups_of,
    occasion_of,
    order_occasion,
    profile,
    profiles,
)
from tests.oracle.money import rate_on
from tests.oracle.people import Person
from tests.oracle.sales import net_amount
from tests.oracle.world import By, Row, Where, Window, World

UNALLOCATED = "unallocated"


def new_customers(world: World, window: Window, where: Where, by: By) -> Answers:
    """Everything about them is that of the first line of the first order."""
    return count(new_people(facts_of(world), window, where, by))


def revenue_per_buyer(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    orders = [order_occasion(order) for order in facts.orders_in(window)]
    rows = [row for row in facts.of_kind("order", "refund") if within(row.day, window)]
    seen = profiles(facts, [occasion_of(row) for row in rows]) | profiles(facts, orders)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    buyers: dict[Group, set[Person]] = defaultdict(set)
    for occasion in orders:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                buyers[group].add(occasion.person)
    for row in rows:
        if row.person is not None:
            for group in groups_of(occasion_of(row), seen[row.person], where, by):
                added(clusters[group], row.person, net_amount(row), 0)
    for group, people in buyers.items():
        for person in people:
            added(clusters[group], person, 0, 1)
    return {group: per_person(parts, frozenset(buyers[group])) for group, parts in clusters.items()}


def cac(world: World, window: Window, where: Where, by: By) -> Answers:
    """Spend over new customers, both by source, campaign or region."""
    spent: dict[Group, float] = defaultdict(float)
    for row in world.spend:
        rate = rate_on(world, row["currency"], row["day"])
        if rate is not None and within(row["day"], window) and _spend_passes(row, where):
            spent[tuple(_spend_value(row, name) for name in by)] += float(row["amount"]) * rate
    won = new_people(facts_of(world), window, where, by)
    answers = {}
    for group in spent.keys() | won.keys():
        people = won.get(group, set())
        answers[group] = Answer(
            spent.get(group, 0.0), len(people), len(people),
            denominator_people=frozenset(people),
        )  # fmt: skip
    return answers


def _spend_passes(row: Row, where: Where) -> bool:
    """Spend without region belongs to no region that can be asked for."""
    if "region" in where and row["region"] is None:
        return False
    return all(row[name] in allowed for name, allowed in where.items())


def _spend_value(row: Row, name: str) -> Any:
    return UNALLOCATED if name == "region" and row["region"] is None else row[name]


def new_people(facts: Facts, window: Window, where: Where, by: By) -> dict[Group, set[Person]]:
    people: dict[Group, set[Person]] = defaultdict(set)
    for person, order in facts.first_orders.items():
        if within(order.first.day, window):
            for group in groups_of(occasion_of(order.first), _at_first(facts, order), where, by):
                people[group].add(person)
    return people


def _at_first(facts: Facts, order: Order) -> Profile:
    assert order.first.person is not None
    return profile(facts, order.first.person, order.first)


def per_person(clusters: Clusters, people: frozenset[Person]) -> Answer:
    sums, behind = clustered(clusters), frozenset(clusters)
    return Answer(sums["sum_y"], len(people), len(people), behind, people, clusters, sums)
