"""Is it more than last year makes likely: the same month a year before, and what has come on top of a year lately?

Of a company that grows by a fifth a year, a December a fifth above the last is no news, however far above November.
"""

import math
from statistics import median

from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import Value
from dashboard.progress.scan import Line

SIGMAS = 2.3
"""It must lie so many standard errors above (below) that."""
LATELY = 2
"""Months just before it may have changed already."""
LOOKED_AT, FEWEST = 6, 3
"""Of so many months before these, what came on top of a year is taken; of fewer it is no usual one."""
LIMITS_AT = 1.96

Point = tuple[float, float]
"""A value and its standard error: logarithms of amounts, else as it is."""


def is_more(line: Line, side: int) -> bool:
    """True where the month of the year before is not known or not sound."""
    now, then = _point(line.values, -1), _point(line.values, -13)
    if now is None or then is None:
        return True
    on_top = [
        a[0] - b[0]
        for ago in range(2 + LATELY, 2 + LATELY + LOOKED_AT)
        if (a := _point(line.values, -ago)) and (b := _point(line.values, -ago - 12))
    ]
    usual = median(on_top) if len(on_top) >= FEWEST else 0.0
    moved, error = now[0] - then[0], math.hypot(now[1], then[1])
    return min(moved * side, (moved - usual) * side) >= SIGMAS * error


def _point(values: tuple[Value, ...], at: int) -> Point | None:
    if len(values) < -at:
        return None
    value = values[at]
    if value.value is None or value.missing or value.starts_history:
        return None
    if value.low is None or value.high is None:
        return None
    if value.metric.unit in (Unit.PERCENT, Unit.POINTS):
        return value.value, (value.high - value.low) / 2 / LIMITS_AT
    if value.low <= 0:
        return None
    return math.log(value.value), math.log(value.high / value.low) / 2 / LIMITS_AT
