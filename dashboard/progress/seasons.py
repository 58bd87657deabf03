"""Where in its season a period lies, and the shape of a metric's season."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.season import Shape, shape
from queries.calendar import Grain

LENGTH = {Grain.DAY: 7, Grain.WEEK: 52, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}
"""Periods that a season has: a week of days, a year of the others."""


def position(start: date, grain: Grain) -> int:
    """0 for Mondays, for the first week of a year, for January, for the quarter that January lies in.

    Week 53 goes with week 52: it is too rare to have a season of its own.
    """
    match grain:
        case Grain.DAY:
            return start.weekday()
        case Grain.WEEK:
            return min((start + timedelta(days=3)).isocalendar().week, 52) - 1
        case Grain.MONTH:
            return start.month - 1
        case Grain.QUARTER:
            return (start.month - 1) // 3
        case Grain.YEAR:
            return 0


def season(values: Sequence[float], starts: Sequence[date], grain: Grain) -> Shape | None:
    """The season of values in time order, NaN where unknown; None where there are no two whole ones.

    Its effects are on the scale of the values: give logarithms, and they are factors.
    """
    known = [n for n, value in enumerate(values) if not math.isnan(value)]
    begins = known[0] if known else 0  # how early one began to ask is no part of a season
    return shape(
        values[begins:], [position(start, grain) for start in starts[begins:]], LENGTH[grain]
    )


def effects(shape: Shape | None, starts: Sequence[date], grain: Grain) -> NDArray[np.float64]:
    """The effect of each period's place in the season; nought where there is none."""
    if shape is None:
        return np.zeros(len(starts))
    return shape.of([position(start, grain) for start in starts])
