"""Has one value moved away from the rest? Its distance from them, judged by the distances of the months before.

What moves everybody, such as a season or a trend, leaves the distance as it is; what is left is chance, whose size the
samples tell, times how much more the distances of all values of a dimension have spread so far than samples tell.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FEWEST, USUAL = 10, 24
"""Distances that one is judged by, at least and at most."""
LATELY = 2
"""So many just before it are left out where there are enough without: what has just begun does not hide itself."""
MEDIAN_OF_NORMAL = 0.6745


@dataclass(frozen=True)
class Contrast:
    """A distance, what it usually is, and how many standard errors (as samples tell them) lie between."""

    gap: float
    usual: float
    sigmas: float
    """Of this month, or of this and some before it together where that is more."""
    before: Array
    """The distances of the months that it is judged by, in standard errors from the usual one."""


def contrast(
    gaps: Array, errors: Array, at: int, apart: int = 1, sides: tuple[Array, Array] | None = None
) -> Contrast | None:
    """The distance at one month; NaN where one is not known. Distances nearer than `apart` months share people.

    `sides` are the standard errors below and above each distance where they are not alike: a share near nothing may lie
    much further above than below. None where the distance or too many of those before are not known.
    """
    if math.isnan(gaps[at]):
        return None
    known = np.flatnonzero(~np.isnan(gaps[:at]))
    base = known[known < at - LATELY]
    base = (base if len(base) >= FEWEST else known)[-USUAL:]
    if len(base) < FEWEST:
        return None
    weights = 1 / errors[base] ** 2
    usual = float(np.average(gaps[base], weights=weights))
    below, above = sides or (errors, errors)
    own = below if gaps[at] > usual else above
    of_usual = math.sqrt(apart / float(weights.sum()))
    first = max(int(base[-1]), at - (LATELY if apart == 1 else 0) - 1) + 1
    sigmas = _together((gaps - usual)[first : at + 1], own[first : at + 1], of_usual)
    return Contrast(float(gaps[at]), usual, sigmas, ((gaps - usual) / errors)[base])


def _together(away: Array, errors: Array, of_usual: float) -> float:
    """The sigmas of the last month, or of the mean of the last few that all lie away to its side, whichever is more."""
    best = float(away[-1]) / math.hypot(errors[-1], of_usual)
    for count in range(2, len(away) + 1):
        if not (away[-count] * away[-1] > 0 and abs(away[-count]) >= errors[-count]):
            break  # NaN compares with nothing
        error = math.hypot(float(np.linalg.norm(errors[-count:])) / count, of_usual)
        mean = float(away[-count:].mean()) / error
        best = mean if abs(mean) > abs(best) else best
    return best


def overspread(found: Sequence[Contrast]) -> float:
    """How much more the distances before have spread than their samples tell, over all values of a dimension; 1 at
    least. By the median, which one value that really moved does not bend."""
    away = np.concatenate([np.abs(one.before) for one in found]) if found else np.zeros(1)
    return max(1.0, float(np.median(away)) / MEDIAN_OF_NORMAL)
