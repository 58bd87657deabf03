"""What stands behind a score: answers per score, who moved from class to class, what topics do to it."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable
from datetime import timedelta

from tests.oracle.facts import Deed, facts_of, within
from tests.oracle.groups import Group
from tests.oracle.voices import grouped, kept_nps
from tests.oracle.world import By, Where, Window, World

TOPICS = {
    "parcel late": {"delivery"}, "too expensive": {"price"}, "lovely": set(),
    "доставка, и дорого": {"delivery", "price"}, "the box leaks": {"packaging", "quality"},
}  # fmt: skip
"""What the remarks of random worlds are about, written down by hand."""
MEMORY = timedelta(days=365)
Class = int | None
Moves = Counter[tuple[Class, Class]]


def counted(world: World, window: Window, kind: str) -> list[Deed]:
    """The answers that a score counts."""
    if kind == "nps":
        return kept_nps(world, window)
    valid = [deed for deed in facts_of(world).of_kind("survey_csat") if deed.score is not None]
    return [deed for deed in valid if within(deed.day, window)]


def scores(
    world: World, window: Window, where: Where, by: By, kind: str
) -> dict[tuple[Group, int], tuple[int, float]]:
    """(Group, score) → answers and weight."""
    found: dict[tuple[Group, int], tuple[int, float]] = {}
    for group, given in grouped(counted(world, window, kind), where, by).items():
        for deed in given:
            assert deed.score is not None
            n, weight = found.get((group, deed.score), (0, 0.0))
            found[group, deed.score] = (n + 1, weight + deed.weight)
    return found


def class_of(kind: str, score: int) -> int:
    best, worst = ({9, 10}, set(range(7))) if kind == "nps" else ({4, 5}, {1, 2})
    return 1 if score in best else -1 if score in worst else 0


def flows(world: World, window: Window, where: Where, kind: str) -> Moves:
    """People by the class of their last answer before the window and of their last in it."""
    start, end = window
    memory = max(MEMORY, end - start)
    given = [
        deed
        for deed in facts_of(world).of_kind(f"survey_{kind}")
        if deed.score is not None and deed.person is not None and start - memory <= deed.day < end
    ]
    moves: Moves = Counter()
    for deeds in _by_person(given, where).values():
        sides = ([d for d in deeds if d.day < start], [d for d in deeds if d.day >= start])
        earlier, later = (
            class_of(kind, max(side, key=lambda d: d.when).score or 0) if side else None
            for side in sides
        )
        moves[earlier, later] += 1
    return moves


def _by_person(given: list[Deed], where: Where) -> dict[Hashable, list[Deed]]:
    found: dict[Hashable, list[Deed]] = defaultdict(list)
    for deeds in grouped(given, where, ()).values():
        for deed in deeds:
            found[deed.person].append(deed)
    return found


def impact(
    world: World, window: Window, where: Where, topic: str, kind: str
) -> tuple[int, float, float] | None:
    """Answers with the topic, the score of all less that of the others, and its standard error; None for no others."""
    given = [
        d for deeds in grouped(counted(world, window, kind), where, ()).values() for d in deeds
    ]
    words = {row["event_id"]: row["comment"] for row in world.events}
    with_it = [d for d in given if topic in TOPICS.get(words[d.event_id] or "", ())]
    others = [d for d in given if d not in with_it]
    if not with_it or not others:
        return None
    value = _score(given, kind) - _score(others, kind)
    return len(with_it), value, _error(given, others, kind)


def _points(deed: Deed, kind: str) -> float:
    one = class_of(kind, deed.score or 0)
    return float(one if kind == "nps" else one == 1)


def _score(given: list[Deed], kind: str) -> float:
    return sum(d.weight * _points(d, kind) for d in given) / sum(d.weight for d in given)


def _error(given: list[Deed], others: list[Deed], kind: str) -> float:
    """By what each person moves the difference, squared (people, and answers of nobody, are independent)."""
    every, rest = sum(d.weight for d in given), sum(d.weight for d in others)
    score, rest_score = _score(given, kind), _score(others, kind)
    moved: dict[Hashable, float] = defaultdict(float)
    for deed in given:
        points = _points(deed, kind)
        by = deed.weight * (points - score) / every
        if deed in others:
            by -= deed.weight * (points - rest_score) / rest
        moved[deed.person or deed.event_id] += by
    people = len(moved)
    if people < 2:
        return math.nan
    return math.sqrt(people / (people - 1) * sum(by * by for by in moved.values()))
