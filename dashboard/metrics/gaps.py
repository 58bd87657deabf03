"""Gaps: how long it takes from one order day to the next, as help in choosing how long a silence is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from dashboard.access import Viewer
from dashboard.insight.survival import median_of_those_who_do
from dashboard.language import said
from dashboard.metrics.analysis import SURVIVAL, TOO_FEW, missing, prepared
from dashboard.metrics.evaluate import FEW
from dashboard.metrics.lifetimes import Lifetimes, Point, lives_of, points_of, survival
from dashboard.warehouse import reader
from queries.slice import Slice
from queries.waits import longest_gaps, until_next_order

YEAR = 365


@dataclass(frozen=True)
class Gaps:
    """The order days of a window and how soon each was followed by another of the same person."""

    order_days: int | None
    points: tuple[Point, ...] = ()
    longest: int = 0
    """Days for which the order day watched longest has been watched."""
    half: float | None = None
    """Days by which half of the next orders have come, of those that come at all while it is watched."""
    reason: str | None = None

    def followed(self, days: int) -> float | None:
        """Share of order days followed by another within so many days, 0 to 100; None beyond what is watched."""
        if not self.points or days > self.longest:
            return None
        reached = [point for point in self.points if point.days <= days]
        return 100 - reached[-1].waiting if reached else 0.0


@dataclass(frozen=True)
class Returned:
    """How many of those who fell silent have come back after so many days more, 0 to 100."""

    silence_days: int
    days: int
    people: int | None
    share: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    """Why there is no share."""


def gaps(viewer: Viewer, slice: Slice) -> Gaps:
    """Of all order days in the window that the data wholly cover."""
    asked, covered = prepared(SURVIVAL, replace(slice, by=(), grain=None))
    if reason := missing(covered):
        return Gaps(None, reason=reason)
    durations, observed = lives_of(reader.read(viewer, until_next_order, asked))
    if not len(durations):
        return Gaps(0, reason=said("no order in this window"))
    longest = _shown_until(reader.read(viewer, longest_gaps, asked), viewer)
    if longest is None:
        return Gaps(None, reason=TOO_FEW)
    points = tuple(point for point in points_of(durations, observed) if point.days <= longest)
    half = median_of_those_who_do(durations, observed).value
    return Gaps(len(durations), points, longest, half if half and half <= longest else None)


def _shown_until(rows: Sequence[dict[str, Any]], viewer: Viewer) -> int | None:
    """The last day at which somebody is watched; for those who may not see people, at which enough people are."""
    fewest = 1 if viewer.may_see_people else FEW
    longest_first = sorted(rows, key=lambda row: -row["days"])
    at_risk = accumulate(row["people"] for row in longest_first)
    return next(
        (
            row["days"]
            for row, people in zip(longest_first, at_risk, strict=True)
            if people >= fewest
        ),
        None,
    )


def returned(viewer: Viewer, slice: Slice, silence_days: int) -> Returned:
    """Within a year of the end of their first silence, or as far as it is watched."""
    asked = replace(slice, by=(), grain=None, silence_days=silence_days)
    [curve] = survival(viewer, "return", asked).curves
    return returned_by(curve, min(YEAR, curve.longest))


def returned_by(curve: Lifetimes, days: int) -> Returned:
    """What a curve of the way back says after so many days."""
    silence, point = curve.clock.silence_days, curve.at(days)
    if not curve.people or point is None:
        return Returned(silence, days, curve.people, None, reason=curve.reason)
    low = None if point.high is None else 100 - point.high
    high = None if point.low is None else 100 - point.low
    return Returned(silence, days, curve.people, 100 - point.waiting, low, high)
