"""Which groups something counts in, and what is handed back for each."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.oracle.facts import Deed, Facts, Order
from tests.oracle.people import Person
from tests.oracle.world import By, Where

Group = tuple[Any, ...]
Profile = dict[str, Any]
"""region, segment, identified, first_source, first_channel, first_category of a person."""
Clusters = dict[Hashable, tuple[float, float]]
"""Cluster -> its part (y, x) of the numerator and of the denominator."""


@dataclass(frozen=True)
class Answer:
    """The parts of a value, not divided and not multiplied by a hundred.

    `n` counts people (clusters) or answers or tickets; `sums` are what an interval needs beyond
    `clusters`; `values` are sorted where the metric is a quantile.
    """

    numerator: float
    denominator: float | None
    n: int
    numerator_people: frozenset[Person] = frozenset()
    denominator_people: frozenset[Person] = frozenset()
    clusters: Clusters = field(default_factory=dict)
    sums: dict[str, float] = field(default_factory=dict)
    values: tuple[float, ...] = ()
    value: float | None = None
    """The value itself, where it is not numerator / denominator."""


Answers = dict[Group, Answer]


@dataclass(frozen=True, eq=False)
class Occasion:
    """Something a person did once: a deed and the categories it counts in."""

    deed: Deed
    categories: frozenset[Any]

    @property
    def person(self) -> Person | None:
        return self.deed.person


def occasion_of(deed: Deed) -> Occasion:
    return Occasion(deed, frozenset({deed.dims["category"]}))


def order_occasion(order: Order) -> Occasion:
    """An order counts in every category that one of its lines carries."""
    return Occasion(order.first, frozenset(order.categories))


def profiles(facts: Facts, occasions: Iterable[Occasion]) -> dict[Person, Profile]:
    """Each person under the region, segment and identified of the last of these occasions."""
    last: dict[Person, Deed] = {}
    for occasion in occasions:
        person, deed = occasion.person, occasion.deed
        if person is not None and (person not in last or deed.when > last[person].when):
            last[person] = deed
    return {person: profile(facts, person, deed) for person, deed in last.items()}


def profile(facts: Facts, person: Person, deed: Deed) -> Profile:
    """The person as this deed saw it, with the first dimensions of the first order ever."""
    seen = {name: deed.dims[name] for name in ("region", "segment", "identified")}
    first = facts.first_orders.get(person)
    for name in ("source", "channel", "category"):
        seen[f"first_{name}"] = None if first is None else first.first.dims[name]
    return seen


def groups_of(occasion: Occasion, seen: Profile, where: Where, by: By) -> list[Group]:
    """The groups an occasion counts in; none where a filter drops it.

    What `seen` knows is the person's; everything else is the occasion's own.
    """
    for name, allowed in where.items():
        if not _values(occasion, seen, name) & allowed:
            return []
    choices = []
    for name in by:
        values = _values(occasion, seen, name)
        choices.append(values & where[name] if name in where else values)
    return list(product(*choices))


def own_groups(deed: Deed, where: Where, by: By) -> list[Group]:
    """The groups a deed counts in under its own dimensions."""
    return groups_of(occasion_of(deed), {}, where, by)


def _values(occasion: Occasion, seen: Profile, name: str) -> set[Any]:
    if name in seen:
        return {seen[name]}
    if name == "category":
        return set(occasion.categories)
    return {occasion.deed.dims[name]}


def cluster_of(deed: Deed) -> Hashable:
    """The person; for nobody the order, each by itself."""
    return deed.person if deed.person is not None else deed.order_key


def added(clusters: Clusters, cluster: Hashable, y: float, x: float) -> None:
    """Add a part to a cluster."""
    had_y, had_x = clusters.get(cluster, (0.0, 0.0))
    clusters[cluster] = (had_y + y, had_x + x)


def clustered(clusters: Clusters) -> dict[str, float]:
    """The sums over clusters that a clustered ratio needs."""
    pairs = list(clusters.values())
    return {
        "sum_y": sum(y for y, x in pairs),
        "sum_x": sum(x for y, x in pairs),
        "sum_yy": sum(y * y for y, x in pairs),
        "sum_xy": sum(x * y for y, x in pairs),
        "sum_xx": sum(x * x for y, x in pairs),
        "clusters": len(pairs),
    }


def share(of: dict[Group, set[Person]], base: dict[Group, set[Person]]) -> Answers:
    """So many people of so many, group by group."""
    answers = {}
    for group, people in base.items():
        found = of.get(group, set())
        answers[group] = Answer(
            len(found), len(people), len(people), frozenset(found), frozenset(people)
        )
    return answers


def count(people_of: dict[Group, set[Person]]) -> Answers:
    """So many people, group by group."""
    return {
        group: Answer(len(people), None, len(people), frozenset(people))
        for group, people in people_of.items()
    }
