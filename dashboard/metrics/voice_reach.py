"""How small a change of a score could be seen, and whether two of many values are apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.insight.compare import change_of_shares
from dashboard.insight.differences import nps_difference
from dashboard.insight.intervals import kish_effective_n, two_sided
from dashboard.insight.power import visible_change_of_scores, visible_changes_of_shares
from dashboard.metrics.evaluate import Value


@dataclass(frozen=True)
class Visible:
    """The smallest fall and rise that could be told from noise, in the metric's unit; None where none could."""

    fall: float | None
    rise: float | None
    n: float
    other_n: float


def visible(value: Value, other: Value | None) -> Visible:
    """What could be seen between this window and the other, or one like this where there is none."""
    if value.measurement is None:
        return Visible(None, None, 0, 0)
    basis = value.measurement.basis
    n = value.n or 0
    other_n = other.n if other and other.n else n
    effective = _effective_n(value)
    other_effective = _effective_n(other) if other and other.measurement else effective
    if value.metric.name == "csat":
        fall, rise = visible_changes_of_shares(
            basis.successes / basis.n, effective, other_effective
        )
        return Visible(_percent(fall), _percent(rise), n, other_n)
    promoters, detractors = _shares(value)
    points = visible_change_of_scores(promoters, detractors, effective, other_effective)
    return Visible(None if points is None else -points, points, n, other_n)


def are_apart(high: Value, low: Value, pairs: int) -> bool:
    """Whether two values differ though they were picked out of so many pairs (Bonferroni, 95 % for all together)."""
    first, second = high.measurement, low.measurement
    if first is None or second is None:
        return False
    confidence = 1 - 0.05 / max(pairs, 1)
    if high.metric.name == "csat":
        change = change_of_shares(first.basis, second.basis, confidence)
        return change is not None and change.verdict == "up"
    difference = nps_difference(first.basis, second.basis)
    return difference.value > two_sided(confidence) * difference.se


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _effective_n(value: Value) -> float:
    """Answers of equal weight that know as much (Kish)."""
    sums = _sums(value)
    return kish_effective_n(sums["denominator"], sums["sum_ww"])


def _shares(value: Value) -> tuple[float, float]:
    """Weighted shares of promoters and of detractors, 0 to 1."""
    sums = _sums(value)
    return sums["promoters"] / sums["denominator"], sums["detractors"] / sums["denominator"]


def _sums(value: Value) -> Mapping[str, Any]:
    assert value.measurement is not None
    assert value.measurement.sums is not None
    return value.measurement.sums
