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


def unlike(lines: Sequence[Line], months: int) -> list[Unlike]:
    """For the values of one dimension of one metric; `months` is how many of the newest are judged."""
    if not lines or spread.is_sum(lines[0].metric) or not spread.splits(lines[0].metric):
        return []
    judged = [(line, *_distances(line)) for line in lines]
    newest = [(line, gaps, errors, _at(line, gaps, errors, 0)) for line, gaps, errors in judged]
    factor = overspread([now for *_rest, now in newest if now])
    return [
        Unlike(
            line, now.gap, now.usual,
            tuple(_sigmas(_at(line, gaps, errors, ago), factor) for ago in range(months)),
            _since_last_year(gaps, errors, now) / factor,
        )
        for line, gaps, errors, now in newest
        if now
    ]  # fmt: skip


def _at(line: Line, gaps: Array, errors: Array, ago: int) -> Contrast | None:
    at = len(gaps) - 1 - ago
    return contrast(gaps, errors, at, apart(line.metric)) if at > 0 else None


def _sigmas(found: Contrast | None, factor: float) -> float:
    return found.sigmas / factor if found else 0.0


def _distances(line: Line) -> tuple[Array, Array]:
    """Distance from the rest and its standard error, month by month; NaN where one is not known or not sound."""
    pairs = [_distance(v, w) for v, w in zip(line.values, line.whole, strict=True)]
    return np.array([gap for gap, _error in pairs]), np.array([error for _gap, error in pairs])


def _since_last_year(gaps: Array, errors: Array, now: Contrast) -> float:
    if len(gaps) < 13 or math.isnan(gaps[-13]):
        return math.copysign(math.inf, now.sigmas)
    return float((gaps[-1] - gaps[-13]) / math.hypot(errors[-1], errors[-13]))


NOT_KNOWN = math.nan, math.nan


def _distance(value: Value, whole: Value) -> tuple[float, float]:
    rest = _rest(value, whole)
    if rest is None or value.value is None or value.low is None or value.high is None:
        return NOT_KNOWN
    if whole.low is None or whole.high is None:
        return NOT_KNOWN
    if is_difference(value.metric):
        errors = (value.high - value.low, whole.high - whole.low)
        return value.value - rest, math.hypot(*errors) / 2 / LIMITS_AT
    if min(value.value, rest, value.low, whole.low) <= 0:
        return NOT_KNOWN
    logs = (math.log(value.high / value.low), math.log(whole.high / whole.low))
    return math.log(value.value / rest), math.hypot(*logs) / 2 / LIMITS_AT


def _rest(value: Value, whole: Value) -> float | None:
    """The value of the rest; None where either is not sound."""
    for one in (value, whole):
        if one.value is None or one.missing or one.starts_history or one.is_thin:
            return None
    y = (whole.numerator or 0.0) - (value.numerator or 0.0)
    x = (whole.denominator or 0.0) - (value.denominator or 0.0)
    return value.metric.scale * y / x if x > 0 else None
