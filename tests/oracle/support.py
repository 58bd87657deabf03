"""How often people have to ask for help."""

from collections import defaultdict

from tests.oracle.facts import facts_of, within
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
    profiles,
)
from tests.oracle.world import By, Where, Window, World


def contact_frequency(world: World, window: Window, where: Where, by: By) -> Answers:
    """Tickets over people who ordered or opened one; of people only."""
    facts = facts_of(world)
    orders = [order_occasion(order) for order in facts.orders_in(window)]
    openings = [
        occasion_of(ticket.opened) for ticket in facts.tickets if within(ticket.opened.day, window)
    ]
    seen = profiles(facts, orders + openings)
    clusters: dict[Group, Clusters] = defaultdict(dict)
    for occasion in orders + openings:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                clusters[group].setdefault(occasion.person, (0.0, 1.0))
                if occasion in openings:
                    added(clusters[group], occasion.person, 1, 0)
    return {group: _frequency(parts) for group, parts in clusters.items()}


def _frequency(clusters: Clusters) -> Answer:
    sums = clustered(clusters)
    people = frozenset(clusters)
    contacted = frozenset(person for person in people if clusters[person][0] > 0)
    return Answer(sums["sum_y"], len(people), len(people), contacted, people, clusters, sums)
