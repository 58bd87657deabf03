"""How sure one number is: intervals for shares, scores, means, ratios, costs and quantiles."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Interval(NamedTuple):
    """Two limits, in the unit of what they bound."""

    low: float
    high: float


class Limits(NamedTuple):
    """Two limits of which either may not exist: the sample is too small to give it."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Estimate:
    """A value, its standard error (same unit) and its limits at `confidence`.

    `df` are the degrees of freedom of its t; infinite means normal.
    """

    value: float
    se: float
    df: float
    low: float
    high: float
    confidence: float


@lru_cache(maxsize=4096)
def two_sided(confidence: float, df: float = math.inf) -> float:
    """How many standard errors to either side hold `confidence` of a t with so many df."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; it lies between 0 and 1")
    upper = (1 + confidence) / 2
    if math.isinf(df):
        return NormalDist().inv_cdf(upper)
    from scipy.special import stdtrit  # .1 s to import; only t quantiles need it

    return float(stdtrit(df, upper))


def wilson(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """Limits of a share, 0 to 1. Nothing observed gives the whole range.

    Wilson (1927), JASA 22:209; Newcombe (1998), Stat. Med. 17:857, method 3. `n` may be an
    effective number (Kish); `successes` is then share × n.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n}")
    z = two_sided(confidence)
    spread = successes * (n - successes) / n if n > 0 else 0.0
    centre = (successes + z * z / 2) / (n + z * z)
    half = z * math.sqrt(spread + z * z / 4) / (n + z * z)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return Interval(max(0.0, low), min(1.0, high))


