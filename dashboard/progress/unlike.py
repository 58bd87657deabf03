"""Values of a dimension that have moved away from the rest of it: shares, scores and means, never plain sums.

The rest is what the whole has without the value; of values that exclude each other exactly, else nearly. A sum is no
sample of the rest, and its share of the whole drifts with everything that the company does.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.insight.unlike import Array, Contrast, contrast, overspread
from dashboard.metrics import spread
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.progress.scan import Line, apart

LIMITS_AT = 1.96
NOT_COMPARED = {"roas"}
"""Returns count sales to everybody whom a source has ever won: the older a source, the higher, whatever happens."""


@dataclass(frozen=True)
class Unlike:
    """How far a line's newest months lie from where their distance from the rest should be."""

    line: Line
    gap: float
    usual: float
    """Distances from the rest: differences of shares and scores, logarithms of ratios of the others."""
    sigmas: tuple[float, ...]
    """Of the newest month and of those before it, the newest first."""
    since_last_year: float
    """Sigmas from the distance of the same month of the year before; endless where that is not known."""


def is_difference(metric: Metric) -> bool:
    """The distance is a difference; else it is the logarithm of a ratio."""
    return metric.unit in (Unit.PERCENT, Unit.POINTS)


@dataclass(frozen=True)
class _Distances:
    """From the rest, month by month, with standard errors below and above; NaN where one is not known or not sound."""

    gaps: Array
    below: Array
    above: Array

    @property
    def errors(self) -> Array:
        return (self.below + self.above) / 2

    def at(self, ago: int, apart: int) -> Contrast | None:
        """The distance so many months before the newest."""
        at = len(self.gaps) - 1 - ago
        if at <= 0:
            return None
        return contrast(self.gaps, self.errors, at, apart, (self.below, self.above))

    def since_last_year(self, now: Contrast) -> float:
        if len(self.gaps) < 13 or math.isnan(self.gaps[-13]):
            return math.copysign(math.inf, now.sigmas)
        error = math.hypot(self.errors[-1], self.errors[-13])
        return float((self.gaps[-1] - self.gaps[-13]) / error)


def unlike(lines: Sequence[Line], months: int) -> list[Unlike]:
    """For the values of one dimension of one metric; `months` is how many of the newest are judged."""
    if not lines or not is_compared(lines[0].metric):
        return []
    share = apart(lines[0].metric)
    judged = [(line, found, found.at(0, share)) for line in lines for found in [_distances(line)]]
    factor = overspread([now for _line, _found, now in judged if now])
    return [
        Unlike(
            line, now.gap, now.usual,
            tuple(_sigmas(found.at(ago, share), factor) for ago in range(months)),
            found.since_last_year(now) / factor,
        )
        for line, found, now in judged
        if now
    ]  # fmt: skip


def is_compared(metric: Metric) -> bool:
    """Its values can lie apart from the rest: it is a share, a score or a mean, and no plain sum."""
    is_ratio = spread.splits(metric) and not spread.is_sum(metric)
    return is_ratio and metric.name not in NOT_COMPARED


def _sigmas(found: Contrast | None, factor: float) -> float:
    return found.sigmas / factor if found else 0.0


def _distances(line: Line) -> _Distances:
    rows = [_distance(v, w) for v, w in zip(line.values, line.whole, strict=True)]
    gaps, below, above = np.array(rows, float).T
    return _Distances(gaps, below, above)


NOT_KNOWN = math.nan, math.nan, math.nan


def _distance(value: Value, whole: Value) -> tuple[float, float, float]:
    """The distance and its standard errors below and above."""
    rest = _rest(value, whole)
    if rest is None or value.value is None or value.low is None or value.high is None:
        return NOT_KNOWN
    if whole.low is None or whole.high is None or value.low == value.high:
        return NOT_KNOWN  # what does not vary is no sample
    number, low, high, others, width = (
        value.value,
        value.low,
        value.high,
        rest,
        whole.high - whole.low,
    )
    if not is_difference(value.metric):
        if min(low, others, whole.low) <= 0:
            return NOT_KNOWN
        number, low, high, others, width = (
            math.log(number), math.log(low), math.log(high), math.log(others), math.log(whole.high / whole.low),
        )  # fmt: skip
    below, above = (math.hypot(reach, width / 2) for reach in (number - low, high - number))
    return number - others, below / LIMITS_AT, above / LIMITS_AT


def _rest(value: Value, whole: Value) -> float | None:
    """The value of the rest; None where either is not sound."""
    for one in (value, whole):
        if one.value is None or one.missing or one.starts_history or one.is_thin:
            return None
    y = (whole.numerator or 0.0) - (value.numerator or 0.0)
    x = (whole.denominator or 0.0) - (value.denominator or 0.0)
    return value.metric.scale * y / x if x > 0 else None
