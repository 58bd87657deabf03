"""Where somebody on the way to a goal should be by now: a line with corners, and what earlier years had reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

YEARS = 2
"""Earlier years without which nothing is said of a season."""


@dataclass(frozen=True)
class Corner:
    """A level that is to be had at a place: days, or shares of a total."""

    at: float
    level: float


def level_at(corners: Sequence[Corner], at: float) -> float:
    """The straight line from corner to corner, in order of place; flat before the first and after the last."""
    if at <= corners[0].at:
        return corners[0].level
    for before, after in pairwise(corners):
        if before.at <= at <= after.at:
            share = (at - before.at) / (after.at - before.at)
            return before.level + share * (after.level - before.level)
    return corners[-1].level


def way(level: float, start: float, target: float) -> float | None:
    """The share of the way from start to target that is done, in per cent; None where there is no way to go."""
    return None if start == target else 100 * (level - start) / (target - start)


def reached_by(spans: Sequence[Sequence[float]]) -> list[float] | None:
    """The mean share of its whole that each earlier span had reached after each of its periods, 0 to 1.

    None with fewer than two spans, or where a span is no sum that grows: a whole that is not positive, or a share that
    falls, is no shape to follow.
    """
    if len(spans) < YEARS or any(sum(span) <= 0 or min(span) < 0 for span in spans):
        return None
    shares = [[sum(span[: n + 1]) / sum(span) for n in range(len(span))] for span in spans]
    return [fmean(column) for column in zip(*shares, strict=True)]
