"""Who stays and who leaves: the metrics of it by one dimension in two windows, and the people of either half."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.insight.compare import Change, Share, change_of_shares
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from queries.halves import who_did, who_did_not
from queries.people import Members
from queries.slice import Slice, Window

STAYS = ("retention", "churn", "cancel_rate", "repeat_purchase_rate")
"""Shares of people of whom each stays or leaves, is back or is not."""
LOST, KEPT = "lost", "kept"
HALVES = (LOST, KEPT)


@dataclass(frozen=True)
class Row:
    """One value of the dimension: now, before, and what changed."""

    name: str
    """'' is what is not known."""
    now: Value
    before: Value | None
    change: Change | None
    is_sure: bool
    """The change is beyond what comparing so many groups shows by chance (Bonferroni)."""

    @property
    def fell_by(self) -> float:
        """How much worse, in points; less than nought where it is better."""
        if self.change is None:
            return 0.0
        worse = self.change.difference
        return -worse if self.now.metric.better is Better.HIGHER else worse


def by_dimension(
    metric: Metric, viewer: Viewer, slice: Slice, before: Window | None, dimension: str
) -> list[Row]:
    """Each value of a dimension, what got worse most first; those without a value are left out."""
    wanted = replace(slice, grain=None, by=(dimension,))
    now = _by_name(evaluate.whole(metric, viewer, wanted), dimension)
    then = (
        _by_name(evaluate.whole(metric, viewer, wanted.with_window(before)), dimension)
        if before
        else {}
    )
    compared = sum(name in then for name in now)
    rows = [row_of(name, value, then.get(name), compared) for name, value in now.items()]
    return sorted(rows, key=lambda row: (not row.name, row.change is None, -row.fell_by))


def _by_name(values: Sequence[Value], dimension: str) -> dict[str, Value]:
    return {v.group[dimension] or "": v for v in values if v.value is not None and v.group}


def row_of(name: str, now: Value, before: Value | None, compared: int) -> Row:
    change = evaluate.change(now, before) if before else None
    return Row(name, now, before, change, _is_sure(now, before, change, compared))


def _is_sure(now: Value, before: Value | None, change: Change | None, compared: int) -> bool:
    """Whether the difference holds at 95 % for all the comparisons together."""
    if before is None or change is None or change.verdict == "can't tell":
        return False
    strict = change_of_shares(_share(now), _share(before), confidence=1 - 0.05 / max(compared, 1))
    return strict is not None and strict.verdict == change.verdict


def _share(value: Value) -> Share:
    return Share(value.numerator or 0.0, value.denominator or 0.0)


def half(metric: Metric, name: str) -> Members:
    """The people of a share that are lost or kept: who did not come back, or who fell silent."""
    if metric.name not in STAYS or metric.members is None:
        raise unknown("metric of staying", metric.name, STAYS)
    if name not in HALVES:
        raise unknown("half", name, HALVES)
    does_good = metric.better is Better.HIGHER
    return who_did(metric.members) if does_good == (name == KEPT) else who_did_not(metric.members)


def people_slice(metric: Metric, slice: Slice) -> Slice:
    """The slice as the people behind a value of the metric are asked for."""
    asked = evaluate.checked(metric, replace(slice, grain=None))
    return replace(evaluate.with_coverage(asked, coverage(metric.of(slice))), by=())


def stays() -> list[Metric]:
    """Those for which there are data."""
    return [
        metric for name in STAYS if not coverage(metric := CATALOGUE[name]).missing_kinds
    ]  # fmt: skip
