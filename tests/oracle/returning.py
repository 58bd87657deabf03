"""Who comes back."""

from collections import defaultdict
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.oracle.customers import new_people
from tests.oracle.facts import Facts, facts_of, local_day
from tests.oracle.groups import (
    Answer,
    Answers,
    Group,
    groups_of,
    order_occasion,
    profiles,
    share,
)
from tests.oracle.people import Person
from tests.oracle.shopping import buyers
from tests.oracle.world import By, Where, Window, World

Watch = tuple[int, bool]
"""Days since the first order, and whether the person came back then or was watched no longer."""


def returning_share(world: World, window: Window, where: Where, by: By) -> Answers:
    """Had ordered before the window, wherever that was."""
    facts = facts_of(world)
    there = {
        group: set(answer.numerator_people)
        for group, answer in buyers(world, window, where, by).items()
    }
    before = {p for p, order in facts.first_orders.items() if order.first.day < window[0]}
    return share({group: people & before for group, people in there.items()}, there)


def returned_to_date(world: World, window: Window, where: Where, by: By) -> Answers:
    """All orders before the end count; a window that begins where the data end says nothing."""
    facts, (start, end) = facts_of(world), window
    zone = ZoneInfo(world.settings.zone)
    reached = world.coverage.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    if datetime.combine(start, time()) >= reached:
        return {}
    occasions = [order_occasion(order) for order in facts.orders_in((date.min, end))]
    seen = profiles(facts, occasions)
    base: dict[Group, set[Person]] = defaultdict(set)
    for occasion in occasions:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                base[group].add(occasion.person)
    days = order_days(facts)
    back = {person for person in seen if len([day for day in days[person] if day < end]) > 1}
    return share({group: people & back for group, people in base.items()}, base)


def repeat_purchase_rate(world: World, window: Window, where: Where, by: By) -> Answers:
    return _returns(world, window, where, by, 90)


def repeat_purchase_rate_180(world: World, window: Window, where: Where, by: By) -> Answers:
    return _returns(world, window, where, by, 180)


def repeat_purchase_rate_365(world: World, window: Window, where: Where, by: By) -> Answers:
    return _returns(world, window, where, by, 365)


def _returns(world: World, window: Window, where: Where, by: By, days: int) -> Answers:
    facts, covered = facts_of(world), local_day(world, world.coverage)
    days_of = order_days(facts)
    answers = {}
    for group, people in new_people(facts, window, where, by).items():
        watched = {person: _watch(days_of[person], covered, days) for person in people}
        back = frozenset(person for person, (_, came_back) in watched.items() if came_back)
        value = _share_back(list(watched.values()), days)
        if value is not None:
            answers[group] = Answer(
                len(back), len(people), len(people), back, frozenset(people), value=100 * value
            )
    return answers


def _watch(order_days: set[date], covered: date, days: int) -> Watch:
    """Only days that are wholly covered are seen."""
    first = min(order_days)
    later = [(day - first).days for day in order_days if first < day < covered]
    if later and min(later) < days:
        return min(later), True
    return max(0, min((covered - first).days, days) - 1), False


def _share_back(watched: list[Watch], days: int) -> float | None:
    """Kaplan and Meier (1958), day by day; None once there is nobody left to watch, unless all have come back."""
    left = 1.0
    for day in range(days):
        at_risk = [came_back for time, came_back in watched if time >= day]
        if not at_risk:
            return 1.0 if all(came_back for _, came_back in watched) else None
        gone = sum(1 for time, came_back in watched if time == day and came_back)
        left *= 1 - gone / len(at_risk)
    return 1 - left


def order_days(facts: Facts) -> dict[Person, set[date]]:
    days: dict[Person, set[date]] = defaultdict(set)
    for order in facts.orders.values():
        if order.first.person is not None:
            days[order.first.person].add(order.first.day)
    return days
