"""Noise or signal: where the newest value should lie, judged by the values before it (process behaviour chart).

    limits = centre ± 2.66 · mean moving range          2.66 = 3 / d2, d2(2) = 2/√π = 1.128
                                                        (Shewhart 1931; Wheeler 2000, Understanding Variation)

The newest value is no part of what it is judged by. It is a signal outside the limits (rule 1) or as the last of eight
on one side of the centre (rule 2). Where the size of samples is known, ranges are taken between values on their own
scale, z = (x − centre) · √n, and the limits of each value go with its n (Laney 2002, Quality Engineering 14:531, p′).
A drift is taken out where a test finds one and one step does not tell it better; where one step tells it beyond doubt
and twelve values have followed, these are the baseline. Values that count some of the same days as their neighbours
have ranges taken so far apart that they share none.
"""

import math
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

D2 = 2 / math.sqrt(math.pi)
"""Mean range of two normal values of spread 1."""
"""2.66: limits in mean moving ranges."""
USUAL, FEWEST = 24, 12
"""Periods that a baseline has, and must have."""
RUN = 8
"""So many on one side of the centre are a signal."""

FEWEST_APART = 4
"""A baseline must have room for so many values that share no day."""
DRIFT = 2.2
"""Standard errors from which a slope is a drift: about one noise series in twenty."""
ALIKE = 0.35
"""Likeness of neighbours (lag-1 correlation) from which limits allow for it: about one noise series in fifty."""


SURE = 10.0
"""By so much (Schwarz's criterion; very strong evidence by Kass and Raftery 1995) a step begins another level; the
periods since are the baseline once there are enough of them."""


class Bounds(NamedTuple):
    """What a value can be at most and at least; None where nothing bounds it."""

    low: float | None = None
    high: float | None = None


UNBOUNDED = Bounds()


@dataclass(frozen=True)
class Chart:
    """Centre and limits of every value of the baseline and of the newest, which is the last, on the values' scale."""

    centre: Array
    low: Array
    high: Array
    base: NDArray[np.bool_]
    """Which values are the baseline."""
    used: int
    """How many these are."""
    sigma: float
    """Spread of one value of usual n."""
    factor: float | None
    """Laney's: spread between periods over what chance alone gives shares; None where these are no shares."""
    slope: float
    """Drift a period that was taken out; 0 where none was found."""
    likeness: float
    """Lag-1 correlation that the limits allow for; 0 where neighbours are no more alike than chance makes them."""
    widened: float
    """Limits are so many times wider than 2.66 mean moving ranges."""
    run: int
    """So many values, the newest the last, lie on its side of the centre."""
    side: int
    """+1 above, −1 below the centre, 0 on it."""
    is_outside: bool
    is_run: bool

    @property
    def is_signal(self) -> bool:
        return self.is_outside or self.is_run


def behaviour(
    values: ArrayLike,
    *,
    n: ArrayLike | None = None,
    chance: float | None = None,
    one: float = 0.0,
    season: ArrayLike | None = None,
    kept: float = 1.0,
    ahead: float = 1.0,
    apart: int = 1,
    bounds: Bounds = UNBOUNDED,
) -> Chart | None:
    """Judge the last value by those before it, one per period, NaN where unknown.

    `n` are sizes of samples where they matter. `chance` is the variance of one of them, such as p(1 − p), where Laney's
    factor is wanted; `one` what one adds to a sample of one: limits leave room for three of what hardly ever happens.
    `season` is the effect of each value's position; of noise of 1, `kept` is left around it in the values that it was
    made of, and `ahead` in one to come. Values nearer than `apart` periods share days.
    None where fewer than 12 values before the newest are known, or too few that share no day.
    """
    x = np.asarray(values, float)
    effects = np.zeros(len(x)) if season is None else np.asarray(season, float)
    weights = np.ones(len(x)) if n is None else np.asarray(n, float)
    level = x - effects
    base = ~np.isnan(level)
    base[-1] = False
    used = int(base.sum())
    if used < FEWEST or used < FEWEST_APART * apart or np.isnan(x[-1]):
        return None
    fit = _fitted(level, weights, base, apart, kept)
    if fit.anew and base[fit.anew :].sum() >= max(FEWEST, FEWEST_APART * apart):
        base[: fit.anew] = False
        fit = _fitted(level, weights, base, apart, kept)
    root = np.sqrt(weights)
    stepped = None if fit.step is None else fit.step * root
    sigma, likeness = _spread((level - fit.line) * root, base, apart, stepped)
    sigma /= kept
    widened = ahead * fit.widening / math.sqrt(1 - likeness)
    usual = float(np.median(weights[base]))
    reach = 3 * widened * np.maximum(sigma / root, one / weights)
    centre = fit.line + effects
    return _judged(
        x, apart, bounds,
        Chart(
            centre, centre - reach, centre + reach, base, int(base.sum()), sigma / math.sqrt(usual),
            sigma / math.sqrt(chance) if chance else None, fit.slope, likeness, widened,
            0, 0, False, False,
        ),
    )  # fmt: skip


