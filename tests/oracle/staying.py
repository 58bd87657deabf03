"""Who comes back, who falls silent, who cancels."""

from collections import defaultdict
from datetime import date, timedelta

from tests.oracle.facts import Deed, Facts, facts_of, local_day, within
from tests.oracle.groups import (
    Answers,
    Group,
    Occasion,
    groups_of,
    occasion_of,
    order_occasion,
    profiles,
    share,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

DAYS = 90


def retention(
    world: World, window: Window, where: Where, by: By, silence: int = DAYS, horizon: int = DAYS
) -> Answers:
    """Only the window's first day matters."""
    facts, start = facts_of(world), window[0]
    base = _base(facts, _orders_before(facts, start, silence), where, by)
    after = (start, start + timedelta(days=horizon))
    came_back = {
        person
        for person, days in _order_days(facts).items()
        if any(within(day, after) for day in days)
    }
    return share(_those(base, came_back), base)


def churn(world: World, window: Window, where: Where, by: By, silence: int = DAYS) -> Answers:
    facts = facts_of(world)
    base = _base(facts, _orders_before(facts, window[0], silence), where, by)
    known = (window[0], max(window[0], min(window[1], local_day(world, world.coverage))))
    lapsed = {
        person for person, days in _order_days(facts).items() if _lapses(days, known, silence)
    }
    return share(_those(base, lapsed), base)


def cancel_rate(world: World, window: Window, where: Where, by: By, silence: int = DAYS) -> Answers:
    facts, start = facts_of(world), window[0]
    active = _orders_before(facts, start, silence) + _signups_of_subscribed(facts, start)
    base = _base(facts, active, where, by)
    cancels = [deed for deed in facts.of_kind("cancel") if within(deed.day, window)]
    return share(_those(base, {deed.person for deed in cancels if deed.person}), base)


def _lapses(days: set[date], window: Window, silence: int) -> bool:
    """Whether the last day of a silence, the ninetieth as a rule, falls in the window."""
    for day in days:
        last = day + timedelta(days=silence)
        silent = not any(day < other <= last for other in days)
        if silent and within(last, window):
            return True
    return False


def _orders_before(facts: Facts, start: date, silence: int) -> list[Occasion]:
    lately = (start - timedelta(days=silence), start)
    return [order_occasion(order) for order in facts.orders_in(lately)]


def _signups_of_subscribed(facts: Facts, start: date) -> list[Occasion]:
    """Signups before the day, of people whose last signup or cancel before it is a signup."""
    before = [deed for deed in facts.of_kind("signup", "cancel") if deed.day < start]
    last: dict[Person, Deed] = {}
    for deed in before:  # in order of time
        if deed.person is not None:
            last[deed.person] = deed
    subscribed = {person for person, deed in last.items() if deed.kind == "signup"}
    return [
        occasion_of(deed) for deed in before if deed.kind == "signup" and deed.person in subscribed
    ]


def _base(
    facts: Facts, occasions: list[Occasion], where: Where, by: By
) -> dict[Group, set[Person]]:
    """People with such an occasion, under the last of them."""
    seen = profiles(facts, occasions)
    people: dict[Group, set[Person]] = defaultdict(set)
    for occasion in occasions:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                people[group].add(occasion.person)
    return people


def _order_days(facts: Facts) -> dict[Person, set[date]]:
    days: dict[Person, set[date]] = defaultdict(set)
    for order in facts.orders.values():
        if order.first.person is not None:
            days[order.first.person].add(order.first.day)
    return days


def _those(base: dict[Group, set[Person]], who: set[Person]) -> dict[Group, set[Person]]:
    return {group: people & who for group, people in base.items()}
