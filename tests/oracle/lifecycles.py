"""What people do over time: growth accounting, cohorts, the days between the turns of a story."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from tests.oracle.facts import Deed, Facts, facts_of, local_day, within
from tests.oracle.groups import Group, groups_of, occasion_of, profile
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

SILENCE = 90


def growth(
    world: World, before: Window, window: Window, where: Where, by: By
) -> dict[Group, dict[str, int]]:
    """People of each class in a period, `before` being the one before it; under their first order."""
    facts = facts_of(world)
    found: dict[Group, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for person, days in _order_days(facts).items():
        is_here = any(within(day, window) for day in days)
        was_here = any(within(day, before) for day in days)
        for group in _groups(facts, person, where, by):
            if is_here and within(min(days), window):
                found[group]["new"] += 1
            elif is_here and was_here:
                found[group]["returning"] += 1
            elif is_here:
                found[group]["resurrected"] += 1
            elif was_here:
                found[group]["dormant"] += 1
    return found


def cohort(
    world: World, first: Window, later: Window, where: Where, by: By
) -> dict[Group, tuple[set[Person], set[Person], float]]:
    """Of the people whose first order lies in `first`: all, those who order in `later`, their net revenue in it."""
    facts = facts_of(world)
    found: dict[Group, tuple[set[Person], set[Person], float]] = {}
    for person, days in _order_days(facts).items():
        if within(min(days), first):
            for group in _groups(facts, person, where, by):
                people, buyers, revenue = found.get(group, (set(), set(), 0.0))
                people.add(person)
                if any(within(day, later) for day in days):
                    buyers.add(person)
                found[group] = (people, buyers, revenue + _net(facts, person, later))
    return found


def waits(
    world: World, clock: str, window: Window, where: Where, by: By, silence: int = SILENCE
) -> dict[Group, list[Any]]:
    """(days, happened) of everybody whose clock starts in the window, watched to the last whole day."""
    facts = facts_of(world)
    last = local_day(world, world.coverage) - timedelta(days=1)
    found: dict[Group, list[Any]] = defaultdict(list)
    for person, days in _order_days(facts).items():
        start, end = _turns(clock, sorted(days), timedelta(days=silence))
        if start is None or not within(start, window) or start > last:
            continue
        happened = end is not None and end <= last
        until = end if happened and end is not None else last
        for group in _groups(facts, person, where, by):
            found[group].append(((until - start).days, happened))
    return {group: sorted(lives) for group, lives in found.items()}


def gaps(world: World, window: Window, where: Where) -> dict[Person, list[tuple[int, bool]]]:
    """(days, happened) from every order day in the window to the next of the same person, known to the last whole day.

    A filter looks at the region and segment of the day's last order.
    """
    facts = facts_of(world)
    last = local_day(world, world.coverage) - timedelta(days=1)
    found: dict[Person, list[tuple[int, bool]]] = defaultdict(list)
    for person, days in _order_days(facts).items():
        for day in days:
            after = [other for other in days if day < other <= last]
            if within(day, window) and day <= last and _is_seen(facts, person, day, where):
                until = min(after, default=last)
                found[person].append(((until - day).days, bool(after)))
    return found


def _is_seen(facts: Facts, person: Person, day: date, where: Where) -> bool:
    orders = [
        o.first for o in facts.orders.values() if (o.first.person, o.first.day) == (person, day)
    ]
    latest = max(orders, key=lambda deed: deed.when)
    return bool(groups_of(occasion_of(latest), profile(facts, person, latest), where, ()))


def _turns(clock: str, days: list[date], silence: timedelta) -> tuple[date | None, date | None]:
    """The day on which a clock starts and the day on which it stops."""
    silent = [day for day in days if not any(day < other <= day + silence for other in days)]
    if clock == "second-order":
        return days[0], days[1] if len(days) > 1 else None
    if clock == "silence":
        return days[0], silent[0] + silence
    after = [day for day in days if day > silent[0]]
    return silent[0] + silence, after[0] if after else None


def _groups(facts: Facts, person: Person, where: Where, by: By) -> list[Group]:
    """Under the first order: its region, segment and identified."""
    first = facts.first_orders[person].first
    return groups_of(occasion_of(first), profile(facts, person, first), where, by)


def _net(facts: Facts, person: Person, window: Window) -> float:
    """Whole orders on their day, less refunds on their order's day; nothing before the first order."""
    start = facts.first_orders[person].first.day
    total = 0.0
    for order in facts.orders.values():
        if order.first.person == person and within(order.first.day, window):
            total += sum(line.amount for line in order.lines)
    for refund in facts.of_kind("refund"):
        order_found = facts.orders.get(refund.order_key)
        whose: Deed = refund if order_found is None else order_found.first
        if whose.person == person and within(whose.day, window) and whose.day >= start:
            total -= refund.amount
    return total


def _order_days(facts: Facts) -> dict[Person, set[date]]:
    days: dict[Person, set[date]] = defaultdict(set)
    for order in facts.orders.values():
        if order.first.person is not None:
            days[order.first.person].add(order.first.day)
    return days
