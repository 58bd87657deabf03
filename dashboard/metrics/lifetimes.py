"""Survival: how long until people order again, fall silent or come back, with those who still wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.insight.intervals import Limits
from dashboard.insight.log_rank import LogRank, log_rank
from dashboard.insight.survival import kaplan_meier, km_median
from dashboard.language import said
from dashboard.metrics.analysis import (
    SURVIVAL,
    TOO_FEW,
    groups_of,
    is_kept_from,
    missing,
    named,
    prepared,
)
from dashboard.metrics.evaluate import FEW, Group
from dashboard.warehouse import reader
from queries.slice import USUAL_DAYS, Slice
from queries.waits import until_return, until_second_order, until_silence

MARKS = (30, 60, 90, 180, 365)
"""Days at which a curve is read off."""


Lives = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]
"""Days and whether it happened, one entry per person."""


@dataclass(frozen=True)
class Clock:
    """From when to when: which question it is and how its curve is read."""

    name: str
    label: str
    from_words: str
    question: Callable[[Slice], Any]
    silence_days: int = USUAL_DAYS

    def of(self, days: int) -> "Clock":
        """The clock for silences of another length."""
        return replace(
            self,
            label=said(self.label, days=days),
            from_words=said(self.from_words, days=days),
            silence_days=days,
        )


CLOCKS = {
    clock.name: clock
    for clock in (
        Clock("second-order", "Time to the second order day", "first order", until_second_order),
        Clock("silence", "Time to {days} days of silence", "first order", until_silence),
        Clock(
            "return", "Time from {days} days of silence to the next order", "end of {days} silent days",
            until_return,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One step of a curve, in whole days since the start; shares 0 to 100 of those for whom it has not happened."""

    days: int
    at_risk: int
    events: int
    waiting: float
    se: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Lifetimes:
    """The curve of one group, or the reason why there is none."""

    clock: Clock
    group: Group
    people: int | None
    events: int | None
    """For how many it has happened."""
    longest: int = 0
    """Days for which the one watched longest has been watched: the curve says nothing beyond."""
    points: tuple[Point, ...] = ()
    at_risk: tuple[int, ...] = ()
    """How many are watched for at least 0, 1, 2 … days without it having happened before, to the longest."""
    median: float | None = None
    median_limits: Limits = Limits(None, None)  # noqa: RUF009 - a tuple never changes
    reason: str | None = None

    def at(self, days: int) -> Point | None:
        """The step that holds on a day; None beyond what has been watched."""
        if self.people is None or days > self.longest:
            return None
        reached = [point for point in self.points if point.days <= days]
        return reached[-1] if reached else Point(0, self.people, 0, 100.0, None, None, None)


@dataclass(frozen=True)
class Survival:
    """The curves of all groups and whether they differ."""

    curves: tuple[Lifetimes, ...]
    difference: LogRank | None
    """Log-rank test; None with fewer than two groups."""


def survival(viewer: Viewer, name: str, slice: Slice) -> Survival:
    """Curves of the people whose clock starts in the window, watched to the last whole day of the data."""
    if name not in CLOCKS:
        raise unknown("clock", name, CLOCKS)
    clock = CLOCKS[name].of(slice.silence_days)
    asked, covered = prepared(SURVIVAL, slice)
    if reason := missing(covered):
        return Survival((Lifetimes(clock, {}, None, None, reason=reason),), None)
    rows = reader.read(viewer, clock.question, asked)
    lives = {
        group: lives_of([row for row in rows if tuple(row[name] for name in asked.by) == group])
        for group in groups_of(rows, asked.by)
    }
    curves = tuple(_curve(viewer, clock, named(group, asked.by), *lives[group]) for group in lives)
    shown = [
        life for life in lives.values() if len(life[0]) and not is_kept_from(viewer, len(life[0]))
    ]
    return Survival(curves, log_rank(shown) if len(curves) > 1 else None)


def lives_of(rows: Sequence[dict[str, Any]]) -> Lives:
    """One entry for each of those whom the rows count."""
    days = np.array([row["days"] for row in rows], np.int64)
    happened = np.array([row["happened"] for row in rows], np.int64)
    waiting = np.array([row["waiting"] for row in rows], np.int64)
    durations = np.concatenate([np.repeat(days, happened), np.repeat(days, waiting)])
    return durations, np.arange(len(durations)) < happened.sum()


def _curve(
    viewer: Viewer,
    clock: Clock,
    group: Group,
    durations: np.ndarray[Any, Any],
    observed: np.ndarray[Any, Any],
) -> Lifetimes:
    people, events = len(durations), int(observed.sum())
    if people == 0:
        return Lifetimes(
            clock, group, 0, 0, reason=said("no {start} in this window", start=clock.from_words)
        )
    if is_kept_from(viewer, people):
        return Lifetimes(clock, group, None, None, reason=TOO_FEW)
    median = km_median(durations, observed)
    points = points_of(durations, observed)
    longest = int(durations.max())
    if not viewer.may_see_people:  # what is left of a curve at its end is a handful of people
        points = tuple(point for point in points if point.at_risk >= FEW)
        longest = int(np.sort(durations)[-FEW])
    half_shown = median.value is not None and median.value <= longest
    at_risk = people - np.searchsorted(np.sort(durations), np.arange(longest + 1), side="left")
    return Lifetimes(
        clock, group, people, None if is_kept_from(viewer, events) else events, longest, points,
        tuple(at_risk.tolist()), median.value if half_shown else None,
        median.limits if half_shown else Limits(None, None),
    )  # fmt: skip


def points_of(durations: np.ndarray[Any, Any], observed: np.ndarray[Any, Any]) -> tuple[Point, ...]:
    """The steps of Kaplan and Meier's curve."""
    curve = kaplan_meier(durations, observed)
    columns = (
        curve.times,
        curve.at_risk,
        curve.events,
        curve.survival,
        curve.se,
        curve.low,
        curve.high,
    )
    return tuple(
        Point(
            int(time), int(at_risk), int(events), 100 * float(left), *map(_percent, (se, low, high))
        )
        for time, at_risk, events, left, se, low, high in zip(*columns, strict=True)
    )


def _percent(share: float) -> float | None:
    return None if np.isnan(share) else 100 * float(share)
