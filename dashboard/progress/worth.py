"""What it would bring in a year if a goal's newest value were at its target: in money, with the sum behind it.

Only where the warehouse holds every part of the sum; where it does not, the reason is said and no number. The gap is
multiplied by what it concerns (people, orders, spend of the last year) and by what one of these is worth; the range
comes from the limits of the parts. It says what the gap is worth, not that closing it would cause it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.insight.product import product
from dashboard.language import said
from dashboard.metrics.evaluate import Value
from dashboard.progress.goal import Goal
from dashboard.progress.worth_case import Case, Unknown
from dashboard.progress.worth_ways import WAYS, reason
from dashboard.records.store import Store

READ_OTHERWISE = said("not put in money: the metric is read with another definition")


@dataclass(frozen=True)
class Worth:
    """Money in the reporting currency, or why there is none."""

    amount: float | None = None
    low: float | None = None
    high: float | None = None
    sum: str = ""
    """The sum in words, as `said`."""
    reason: str = ""
    """Why there is no amount, as `said`."""
    is_yearly: bool = True
    """In a year; else what a total is behind its pace so far."""
    is_closed: bool = False
    """There is no gap."""

    @property
    def brief(self) -> str:
        """Why there is no amount, in two words."""
        return said("none") if self.is_closed else said("not in money")


def worth(
    goal: Goal, values: Sequence[Value], target: float, viewer: Viewer, store: Store
) -> Worth:
    """What the gap is worth between a goal's newest value, the last of `values`, and its target; for a total, between
    what came together so far (`values` are then its periods) and what should have by now."""
    way = WAYS.get(goal.metric.name)
    case = Case(goal, tuple(values), target, viewer, store)
    try:
        if case.gap.value <= 0:
            return Worth(reason=case.no_gap, is_closed=True)
        if way is None:
            return Worth(reason=reason(goal.metric.name))
        if goal.defined:
            return Worth(reason=READ_OTHERWISE)
        parts, words = way(case)
    except Unknown as unknown:
        return Worth(reason=unknown.args[0])
    found = product(parts)
    return Worth(found.value, max(0.0, found.low), found.high, words, is_yearly=case.is_yearly)
