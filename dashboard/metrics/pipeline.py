"""Leads: how many are won, lost and open, how soon, and whether groups of unequal age are compared."""

from dataclasses import dataclass, replace
from typing import Any

from dashboard.access import Viewer
from dashboard.insight.intervals import Interval, wilson
from dashboard.language import Said, said
from dashboard.metrics.analysis import (
    PIPELINE,
    TOO_FEW,
    groups_of,
    is_kept_from,
    missing,
    named,
    prepared,
)
from dashboard.metrics.catalogue.leads import SALES_CYCLE
from dashboard.metrics.evaluate import THIN, Group, Value, whole
from dashboard.warehouse import reader
from queries.pipeline import SAME_AGE
from queries.pipeline import pipeline as question
from queries.slice import Slice

UNEQUAL_DAYS = 30
"""Groups whose middle leads differ by more than so many days in age are not compared by their plain win rates."""


@dataclass(frozen=True)
class Leads:
    """What became of the leads of one group; days are whole ones since the lead, shares 0 to 100."""

    group: Group
    leads: int | None
    won: int | None = None
    lost: int | None = None
    open: int | None = None
    win_rate: float | None = None
    """Of all of them, open ones too."""
    win_limits: Interval | None = None
    old: int = 0
    """Those watched for 90 days or more."""
    won_in_time: float | None = None
    """Of those, the share won within 90 days: comparable whatever the ages."""
    won_in_time_limits: Interval | None = None
    cycle: Value | None = None
    """Median days to a deal, by Kaplan and Meier."""
    age_median: int | None = None
    open_median: int | None = None
    open_p90: int | None = None
    reason: str | None = None

    @property
    def is_thin(self) -> bool:
        return self.leads is not None and self.leads < THIN


@dataclass(frozen=True)
class Pipeline:
    """All leads of a window and those of each group, most first."""

    total: Leads | None
    groups: tuple[Leads, ...] = ()
    unequal: Said | None = None
    """Why plain win rates of the groups cannot be compared."""
    reason: str | None = None


def pipeline(viewer: Viewer, slice: Slice, by: str) -> Pipeline:
    """The leads of a window by one dimension."""
    asked, covered = prepared(PIPELINE, replace(slice, grain=None, by=(by,)))
    if reason := missing(covered):
        return Pipeline(None, reason=reason)
    rows = reader.read(viewer, question, asked)
    if not rows:
        return Pipeline(None, reason="no leads in this window")
    cycles = {_key(v.group, by): v for v in whole(SALES_CYCLE, viewer, asked)}
    found = {tuple(row[name] for name in asked.by): row for row in rows}
    groups = [
        _leads(viewer, found[group], named(group, asked.by), cycles)
        for group in groups_of(rows, asked.by)
    ]
    alone = replace(asked, by=())
    [row] = reader.read(viewer, question, alone)
    cycle = {_key(v.group, by): v for v in whole(SALES_CYCLE, viewer, alone)}
    ordered = sorted(groups, key=lambda one: -(one.leads or 0))
    return Pipeline(_leads(viewer, row, {}, cycle), tuple(ordered), _unequal(ordered, by))


def _key(group: Group, by: str) -> tuple[str | None, ...]:
    return (group.get(by),) if by in group else ()


def _leads(
    viewer: Viewer, row: dict[str, Any], group: Group, cycles: dict[tuple[str | None, ...], Value]
) -> Leads:
    leads, won, lost, waiting = (int(row[name]) for name in ("leads", "won", "lost", "open"))
    if is_kept_from(viewer, leads, won, lost, waiting):
        return Leads(group, None, reason=TOO_FEW)
    old, old_won = int(row["old"]), int(row["old_won"])
    may = not is_kept_from(viewer, old, old_won, leads - old)
    in_time, limits = _share(old_won, old) if may else (None, None)
    return Leads(
        group, leads, won, lost, waiting, *_share(won, leads), old if may else 0, in_time, limits,
        cycles.get(tuple(group.values())), row["age_median"], row["open_median"], row["open_p90"],
    )  # fmt: skip


def _share(part: int, of: int) -> tuple[float | None, Interval | None]:
    if of == 0:
        return None, None
    low, high = wilson(part, of)
    return 100 * part / of, Interval(100 * low, 100 * high)


def _unequal(groups: list[Leads], by: str) -> Said | None:
    """The youngest and the oldest group of some size, where their ages differ too much."""
    told = [one for one in groups if one.age_median is not None and not one.is_thin]
    if len(told) < 2:
        return None
    young = min(told, key=lambda one: one.age_median or 0)
    old = max(told, key=lambda one: one.age_median or 0)
    if (old.age_median or 0) - (young.age_median or 0) <= UNEQUAL_DAYS:
        return None
    return said(
        "Half of the leads of {young} are younger than {few} days, of {old} than {many}: young leads have had less "
        "time. Compare them by what is won within {days} days.",
        young=young.group[by] or "unknown", few=young.age_median, old=old.group[by] or "unknown",
        many=old.age_median, days=SAME_AGE,
    )  # fmt: skip
