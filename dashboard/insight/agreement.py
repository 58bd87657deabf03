"""How a group voted: its distribution, its middle and how far apart it is; and what its chances were worth."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from dashboard.insight.hindsight import Told, brier, brier_of_base_rate
from dashboard.insight.intervals import Interval, wilson

STEP = 10
"""Per cent from one bar of chances to the next."""
FAR_APART = 0.3
"""Half of the voters lie further apart than this: there is something to talk about."""


@dataclass(frozen=True)
class Spread:
    """Chances that people gave, 0 to 1."""

    n: int
    bars: tuple[int, ...]
    """How many said 0 to under 5 %, 5 to under 15 % … 95 to 100 %: the nearest ten, a half upward."""
    middle: float
    """Their median."""
    low: float
    high: float
    """The middle half, by the quartiles of Tukey (hinges: the medians of both halves, each with the middle one)."""

    @property
    def is_far_apart(self) -> bool:
        return self.high - self.low > FAR_APART


def spread(chances: Sequence[float]) -> Spread | None:
    """None where nobody has voted."""
    if not chances:
        return None
    found = sorted(chances)
    half = (len(found) + 1) // 2
    bars = [0] * (100 // STEP + 1)
    for chance in found:
        bars[math.floor(100 * chance / STEP + 0.5 + 1e-9)] += 1
    return Spread(
        len(found), tuple(bars), median(found), median(found[:half]), median(found[-half:])
    )


@dataclass(frozen=True)
class Share:
    """One answer among those that could be given."""

    answer: str
    n: int
    share: float
    sureness: float | None
    """The mean of how sure those were who gave it, where they said so: 0 to 1."""


def shares(
    answers: Sequence[tuple[str, float | None]], offered: Sequence[str]
) -> list[Share]:  # fmt: skip
    """Each answer that was offered, in its order, with those who gave it."""
    found = []
    for one in offered:
        sure = [s for answer, s in answers if answer == one]
        known = [s for s in sure if s is not None]
        share = len(sure) / len(answers) if answers else 0.0
        found.append(Share(one, len(sure), share, sum(known) / len(known) if known else None))
    return found


@dataclass(frozen=True)
class Skill:
    """What chances were worth, now that it is known what came."""

    n: int
    told: float
    """Their mean."""
    came: float
    """The share that came true."""
    brier: float
    """Mean squared error (Brier 1950): 0 is perfect, .25 is what 'about even' always gets."""
    blind: float
    """The same of somebody who always says the share that comes true."""
    limits: Interval
    """Of the share that came true, 95 % (Wilson)."""

    @property
    def is_too_high(self) -> bool:
        """More was hoped than came, by more than chance explains."""
        return self.told > self.limits.high

    @property
    def is_too_low(self) -> bool:
        return self.told < self.limits.low


def skill(told: Sequence[Told]) -> Skill | None:
    """None where nothing has come out yet."""
    if not told:
        return None
    n, came = len(told), sum(was for _, was in told)
    return Skill(
        n, sum(chance for chance, _ in told) / n, came / n, brier(told), brier_of_base_rate(told),
        wilson(came, n),
    )  # fmt: skip


def together(by_question: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The group's chance of each question: the median of its votes, which one far voice does not move."""
    return {question: median(votes) for question, votes in by_question.items() if votes}
