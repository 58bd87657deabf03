"""A goal as somebody writes it, by form or by file, before it is kept: plain values, its parent by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dashboard.progress.goal import Milestone, milestones_of
from dashboard.records import tables
from dashboard.records.keep import Facts

Span = tuple[date, date]
"""First day, first day not included; not yet known to hold a day."""

MOVES = (
    "metric", "grain", "define", "where", "kind", "target", "change_percent", "change_points",
    "base", "start", "due",
)  # fmt: skip
"""What moves a goal where it is changed: metric and slice, target, base, dates. Not who, why or what it is called."""


@dataclass(frozen=True)
class Draft:
    """What can be written of a goal, under the names that files have."""

    name: str
    metric: str
    start: date
    due: date
    """The first day no longer counted."""
    grain: str = "month"
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    define: tuple[str, ...] = ()
    kind: str = "reach"
    target: float | None = None
    change_percent: float | None = None
    change_points: float | None = None
    base: Span | None = None
    """Of a change; None: the same period a year before."""
    milestones: tuple[Milestone, ...] = ()
    owner: str = ""
    department: str = ""
    why: str = ""
    pinned: bool = False
    parent: str = ""
    because: str = ""
    decided: date | None = None
    closed: date | None = None


FIELDS = tuple(field.name for field in fields(Draft))


def tidy(draft: Draft) -> Draft:
    """The same without blanks around texts; filters and milestones in order."""
    changed: dict[str, Any] = {
        name: " ".join(getattr(draft, name).split())
        for name in ("name", "metric", "owner", "department", "parent")
    }
    return Draft(**{
        **_values(draft), **changed, "why": draft.why.strip(), "because": draft.because.strip(),
        "where": where_of(dict(draft.where)), "define": tuple(sorted(draft.define)),
        "milestones": tuple(sorted(draft.milestones, key=lambda m: (m.on, m.level))),
    })  # fmt: skip


def where_of(
    filters: Mapping[str, Sequence[str]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Filters in the order in which a slice keeps them; one that keeps nothing is none."""
    return tuple(sorted((name, tuple(sorted(set(kept)))) for name, kept in filters.items() if kept))


def of_record(row: tables.Goal, names: Mapping[int, str]) -> Draft:
    """What is kept; `names` are those of all goals by number."""
    base = (row.base_starts_on, row.base_ends_on)
    return Draft(
        name=row.name,
        metric=row.metric,
        start=row.starts_on,
        due=row.due_on,
        grain=row.grain,
        where=where_of(row.concerns),
        define=tuple(sorted(row.defined)),
        kind=row.kind,
        target=row.target,
        change_percent=row.change_percent,
        change_points=row.change_points,
        base=(base[0], base[1]) if base[0] and base[1] else None,
        milestones=milestones_of(row.milestones),
        owner=row.owner,
        department=row.department,
        why=row.why,
        pinned=row.is_pinned,
        parent=names.get(row.parent_id, "") if row.parent_id else "",
        because=row.because,
        decided=row.decided_on,
        closed=row.closed_on,
    )


def facts(draft: Draft, numbers: Mapping[str, int]) -> Facts:
    """The draft as the records keep it; `numbers` are those of all goals by name."""
    start, end = draft.base or (None, None)
    return {
        "name": draft.name,
        "metric": draft.metric,
        "grain": draft.grain,
        "kind": draft.kind,
        "starts_on": draft.start,
        "due_on": draft.due,
        "concerns": {name: list(kept) for name, kept in draft.where},
        "defined": list(draft.define),
        "target": draft.target,
        "change_percent": draft.change_percent,
        "change_points": draft.change_points,
        "base_starts_on": start,
        "base_ends_on": end,
        "milestones": [_milestone(milestone) for milestone in draft.milestones],
        "owner": draft.owner,
        "department": draft.department,
        "why": draft.why,
        "is_pinned": draft.pinned,
        "parent_id": numbers[draft.parent] if draft.parent else None,
        "because": draft.because,
        "decided_on": draft.decided,
        "closed_on": draft.closed,
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {"on": milestone.on.isoformat(), "level": milestone.level, "text": milestone.text}


def differing(before: Draft, after: Draft) -> tuple[str, ...]:
    """The fields in which they differ."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def moved(before: Draft, after: Draft) -> tuple[str, ...]:
    """The fields that make it another goal, of those that differ."""
    return tuple(name for name in MOVES if getattr(before, name) != getattr(after, name))


def _values(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in FIELDS}
