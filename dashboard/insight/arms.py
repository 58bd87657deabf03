"""On whom something is tried, and who is left as before: people by lot, regions by the likeness of their past."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DIGITS = 8
"""Hexadecimal digits of a lot that are looked at: a share is kept to one in four thousand million."""
MOST_SETS = 20_000
ODD = 3.5
"""So many robust spreads from the rest, and a region is unlike them (Iglewicz & Hoaglin 1993)."""


def lot_below(share: float) -> str:
    """The lot, as hexadecimal digits, below which such a share of all people lies."""
    if not 0 < share < 1:
        raise ValueError(f"a share of {share}; it lies between 0 and 1")
    return f"{round(share * 16**DIGITS):0{DIGITS}x}"


def lot(key: str, seed: str) -> str:
    """A person's lot: the first digits of SHA-256 of seed and key. The same on every machine, and for ever."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()[:DIGITS]


def is_held_out(key: str, seed: str, share: float) -> bool:
    """Whether a person is in the random group that is left as before."""
    return lot(key, seed) < lot_below(share)


def held_out(keys: Iterable[str], seed: str, share: float) -> list[str]:
    """The keys of those who are left as before."""
    return [key for key in keys if is_held_out(key, seed, share)]


@dataclass(frozen=True)
class Suggested:
    """Rows of the regions to try on, to compare with, and to leave out because they are unlike the rest."""

    pilot: tuple[int, ...]
    control: tuple[int, ...]
    unlike: tuple[int, ...]
    apart: float
    """How far the two have moved apart and together from one period to the next (standard deviation of the gap)."""


def unlike(values: Array, weights: Array | None = None) -> tuple[int, ...]:
    """The regions (rows) whose past moved unlike the others', by the median spread of their gap to each of them."""
    apart = _apart(values)
    if len(apart) < 4:
        return ()
    usual = np.median(apart)
    spread = float(np.median(np.abs(apart - usual))) / 0.6745
    if spread <= 0:
        return ()
    return tuple(int(n) for n in np.flatnonzero((apart - usual) / spread > ODD))


def _apart(values: Array) -> Array:
    """Of each region: the median over the others of how much the gap between the two varies."""
    gaps = (values[:, None, :] - values[None, :, :]).std(axis=2)
    return np.array([np.median(np.delete(row, n)) for n, row in enumerate(gaps)])


def suggested(values: Array, weights: Array, size: int) -> Suggested | None:
    """The `size` regions whose mean moved most like the mean of the others (rows: regions; columns: periods).

    Regions unlike all others are left out first; then every set is tried (of more than MOST_SETS, the regions are taken
    greedily). None where fewer than two regions would be left, or none to compare with.
    """
    odd = unlike(values)
    kept = [n for n in range(len(values)) if n not in odd]
    if not 0 < size < len(kept):
        return None
    own, heavy = values[kept], weights[kept]
    sets = _sets(own, heavy, size)
    spreads = np.array([_gap_spread(own, heavy, chosen) for chosen in sets])
    best = sets[int(spreads.argmin())]
    pilot = tuple(kept[n] for n in best)
    control = tuple(n for n in kept if n not in pilot)
    return Suggested(pilot, control, odd, float(spreads.min()))


def _sets(values: Array, weights: Array, size: int) -> list[tuple[int, ...]]:
    count = len(values)
    if comb(count, size) <= MOST_SETS:
        return list(combinations(range(count), size))
    chosen: tuple[int, ...] = ()
    for _ in range(size):
        more = [(*chosen, n) for n in range(count) if n not in chosen]
        chosen = min(more, key=lambda one: _gap_spread(values, weights, one))
    return [tuple(sorted(chosen))]


def _gap_spread(values: Array, weights: Array, chosen: tuple[int, ...]) -> float:
    inside = np.isin(np.arange(len(values)), chosen)
    pilot = np.average(values[inside], axis=0, weights=weights[inside])
    control = np.average(values[~inside], axis=0, weights=weights[~inside])
    return float((pilot - control).std())
