"""What was measured of a trial, whatever the method: effect, limits, the past before it, and the lines of its chart."""

import math
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dashboard.language import Said, said
from dashboard.progress.trial import Trial
from queries.slice import Period

Array = NDArray[np.float64]

ALIKE = 0.05
"""Below this p, pilot and control moved apart before anything was done."""


@dataclass(frozen=True)
class Moment:
    """One period of the chart; of sums, as an index whose mean before the start is 100."""

    start: date
    pilot: float
    control: float
    """Of a single series: what it would have been without."""
    gap: float
    is_after: bool


@dataclass(frozen=True)
class PrePeriod:
    """Whether pilot and control went the same way before the start."""

    periods: int
    drift: float | None
    """How much further the pilot moved than the control, per period, in the metric's unit (of sums: per cent)."""
    p: float | None
    reason: Said

    @property
    def is_apart(self) -> bool:
        return self.p is not None and self.p <= ALIKE


@dataclass(frozen=True)
class Measured:
    """The effect in the unit of the promise, signed as the metric moves; limits are None where nothing is ruled out."""

    effect: float
    low: float | None
    high: float | None
    p: float | None
    before: int
    after: int
    """Periods on either side of the start."""
    method: Said
    pre: PrePeriod
    series: tuple[Moment, ...] = ()
    notes: tuple[Said, ...] = ()
    is_weaker: bool = False
    """No control: whatever else began then is in it."""
    n: int | None = None
    """Regions, or people, that it rests on."""
    facts: dict[str, float] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Converted:
    """Turns what was compared (a value, or a logarithm of a sum) into the unit of the promise."""

    is_sum: bool
    unit: str
    without: float
    """The pilot's mean period after the start, had nothing been done."""

    def __call__(self, moved: float) -> float | None:
        """None for a limit that does not exist."""
        if math.isinf(moved):
            return None
        if not self.is_sum:
            if self.unit != "percent":
                return moved
            return 100 * moved / abs(self.without) if self.without else None
        share = math.expm1(min(moved, 700.0))
        return 100 * share if self.unit == "percent" else self.without * share


def converted(trial: Trial, mean_after: float, moved: float) -> Converted:
    """`mean_after` is the pilot's mean value after the start, in the metric's unit."""
    without = mean_after / math.exp(moved) if trial.is_sum else mean_after - moved
    return Converted(trial.is_sum, trial.unit, without)


def lines(
    trial: Trial,
    periods: tuple[Period, ...],
    after: NDArray[np.bool_],
    pilot: Array,
    control: Array,
) -> tuple[Moment, ...]:
    """The two lines and their gap; of sums, which are logarithms here, as an index."""
    if trial.is_sum:
        pilot, control = (indexed(one, one[~after].mean()) for one in (pilot, control))
    return moments(periods, after, pilot, control)


def indexed(logarithms: Array, base: float) -> Array:
    """100 where a logarithm is that of the base."""
    found: Array = 100 * np.exp(logarithms - base)
    return found


def moments(
    periods: tuple[Period, ...], after: NDArray[np.bool_], pilot: Array, control: Array
) -> tuple[Moment, ...]:
    """Both lines as they are, and the gap between them."""
    return tuple(
        Moment(period.start, float(p), float(c), float(p - c), bool(a))
        for period, p, c, a in zip(periods, pilot, control, after, strict=True)
    )


def too_few(periods: int) -> PrePeriod:
    reason = said("Too few periods before the start to see whether the two went the same way.")
    return PrePeriod(periods, None, None, reason)
