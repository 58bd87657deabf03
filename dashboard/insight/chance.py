"""How likely it is that a goal is met as it is stated, counted over simulated futures."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LIMITS = (0.10, 0.33, 0.67, 0.90)
LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
"""Quantiles of the fan: the median with its 50, 80 and 90 % bands."""


class Word(StrEnum):
    """Five words for a chance."""

    VERY_UNLIKELY = "very unlikely"
    UNLIKELY = "unlikely"
    ABOUT_EVEN = "about even"
    LIKELY = "likely"
    VERY_LIKELY = "very likely"


def word(chance: float) -> Word:
    """Under 10 %, to 33 %, to 67 %, to 90 %, over: a chance on a limit belongs to the word nearer to even."""
    low, even, high, most = LIMITS
    if chance < low:
        return Word.VERY_UNLIKELY
    if chance < even:
        return Word.UNLIKELY
    if chance <= high:
        return Word.ABOUT_EVEN
    return Word.LIKELY if chance <= most else Word.VERY_LIKELY


def share_met(reached: Floats, targets: Floats | float, is_higher_better: bool) -> float:
    """The share of futures in which what is reached is at the target or better.

    Half a future is added to each side: what is only simulated is never certain (Laplace's rule with Jeffreys' half).
    """
    met = reached >= targets if is_higher_better else reached <= targets
    return float((np.count_nonzero(met) + 0.5) / (len(met) + 1.0))


def level(paths: Floats, target: float, is_higher_better: bool) -> float:
    """That the last step is at the target or better. `paths`: one future a row."""
    return share_met(paths[:, -1], target, is_higher_better)


def total(so_far: float, paths: Floats, target: float, is_higher_better: bool) -> float:
    """That what there is so far and the rest add up to the target or better."""
    return share_met(so_far + paths.sum(axis=1), target, is_higher_better)


def change(
    reached: Floats,
    base: Floats,
    percent: float | None,
    points: float | None,
    is_higher_better: bool,
) -> float:
    """That what is reached has changed against the base, both as drawn, by so many per cent or points or better.

    A change that is to be brought about is met beyond it in its own direction: −25 % of churn is met at −30 %.
    """
    targets = base + points if points is not None else base * (1 + (percent or 0.0) / 100)
    return share_met(reached, targets, is_higher_better)


def base_draws(mean: float, error: float, count: int, seed: int) -> Floats:
    """What a measured base may really be: `count` draws with its standard error."""
    return mean + error * np.random.default_rng(seed).normal(size=count)


def fan(paths: Floats) -> list[dict[str, float]]:
    """One row per step: the quantiles LEVELS as `p05` … `p95`."""
    found = np.quantile(paths, LEVELS, axis=0)
    names = [f"p{round(100 * level):02d}" for level in LEVELS]
    return [
        dict(zip(names, map(float, found[:, step]), strict=True)) for step in range(paths.shape[1])
    ]
