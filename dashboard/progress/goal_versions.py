"""How a goal came to be what it is: each version with who, when and why, and how often it was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.progress.goal import Goal, of_record
from dashboard.progress.goal_draft import MOVES, differing
from dashboard.progress.goal_draft import of_record as draft_of
from dashboard.records import goals as records
from dashboard.records.keep import BOOKKEEPING, Facts
from dashboard.records.store import Store
from dashboard.records.tables import Change
from dashboard.records.tables import Goal as Row


@dataclass(frozen=True)
class Version:
    """One version of a goal."""

    goal: Goal
    who: str
    is_verified: bool
    at: datetime
    """When it was written down, UTC."""
    changed: tuple[str, ...]
    """The fields of a draft that differ from the version before; none of the first."""

    @property
    def since(self) -> date:
        """The day from which it holds."""
        return self.goal.decided_on or self.at.date()

    @property
    def is_late(self) -> bool:
        """It was written down on a later day than it was decided."""
        return self.since < self.at.date()

    @property
    def moves(self) -> tuple[str, ...]:
        """What makes it another goal than the version before."""
        return tuple(name for name in MOVES if name in self.changed)

    @property
    def because(self) -> str:
        return self.goal.because


@dataclass(frozen=True)
class Moved:
    """How often a goal was moved, and when last."""

    times: int
    last_on: date | None = None


def versions(store: Store, id: int) -> tuple[Version, ...]:
    """Every version of a goal whose metric is known, oldest first."""
    names = {row.id: row.name for row in records.goals(store)}
    lines = [line for line in records.versions(store, id) if line.did in ("added", "changed")]
    found = []
    for n, line in enumerate(lines):
        row = _row(line)
        goal = of_record(row, store)
        if goal is None:
            continue
        before = _row(lines[n - 1]) if n else None
        changed = differing(draft_of(before, names), draft_of(row, names)) if before else ()
        found.append(Version(goal, line.who, line.is_verified, line.at, changed))
    return tuple(found)


def moved(found: Sequence[Version]) -> Moved:
    """What counts: target, dates, base, slice and metric; not owner, why or name."""
    moves = [version for version in found if version.moves]
    return Moved(len(moves), moves[-1].since if moves else None)


def moved_by_goal(store: Store, goals: Sequence[Goal]) -> Mapping[int, Moved]:
    """The same for many goals; one that has a single version was never moved, and is not looked up."""
    return {
        goal.id: moved(versions(store, goal.id)) if goal.version > 1 else Moved(0) for goal in goals
    }


def spans(found: Sequence[Version]) -> list[tuple[Version, date, date]]:
    """From when to when each version held, those that never did left out; the first from the start at the latest.

    A version that only says who or why goes on with the one before.
    """
    lasting = [v for n, v in enumerate(found) if n == 0 or v.moves]
    spans = []
    for n, version in enumerate(lasting):
        start = min(version.since, version.goal.starts_on) if n == 0 else version.since
        end = lasting[n + 1].since if n + 1 < len(lasting) else version.goal.due_on
        if start < end:
            spans.append((version, start, end))
    if not spans and lasting:  # decided when it was over
        newest = lasting[-1]
        spans.append((newest, newest.goal.starts_on, newest.goal.due_on))
    return spans


DAYS = ("starts_on", "due_on", "base_starts_on", "base_ends_on", "decided_on", "closed_on")


def _row(line: Change) -> Row:
    return row_of(line.record_id, line.version, line.after or {})


def row_of(id: int, version: int, told: Facts) -> Row:
    """The record as the audit kept it."""
    own = {column.key for column in Row.__mapper__.column_attrs} - BOOKKEEPING
    values: dict[str, Any] = {
        name: date.fromisoformat(value)
        if isinstance(value, str) and value and name in DAYS
        else value
        for name, value in told.items()
        if name in own
    }
    row = Row(**values)
    row.id, row.version = id, version
    return row
