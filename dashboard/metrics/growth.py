"""Growth accounting: new + returning + resurrected = active; new + resurrected − dormant = the change."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.language import said
from dashboard.metrics.analysis import (
    GROWTH,
    TOO_FEW,
    groups_of,
    is_kept_from,
    missing,
    named,
    one_period,
    prepared,
    starts_history,
    unfinished,
    whole_periods,
)
from dashboard.metrics.coverage import Coverage, first_order_day
from dashboard.metrics.evaluate import Group
from dashboard.warehouse import reader
from queries.growth import CLASSES, growth, growth_members
from queries.people import people_count_of, people_of
from queries.slice import Period, Slice

LISTED = ("active", *CLASSES)


@dataclass(frozen=True)
class Growth:
    """One whole period and group: the people of each class, or the reason why they are not told."""

    period: Period
    group: Group
    new: int | None
    """Ordered for the first time ever."""
    returning: int | None
    """Ordered in the period before too."""
    resurrected: int | None
    """Had ordered, not in the period before, and are back."""
    dormant: int | None
    """Ordered in the period before and not in this one."""
    is_complete: bool = True
    reason: str | None = None
    starts_history: bool = False

    @property
    def active(self) -> int | None:
        if self.new is None or self.returning is None or self.resurrected is None:
            return None
        return self.new + self.returning + self.resurrected

    @property
    def change(self) -> int | None:
        """Active people less those of the period before."""
        if self.new is None or self.resurrected is None or self.dormant is None:
            return None
        return self.new + self.resurrected - self.dormant

    @property
    def quick_ratio(self) -> float | None:
        """People won for each one lost; None where nobody was lost."""
        if self.change is None or not self.dormant:
            return None
        return (self.change + self.dormant) / self.dormant

    def row(self) -> dict[str, Any]:
        return {
            "period": self.period.start.isoformat(),
            "group": self.group,
            "new": self.new,
            "returning": self.returning,
            "resurrected": self.resurrected,
            "active": self.active,
            "dormant": self.dormant,
            "change": self.change,
            "quick_ratio": self.quick_ratio,
            "complete": self.is_complete,
            "reason": self.reason,
        }


def growth_periods(viewer: Viewer, slice: Slice) -> list[Growth]:
    """One per group and whole period that the window touches, in order."""
    asked, covered = prepared(GROWTH, slice)
    asked = whole_periods(asked)
    if reason := missing(covered):
        return [_without(period, {}, reason) for period in asked.periods]
    rows = reader.read(viewer, growth, asked)
    found = {(row["period"], *(row[name] for name in asked.by)): row for row in rows}
    first = first_order_day()
    return [
        _growth(
            viewer,
            covered,
            first,
            period,
            named(group, asked.by),
            found.get((period.start, *group)),
        )
        for group in groups_of(rows, asked.by)
        for period in asked.periods
    ]


def growth_people(
    viewer: Viewer, name: str, slice: Slice, day: date
) -> tuple[list[dict[str, Any]], int]:
    """The people of a class ('active' are all of them) in the period that holds a day, and how many they are."""
    if name not in LISTED:
        raise unknown("class of growth", name, LISTED)
    asked = one_period(GROWTH, slice, day)
    members = growth_members(name)
    [count] = reader.read(viewer, people_count_of(members), asked)
    return list(reader.read(viewer, people_of(members), asked)), int(count["people"])


def _growth(
    viewer: Viewer,
    covered: Coverage,
    first: date | None,
    period: Period,
    group: Group,
    row: dict[str, Any] | None,
) -> Growth:
    reason = unfinished(period.window, covered)
    if first is None or period.window.end <= first:
        return _without(period, group, said("before the first order"))
    if covered.day is not None and period.window.start >= covered.day:
        return _without(period, group, reason or "")
    new, returning, resurrected, dormant = (int(row[name]) if row else 0 for name in CLASSES)
    if is_kept_from(viewer, new, returning, resurrected, dormant):
        return _without(period, group, TOO_FEW)
    return Growth(
        period, group, new, returning, resurrected, dormant,
        is_complete=reason is None, reason=reason, starts_history=starts_history(period),
    )  # fmt: skip


def _without(period: Period, group: Group, reason: str) -> Growth:
    return Growth(period, group, None, None, None, None, is_complete=False, reason=reason)
