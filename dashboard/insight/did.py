"""Did the pilot change more than its control? Difference in differences over regions and periods, and over people.

    effect = (pilot after − pilot before) − (control after − control before)

What moves everybody, such as a season, leaves it as it is; what sets the two apart for good is taken out by "before".
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.intervals import Estimate, two_sided

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """Values of regions (rows) by period (columns) without a gap, and how much each region weighs in its arm."""

    values: Array
    weights: Array
    pilot: Flags
    """Of each region: whether it is a pilot; the others are the control."""
    after: Flags
    """Of each period: whether it lies after the start."""

    @property
    def changes(self) -> Array:
        """Of each region: its mean period after, less its mean period before."""
        after = self.values[..., self.after].mean(axis=-1)
        return np.asarray(after - self.values[..., ~self.after].mean(axis=-1))

    @property
    def arms(self) -> tuple[Array, Array]:
        """Pilot and control, period by period: means of their regions by weight."""
        pilot = np.average(self.values[self.pilot], axis=0, weights=self.weights[self.pilot])
        control = np.average(self.values[~self.pilot], axis=0, weights=self.weights[~self.pilot])
        return pilot, control

    @property
    def gap(self) -> Array:
        pilot, control = self.arms
        return pilot - control

    @property
    def drifts(self) -> Array:
        """Of each region: its slope per period before the start (least squares); nought over fewer than two."""
        before = self.values[..., ~self.after]
        at = np.arange(before.shape[-1]) - (before.shape[-1] - 1) / 2
        square = float(at @ at)
        return np.asarray(before @ at / square if square else before.sum(axis=-1) * 0)


def effect(panel: Panel) -> float:
    """The difference of differences, in the unit of the values."""
    gap = panel.gap
    return float(gap[panel.after].mean() - gap[~panel.after].mean())


@dataclass(frozen=True)
class ArmSums:
    """Of the people of one arm: sums of numerator y and denominator x before (b) and after (a), and of products."""

    people: int
    y_b: float
    x_b: float
    y_a: float
    x_a: float
    yy_b: float
    xy_b: float
    xx_b: float
    yy_a: float
    xy_a: float
    xx_a: float
    yy_ab: float
    """Σ y after · y before"""
    yx_ab: float
    """Σ y after · x before"""
    xy_ab: float
    """Σ x after · y before"""
    xx_ab: float

    @property
    def before(self) -> float | None:
        return self.y_b / self.x_b if self.x_b > 0 else None

    @property
    def after(self) -> float | None:
        return self.y_a / self.x_a if self.x_a > 0 else None


def clustered(pilot: ArmSums, control: ArmSums, confidence: float = 0.95) -> Estimate | None:
    """Difference in differences of ratios Σy/Σx over people, who alone are independent.

    A person moves an arm's change by (y − R·x)/X after less the same before (linearised, as `ratio_clustered`; Deng,
    Knoblich & Lu 2018); G/(G−1) times the sum of the squares, both arms together, is the variance; t with G − 2 df.
    None for fewer than two people, or nothing to divide by, in an arm.
    """
    changes = []
    for arm in (pilot, control):
        if arm.before is None or arm.after is None or arm.people < 2:
            return None
        changes.append((arm.after - arm.before, _variance(arm, 1.0, 1.0)))
    return _difference(changes, pilot.people + control.people - 2, confidence)


def clustered_relative(
    pilot: ArmSums, control: ArmSums, confidence: float = 0.95
) -> Estimate | None:
    """The same on the log scale: ln of how many times as much the pilot grew as the control. None where a sum is not
    positive."""
    changes = []
    for arm in (pilot, control):
        before, after = arm.before or 0.0, arm.after or 0.0
        if before <= 0 or after <= 0 or arm.people < 2:
            return None
        changes.append((math.log(after / before), _variance(arm, before, after)))
    return _difference(changes, pilot.people + control.people - 2, confidence)


def _difference(changes: list[tuple[float, float]], df: float, confidence: float) -> Estimate:
    (first, first_variance), (second, second_variance) = changes
    value, se = first - second, math.sqrt(first_variance + second_variance)
    half = two_sided(confidence, df) * se
    return Estimate(value, se, df, value - half, value + half, confidence)


def _variance(arm: ArmSums, unit_before: float, unit_after: float) -> float:
    """Of an arm's change, each window's ratio counted in a unit of its own: in itself, it is that of the log."""
    before, after = arm.before or 0.0, arm.after or 0.0
    own_after = arm.yy_a - 2 * after * arm.xy_a + after**2 * arm.xx_a
    own_before = arm.yy_b - 2 * before * arm.xy_b + before**2 * arm.xx_b
    both = arm.yy_ab - before * arm.yx_ab - after * arm.xy_ab + after * before * arm.xx_ab
    x_a, x_b = arm.x_a * unit_after, arm.x_b * unit_before
    squares = own_after / x_a**2 + own_before / x_b**2 - 2 * both / (x_a * x_b)
    return arm.people / (arm.people - 1) * max(0.0, squares)
