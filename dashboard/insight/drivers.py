"""Which values of a dimension account for the change of a number: an exact split, and how sure each part is.

Of a ratio R = Σy / Σx, with the weight wᵢ = xᵢ / Σx and the rate rᵢ = yᵢ / xᵢ of each value:

    rateᵢ = mean(wᵢ) · Δrᵢ        mixᵢ = Δwᵢ · (mean(rᵢ) − mean(R))        Σ(rateᵢ + mixᵢ) = ΔR

(the symmetric form of Kitagawa 1955, JASA 50:1168). A value that is there in one window only has the rate it has there
in both, and so is all mix. What has a y but nothing to divide it by (spend that nobody was won by) stands alone:
Δ(yᵢ / Σx). Of a sum each value's part is Δyᵢ.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.intervals import Interval, two_sided

Array = NDArray[np.float64]

FEW_VALUES = 3
"""A dimension is ranked by what so many of its values explain at most."""


@dataclass(frozen=True)
class Sums:
    """What one value adds to numerator and denominator in one window, and how these vary from sample to sample."""

    y: float = 0.0
    x: float = 0.0
    yy: float = 0.0
    """Variance of y; `xy` covariance of both; `xx` variance of x."""
    xy: float = 0.0
    xx: float = 0.0


@dataclass(frozen=True)
class Part:
    """What one value adds to the change: in rate, in mix and alone; a sum has all of it in `rate`."""

    rate: float
    mix: float
    alone: float
    se: float
    unlike: float
    """How far the part is from what it would be, had every value changed alike."""
    unlike_se: float

    @property
    def total(self) -> float:
        return self.rate + self.mix + self.alone


@dataclass(frozen=True)
class Split:
    """The parts in the order of the values; they and the remainder add up to the change of the whole."""

    change: float
    parts: tuple[Part, ...]
    remainder: float
    """What is left because a person or an order counts in several values; nought where values exclude each other."""
    df: float = math.inf

    def limits(self, part: Part) -> Interval:
        """95 % limits of a part that hold for all of this dimension's parts at once (Bonferroni)."""
        return self._around(part.total, part.se)

    def limits_unlike(self, part: Part) -> Interval:
        return self._around(part.unlike, part.unlike_se)

    def _around(self, value: float, se: float) -> Interval:
        half = two_sided(1 - 0.05 / max(1, len(self.parts)), self.df) * se
        return Interval(value - half, value + half)


def split_of_ratio(
    before: Sequence[Sums],
    after: Sequence[Sums],
    whole_before: Sums,
    whole_after: Sums,
    df: float = math.inf,
) -> Split | None:
    """The change of Σy / Σx, values in the same order in both windows; None where there is nothing to divide by.

    The wholes are measured by themselves: where values overlap, the parts split the ratio of the added values, and the
    remainder is how much more or less the whole has changed.
    """
    if not before or not (whole_before.x and whole_after.x):
        return None
    old, new = Window(before), Window(after)
    if not (old.all_x and new.all_x):
        return None
    then, now = whole_before.y / whole_before.x, whole_after.y / whole_after.x
    left = _left(now - then, new.ratio - old.ratio, abs(now) + abs(then))
    return Split(now - then, _parts_of_ratio(old, new), left, df)


def split_of_sum(
    before: Sequence[Sums],
    after: Sequence[Sums],
    whole_before: Sums,
    whole_after: Sums,
    df: float = math.inf,
) -> Split | None:
    """The change of Σy; None where there are no values."""
    if not before:
        return None
    old, new = Window(before), Window(after)
    change, size = whole_after.y - whole_before.y, abs(whole_after.y) + abs(whole_before.y)
    return Split(change, _parts_of_sum(old, new), _left(change, new.all_y - old.all_y, size), df)


def explained(split: Split, counts: Sequence[bool]) -> float:
    """How much of the change a few values take to where it would not be, had all changed alike: in the number's unit.

    The sum over the (at most three) values of one side that moved furthest from the rest, beyond noise, the larger of
    the two sides. `counts` leaves out values that are too thin to be judged.
    """
    sure = [
        part.unlike
        for part, is_counted in zip(split.parts, counts, strict=True)
        if is_counted and is_beyond(split.limits_unlike(part))
    ]
    up = sorted((u for u in sure if u > 0), reverse=True)[:FEW_VALUES]
    down = sorted(u for u in sure if u < 0)[:FEW_VALUES]
    return max(sum(up), -sum(down), 0.0)


def is_beyond(limits: Interval) -> bool:
    """Nought lies outside the limits."""
    return limits.low > 0 or limits.high < 0


