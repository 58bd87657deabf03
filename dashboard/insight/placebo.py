"""How large an effect chance alone would show: the pilot's label is given to other regions, in every way there is.

Few regions make a normal limit a lie. If the pilot had done nothing, it would not matter which regions were called so;
what the others show under its label is what chance does (Fisher 1935; Abadie, Diamond & Hainmueller 2010).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.intervals import Interval

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

MOST = 20_000
"""Ways that are all gone through; of more, DRAWN are drawn."""
DRAWN = 9_999
MOST_TRIED = 60
"""Choices of pilots that `visible` looks at."""
SEED = 20_260_101
NEARLY = 1e-9


@dataclass(frozen=True)
class Relabelled:
    """Every way to call so many of the regions pilots, as contrasts of two weighted means."""

    contrasts: Array
    """Regions × ways: what each region adds to the effect under each labelling."""
    own: int
    """Which of the ways is the real one."""

    @property
    def ways(self) -> int:
        return int(self.contrasts.shape[1])

    def effects(self, changes: Array) -> Array:
        """Of changes (… × regions): the effect under each labelling (… × ways)."""
        return np.asarray(changes @ self.contrasts)


def relabelled(pilot: Flags | Sequence[bool], weights: Array | None = None) -> Relabelled:
    """The labellings of as many regions as there are; at least one region is a pilot and one is not."""
    own = np.asarray(pilot, bool)
    heavy = np.ones(len(own)) if weights is None else np.asarray(weights, float)
    chosen = _labels(own)
    inside, outside = chosen * heavy, ~chosen * heavy
    contrasts = inside / inside.sum(1, keepdims=True) - outside / outside.sum(1, keepdims=True)
    at = int(np.flatnonzero((chosen == own).all(axis=1))[0])
    return Relabelled(np.ascontiguousarray(contrasts.T), at)


def _labels(own: Flags) -> Flags:
    count, size = len(own), int(own.sum())
    if not 0 < size < count:
        raise ValueError("a pilot and a control need a region each")
    if math.comb(count, size) <= MOST:
        sets = list(combinations(range(count), size))
        found = np.zeros((len(sets), count), bool)
        found[np.arange(len(sets))[:, None], np.array(sets)] = True
        return found
    order = np.random.default_rng(SEED).random((DRAWN, count)).argsort(axis=1)
    return np.vstack([own, order < size])


def p_value(changes: Array, labels: Relabelled) -> Array:
    """Share of the labellings that show at least as much as the real one, to either side; the real one counts."""
    found = np.abs(labels.effects(changes))
    own = found[..., labels.own, None]
    return np.asarray((found >= own - NEARLY * (1 + own)).mean(axis=-1))


def smallest_p(pilots: int, controls: int) -> float:
    """The least p that so many regions can show: one way of all, or two where both arms are alike in size.

    1 where there is nothing to compare.
    """
    if pilots < 1 or controls < 1:
        return 1.0
    ways = math.comb(pilots + controls, pilots)
    if ways > MOST:
        return 1 / (DRAWN + 1)
    return (2 if pilots == controls else 1) / ways


def interval(changes: Array, labels: Relabelled, confidence: float = 0.95) -> tuple[Array, Array]:
    """The effects that the labellings do not rule out: lower and upper limits (…) of changes (… × regions).

    The test inverted: an effect t stays where more than 1 − confidence of the labellings show at least as much, once t
    is taken from the pilots. Under labelling A the effect is then D_A − t·c_A, c_A being the effect of a change of 1 in
    the pilots; |D_A − t·c_A| ≥ |D − t| holds for t between D − e/(1 − c_A) and D + e/(1 + c_A), e = D_A − c_A·D.
    Infinite where so few regions can rule out nothing.
    """
    effects = labels.effects(changes)
    own = effects[..., labels.own, None]
    is_pilot = labels.contrasts[:, labels.own] > 0
    c = is_pilot.astype(float) @ labels.contrasts
    e = effects - c * own
    is_same = 1 - np.abs(c) < NEARLY  # the real labelling, or its mirror
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = -e / (1 - c), e / (1 + c)
    low = np.where(is_same, -np.inf, np.minimum(one, other))
    high = np.where(is_same, np.inf, np.maximum(one, other))
    kept = math.floor((1 - confidence) * labels.ways + NEARLY) + 1
    lowest = np.partition(low, kept - 1, axis=-1)[..., kept - 1]
    highest = np.partition(high, labels.ways - kept, axis=-1)[..., labels.ways - kept]
    return own[..., 0] + lowest, own[..., 0] + highest


def one_interval(changes: Array, labels: Relabelled, confidence: float = 0.95) -> Interval:
    """The limits of one set of changes."""
    low, high = interval(changes, labels, confidence)
    return Interval(float(low), float(high))


def visible(
    changes: Array, weights: Array, pilots: int, power: float = 0.8, confidence: float = 0.95
) -> float:
    """The smallest effect that so many pilots among these regions would show, by what chance did before.

    `changes` (pasts × regions) are changes between spans of a past in which nothing was tried. An effect t moves the
    estimate and both its limits by t, so a past whose lower limit is L shows every effect above −L: the quantile of −L
    over pasts, and over every way to choose the pilots, is the answer. Infinite where so few regions show nothing.
    """
    sets = _labels(np.arange(changes.shape[-1]) < pilots)
    if len(sets) > MOST_TRIED:
        sets = sets[np.random.default_rng(SEED).choice(len(sets), MOST_TRIED, replace=False)]
    needed = [-interval(changes, relabelled(own, weights), confidence)[0] for own in sets]
    return max(0.0, float(np.quantile(np.concatenate(needed), power, method="higher")))
