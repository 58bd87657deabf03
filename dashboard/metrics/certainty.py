"""How sure a value is, from the sums that its question returns: one `Certainty` per kind of number."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dashboard.insight.compare import (
    Change,
    Measured,
    Share,
    change_of_ratios,
    change_of_scores,
    change_of_shares,
    judged,
)
from dashboard.insight.intervals import (
    Estimate,
    Interval,
    kish_effective_n,
    nps_adjusted_wald,
    poisson_ratio,
    quantile_order_statistics,
    ratio_clustered,
    two_sided,
    wilson,
)

Row = Mapping[str, Any]
BUCKETS = 64
"""People are spread over so many buckets by hash; see dashboard/warehouse/marts/01_person.sql."""


@dataclass(frozen=True)
class Measurement:
    """A value in the metric's unit, its 95 % limits and what comparing it needs."""

    value: float
    low: float | None
    high: float | None
    n: float
    basis: Any
    """What `change` compares; None where the value has no limits."""
    scale: float = 1.0
    numerator: float | None = None
    denominator: float | None = None
    note: str = ""
    """What a reader should know of this very value."""
    sums: Row | None = field(default=None, repr=False, compare=False)
    """The row that it was measured from."""


@dataclass(frozen=True)
class Certainty:
    """`measure(row, scale)` is None where there is nothing to divide by."""

    words: str
    measure: Callable[[Row, float], Measurement | None]
    change: Callable[[Measurement, Measurement, bool], Change]


def _share(row: Row, scale: float) -> Measurement | None:
    numerator, n = row["numerator"] or 0.0, row["denominator"] or 0.0
    if n <= 0:
        return None
    low, high = wilson(numerator, n)
    return Measurement(
        scale * numerator / n,
        scale * low,
        scale * high,
        n,
        Share(numerator, n),
        scale,
        numerator,
        n,
    )


def _change_of_shares(after: Measurement, before: Measurement, complete: bool) -> Change:
    change = change_of_shares(after.basis, before.basis, per=after.scale)
    assert change is not None  # both have something to divide by, or there would be no measurement
    return change if complete else judged(after.value, before.value, None, False)


def _satisfaction(row: Row, scale: float) -> Measurement | None:
    weight = row["denominator"] or 0.0
    if weight <= 0:
        return None
    share = (row["numerator"] or 0.0) / weight
    n = kish_effective_n(weight, row["sum_ww"])
    low, high = wilson(share * n, n)
    return Measurement(
        scale * share,
        scale * low,
        scale * high,
        row["n"],
        Share(share * n, n),
        scale,
        row["numerator"],
        weight,
    )


def _score(row: Row, scale: float) -> Measurement | None:
    weight = row["denominator"] or 0.0
    if weight <= 0:
        return None
    n = kish_effective_n(weight, row["sum_ww"])
    estimate = nps_adjusted_wald(row["promoters"] / weight, row["detractors"] / weight, n)
    value = scale * row["numerator"] / weight
    low, high = min(estimate.low, value), max(estimate.high, value)
    return Measurement(value, low, high, row["n"], estimate, scale, row["numerator"], weight)


def _change_of_scores(after: Measurement, before: Measurement, complete: bool) -> Change:
    return change_of_scores(
        Measured(after.value, after.basis, complete), Measured(before.value, before.basis, complete)
    )


def _ratio(row: Row, scale: float) -> Measurement | None:
    numerator, denominator = row["numerator"] or 0.0, row["denominator"] or 0.0
    if denominator <= 0:
        return None
    estimate = ratio_clustered(
        numerator, denominator, row["sum_yy"], row["sum_xy"], row["sum_xx"], row["clusters"]
    )
    return _measured(
        scale * numerator / denominator, estimate, scale, row.get("n", denominator), row
    )


def _cost(row: Row, scale: float) -> Measurement | None:
    numerator, denominator = row["numerator"] or 0.0, row["denominator"] or 0.0
    if numerator <= 0 or denominator <= 0:
        return None
    estimate = poisson_ratio(numerator, int(denominator))
    return _measured(scale * numerator / denominator, estimate, scale, denominator, row)


def _total(row: Row, scale: float) -> Measurement | None:
    """A sum over people: each of the 64 buckets is a draw of the same size, empty ones included."""
    value, n = row["numerator"] or 0.0, row["n"] or 0.0
    if n <= 0 and value == 0:
        return None
    spread = max(0.0, (row["sum_yy"] or 0.0) - value * value / BUCKETS)
    se = math.sqrt(BUCKETS / (BUCKETS - 1) * spread)
    return _measured(scale * value, _around(value, se, BUCKETS - 1), scale, n, row)


def _count(row: Row, scale: float) -> Measurement | None:
    """A count of people, as a Poisson number."""
    value = row["numerator"] or 0.0
    if value <= 0:
        return None
    return _measured(scale * value, _around(value, math.sqrt(value), math.inf), scale, value, row)


