"""What a buyer spends, and who is new."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from tests.oracle.attribution import first_order
from tests.oracle.facts import Facts, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Clusters,
    Group,
    added,
    clustered,
    groups_of,
    occasion_of,
    order_occasion,
    profile,
    profiles,
)
from tests.oracle.people import Person
from tests.oracle.sales import net_amount
from tests.oracle.world import By, Where, Window, World

Kept = Callable[[Any], bool]
"""Whether a source counts."""


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


def new_people(
    facts: Facts,
    window: Window,
    where: Where,
    by: By,
    attribution: str = "first_order",
    kept: Kept = lambda source: True,
) -> dict[Group, set[Person]]:
    """Everything about them is that of the first order; its source and campaign may be a touch's."""
    people: dict[Group, set[Person]] = defaultdict(set)
    for person in facts.first_orders:
        order = first_order(facts, person, attribution)
        if within(order.day, window) and kept(order.dims["source"]):
            for group in groups_of(occasion_of(order), profile(facts, person, order), where, by):
                people[group].add(person)
    return people


def per_person(clusters: Clusters, people: frozenset[Person]) -> Answer:
    sums, behind = clustered(clusters), frozenset(clusters)
    return Answer(sums["sum_y"], len(people), len(people), behind, people, clusters, sums)
