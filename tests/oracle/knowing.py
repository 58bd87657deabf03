"""How many visits are by people who are known, and how many people may be written to."""

from collections import defaultdict

from tests.oracle.facts import Deed, facts_of, within
from tests.oracle.groups import (
    Answer,
    Answers,
    Group,
    groups_of,
    occasion_of,
    order_occasion,
    own_groups,
    profiles,
    share,
)
from tests.oracle.people import Person
from tests.oracle.world import By, Where, Window, World

CONSENTS = ("consent_given", "consent_withdrawn")


def identified_share(world: World, window: Window, where: Where, by: By) -> Answers:
    """Visits, each as it says itself; nobody's visits are visits."""
    groups: dict[Group, list[Deed]] = defaultdict(list)
    for visit in facts_of(world).of_kind("visit"):
        if within(visit.day, window):
            for group in own_groups(visit, where, by):
                groups[group].append(visit)
    answers = {}
    for group, visits in groups.items():
        known = [visit for visit in visits if visit.dims["identified"]]
        answers[group] = Answer(
            len(known), len(visits), len(visits), _people(known), _people(visits)
        )
    return answers


def reachable_share(world: World, window: Window, where: Where, by: By) -> Answers:
    """Only the window's end matters: everything before it counts, however long ago."""
    facts, end = facts_of(world), window[1]
    orders = [order_occasion(order) for order in facts.orders.values()]
    others = [occasion_of(deed) for deed in facts.of_kind("signup", "lead", *CONSENTS)]
    before = [
        occasion
        for occasion in orders + others
        if occasion.deed.day < end and occasion.person and occasion.person[0] == "person"
    ]
    last_word: dict[Person, Deed] = {}
    for occasion in before:
        deed, person = occasion.deed, occasion.person
        if person and deed.kind in CONSENTS:
            earlier = last_word.get(person)
            if earlier is None or deed.when > earlier.when:
                last_word[person] = deed
    reachable = {person for person, deed in last_word.items() if deed.kind == "consent_given"}
    seen = profiles(facts, before)
    known: dict[Group, set[Person]] = defaultdict(set)
    for occasion in before:
        if occasion.person is not None:
            for group in groups_of(occasion, seen[occasion.person], where, by):
                known[group].add(occasion.person)
    return share({group: people & reachable for group, people in known.items()}, known)


def _people(deeds: list[Deed]) -> frozenset[Person]:
    return frozenset(deed.person for deed in deeds if deed.person is not None)