def wilson_many(
    successes: ArrayLike, n: ArrayLike, confidence: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`wilson` for many shares at once: their lower and their upper limits."""
    s, total = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    if np.any((s < 0) | (s > total)):
        raise ValueError("successes lie between 0 and n")
    z = two_sided(confidence)
    spread = s * (total - s) / np.where(total > 0, total, 1.0)
    centre = (s + z * z / 2) / (total + z * z)
    half = z * np.sqrt(spread + z * z / 4) / (total + z * z)
    low = np.where(s == 0, 0.0, np.maximum(0.0, centre - half))
    high = np.where(s == total, 1.0, np.minimum(1.0, centre + half))
    return low, high


def kish_effective_n(sum_w: float, sum_w2: float) -> float:
    """How many equally weighted answers know as much: (Σw)² / Σw² (Kish 1965, section 11.7)."""
    return sum_w * sum_w / sum_w2 if sum_w2 > 0 else 0.0


def nps_adjusted_wald(
    promoters_share: float, detractors_share: float, n_eff: float, confidence: float = 0.95
) -> Estimate:
    """Net promoter score in points, −100 to 100: the adjusted estimate, its se, its limits.

    Rocks (2016), Am. Stat. 70:365, adjusted Wald with triangular weights: 3 answers are added, ¾
    promoter, 1½ passive, ¾ detractor; variance p + d − (p − d)². The shares lie in 0 to 1. The
    estimate is pulled towards 0: the score to show is the plain 100 × (promoters − detractors).
    """
    n = n_eff + 3
    promoters = (promoters_share * n_eff + 0.75) / n
    detractors = (detractors_share * n_eff + 0.75) / n
    net = promoters - detractors
    value = 100 * net
    se = 100 * math.sqrt(max(0.0, promoters + detractors - net * net) / n)
    half = two_sided(confidence) * se if n_eff > 0 else 200.0
    low, high = max(-100.0, value - half), min(100.0, value + half)
    return Estimate(value, se, math.inf, low, high, confidence)


def mean_of_people(
    n: int, sum_y: float, sum_yy: float, confidence: float = 0.95
) -> Estimate | None:
    """Mean over people with Student's t (1908), n − 1 df; None for fewer than two people.

    `sum_yy` is Σy². People with nothing belong in `n`.
    """
    if n < 2:
        return None
    value = sum_y / n
    variance = max(0.0, sum_yy - n * value * value) / (n - 1)
    return _around(value, math.sqrt(variance / n), n - 1, confidence)


def ratio_clustered(
    sum_y: float,
    sum_x: float,
    sum_yy: float,
    sum_xy: float,
    sum_xx: float,
    clusters: int,
    confidence: float = 0.95,
) -> Estimate | None:
    """Σy / Σx where clusters (people, or buckets of people), not rows, are independent.

    Linearised variance G/(G−1) · Σ(y − Rx)² / X² (ratio estimator, Cochran 1977, chapter 6; for
    people with many rows Deng, Knoblich & Lu 2018, KDD), t with G − 1 df; limits on the log scale
    where the ratio is positive, plain where it is not. The sums run over clusters, each squared as
    a whole; `clusters` are those that hold anything. None for fewer than two or for no Σx.
    """
    if clusters < 2 or sum_x <= 0:
        return None
    ratio = sum_y / sum_x
    residual = max(0.0, sum_yy - 2 * ratio * sum_xy + ratio * ratio * sum_xx)
    se = math.sqrt(clusters / (clusters - 1) * residual) / sum_x
    if ratio > 0:
        return _around_on_log_scale(ratio, se, clusters - 1, confidence)
    return _around(ratio, se, clusters - 1, confidence)


@dataclass(frozen=True)
class LifeSums:
    """Sums over people of money y, active months m, months of life l and the person itself x, 0 or 1 (m and l are 0
    where x is), and of their products."""

    people: float
    months: float
    life: float
    money: float
    clusters: int
    yy: float
    ym: float
    yl: float
    yx: float
    mm: float
    ml: float
    ll: float


def money_over_life(sums: LifeSums, confidence: float = 0.95) -> Estimate | None:
    """Money per active month times months of life per person, (Y / M) · (L / N), people being independent.

    Delta method (linearised, as `ratio_clustered`): a person moves the value by
    (y·L + l·Y) / (M·N) − value · (m / M + x / N); variance G/(G−1) · Σ of their squares, t with G − 1 df, limits on the
    log scale where the value is positive. None for fewer than two people or no life at all.
    """
    if sums.clusters < 2 or sums.months <= 0 or sums.people <= 0 or sums.life <= 0:
        return None
    value = sums.money * sums.life / (sums.months * sums.people)
    a, b = sums.life / (sums.months * sums.people), sums.money / (sums.months * sums.people)
    c, d = value / sums.months, value / sums.people
    squares = (
        a * a * sums.yy + b * b * sums.ll + c * c * sums.mm + d * d * sums.people
        + 2 * (a * b * sums.yl - a * c * sums.ym - a * d * sums.yx)
        + 2 * (c * d * sums.months - b * c * sums.ml - b * d * sums.life)
    )  # fmt: skip
    se = math.sqrt(sums.clusters / (sums.clusters - 1) * max(0.0, squares))
    if value > 0:
        return _around_on_log_scale(value, se, sums.clusters - 1, confidence)
    return _around(value, se, sums.clusters - 1, confidence)


def poisson_ratio(total: float, events: int, confidence: float = 0.95) -> Estimate | None:
    """What one event costs, total / events · exp(±z/√events), in the unit of `total`.

    The total is known and the events are a Poisson count, for which var ln n ≈ 1/n (delta method;
    Breslow & Day 1987, chapter 2, for rates). None where there is no total or no event.
    """
    if events <= 0 or total <= 0:
        return None
    value = total / events
    return _around_on_log_scale(value, value / math.sqrt(events), math.inf, confidence)


def quantile_order_statistics(
    values: Sequence[float] | NDArray[np.float64], q: float, confidence: float = 0.95
) -> Limits:
    """Limits of the q-quantile (0 < q < 1) from ascending values: two of the values themselves.

    Binomial order statistics (Hahn & Meeker 1991, section 5.2): the r-th smallest bounds from below
    where P(Bin(n, q) < r) ≤ α/2. A limit that no value can give is None.
    """
    from scipy.special import bdtr

    n, alpha = len(values), 1 - confidence
    if n == 0:
        return Limits(None, None)

    def at_most(k: int) -> float:
        return float(bdtr(k, n, q))

    # rank r, from 1: P(Bin <= r - 1) <= alpha/2 below, >= 1 - alpha/2 above
    below = bisect_left(range(n), True, key=lambda k: at_most(k) > alpha / 2)
    above = bisect_left(range(n), True, key=lambda k: at_most(k) >= 1 - alpha / 2)
    return Limits(
        float(values[below - 1]) if below >= 1 else None,
        float(values[above]) if above < n else None,
    )


def _around(value: float, se: float, df: float, confidence: float) -> Estimate:
    half = two_sided(confidence, df) * se
    return Estimate(value, se, df, value - half, value + half, confidence)


def _around_on_log_scale(value: float, se: float, df: float, confidence: float) -> Estimate:
    """Limits value · exp(±t · se / value); an exponent beyond what a float holds is infinite."""
    exponent = min(two_sided(confidence, df) * se / value, 700.0)
    low, high = value * math.exp(-exponent), value * math.exp(exponent)
    return Estimate(value, se, df, low, high, confidence)