class _Fit(NamedTuple):
    line: Array
    slope: float
    widening: float
    anew: int
    """Where the one step lies that tells the baseline far better than anything else; 0 for none."""
    step: Array | None
    """What one step adds to the line, where it tells the baseline better than the line alone."""


def _fitted(x: Array, weights: Array, base: NDArray[np.bool_], apart: int, kept: float) -> _Fit:
    """The mean of the baseline; its drift where that is more than noise and no step tells it better."""
    time = np.arange(len(x), dtype=float)
    t, y, w = time[base], x[base], weights[base]
    mean = float(np.average(y, weights=w))
    flat = np.full(len(x), mean)
    middle = float(np.average(t, weights=w))
    room = float(w @ (t - middle) ** 2)
    slope = float(w @ ((t - middle) * (y - mean))) / room
    line = mean + slope * (time - middle)
    split, step = _best_step(y, w)
    of_step, of_line, of_flat = (
        _untold(float(w @ (y - told) ** 2), len(y), terms)
        for told, terms in ((step, 3), (line[base], 2), (mean, 1))
    )
    stepped = np.where(time < t[split], step[0], step[-1]) - flat if of_step < of_flat else None
    noise, _likeness = _spread((x - line) * np.sqrt(weights), base, apart, None)
    is_drift = abs(slope) * math.sqrt(room / apart) > DRIFT * noise / kept and of_line <= of_step
    if not is_drift:
        anew = int(t[split]) if of_step < min(of_flat, of_line) - SURE else 0
        return _Fit(flat, 0.0, 1.0, anew, stepped)
    own, shared = 1 / float(weights[-1]), apart / float(w.sum())
    more = apart * (time[-1] - middle) ** 2 / room
    return _Fit(line, slope, math.sqrt((own + shared + more) / (own + shared)), 0, None)


def _untold(squares: float, n: int, terms: int) -> float:
    """Schwarz (1978): what a picture of so many terms leaves untold, with the price of its terms."""
    return n * math.log(max(squares, 1e-300) / n) + terms * math.log(n)


def _best_step(y: Array, w: Array) -> tuple[int, Array]:
    """Where two means tell the values best, three at least on each side; the means, value by value."""
    weight, total = np.cumsum(w), np.cumsum(w * y)
    cuts = np.arange(3, len(y) - 2)
    before, after = weight[cuts - 1], weight[-1] - weight[cuts - 1]
    gain = total[cuts - 1] ** 2 / before + (total[-1] - total[cuts - 1]) ** 2 / after
    cut = int(cuts[np.argmax(gain)])
    means = np.full(len(y), (total[-1] - total[cut - 1]) / after[np.argmax(gain)])
    means[:cut] = total[cut - 1] / weight[cut - 1]
    return cut, means


def _spread(
    z: Array, base: NDArray[np.bool_], apart: int, step: Array | None
) -> tuple[float, float]:
    """Spread of one value from mean moving range, and the likeness of neighbours."""
    kept = np.where(base, z, np.nan)
    ranges = np.abs(kept[apart:] - kept[:-apart])
    sigma = float(np.nanmean(ranges)) / D2
    if apart > 1:
        return sigma, 0.0
    around = kept - np.nanmean(kept) if step is None else kept - step
    pairs = around[1:] * around[:-1]
    squares = float(np.nansum(around**2))
    known = np.count_nonzero(base)
    r = float(np.nansum(pairs)) / squares if squares > 0 else 0.0
    likeness = min(0.9, (known * r + 1) / (known - 4))
    return sigma, likeness if likeness > ALIKE else 0.0


def _judged(x: Array, apart: int, bounds: Bounds, chart: Chart) -> Chart:
    low = chart.low if bounds.low is None else np.maximum(chart.low, bounds.low)
    high = chart.high if bounds.high is None else np.minimum(chart.high, bounds.high)
    known = chart.base.copy()
    known[-1] = True
    sides = np.sign(x[known] - chart.centre[known])
    side = int(sides[-1])
    others = np.flatnonzero(sides != side)
    run = 0 if side == 0 else len(sides) - (int(others[-1]) + 1 if len(others) else 0)
    slack = 1e-9 * max(1.0, abs(float(chart.centre[-1])))
    outside = bool(x[-1] > high[-1] + slack or x[-1] < low[-1] - slack)
    is_run = run >= RUN and apart == 1 and chart.likeness == 0
    return replace(chart, low=low, high=high, run=run, side=side, is_outside=outside, is_run=is_run)
