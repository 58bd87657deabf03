"""The roadmap as it was on any past day, what moved since, and how one initiative came to be what it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from dashboard.progress.roadmap import Initiative, goals_by_id, of_record, roadmap
from dashboard.records import initiatives as records
from dashboard.records.keep import BOOKKEEPING, Facts
from dashboard.records.settle import DAYS
from dashboard.records.store import Store
from dashboard.records.tables import Change
from dashboard.records.tables import Initiative as Row


@dataclass(frozen=True)
class Difference:
    """One field of which the value is another."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Version:
    """One version of an initiative."""

    initiative: Initiative
    who: str
    is_verified: bool
    at: datetime
    """When it was written down, UTC."""
    differences: tuple[Difference, ...]
    """From the version before; none of the first."""

    @property
    def since(self) -> date:
        """The day from which it holds."""
        return self.initiative.decided_on or self.at.date()


@dataclass(frozen=True)
class Moved:
    """What became of one initiative between a day and now."""

    before: Initiative | None
    """None: there was no such initiative."""
    after: Initiative | None
    """None: it was taken away."""
    differences: tuple[Difference, ...] = ()

    @property
    def title(self) -> str:
        known = self.after or self.before
        return known.title if known else ""

    @property
    def did(self) -> str:
        """'added', 'removed' or 'changed'."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def roadmap_as_of(store: Store, day: date) -> tuple[Initiative, ...]:
    """Every initiative as it stood at the end of a day, in the order of the board. A version holds from the day on
    which it was decided, where that was another than the one on which it was written down (UTC)."""
    known = goals_by_id(store)
    newest: dict[int, Change] = {}
    for line in _held(records.lines(store), day):
        newest[line.record_id] = line
    found = [
        of_record(row_of(line.record_id, line.version, line.after), known)
        for line in newest.values()
        if line.after is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.quarter or "9", one.position, one.id)))


def _held(lines: Iterable[Change], day: date) -> list[Change]:
    """The lines of the audit that held by the end of a day."""
    return [line for line in lines if _since(line) <= day]


def _since(line: Change) -> date:
    decided = (line.after or {}).get("decided_on")
    return date.fromisoformat(decided) if decided else line.at.date()


def moved_since(store: Store, day: date) -> tuple[Moved, ...]:
    """What is otherwise now than at the end of a day, in the order of the board; what was taken away comes last."""
    then = {one.id: one for one in roadmap_as_of(store, day)}
    now = roadmap(store)
    found = [_moved(then.get(one.id), one) for one in now]
    gone = [Moved(one, None) for id, one in then.items() if id not in {other.id for other in now}]
    return tuple([one for one in found if one.before is None or one.differences] + gone)


def _moved(before: Initiative | None, after: Initiative) -> Moved:
    return Moved(before, after, differences(before, after) if before else ())


def differences(before: Initiative, after: Initiative) -> tuple[Difference, ...]:
    """The fields in which two versions of an initiative differ; its goal by name."""
    pairs = ((name, _of(before, name), _of(after, name)) for name in COMPARED)
    return tuple(Difference(name, was, now) for name, was, now in pairs if was != now)


NOT_COMPARED = {"id", "version", "goal_id", "because", "decided_on", "frozen"}
COMPARED = tuple(f.name for f in fields(Initiative) if f.name not in NOT_COMPARED)


def _of(initiative: Initiative, name: str) -> Any:
    if name == "goal":
        return initiative.goal.name if initiative.goal else ""
    return getattr(initiative, name)


def versions(store: Store, id: int) -> tuple[Version, ...]:
    """Every version of an initiative, oldest first."""
    known = goals_by_id(store)
    found: list[Version] = []
    for line in records.versions(store, id):
        if line.after is None or line.did not in ("added", "changed"):
            continue
        one = of_record(row_of(line.record_id, line.version, line.after), known)
        changed = differences(found[-1].initiative, one) if found else ()
        found.append(Version(one, line.who, line.is_verified, line.at, changed))
    return tuple(found)


def days_of_change(store: Store) -> tuple[date, ...]:
    """The days on which the roadmap became another, oldest first."""
    return tuple(sorted({_since(line) for line in records.lines(store)}))


def row_of(id: int, version: int, told: Facts) -> Row:
    """The record as the audit kept it; fields that a later release added have their usual value."""
    own = {column.key for column in Row.__mapper__.column_attrs} - BOOKKEEPING
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if isinstance(value, str) and name in DAYS else value
        for name, value in told.items()
        if name in own
    }
    row = Row(**values)
    row.id, row.version = id, version
    return row


def titles(found: Sequence[Initiative]) -> Mapping[int, str]:
    """Number → title."""
    return {one.id: one.title for one in found}
