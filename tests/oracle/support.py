"""How soon tickets are answered, and how often people have to open one."""

from collections import defaultdict
from collections.abc import Hashable
from datetime import timedelta
from fractions import Fraction

from tests.oracle.facts import Ticket, facts_of, within
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
    own_groups,
    profiles,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


def response_time(world: World, window: Window, where: Where, by: By) -> Answers:
    """Seconds to the first answer, over answered tickets; n counts tickets."""
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        clusters: Clusters = {}
        for ticket in tickets:
            if ticket.seconds is not None:
                added(clusters, _cluster(ticket), ticket.seconds, 1)
        if clusters:
            sums, people = clustered(clusters), _people(tickets, answered=True)
            n = int(sums["sum_x"])
            answers[group] = Answer(sums["sum_y"], n, n, people, people, clusters, sums)
    return answers


def response_time_p90(world: World, window: Window, where: Where, by: By) -> Answers:
    """The smallest answered time that nine tenths do not exceed, as numerator over 1."""
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        values = sorted(ticket.seconds for ticket in tickets if ticket.seconds is not None)
        if values:
            rank = -(-9 * len(values) // 10)  # nine tenths of n, rounded up
            people = _people(tickets, answered=True)
            answers[group] = Answer(
                values[rank - 1], 1, len(values), people, people, values=tuple(values)
            )
    return answers


def response_time_median(world: World, window: Window, where: Where, by: By) -> Answers:
    """Kaplan-Meier: the first time at which no more than half still wait, as numerator over 1.

    Waiting tickets are censored at the coverage. Groups where more than half wait have no median
    and are left out.
    """
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        answered = [ticket.seconds for ticket in tickets if ticket.seconds is not None]
        waiting = [_age(world, ticket) for ticket in tickets if ticket.seconds is None]
        median = _median_waited(answered, waiting)
        if median is not None:
            people = _people(tickets)
            answers[group] = Answer(
                median, 1, len(tickets), people, people, values=tuple(sorted(answered))
            )
    return answers


def response_within_target(world: World, window: Window, where: Where, by: By) -> Answers:
    """Tickets answered within the target over tickets at least as old as the target."""
    target = world.settings.response_target_seconds
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        due = [ticket for ticket in tickets if _age(world, ticket) >= target]
        met = [t for t in due if t.seconds is not None and t.seconds <= target]
        if due:
            answers[group] = Answer(len(met), len(due), len(due), _people(met), _people(due))
    return answers


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


def _grouped(world: World, window: Window, where: Where, by: By) -> dict[Group, list[Ticket]]:
    """Tickets by the day and the dimensions of their opening."""
    groups: dict[Group, list[Ticket]] = defaultdict(list)
    for ticket in facts_of(world).tickets:
        if within(ticket.opened.day, window):
            for group in own_groups(ticket.opened, where, by):
                groups[group].append(ticket)
    return groups


def _age(world: World, ticket: Ticket) -> float:
    """Seconds from the opening to the coverage."""
    return (world.coverage - ticket.opened.at) / timedelta(seconds=1)


def _cluster(ticket: Ticket) -> Hashable:
    opened = ticket.opened
    return opened.person if opened.person is not None else ("ticket", opened.event_id)


def _people(tickets: list[Ticket], answered: bool = False) -> frozenset[Person]:
    return frozenset(
        ticket.opened.person
        for ticket in tickets
        if ticket.opened.person is not None and (ticket.seconds is not None or not answered)
    )


def _median_waited(answered: list[float], waiting: list[float]) -> float | None:
    """Ties: an answer comes before a censoring of the same age."""
    surviving = Fraction(1)
    for time in sorted(set(answered)):
        at_risk = sum(1 for other in answered + waiting if other >= time)
        surviving *= 1 - Fraction(answered.count(time), at_risk)
        if surviving <= Fraction(1, 2):
            return time
    return None
