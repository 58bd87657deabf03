"""Which of the series looked at have really changed in their newest complete month, and since when.

A series speaks where its own chart says so (progress/signals.py) or where a value has moved away from the rest of its
dimension, each beyond a limit that goes with how many series were looked at.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from dashboard.access import Viewer
from dashboard.insight.surprise import needed, surprise
from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import Value
from dashboard.metrics.evaluate import year_before as a_year_before
from dashboard.progress import last_year
from dashboard.progress.scan import GRAIN, Line, apart
from dashboard.progress.signals import Point, Signal, signal
from dashboard.progress.unlike import Unlike, is_compared, is_difference, unlike
from dashboard.records.shifts import shifts_of
from dashboard.records.tables import Shift

NEWS = 3
"""Months in a row for which a change is news; afterwards it is how things are."""
SMALLEST_POINTS = 0.5
SMALLEST_SHARE = 0.02
"""A change must be so large to matter, however sure it is: points of what is per cent or a score, else a share."""
LIKE_LAST_YEAR = 1 / 3
"""Where no season is known yet, what moved so much of it in the same month a year before is the season."""


class Limits(NamedTuple):
    """A month on its chart."""

    value: float
    centre: float
    low: float
    high: float


@dataclass(frozen=True)
class News:
    """A line whose newest value lies where chance alone would not put it, however many were looked at."""

    line: Line
    sigmas: float
    """From where it should lie, positive above."""
    needed: float
    """So many are needed among the lines of this metric."""
    months: int
    """So many months in a row, the newest the last, it has been there."""
    limits: Limits | None = None
    """On its own chart, where that says so."""
    unlike: Unlike | None = None
    """Its distance from the rest, where that says so."""

    @property
    def direction(self) -> int:
        return 1 if self.sigmas > 0 else -1

    @property
    def score(self) -> float:
        """How surprising × how much it matters: the fresher and the larger a part of the whole, the more."""
        part, lasting = math.sqrt(math.sqrt(self.line.share)), math.sqrt(self.months)
        return abs(self.sigmas) / self.needed * part / lasting


def news(found: Sequence[Line], viewer: Viewer, shifts: Sequence[Shift] = ()) -> list[News]:
    """Of the lines of one metric, those that changed, the most surprising first.

    `shifts` are what somebody confirmed as a new normal: what a chart is judged by starts there, and a distance from
    the rest is no news after it.
    """
    limit = needed(_looks(found))
    by_line: dict[int, News] = {}
    for one in (*_by_charts(found, viewer, limit, shifts), *_by_the_rest(found, limit, shifts)):
        before = by_line.get(id(one.line))
        if before is None or abs(one.sigmas) > abs(before.sigmas):
            by_line[id(one.line)] = one
    return sorted(by_line.values(), key=lambda n: -abs(n.sigmas))


def _looks(found: Sequence[Line]) -> int:
    """How often chance had an opportunity: each series by its chart, a value also by its distance from the rest where
    that is compared, and by the distance of some months together where these share no people."""
    if not found:
        return 0
    metric = found[0].metric
    ways = (1 + (apart(metric) == 1)) * is_compared(metric)
    return sum(1 + ways * (not line.is_whole) for line in found)


def _by_charts(
    found: Sequence[Line], viewer: Viewer, limit: float, shifts: Sequence[Shift]
) -> Iterator[News]:
    old: set[tuple[str, int]] = set()
    for line in found:
        newest = line.newest
        told = signal(line.metric, viewer, line.slice, line.values, shifts=shifts)
        now = _limits(told.judged)
        if now is None or not told.verdict.is_signal:
            continue
        sigmas = surprise(now.value, now.centre, (now.low, now.high), (newest.low, newest.high))
        side = 1 if sigmas > 0 else -1
        months = _months(told, side)
        if line.is_whole and months > NEWS:
            old.add((line.part, side))  # nor is it news of the values then; wholes come first
        is_news = abs(sigmas) >= limit and months <= NEWS and (line.part, side) not in old
        is_news = is_news and _matters(newest, now) and not _came_last_year(told, now, line)
        if is_news and last_year.is_more(line, side):
            yield News(line, sigmas, limit, months, limits=now)


def _limits(point: Point | None) -> Limits | None:
    if point is None or point.value is None or point.centre is None:
        return None
    if point.low is None or point.high is None:
        return None
    return Limits(point.value, point.centre, point.low, point.high)


def _matters(newest: Value, now: Limits) -> bool:
    moved = abs(now.value - now.centre)
    if newest.metric.unit in (Unit.PERCENT, Unit.POINTS):
        return moved >= SMALLEST_POINTS
    return moved >= SMALLEST_SHARE * abs(now.centre)


def _months(told: Signal, side: int) -> int:
    """Months in a row beyond the limits on this side, the newest the last."""
    count = 0
    for point in reversed(told.points):
        limits = _limits(point)
        if limits is None and count == 0:
            continue  # not complete yet
        if limits is None or not _is_beyond(limits, side):
            break
        count += 1
    return max(1, count)


def _is_beyond(limits: Limits, side: int) -> bool:
    return limits.value > limits.high if side > 0 else limits.value < limits.low


def _came_last_year(told: Signal, now: Limits, line: Line) -> bool:
    """No two whole seasons are known, and the same month of the year before lay off its level to the same side."""
    month = a_year_before(line.newest.period.start)
    then = _limits(next((p for p in told.points if p.period.start == month), None))
    if told.has_season or then is None or now.value == now.centre:
        return False
    return (then.value - then.centre) / (now.value - now.centre) >= LIKE_LAST_YEAR


def _by_the_rest(found: Sequence[Line], limit: float, shifts: Sequence[Shift]) -> Iterator[News]:
    dimensions = dict.fromkeys((line.part, line.dimension) for line in found if line.dimension)
    for of in dimensions:
        for one in unlike([line for line in found if (line.part, line.dimension) == of], NEWS + 1):
            side = 1 if one.sigmas[0] > 0 else -1
            months = len(list(takewhile(lambda s, side=side: s * side >= limit, one.sigmas)))  # type: ignore[misc]
            is_news = 1 <= months <= NEWS and _moved_itself(one, side)
            is_news = is_news and one.since_last_year * side >= last_year.SIGMAS
            if is_news and not _is_confirmed(one.line, shifts):
                yield News(one.line, one.sigmas[0], limit, months, unlike=one)


def _moved_itself(one: Unlike, side: int) -> bool:
    """Its own value went that way too, and not the others alone the other way; and far enough to matter."""
    known = [v.value for v in one.line.values[:-1] if v.value is not None]
    newest, usual = one.line.newest, sum(known) / len(known)
    assert newest.value is not None
    moved = (newest.value - usual) * side
    if is_difference(one.line.metric):
        return moved >= max(SMALLEST_POINTS, abs(one.gap - one.usual) / 2)
    return moved >= SMALLEST_SHARE * abs(usual)


def _is_confirmed(line: Line, shifts: Sequence[Shift]) -> bool:
    concerns = {name: list(kept) for name, kept in line.slice.where}
    found = shifts_of(shifts, line.metric.name, GRAIN.value, concerns)
    return any(shift.on_day <= line.newest.period.start for shift in found)
