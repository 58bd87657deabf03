"""A goal as the rest of the product reads it: a metric's slice, what it is to be, and by when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dashboard.access import Viewer
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import Definition
from dashboard.progress.series import metric_of
from dashboard.records import tables
from dashboard.records.store import Store
from queries.calendar import Grain
from queries.slice import Window

Where = tuple[tuple[str, tuple[str, ...]], ...]


class Kind(StrEnum):
    """How a goal is stated."""

    REACH = "reach"  # the value of a period is to be at the target or better
    CHANGE = "change"  # the value is to have changed against a base
    TOTAL = "total"  # what the periods from start to due add up to


@dataclass(frozen=True)
class Milestone:
    """A level on the way, by a day."""

    on: date
    level: float
    text: str = ""


@dataclass(frozen=True)
class Goal:
    """One goal, as its newest version says."""

    id: int
    version: int
    name: str
    metric: Metric
    grain: Grain
    kind: Kind
    starts_on: date
    due_on: date
    """The first day no longer counted."""
    where: Where = ()
    defined: Definition = ()
    target: float | None = None
    """Of 'reach' and 'total', in the metric's unit."""
    change_percent: float | None = None
    change_points: float | None = None
    base: Window | None = None
    """The base of a change; None: the same period a year before."""
    owner: str = ""
    department: str = ""
    why: str = ""
    is_pinned: bool = False
    milestones: tuple[Milestone, ...] = ()
    parent_id: int | None = None
    because: str = ""
    decided_on: date | None = None
    """From when this version holds; None: since it was written down."""
    closed_on: date | None = None

    @property
    def part(self) -> str:
        """The part that a card must show to be about this goal: its survey, or 'online'."""
        kept = dict(self.where)
        return "online" if kept.get("online") == ("true",) else "".join(kept.get("survey", ())[:1])

    @property
    def is_against_year_ago(self) -> bool:
        return self.kind is Kind.CHANGE and self.base is None


def is_visible(goal: Goal, viewer: Viewer) -> bool:
    """Whether the viewer may see every number that the goal is about; numbers of a part would be others."""
    if viewer.regions is None:
        return True
    regions = dict(goal.where).get("region")
    return regions is not None and viewer.regions.issuperset(regions)


def of_record(row: "tables.Goal", store: Store | None = None) -> Goal | None:
    """The goal that a row says; None where its metric is no longer known."""
    metric = metric_of(row.metric, store)
    if metric is None:
        return None
    return Goal(
        id=row.id,
        version=row.version,
        name=row.name,
        metric=metric,
        grain=Grain(row.grain),
        kind=Kind(row.kind),
        starts_on=row.starts_on,
        due_on=row.due_on,
        where=slice_of(row.concerns),
        defined=definition_of(row.defined),
        target=row.target,
        change_percent=row.change_percent,
        change_points=row.change_points,
        base=_base(row.base_starts_on, row.base_ends_on),
        owner=row.owner,
        department=row.department,
        why=row.why,
        is_pinned=row.is_pinned,
        milestones=milestones_of(row.milestones),
        parent_id=row.parent_id,
        because=row.because,
        decided_on=row.decided_on,
        closed_on=row.closed_on,
    )


def slice_of(concerns: Mapping[str, Sequence[str]]) -> Where:
    """Filters in the order in which a slice keeps them."""
    return tuple(sorted((name, tuple(sorted(kept))) for name, kept in concerns.items()))


def definition_of(written: Sequence[str]) -> Definition:
    """('silence', '60') of 'silence=60'."""
    pairs = (text.partition("=") for text in written)
    return tuple((name, value) for name, _, value in pairs)


def milestones_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Milestone, ...]:
    found = (Milestone(date.fromisoformat(r["on"]), r["level"], r.get("text", "")) for r in rows)
    return tuple(sorted(found, key=lambda milestone: milestone.on))


def _base(start: date | None, end: date | None) -> Window | None:
    return Window(start, end) if start and end else None
