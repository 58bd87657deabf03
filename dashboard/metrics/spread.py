"""What one group adds to a metric's numerator and denominator, and how these vary from sample to sample.

People come as a Poisson number, each with an x and a y, independent of the others: the variance of a sum over people is
then the sum of squares. Where a question gives sums over 64 buckets of people, it is 64/63 · Σ(b − mean)².
"""

import math
from collections.abc import Callable

from dashboard.insight.drivers import Sums
from dashboard.insight.intervals import kish_effective_n
from dashboard.metrics.certainty import (
    BUCKETS,
    COST,
    COUNT,
    PREDICTED,
    RATIO,
    SATISFACTION,
    SCORE,
    SHARE,
    TOTAL,
    Measurement,
    Row,
)
from dashboard.metrics.certainty_money import GROWTH, PART
from dashboard.metrics.certainty_returns import RETURNS
from dashboard.metrics.declare import Metric
from dashboard.metrics.winning import RETURN, WON


def is_sum(metric: Metric) -> bool:
    """Its value is its numerator: money, orders, distinct people."""
    return metric.certainty.measure in (TOTAL.measure, COUNT.measure)


def splits(metric: Metric) -> bool:
    """Its value is a sum, or one sum over another, so that it is made of its groups."""
    return is_sum(metric) or metric.certainty.measure in _SPREADS


def sums(metric: Metric, y: float | None, x: float | None, measured: Measurement | None) -> Sums:
    """In the metric's unit; without a measurement, its amounts alone."""
    scale, y, x = metric.scale, y or 0.0, 0.0 if is_sum(metric) else x or 0.0
    if measured is None or measured.sums is None:
        return Sums(scale * y, x)
    yy, xy, xx = _SPREADS[metric.certainty.measure](y, x, measured.sums)
    return Sums(scale * y, x, scale * scale * yy, scale * xy, xx)


def degrees_of_freedom(metric: Metric) -> float:
    """Those of the 64 buckets where sums over buckets tell the spread."""
    measure = metric.certainty.measure
    of_buckets = (TOTAL, RATIO, PART, GROWTH, RETURN)
    return BUCKETS - 1 if any(measure is c.measure for c in of_buckets) else math.inf


Spread = tuple[float, float, float]
"""Variance of y, covariance, variance of x."""


def _of_share(y: float, n: float, row: Row) -> Spread:
    return _of_answers(y, n, n, n, (y + 2) / (n + 4))


def _of_satisfaction(y: float, x: float, row: Row) -> Spread:
    n = kish_effective_n(x, row["sum_ww"])
    return _of_answers(y, x, row["sum_ww"], n, (y / x * n + 2) / (n + 4) if x else 0.5)


def _of_answers(y: float, x: float, squares: float, n: float, share: float) -> Spread:
    """Each says yes or no; their share is drawn to a half by two of each (Agresti & Coull 1998), so that a share of
    nothing or all is not taken for certain."""
    rate = y / x if x else 0.0
    return (share * (1 - share) + rate * rate) * squares, rate * squares, squares


def _of_score(y: float, x: float, row: Row) -> Spread:
    """Three answers are added, as in the score's own limits."""
    if not x:
        return 0.0, 0.0, 0.0
    n = kish_effective_n(x, row["sum_ww"])
    promoters = (row["promoters"] / x * n + 0.75) / (n + 3)
    detractors = (row["detractors"] / x * n + 0.75) / (n + 3)
    net, rate = promoters - detractors, y / x
    each = promoters + detractors - net * net
    return (each + rate * rate) * row["sum_ww"], rate * row["sum_ww"], row["sum_ww"]


def _of_ratio(y: float, x: float, row: Row) -> Spread:
    """Clusters are people where each holds one unit or there are more of them than buckets, else buckets."""
    yy, xy, xx = row["sum_yy"], row["sum_xy"], row["sum_xx"]
    of_people = row["clusters"] > BUCKETS or xx == x
    rate = y / x if x else 0.0
    several = row["clusters"] / max(1, row["clusters"] - 1)
    residual = several * max(0.0, yy - 2 * rate * xy + rate * rate * xx)
    beside = xy - rate * xx  # the residuals add up to nought, so this is their covariance with x
    wide = xx if of_people else _of_buckets(x, xx)
    return residual + 2 * rate * beside + rate * rate * wide, beside + rate * wide, wide


def _of_buckets(total: float, squares: float) -> float:
    return BUCKETS / (BUCKETS - 1) * max(0.0, squares - total * total / BUCKETS)


def _of_total(y: float, x: float, row: Row) -> Spread:
    return _of_buckets(y, row["sum_yy"] or 0.0), 0.0, 0.0


def _of_count(y: float, x: float, row: Row) -> Spread:
    return y, 0.0, 0.0


def _of_cost(y: float, x: float, row: Row) -> Spread:
    """Spend is known; the number of customers is a Poisson number."""
    return 0.0, 0.0, x


_SPREADS: dict[Callable[..., Measurement | None], Callable[[float, float, Row], Spread]] = {
    SHARE.measure: _of_share,
    WON.measure: _of_share,
    RETURNS.measure: _of_share,
    SATISFACTION.measure: _of_satisfaction,
    SCORE.measure: _of_score,
    RATIO.measure: _of_ratio,
    PREDICTED.measure: _of_ratio,
    PART.measure: _of_ratio,
    GROWTH.measure: _of_ratio,
    TOTAL.measure: _of_total,
    RETURN.measure: _of_total,
    COUNT.measure: _of_count,
    COST.measure: _of_cost,
}
