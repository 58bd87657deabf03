"""How far a value lies from where it should, and how far it must lie before many looks make it news."""

import math

from scipy.special import ndtri

CHANCE = 0.02
"""How often a metric that did not change may be spoken of, whatever it was looked at by: once in fifty months."""
LIMITS_AT = 3.0
"""A chart's limits lie so many sigmas from its centre."""
USUAL_LIMITS_AT = 1.96
"""A value's own 95 % limits."""


def needed(looked_at: int, chance: float = CHANCE) -> float:
    """Sigmas beyond which one of so many series lies by chance alone with this probability (Bonferroni); 3 at least."""
    return max(LIMITS_AT, -float(ndtri(chance / (2 * max(1, looked_at)))))


def surprise(
    value: float,
    centre: float,
    limits: tuple[float, float],
    own: tuple[float | None, float | None] = (None, None),
) -> float:
    """Sigmas between a value and its chart's centre, positive above; the smaller of what the chart's limits and the
    value's own 95 % limits say, for a few quiet periods must not make a small sample look sure."""
    if value == centre:
        return 0.0
    side = math.copysign(1.0, value - centre)
    of_chart = LIMITS_AT * _in_reaches(value, centre, limits)
    reach = own[0] if side > 0 else own[1]
    if reach is None or reach == value:
        return side * of_chart
    of_sample = USUAL_LIMITS_AT * (value - centre) / (value - reach)
    return side * min(of_chart, abs(of_sample))


def _in_reaches(value: float, centre: float, limits: tuple[float, float]) -> float:
    """The distance in distances of the limits: in logarithms where the limits lie evenly in these, else by the wider
    side, where one was cut at what is possible."""
    low, high = limits
    if low > 0 and value > 0 and _is_even_in_logs(low, centre, high):
        return abs(math.log(value / centre)) / math.log(high / centre)
    reach = max(high - centre, centre - low)
    return abs(value - centre) / reach if reach > 0 else math.inf


def _is_even_in_logs(low: float, centre: float, high: float) -> bool:
    if not low < centre < high:
        return False
    return math.isclose(math.log(high / centre), math.log(centre / low), rel_tol=1e-6)
