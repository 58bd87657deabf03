"""Did a series step when something began? An interrupted time series with trend and season out.

    value = level + trend · time + season + step · (after the start) + noise that remembers its last

Weaker than a comparison with a control: whatever else began on the same day is in the step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.intervals import two_sided

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

MEMORIES = np.linspace(-0.2, 0.9, 23)
"""What the noise may keep of its last value."""
FEWEST_FREE = 4
"""Degrees of freedom without which nothing is told."""


@dataclass(frozen=True)
class Step:
    """A step with its standard error and limits, in the unit of the values; arrays where series came as rows."""

    value: Array
    se: Array
    low: Array
    high: Array
    df: int
    without: Array
    """What trend and season alone say of each period, before the start and after it: the fit without its step."""


def season_columns(positions: Sequence[int], length: int, before: int) -> Array | None:
    """Columns (periods × any) that hold the season, for so many periods before the start.

    Each place of its own where two whole seasons lie before; one yearly wave where one does; None where not even that:
    a step could then be the season. No columns where there is no season.
    """
    at = np.asarray(positions, int)
    if length <= 1:
        return np.zeros((len(at), 0))
    if before >= 2 * length:
        whole: Array = np.eye(length)[at][:, 1:]
        return whole
    if before < length + 3:
        return None
    turn = 2 * np.pi * at / length
    return np.column_stack([np.cos(turn), np.sin(turn)])


def step(values: Array, after: Flags, season: Array, confidence: float = 0.95) -> Step | None:
    """The mean step of series (… × periods, in time order) after the start; None where too little is left to judge by.

    Generalised least squares under noise of order one; how much it remembers is not taken as known but weighed by its
    restricted likelihood (Harville 1974), so that the limits hold their promise on short series: the variance is the
    mean of the variances plus the spread of the estimates, t with the degrees of freedom that are left.
    """
    rows = np.atleast_2d(np.asarray(values, float))
    n = rows.shape[-1]
    design = np.column_stack([np.ones(n), np.arange(n) - (n - 1) / 2, season, after])
    free = n - design.shape[1]
    is_judged = free >= FEWEST_FREE and 0 < after.sum() < n
    if not is_judged or np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    fits = [_fit(rows, design, float(memory)) for memory in MEMORIES]
    likely = np.array([fit[0] for fit in fits])  # memories × series
    weights = np.exp(likely - likely.max(axis=0))
    weights /= weights.sum(axis=0)
    betas = np.array([fit[1] for fit in fits])  # memories × series × columns
    variances = np.array([fit[2] for fit in fits])
    beta = np.einsum("ms,msc->sc", weights, betas)
    steps = betas[:, :, -1]
    spread = (weights * (variances + (steps - beta[:, -1]) ** 2)).sum(axis=0)
    se, value = np.sqrt(spread), beta[:, -1]
    half = two_sided(confidence, free) * se
    without = beta[:, :-1] @ design[:, :-1].T
    value, se, half = (x.reshape(np.shape(values)[:-1]) for x in (value, se, half))
    return Step(value, se, value - half, value + half, free, without.reshape(np.shape(values)))


def _fit(rows: Array, design: Array, memory: float) -> tuple[Array, Array, Array]:
    """Restricted log likelihood, coefficients and the variance of the last of them, for one memory of the noise."""
    told, seen = _whitened(design.T, memory).T, _whitened(rows, memory)
    inverse = np.linalg.inv(told.T @ told)
    beta = seen @ told @ inverse
    left = ((seen - beta @ told.T) ** 2).sum(axis=1)
    free = len(design) - design.shape[1]
    log_v = -np.log(1 - memory**2)  # of the correlation of the noise, up to a constant
    _, log_x = np.linalg.slogdet(told.T @ told)
    likely = -0.5 * (free * np.log(np.maximum(left, 1e-300)) + log_v + log_x)
    return likely, beta, left / free * inverse[-1, -1]


def _whitened(rows: Array, memory: float) -> Array:
    """Series (rows) with what they remember taken out (Prais & Winsten 1954)."""
    found = rows.copy()
    found[:, 1:] -= memory * rows[:, :-1]
    found[:, 0] *= np.sqrt(1 - memory**2)
    return found
