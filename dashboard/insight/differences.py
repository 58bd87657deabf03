"""How sure a difference is: the first minus the second of two independent numbers."""

import math
from dataclasses import dataclass

from dashboard.insight.intervals import Estimate, Interval, two_sided, wilson


@dataclass(frozen=True)
class RatioDifference:
    """Difference of two ratios in their unit, and relative to the second (0.1 is ten per cent).

    The relative change has no value where either ratio is not positive.
    """

    value: float
    low: float
    high: float
    relative: float | None
    relative_low: float | None
    relative_high: float | None


def newcombe(a: float, m: float, b: float, n: float, confidence: float = 0.95) -> Interval:
    """Limits of a/m − b/n, −1 to 1, for independent shares; either n may be an effective number.

    Newcombe (1998), Stat. Med. 17:873, method 10 (hybrid score). A share of nothing is unknown and
    gives the whole range.
    """
    if m <= 0 or n <= 0:
        return Interval(-1.0, 1.0)
    first, second = a / m, b / n
    return recovered(
        first, wilson(a, m, confidence), second, wilson(b, n, confidence), bounds=(-1.0, 1.0)
    )


def nps_difference(first: Estimate, second: Estimate) -> Estimate:
    """Difference of two net promoter scores in points, −200 to 200.

    Rocks (2016): difference of the adjusted estimates, SE = √(SE₁² + SE₂²), normal.
    """
    confidence = _shared_confidence(first, second)
    value, se = first.value - second.value, math.hypot(first.se, second.se)
    half = two_sided(confidence) * se
    low, high = max(-200.0, value - half), min(200.0, value + half)
    return Estimate(value, se, math.inf, low, high, confidence)


def difference_of_means(first: Estimate, second: Estimate) -> Estimate:
    """Difference of two means in their unit, unequal variances (Welch 1947, Biometrika 34:28)."""
    confidence = _shared_confidence(first, second)
    value, se = first.value - second.value, math.hypot(first.se, second.se)
    df = welch_df(first.se, first.df, second.se, second.df)
    half = two_sided(confidence, df) * se
    return Estimate(value, se, df, value - half, value + half, confidence)


def log_ratio_difference(first: Estimate, second: Estimate) -> RatioDifference:
    """Difference of two independent ratios or costs per event.

    Relative: exp(ln r₁ − ln r₂ ± t·√(se₁²/r₁² + se₂²/r₂²)) − 1, t by Welch (1947); for costs per
    Poisson event that is ±z·√(1/n₁ + 1/n₂). Absolute: limits recovered from those of the two
    (Zou & Donner 2008, Stat. Med. 27:1693), as Newcombe does for shares:
    r₁ − r₂ − √((r₁ − l₁)² + (u₂ − r₂)²) and r₁ − r₂ + √((u₁ − r₁)² + (r₂ − l₂)²).
    Where either is not positive: the plain difference by Welch, and no relative change.
    """
    if first.value <= 0 or second.value <= 0:
        plain = difference_of_means(first, second)
        return RatioDifference(plain.value, plain.low, plain.high, None, None, None)
    confidence = _shared_confidence(first, second)
    difference = recovered(
        first.value, Interval(first.low, first.high),
        second.value, Interval(second.low, second.high),
    )  # fmt: skip
    log_first, log_second = first.se / first.value, second.se / second.value
    df = welch_df(log_first, first.df, log_second, second.df)
    half = min(two_sided(confidence, df) * math.hypot(log_first, log_second), 700.0)
    times = first.value / second.value
    return RatioDifference(
        first.value - second.value, *difference,
        times - 1, times * math.exp(-half) - 1, times * math.exp(half) - 1,
    )  # fmt: skip


def quotient(first: Estimate, second: Estimate) -> Estimate:
    """First / second, both known with an error of their own and the second positive.

    Delta method on the log scale: se(ln) = √(se₁²/v₁² + se₂²/v₂²), t by Welch (1947). Where the first is not positive:
    plain limits, se = √((se₁/v₂)² + (v₁·se₂/v₂²)²).
    """
    confidence = _shared_confidence(first, second)
    value = first.value / second.value
    first_part, second_part = first.se / second.value, abs(value) * second.se / second.value
    se = math.hypot(first_part, second_part)
    df = welch_df(first_part, first.df, second_part, second.df)
    t = two_sided(confidence, df)
    if value <= 0:
        return Estimate(value, se, df, value - t * se, value + t * se, confidence)
    stretch = math.exp(min(t * se / value, 700.0))
    return Estimate(value, se, df, value / stretch, value * stretch, confidence)


def welch_df(first_se: float, first_df: float, second_se: float, second_df: float) -> float:
    """Degrees of freedom of a difference (Welch 1947; Satterthwaite 1946)."""
    spread = first_se**4 / first_df + second_se**4 / second_df
    if spread == 0:
        return math.inf
    return float((first_se**2 + second_se**2) ** 2 / spread)


def recovered(
    first: float,
    first_limits: Interval,
    second: float,
    second_limits: Interval,
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> Interval:
    """Limits of a difference of two numbers from the limits of each (Zou & Donner 2008, eq. 5)."""
    difference = first - second
    below = math.hypot(first - first_limits.low, second_limits.high - second)
    above = math.hypot(first_limits.high - first, second - second_limits.low)
    return Interval(max(bounds[0], difference - below), min(bounds[1], difference + above))


def _shared_confidence(first: Estimate, second: Estimate) -> float:
    if first.confidence != second.confidence:
        raise ValueError(f"limits at {first.confidence} and {second.confidence} do not compare")
    return first.confidence
