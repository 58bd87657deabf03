"""How long people wait until a ticket is answered or closed."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial

from tests.oracle.facts import Ticket, facts_of, within
from tests.oracle.groups import Answer, Answers, Clusters, Group, added, clustered, own_groups
from tests.oracle.hours import business_age, business_elapsed
from tests.oracle.people import Person
from tests.oracle.world import By, Settings, Where, Window, World


@dataclass(frozen=True)
class Wait:
    """What ends a wait, by which clock it is counted, and how long it may last."""

    end: Callable[[Ticket], datetime | None]
    clock: Callable[[World, Ticket, datetime], float]
    """Seconds from a ticket's opening to an instant."""
    age: Callable[[World, Ticket], float]
    """Seconds from a ticket's opening to the coverage."""
    target: Callable[[Settings], int]

    def seconds(self, world: World, ticket: Ticket) -> float | None:
        """None while the ticket waits."""
        end = self.end(ticket)
        return None if end is None else self.clock(world, ticket, end)


def _elapsed(world: World, ticket: Ticket, until: datetime) -> float:
    return (until - ticket.opened.at) / timedelta(seconds=1)


def _age(world: World, ticket: Ticket) -> float:
    return _elapsed(world, ticket, world.coverage)


def _answered(ticket: Ticket) -> datetime | None:
    return ticket.answered_at


def _closed(ticket: Ticket) -> datetime | None:
    return ticket.closed_at


def _answer_target(settings: Settings) -> int:
    return settings.response_target_seconds


def _closing_target(settings: Settings) -> int:
    return settings.resolution_target_seconds


RESPONSE = Wait(_answered, _elapsed, _age, _answer_target)
RESOLUTION = Wait(_closed, _elapsed, _age, _closing_target)
RESPONSE_BUSINESS = Wait(_answered, business_elapsed, business_age, _answer_target)
RESOLUTION_BUSINESS = Wait(_closed, business_elapsed, business_age, _closing_target)


def mean(wait: Wait, world: World, window: Window, where: Where, by: By) -> Answers:
    """Seconds over tickets whose wait is over; n counts those tickets."""
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        clusters: Clusters = {}
        for ticket in tickets:
            seconds = wait.seconds(world, ticket)
            if seconds is not None:
                added(clusters, _cluster(ticket), seconds, 1)
        if clusters:
            sums, people = clustered(clusters), _people(_over(wait, tickets))
            n = int(sums["sum_x"])
            answers[group] = Answer(sums["sum_y"], n, n, people, people, clusters, sums)
    return answers


def p90(wait: Wait, world: World, window: Window, where: Where, by: By) -> Answers:
    """The smallest time that nine tenths do not exceed, as numerator over 1."""
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        values = _all_over(wait, world, tickets)
        if values:
            rank = -(-9 * len(values) // 10)  # nine tenths of n, rounded up
            people = _people(_over(wait, tickets))
            answers[group] = Answer(
                values[rank - 1], 1, len(values), people, people, values=tuple(values)
            )
    return answers


def median(wait: Wait, world: World, window: Window, where: Where, by: By) -> Answers:
    """Kaplan-Meier: the first time at which no more than half still wait, as numerator over 1.

    Waiting tickets are censored at the coverage. Groups where more than half wait have no median
    and are left out.
    """
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        over = _all_over(wait, world, tickets)
        waiting = [wait.age(world, t) for t in tickets if wait.end(t) is None]
        found = _median_waited(over, waiting)
        if found is not None:
            people = _people(tickets)
            answers[group] = Answer(found, 1, len(tickets), people, people, values=tuple(over))
    return answers


def within_target(wait: Wait, world: World, window: Window, where: Where, by: By) -> Answers:
    """Tickets in time over tickets at least as old as the target."""
    target = wait.target(world.settings)
    answers = {}
    for group, tickets in _grouped(world, window, where, by).items():
        due = [t for t in tickets if wait.age(world, t) >= target]
        met = [t for t in _over(wait, due) if (wait.seconds(world, t) or 0) <= target]
        if due:
            answers[group] = Answer(len(met), len(due), len(due), _people(met), _people(due))
    return answers


response_time, resolution_time = partial(mean, RESPONSE), partial(mean, RESOLUTION)
response_time_p90, resolution_time_p90 = partial(p90, RESPONSE), partial(p90, RESOLUTION)
response_time_median = partial(median, RESPONSE)
resolution_time_median = partial(median, RESOLUTION)
response_within_target = partial(within_target, RESPONSE)
resolution_within_target = partial(within_target, RESOLUTION)

response_time_business = partial(mean, RESPONSE_BUSINESS)
response_time_business_p90 = partial(p90, RESPONSE_BUSINESS)
response_time_business_median = partial(median, RESPONSE_BUSINESS)
response_within_target_business = partial(within_target, RESPONSE_BUSINESS)
resolution_time_business = partial(mean, RESOLUTION_BUSINESS)
resolution_time_business_p90 = partial(p90, RESOLUTION_BUSINESS)
resolution_time_business_median = partial(median, RESOLUTION_BUSINESS)
resolution_within_target_business = partial(within_target, RESOLUTION_BUSINESS)


def _over(wait: Wait, tickets: list[Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets if wait.end(ticket) is not None]


def _all_over(wait: Wait, world: World, tickets: list[Ticket]) -> list[float]:
    found = [wait.seconds(world, ticket) for ticket in tickets]
    return sorted(seconds for seconds in found if seconds is not None)


def _grouped(world: World, window: Window, where: Where, by: By) -> dict[Group, list[Ticket]]:
    """Tickets by the day and the dimensions of their opening."""
    groups: dict[Group, list[Ticket]] = defaultdict(list)
    for ticket in facts_of(world).tickets:
        if within(ticket.opened.day, window):
            for group in own_groups(ticket.opened, where, by):
                groups[group].append(ticket)
    return groups


def _cluster(ticket: Ticket) -> Hashable:
    opened = ticket.opened
    return opened.person if opened.person is not None else ("ticket", opened.event_id)


def _people(tickets: list[Ticket]) -> frozenset[Person]:
    return frozenset(t.opened.person for t in tickets if t.opened.person is not None)


def _median_waited(over: list[float], waiting: list[float]) -> float | None:
    """Ties: an end comes before a censoring of the same age."""
    surviving = Fraction(1)
    for time in sorted(set(over)):
        at_risk = sum(1 for other in over + waiting if other >= time)
        surviving *= 1 - Fraction(over.count(time), at_risk)
        if surviving <= Fraction(1, 2):
            return time
    return None
