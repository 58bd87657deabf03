"""How forecasts came out: chances against what happened."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.insight.chance import Word, word
from dashboard.insight.forecast import LONGEST, Judged, spread_factor, widening

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


def retold(judged: Sequence[Judged], move: float) -> list[Told]:
    """From each origin of a backtest, the chance to be at the last step above what was known then, and above and
    below that by the usual move of a random walk over as many steps; with what came.

    The spread is the model's own, as wide as the other origins and the history of that day ask for.
    """
    last = {one.origin: one for one in judged}
    return [
        (chance_above(one.mean, _spread(one, judged), target), one.actual >= target)
        for one in last.values()
        for target in (one.last + k * move * math.sqrt(one.step) for k in MOVES)
    ]


def _spread(one: Judged, judged: Sequence[Judged]) -> float:
    factor = spread_factor([other for other in judged if other.origin != one.origin])
    return one.spread * factor * float(widening(one.step, min(one.origin, LONGEST))[-1])


def chance_above(mean: float, spread: float, target: float) -> float:
    """That a normal number is at a target or above."""
    if spread <= 0:
        return float(mean >= target)
    return 0.5 * math.erfc((target - mean) / spread / math.sqrt(2))
