"""What changed between two windows, and whether that can be told from noise."""

from dataclasses import dataclass
from typing import Literal

from dashboard.insight.differences import (
    difference_of_means,
    log_ratio_difference,
    newcombe,
    nps_difference,
)
from dashboard.insight.intervals import Estimate, Interval

Verdict = Literal["up", "down", "can't tell"]


@dataclass(frozen=True)
class Change:
    """After minus before, in the metric's unit, with its limits where they can be given.

    `relative` is the difference over the value before; it is absent where that is not positive, or
    where the value after is negative.
    """

    difference: float
    low: float | None
    high: float | None
    relative: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Measured:
    """The value of a window as shown, its estimate where one can be made, its completeness."""

    value: float
    estimate: Estimate | None
    is_complete: bool = True


@dataclass(frozen=True)
class Share:
    """So many of so many; weighted answers come as share × effective n of effective n."""

    successes: float
    n: float
    is_complete: bool = True


def change_of_shares(
    after: Share, before: Share, confidence: float = 0.95, per: float = 1.0
) -> Change | None:
    """Newcombe's interval, `per` 1 or 100; None where a window has nothing to divide by."""
    if after.n <= 0 or before.n <= 0:
        return None
    limits = newcombe(after.successes, after.n, before.successes, before.n, confidence)
    return judged(
        per * after.successes / after.n,
        per * before.successes / before.n,
        Interval(per * limits.low, per * limits.high),
        after.is_complete and before.is_complete,
    )


def change_of_scores(after: Measured, before: Measured) -> Change:
    """Net promoter scores, in points; no relative change, since a score may be nought or less."""
    limits = None
    if after.estimate and before.estimate:
        difference = nps_difference(after.estimate, before.estimate)
        limits = Interval(difference.low, difference.high)
    both_complete = after.is_complete and before.is_complete
    change = judged(after.value, before.value, limits, both_complete)
    return Change(change.difference, change.low, change.high, None, change.verdict)


def change_of_means(after: Measured, before: Measured) -> Change:
    """Means over people, by Welch."""
    limits = None
    if after.estimate and before.estimate:
        difference = difference_of_means(after.estimate, before.estimate)
        limits = Interval(difference.low, difference.high)
    return judged(after.value, before.value, limits, after.is_complete and before.is_complete)


def change_of_ratios(after: Measured, before: Measured) -> Change:
    """Ratios and costs; a plain difference where a net amount is not positive."""
    limits = None
    if after.estimate and before.estimate:
        difference = log_ratio_difference(after.estimate, before.estimate)
        limits = Interval(difference.low, difference.high)
    return judged(after.value, before.value, limits, after.is_complete and before.is_complete)


def judged(
    after: float, before: float, limits: Interval | None, both_complete: bool = True
) -> Change:
    """The change with its verdict.

    A window that is not complete gets no limits and is never judged; like for like, both windows
    are cut to the same days, and complete. The verdict is that of the limits shown: up or down
    where they leave out nought.
    """
    difference = after - before
    relative = difference / before if before > 0 and after >= 0 else None
    if limits is None or not both_complete:
        return Change(difference, None, None, relative, "can't tell")
    return Change(difference, limits.low, limits.high, relative, _verdict(limits))


def _verdict(limits: Interval) -> Verdict:
    if limits.low > 0:
        return "up"
    if limits.high < 0:
        return "down"
    return "can't tell"
