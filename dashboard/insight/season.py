"""What comes back every year (or every week, for days): its shape, how sure it is, and how far it carries ahead.

    value = level of its year + drift · time + effect of its position + noise

The drift is the median difference of like positions one season apart, so the season does not bend it. A step looks the
same from one season to the next; drift is taken out where that leaves the smoother season. An effect is the mean of
a position over two seasons and its median over more, so one odd December does not make a season of its own.
Effects are drawn towards nothing by how little they stand out from the noise (positive-part James and Stein 1961,
eq. 21: 1 − 1/F of the two-way table), so noise is not taken for a season.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

FEWEST_SEASONS, MOST_SEASONS = 2, 6
MOST_UNKNOWN = 0.2
"""Of the values, so many may be unknown; more and no season is told."""
MEDIAN_VARIANCE = {2: 0.5, 3: 0.4487, 4: 0.2982, 5: 0.2868, 6: 0.2147}
"""Variance of the median of so many normal values of variance 1 (of two it is the mean)."""


@dataclass(frozen=True)
class Shape:
    """The effect of each position, on the scale of the values; they add up to nothing."""

    effects: tuple[float, ...]
    seasons: int
    """Whole seasons that it rests on."""
    strength: float
    """0 to 1: what is left of the effects after drawing them towards nothing; 0 is no season."""

    def of(self, positions: Sequence[int]) -> Array:
        """The effect at each of these positions."""
        return np.array([self.effects[position] for position in positions], float)

    @property
    def kept(self) -> float:
        """Spread that is left around the effects in the values that they were made of, of 1 without a season."""
        share, variance = self.strength, MEDIAN_VARIANCE[self.seasons]
        return math.sqrt(1 - 2 * share / self.seasons + share**2 * variance)

    @property
    def ahead(self) -> float:
        """Spread of a value to come around its effect, of 1 without a season."""
        return math.sqrt(1 + self.strength**2 * MEDIAN_VARIANCE[self.seasons])


def shape(values: ArrayLike, positions: Sequence[int], season_length: int) -> Shape | None:
    """The season of values in time order, one per period without a gap, NaN where unknown.

    `positions` are 0 … season_length − 1, such as the month of the year. None where there are no two whole seasons, or
    where too little of them is known. Sums of money are best given as logarithms: effects are then factors.
    """
    known = np.asarray(values, float)
    seasons = min(len(known) // season_length, MOST_SEASONS) if season_length > 1 else 0
    if seasons < FEWEST_SEASONS:
        return None
    known = known[len(known) - seasons * season_length :]
    place = np.asarray(positions, int)[-len(known) :]
    counts = np.bincount(place[~np.isnan(known)], minlength=season_length)
    if counts.min() < 1 or np.isnan(known).mean() > MOST_UNKNOWN:
        return None
    steps = known[season_length:] - known[:-season_length]
    drift = float(np.nanmedian(steps)) / season_length if not np.isnan(steps).all() else 0.0
    told = [_two_way(known - b * np.arange(len(known)), place, seasons) for b in (0.0, drift)]
    effects, noise = min(told, key=lambda pair: _roughness(pair[0]))
    strength = _strength(effects, noise, seasons)
    return Shape(tuple(float(e) for e in strength * effects), seasons, strength)


def _two_way(values: Array, place: NDArray[np.int_], seasons: int) -> tuple[Array, Array]:
    """Effects of positions and what is left; a year with unknown values is levelled by what is left of the others."""
    effects = np.zeros(len(values) // seasons)
    whose = _whose(place, len(effects))
    told = np.zeros(len(values))
    kept = values
    for _ in range(4):
        left = (kept - effects[place]).reshape(seasons, -1)
        levels = np.repeat(np.nanmean(left, axis=1), len(effects))
        effects = np.nanmedian(np.append(kept - levels, np.nan)[whose], axis=1)
        effects -= effects.mean()
        told = levels + effects[place]
        far = _far(values - told)
        kept = np.clip(values, told - far, told + far)
    return effects, values - told


def _far(noise: Array) -> float:
    """3.3 spreads: what lies beyond is no noise, and bends nothing."""
    return 2 * float(np.nanquantile(np.abs(noise), 0.9))


def _whose(place: NDArray[np.int_], length: int) -> NDArray[np.int_]:
    """Rows of positions: where their values are, and beyond the end where a position has fewer."""
    found = [np.flatnonzero(place == p) for p in range(length)]
    rows = np.full((length, max(map(len, found))), len(place))
    for row, at in zip(rows, found, strict=True):
        row[: len(at)] = at
    return rows


def _roughness(effects: Array) -> float:
    """How unlike neighbours are around the circle: a drift that was none leaves a jump where years meet."""
    return float(np.sum((effects - np.roll(effects, 1)) ** 2))


def _strength(effects: Array, noise: Array, seasons: int) -> float:
    length = len(effects)
    between = seasons * float(effects @ effects) / (length - 1)
    free = max(1, int(np.count_nonzero(~np.isnan(noise))) - length - seasons + 1)
    far = _far(noise)
    within = float(np.nansum(np.clip(noise, -far, far) ** 2)) / free
    if between <= 0:
        return 0.0
    return max(0.0, 1.0 - within / between)
