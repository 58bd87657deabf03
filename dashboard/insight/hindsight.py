"""How forecasts came out: chances against what happened."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.insight.chance import Word, word
from dashboard.insight.forecast import Judged, spread_factor

Told = tuple[float, bool]
"""A chance, 0 to 1, and whether it came true."""

MOVES = (-1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Row:
    """The forecasts that were given one of the five words."""

    word: Word
    n: int
    told: float | None
    """Their mean chance."""
    came: float | None
    """The share that came true."""


def brier(told: Sequence[Told]) -> float:
    """Mean squared error of chances (Brier 1950): 0 is perfect, .25 is what 'about even' always gets."""
    return sum((chance - came) ** 2 for chance, came in told) / len(told)


def base_rate(told: Sequence[Told]) -> float:
    """The share that came true."""
    return sum(came for _, came in told) / len(told)


def brier_of_base_rate(told: Sequence[Told]) -> float:
    """What somebody gets who knows nothing but the share that comes true, and always says it."""
    rate = base_rate(told)
    return rate * (1 - rate)


def calibration(told: Sequence[Told]) -> list[Row]:
    """For each of the five words: how often it was said, and how often it came true."""
    rows = []
    for each in Word:
        said = [(chance, came) for chance, came in told if word(chance) is each]
        n = len(said)
        rows.append(
            Row(each, n, sum(c for c, _ in said) / n if n else None, base_rate(said) if n else None)
        )
    return rows


def retold(judged: Sequence[Judged], points: int, move: float) -> list[Told]:
    """From each origin of a backtest, the chance to be at the last step above what was known then, and above and
    below that by the usual move of a random walk over as many steps; with what came.

    The spread is the model's own times the factor that the other origins ask for.
    """
    last = {one.origin: one for one in judged}
    return [
        (chance_above(one.mean, one.spread * _without(judged, one.origin, points), target), one.actual >= target)
        for one in last.values()
        for target in (one.last + k * move * math.sqrt(one.step) for k in MOVES)
    ]  # fmt: skip


def _without(judged: Sequence[Judged], origin: int, points: int) -> float:
    others = [one for one in judged if one.origin != origin]
    return spread_factor([one.z for one in others], len({one.origin for one in others}), points)


def chance_above(mean: float, spread: float, target: float) -> float:
    """That a normal number is at a target or above."""
    if spread <= 0:
        return float(mean >= target)
    return 0.5 * math.erfc((target - mean) / spread / math.sqrt(2))
