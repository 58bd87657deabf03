"""The funnel: of the people who visit, who signs up, orders, and orders again, in that order and in time."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse, unknown
from dashboard.insight.intervals import Interval, wilson
from dashboard.language import said
from dashboard.metrics.analysis import (
    FUNNEL,
    TOO_FEW,
    Analysis,
    groups_of,
    is_kept_from,
    missing,
    named,
    prepared,
)
from dashboard.metrics.coverage import EVER, Coverage
from dashboard.metrics.evaluate import Group
from dashboard.warehouse import reader
from queries.funnel import KIND_OF, funnel, funnel_members
from queries.history import joined_identities
from queries.people import people_count_of, people_of
from queries.slice import Slice, Window

STEPS = ("visit", *KIND_OF)
DAYS = 30
"""Counting the day of the first visit, the days on which a step still belongs to it."""


@dataclass(frozen=True)
class Step:
    """One step of a funnel; shares and limits 0 to 100, none of the first step."""

    name: str
    people: int | None
    of_first: float | None = None
    of_first_limits: Interval | None = None
    of_before: float | None = None
    """Of the people of the step before."""
    of_before_limits: Interval | None = None
    median_seconds: float | None = None
    """From the step before, of those who took this one."""
    p90_seconds: float | None = None
    open: int | None = None
    """People at the step before who have not had all their days: they may still take this one."""
    left: int | None = None
    """People at the step before who have had them, and did not."""
    old: int | None = None
    """Of those who have had all their days, people who came here."""
    of_first_old: float | None = None
    """The share of the first step among those who have had all their days."""
    of_first_old_limits: Interval | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Funnel:
    """The steps of one group, or the reason why there are none."""

    group: Group
    steps: tuple[Step, ...]
    is_complete: bool
    """Everybody has had all the days since the first visit."""
    reason: str | None = None


def funnels(
    viewer: Viewer, slice: Slice, steps: tuple[str, ...] = STEPS, days: int = DAYS
) -> list[Funnel]:
    """One per group: people whose first visit of the window starts the clock, and how far they came."""
    asked, covered = prepared(_reading(checked_steps(steps)), slice)
    if reason := missing(covered):
        return [Funnel({}, (), False, reason)]
    asked = replace(asked, grain=None)
    rows = reader.read(viewer, funnel(steps[1:], days), asked)
    found = {tuple(row[name] for name in asked.by): row for row in rows}
    late = _unfinished(asked.window, days, covered)
    return [
        Funnel(
            named(group, asked.by),
            tuple(_steps(viewer, steps, found[group])) if group in found else (),
            late is None,
            late if group in found else said("no visits in this window"),
        )
        for group in groups_of(rows, asked.by)
    ]


def funnel_people(
    viewer: Viewer, slice: Slice, steps: tuple[str, ...], days: int, fate: str = "came"
) -> tuple[list[dict[str, Any]], int]:
    """Who came as far as the last of these steps (or 'left' or 'wait' before it), and how many they are."""
    asked = funnel_slice(slice, steps)
    members = funnel_members(steps[1:], days, fate)
    [count] = reader.read(viewer, people_count_of(members), asked)
    return list(reader.read(viewer, people_of(members), asked)), int(count["people"])


def funnel_slice(slice: Slice, steps: tuple[str, ...] = STEPS) -> Slice:
    """The slice of one group as its people are asked for."""
    return prepared(_reading(checked_steps(steps)), replace(slice, grain=None, by=()))[0]


def checked_steps(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps, or `BadUse`: a visit comes first, the others may be left out but not turned round."""
    for name in steps:
        if name not in STEPS:
            raise unknown("step", name, STEPS)
    if steps != tuple(name for name in STEPS if name in steps) or steps[:1] != ("visit",):
        raise BadUse(
            said("Steps go {steps}; the first is always a visit.", steps=" → ".join(STEPS))
        )
    if "second_order" in steps and "order" not in steps:
        raise BadUse(said("The step second_order comes after order: name both."))
    return steps


def joined_words() -> str | None:
    """What a reader must know where visits are not joined to people; None where they are."""
    [row] = reader.read(EVERYONE, joined_identities, EVER)
    visits, joined = int(row["visits"] or 0), int(row["joined_visits"] or 0)
    if visits == 0 or joined >= 0.995 * visits:
        return None
    if joined == 0:
        return said(
            "No visit is joined to a person, so nobody is seen to go on from it: ids are not joined. "
            "Load identities, or events that carry both visitor_id and person_id."
        )
    return said(
        "{share:.0f} % of visits are joined to a person; the others end at the visit unless the same "
        "visitor goes on.",
        share=100 * joined / visits,
    )


def _reading(steps: tuple[str, ...]) -> Analysis:
    kinds = dict.fromkeys(KIND_OF.get(name, name) for name in steps)
    return replace(FUNNEL, reads=tuple(kinds))


def _unfinished(window: Window, days: int, covered: Coverage) -> str | None:
    needed = window.end + timedelta(days=days - 1)
    if covered.day is not None and needed <= covered.day:
        return None
    return said("complete once the data reach {day}", day=needed)


def _steps(viewer: Viewer, names: tuple[str, ...], row: dict[str, Any]) -> list[Step]:
    """A step of few is kept back, and with it all that come after."""
    counts = [int(row[name]) for name in names]
    found = []
    for place, (name, people) in enumerate(zip(names, counts, strict=True)):
        if is_kept_from(viewer, *counts[: place + 1]):
            found.append(Step(name, None, reason=TOO_FEW))
            continue
        step = _step(name, people, counts[0], counts[place - 1] if place else None, row)
        apart = (step.open or 0, step.left or 0, step.old or 0)
        found.append(step if not is_kept_from(viewer, *apart) else _without_apart(step))
    return found


def _step(name: str, people: int, first: int, before: int | None, row: dict[str, Any]) -> Step:
    old = int(row[f"{name}_old"])
    if before is None:
        return Step(name, people, old=old)
    waiting = int(row[f"{name}_open"])
    of_old, limits = _share(old, int(row["visit_old"]))
    return Step(
        name, people, *_share(people, first), *_share(people, before),
        median_seconds=row.get(f"{name}_median"), p90_seconds=row.get(f"{name}_p90"),
        open=waiting, left=before - people - waiting, old=old,
        of_first_old=of_old, of_first_old_limits=limits,
    )  # fmt: skip


def _without_apart(step: Step) -> Step:
    """Without the handful who wait, who left or who had their days: each is their difference from the others."""
    return replace(
        step, open=None, left=None, old=None, of_first_old=None, of_first_old_limits=None
    )


def _share(people: int, of: int) -> tuple[float | None, Interval | None]:
    if of == 0:
        return None, None
    low, high = wilson(people, of)
    return 100 * people / of, Interval(100 * low, 100 * high)
