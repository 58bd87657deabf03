"""What a change of a sum is made of: more of them, or each larger; and how sure it is."""

import math
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import NamedTuple

from dashboard.insight.intervals import Interval, two_sided

MICRO = Decimal("0.000001")
"""Money is kept to six places."""


class Split(NamedTuple):
    """The part of a change that comes from how many there are, and from how large each is."""

    number: Decimal
    size: Decimal


def split_of_change(now: Decimal, then: Decimal, n_now: int, n_then: int) -> Split | None:
    """now − then, as (n₁ − n₀)·(s₀ + s₁)/2 + (s₁ − s₀)·(n₀ + n₁)/2 with s = sum / n; None without any on a side.

    The midpoint split of two factors (Bennet 1920, JRSS 83:455), which for two is Shapley's: exact, symmetric, and
    defined where a net sum is not positive, as the split by log means is not. The two add up to the change.
    """
    if n_now <= 0 or n_then <= 0:
        return None
    sizes = Fraction(now) / n_now + Fraction(then) / n_then
    number = _decimal(Fraction(n_now - n_then) * sizes / 2)
    return Split(number, now - then - number)


def change_of_totals(
    change: float, sum_dd: float, buckets: int, confidence: float = 0.95
) -> Interval:
    """Limits of a sum of differences over people, from its sums over buckets of people, empty ones included.

    Each bucket's difference is one of `buckets` draws of the same size: variance B/(B−1)·(Σd² − D²/B), t with B − 1 df.
    """
    spread = max(0.0, sum_dd - change * change / buckets)
    half = two_sided(confidence, buckets - 1) * math.sqrt(buckets / (buckets - 1) * spread)
    return Interval(change - half, change + half)


def _decimal(exact: Fraction) -> Decimal:
    """To six places, however large."""
    scaled = Decimal(round(exact * 10**6))
    return (scaled * MICRO).quantize(MICRO, ROUND_HALF_EVEN)
