"""Who visited, who ordered, and how often."""

from collections import defaultdict

from tests.oracle.facts import Facts, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Clusters,
    Group,
    Occasion,
    added,
    clustered,
    count,
    groups_of,
    occasion_of,
    order_occasion,
    profiles,
    share,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


def conversion(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    visits = [v for v in _visits(facts, window) if _records_visits(world, v)]
    orders = [o for o in _orders(facts, window) if _records_visits(world, o)]
    shoppers = _people(facts, visits + orders, visits + orders, where, by)
    return share(_people(facts, orders, visits + orders, where, by), shoppers)


def orders_per_100_shoppers(world: World, window: Window, where: Where, by: By) -> Answers:
    """The numerator counts orders, not hundreds of them."""
    facts = facts_of(world)
    visits = [v for v in _visits(facts, window) if _records_visits(world, v)]
    orders = [o for o in _orders(facts, window) if _records_visits(world, o)]
    seen = profiles(facts, visits + orders)
    buyers = _people(facts, orders, visits + orders, where, by)
    made: dict[Group, list[Person]] = defaultdict(list)
    for order in orders:
        if order.person is not None:
            for group in groups_of(order, seen[order.person], where, by):
                made[group].append(order.person)
    answers = {}
    for group, people in _people(facts, visits + orders, visits + orders, where, by).items():
        clusters: Clusters = dict.fromkeys(people, (0.0, 1.0))
        for person in made[group]:
            added(clusters, person, 1, 0)
        answers[group] = Answer(
            len(made[group]), len(people), len(people),
            frozenset(buyers.get(group, set())), frozenset(people), clusters, clustered(clusters),
        )  # fmt: skip
    return answers


def shoppers(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    both = _visits(facts, window) + _orders(facts, window)
    recorded = [occasion for occasion in both if _records_visits(world, occasion)]
    return count(_people(facts, recorded, recorded, where, by))


def visitors(world: World, window: Window, where: Where, by: By) -> Answers:
    """In whatever channel, also one that is said not to record visits."""
    facts = facts_of(world)
    visits = _visits(facts, window)
    return count(_people(facts, visits, visits, where, by))


def buyers(world: World, window: Window, where: Where, by: By) -> Answers:
    facts = facts_of(world)
    orders = _orders(facts, window)
    return count(_people(facts, orders, orders, where, by))


def _visits(facts: Facts, window: Window) -> list[Occasion]:
    return [occasion_of(deed) for deed in facts.of_kind("visit") if within(deed.day, window)]


def _orders(facts: Facts, window: Window) -> list[Occasion]:
    return [order_occasion(order) for order in facts.orders_in(window)]


def _people(
    facts: Facts, occasions: list[Occasion], counted: list[Occasion], where: Where, by: By
) -> dict[Group, set[Person]]:
    """People with such an occasion, placed by the last of everything the denominator counts."""
    seen = profiles(facts, counted)
    people: dict[Group, set[Person]] = defaultdict(set)
    for occasion in occasions:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                people[group].add(occasion.person)
    return people


def _records_visits(world: World, occasion: Occasion) -> bool:
    """Said by `channels`; where that says nothing, shown by at least one visit."""
    channel = occasion.deed.dims["channel"]
    if channel is None:
        return True
    for row in world.channels:
        if row["channel"] == channel and row["records_visits"] is not None:
            return bool(row["records_visits"])
    return any(deed.dims["channel"] == channel for deed in facts_of(world).of_kind("visit"))