class Window:
    """The values of one window as arrays."""

    def __init__(self, sums: Sequence[Sums]) -> None:
        self.y, self.x, self.yy, self.xy, self.xx = (
            np.array([getattr(s, name) for s in sums], dtype=np.float64)
            for name in ("y", "x", "yy", "xy", "xx")
        )
        self.all_y, self.all_x = math.fsum(self.y), math.fsum(self.x)
        self.ratio = self.all_y / self.all_x if self.all_x else 0.0

    @property
    def weight(self) -> Array:
        return self.x / self.all_x

    def rate(self, other: "Window") -> Array:
        """The rate of each value; the one of the other window where there is nothing to divide by in this."""
        elsewhere = np.divide(other.y, other.x, out=np.zeros_like(other.y), where=other.x != 0)
        return np.divide(self.y, self.x, out=elsewhere, where=self.x != 0)

    @property
    def alone(self) -> Array:
        return np.where(self.x == 0, self.y, 0.0) / self.all_x

    def variance(self, own: tuple[Array, Array], common: tuple[Array, Array]) -> Array:
        """Of a linear form that takes `own` of a value's y and x, and `common` of everybody's, value by value."""
        mine = _form(own[0] + common[0], own[1] + common[1], self.yy, self.xy, self.xx)
        every = _form(*common, self.yy.sum(), self.xy.sum(), self.xx.sum())
        without = every - _form(*common, self.yy, self.xy, self.xx)
        return np.maximum(mine + without, 0.0)


def _form(a: Array, b: Array, yy: Array, xy: Array, xx: Array) -> Array:
    return a * a * yy + 2 * a * b * xy + b * b * xx


def rate_mix_alone(old: Window, new: Window) -> tuple[Array, Array, Array]:
    middle = (old.ratio + new.ratio) / 2
    moved = new.weight - old.weight
    rates = new.rate(old), old.rate(new)
    rate = (new.weight + old.weight) / 2 * (rates[0] - rates[1])
    mix = moved * ((rates[0] + rates[1]) / 2 - middle)
    return rate, mix, new.alone - old.alone


def _parts_of_ratio(old: Window, new: Window) -> tuple[Part, ...]:
    rate, mix, alone = rate_mix_alone(old, new)
    share = (new.weight + old.weight) / 2
    unlike = rate + mix + alone - share * (new.ratio - old.ratio)
    se, unlike_se = _errors_of_ratio(old, new)
    return tuple(map(Part, *(a.tolist() for a in (rate, mix, alone, se, unlike, unlike_se))))


def _errors_of_ratio(old: Window, new: Window) -> tuple[Array, Array]:
    """Standard errors of the parts and of how unlike they are, by the delta method; windows and values independent.

    The part is Σ over windows of ±(yᵢ − R̄ xᵢ) / X with R̄ = mean(R). A person of value j changes yⱼ, xⱼ, and through
    them X and R̄, so that the derivatives are, over X: ±1 and ∓R̄ by the value's own y and x; −Δwᵢ/2 and Δwᵢ R/2 ∓ Tᵢ
    by everybody's, Tᵢ = (yᵢ − R̄ xᵢ) / X. How unlike it is takes mean(wᵢ)·ΔR off, whose derivatives are added.
    """
    middle, change = (old.ratio + new.ratio) / 2, new.ratio - old.ratio
    moved, share = new.weight - old.weight, (new.weight + old.weight) / 2
    variance, unlike = np.zeros_like(moved), np.zeros_like(moved)
    for window, sign in ((old, -1.0), (new, 1.0)):
        one = np.ones_like(moved)
        here = (window.y - middle * window.x) / window.all_x
        own = (sign * one, -sign * middle * one)
        common = (-moved / 2, moved / 2 * window.ratio - sign * here)
        variance += window.variance(own, common) / window.all_x**2
        own = (own[0], own[1] - change / 2)
        common = (
            common[0] - sign * share,
            common[1] + sign * share * window.ratio + change / 2 * window.weight,
        )
        unlike += window.variance(own, common) / window.all_x**2
    return np.sqrt(variance), np.sqrt(unlike)


def _parts_of_sum(old: Window, new: Window) -> tuple[Part, ...]:
    """Had all changed alike, each would have its mean share of the change; of sums that are not positive there is no
    share, and a part is as unlike as it is large."""
    part = new.y - old.y
    change, both = new.all_y - old.all_y, new.all_y + old.all_y
    share = (new.y + old.y) / both if both > 0 else np.zeros_like(part)
    per = change / both if both > 0 else 0.0
    nothing = np.zeros_like(part)
    variance = new.yy + old.yy
    unlike = nothing
    for window, sign in ((old, -1.0), (new, 1.0)):
        own = (np.full_like(part, sign - per), nothing)
        common = (-share * (sign - per), nothing)
        unlike = unlike + window.variance(own, common)
    columns = (part, nothing, nothing, np.sqrt(variance), part - share * change, np.sqrt(unlike))
    return tuple(map(Part, *(column.tolist() for column in columns)))


def _left(change: float, split: float, size: float) -> float:
    """What the parts leave of the change; dust of the arithmetic is nothing."""
    left = change - split
    return 0.0 if abs(left) <= 1e-9 * size else left