def _around(value: float, se: float, df: float) -> Estimate:
    """Limits on the log scale where the value is positive, plain where it is not."""
    t = two_sided(0.95, df)
    if value > 0:
        stretch = math.exp(min(t * se / value, 700.0))
        return Estimate(value, se, df, value / stretch, value * stretch, 0.95)
    return Estimate(value, se, df, value - t * se, value + t * se, 0.95)


def _measured(
    value: float, estimate: Estimate | None, scale: float, n: float, row: Row
) -> Measurement:
    if estimate is not None and scale != 1.0:
        estimate = Estimate(
            estimate.value * scale,
            estimate.se * scale,
            estimate.df,
            estimate.low * scale,
            estimate.high * scale,
            estimate.confidence,
        )
    return Measurement(
        value,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        n,
        estimate,
        scale,
        row["numerator"],
        row.get("denominator"),
    )


def _predicted(row: Row, scale: float) -> Measurement | None:
    """A mean of what is foretold: people differ, and the model's parameters are known only so well."""
    total, people = row["numerator"] or 0.0, row["denominator"] or 0.0
    estimate = ratio_clustered(
        total, people, row["sum_yy"], row["sum_xy"], row["sum_xx"], row["clusters"]
    )
    if people <= 0:
        return None
    if estimate is not None:
        se = math.hypot(estimate.se, math.sqrt(row["model_variance"] or 0.0) / people)
        estimate = _around(total / people, se, estimate.df)
    return _measured(total / people, estimate, scale, people, row)


def _change_of_ratios(after: Measurement, before: Measurement, complete: bool) -> Change:
    return change_of_ratios(
        Measured(after.value, after.basis, complete), Measured(before.value, before.basis, complete)
    )


def _p90(row: Row, scale: float) -> Measurement | None:
    waits = np.sort(row["waits"])
    if not len(waits):
        return None
    value = float(waits[math.ceil(0.9 * len(waits)) - 1])
    low, high = quantile_order_statistics(waits, 0.9)
    return Measurement(value, low, high, len(waits), _both(low, high))


def _median(row: Row, scale: float) -> Measurement | None:
    from dashboard.insight.survival import km_median

    waits, waiting = row["waits"], row["waiting"]
    if not len(waits):
        return None
    found = km_median(
        np.concatenate([waits, waiting]),
        np.concatenate([np.ones(len(waits), bool), np.zeros(len(waiting), bool)]),
    )
    if found.value is None:
        return None
    low, high = found.limits
    return Measurement(found.value, low, high, len(waits) + len(waiting), _both(low, high))


def _both(low: float | None, high: float | None) -> Interval | None:
    return None if low is None or high is None else Interval(low, high)


def _change_of_quantiles(after: Measurement, before: Measurement, complete: bool) -> Change:
    """Limits of a difference from the limits of its two sides (Zou & Donner 2008, eq. 5)."""
    if not complete or after.basis is None or before.basis is None:
        return judged(after.value, before.value, None, False)
    difference = after.value - before.value
    low = difference - math.hypot(after.value - after.basis.low, before.basis.high - before.value)
    high = difference + math.hypot(after.basis.high - after.value, before.value - before.basis.low)
    return judged(after.value, before.value, Interval(low, high), True)


SHARE = Certainty("Wilson; differences by Newcombe", _share, _change_of_shares)
SATISFACTION = Certainty(
    "Wilson on the effective number of answers (Kish)", _satisfaction, _change_of_shares
)
SCORE = Certainty(
    "adjusted Wald (three answers added) on the effective number", _score, _change_of_scores
)
RATIO = Certainty("log-delta, clustered by person", _ratio, _change_of_ratios)


def unjudged(certainty: Certainty) -> Certainty:
    """The same limits, but a difference is never judged: the values are of cohorts of unequal age."""
    return replace(certainty, change=_not_judged)


def is_judged(certainty: Certainty) -> bool:
    """Whether differences of its values say anything."""
    return certainty.change is not _not_judged


def _not_judged(after: Measurement, before: Measurement, complete: bool) -> Change:
    return judged(after.value, before.value, None, False)


PREDICTED = Certainty(
    "log-delta, clustered by person, with the spread of the model's parameters (bootstrap by person)",
    _predicted,
    _change_of_ratios,
)
COST = Certainty("Poisson number of customers, log scale", _cost, _change_of_ratios)
TOTAL = Certainty("spread between people (64 groups by hash)", _total, _change_of_ratios)
COUNT = Certainty("Poisson number", _count, _change_of_ratios)
P90 = Certainty("order statistics", _p90, _change_of_quantiles)
MEDIAN = Certainty("Kaplan–Meier with Greenwood's error", _median, _change_of_quantiles)
