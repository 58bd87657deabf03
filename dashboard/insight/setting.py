"""What past values say of a target: how often it was reached, and which change they could show."""

import math
from collections.abc import Sequence

from dashboard.insight.intervals import two_sided
from dashboard.insight.power import reach


def times_reached(values: Sequence[float], level: float, is_lower_better: bool) -> int:
    """How many of the values are at the level or better."""
    return sum(value <= level if is_lower_better else value >= level for value in values)


def left_over(lost: float, times: float) -> float:
    """What is left of 1 when the share `lost` (0 to 1) goes each time: (1 − lost) ^ times."""
    return float((1 - min(1.0, max(0.0, lost))) ** times)


def together(first: float, second: float) -> float:
    """Two relative changes of factors as one of their product: (1 + a)(1 + b) − 1."""
    return (1 + first) * (1 + second) - 1


def visible_change(
    value: float, low: float, high: float, base_periods: int = 1, is_rise: bool = True
) -> float | None:
    """The smallest change from `value` that another period just as sure could show, in its unit and without sign.

    The standard error follows from the 95 % limits, on the log scale where all three are positive: a change of
    (z₁₋α/₂ + z_power) · √(se²/k + se²), k periods being the base. None where the limits leave nothing to tell.
    """
    if not low <= value <= high or base_periods < 1:
        return None
    stretch = reach() * math.sqrt(1 + 1 / base_periods) / (2 * two_sided(0.95))
    if low > 0:
        away = min(700.0, stretch * math.log(high / low))
        return value * (math.exp(away) - 1) if is_rise else value * (1 - math.exp(-away))
    return stretch * (high - low) if high > low else None
