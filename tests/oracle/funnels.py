"""How far people come after a visit."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from tests.oracle.facts import Deed, Facts, facts_of, local_day, within
from tests.oracle.groups import Group, Occasion, groups_of, occasion_of, profiles
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World


@dataclass
class Reached:
    """Who came to each step, and the seconds from the step before."""

    people: dict[str, set[Person]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    old: set[Person] = field(default_factory=set)
    """Who has had all the days since the first visit by the end of the data."""

    def open_before(self, name: str, steps: tuple[str, ...]) -> set[Person]:
        """At the step before, not at this one, and with days left."""
        before = steps[steps.index(name) - 1]
        return self.people[before] - self.people[name] - self.old


def funnel(
    world: World, window: Window, steps: tuple[str, ...], days: int, where: Where, by: By
) -> dict[Group, Reached]:
    """The first visit of the window starts the clock; each step is the first such deed after the one before."""
    facts = facts_of(world)
    visits = [deed for deed in facts.of_kind("visit") if within(deed.day, window)]
    seen = profiles(facts, [occasion_of(visit) for visit in visits])
    found: dict[Group, Reached] = defaultdict(Reached)
    begun: set[Person] = set()
    for visit in visits:  # in order of time
        if visit.person is None or visit.person in begun:
            continue
        begun.add(visit.person)
        for group in groups_of(Occasion(visit, frozenset()), seen[visit.person], where, by):
            if visit.day + timedelta(days=days) <= local_day(world, world.coverage):
                found[group].old.add(visit.person)
            _follow(facts, visit, steps, days, found[group])
    return found


def _follow(facts: Facts, visit: Deed, steps: tuple[str, ...], days: int, reached: Reached) -> None:
    assert visit.person is not None
    reached.people["visit"].add(visit.person)
    last = visit
    for name in steps[1:]:
        later = [
            deed
            for deed in _deeds(facts, "signup" if name == "signup" else "order")
            if deed.person == visit.person
            and deed.when > last.when
            and deed.day < visit.day + timedelta(days=days)
        ]
        if not later:
            return
        here = min(later, key=lambda deed: deed.when)
        reached.people[name].add(visit.person)
        reached.seconds[name].append((here.at - last.at).total_seconds())
        last = here


def _deeds(facts: Facts, kind: str) -> list[Deed]:
    if kind == "order":
        return [order.first for order in facts.orders.values()]
    return facts.of_kind(kind)


def least_not_exceeded(values: list[float], tenths: int) -> float:
    """The smallest value that at least so many tenths of them do not exceed."""
    ordered = sorted(values)
    return next(
        value for count, value in enumerate(ordered, start=1) if 10 * count >= tenths * len(ordered)
    )
