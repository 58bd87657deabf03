"""The goals of the home that is looked at: read, set, changed, closed, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.access import EVERYONE
from dashboard.errors import MilepostError
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import DEMO
from dashboard.progress import goal_apply, goal_file, measures
from dashboard.progress.goal import Goal, of_record
from dashboard.progress.goal_check import Known, refuse, with_parents
from dashboard.progress.goal_draft import Draft, facts, tidy
from dashboard.progress.goal_draft import of_record as draft_of
from dashboard.records import goals as records
from dashboard.records import tables
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.warehouse import reader

DEMO_GOALS = (DEMO / "goals.yaml", DEMO / "goals_moved.yaml")
"""As they were set, and what was decided about some of them later."""
PLANNER = Actor("Waymark planning")
"""Who sets the demo company's goals."""


def goals(store: Store | None = None) -> tuple[Goal, ...]:
    """Those that are pursued, pinned ones first."""
    return tuple(goal for goal in every(store) if goal.closed_on is None)


def every(store: Store | None = None) -> tuple[Goal, ...]:
    """Those that were closed too."""
    store = store or opened(reader.home())
    found = (of_record(row, store) for row in records.goals(store))
    return tuple(goal for goal in found if goal)


def goal(store: Store, id: int) -> Goal | None:
    row = records.goal(store, id)
    return of_record(row, store) if row else None


def draft(store: Store, id: int) -> Draft | None:
    """A goal as it would be written."""
    rows = records.goals(store)
    return next((draft_of(row, names(rows)) for row in rows if row.id == id), None)


def names(rows: Sequence[tables.Goal]) -> Mapping[int, str]:
    """Number → name."""
    return {row.id: row.name for row in rows}


def known(store: Store, wall_day: date) -> Known:
    """What drafts are held against: the goals that are kept, and what the data hold."""
    rows = records.goals(store)
    by_id = names(rows)
    metrics = {**CATALOGUE, **{measure.name: measure for measure in measures.measures(store)}}
    parents = {row.name: by_id.get(row.parent_id or 0, "") for row in rows}
    try:
        about = reads.about()
        values = {
            **reads.choices(EVERYONE),
            "identified": ["true", "false"],
            "online": ["true", "false"],
        }
    except MilepostError:  # nothing is published yet: goals may be set before
        return Known(wall_day, parents=parents, metrics=metrics, wall_day=wall_day)
    calendar = about.settings.calendar
    return Known(about.covered_day, calendar, values, parents, metrics, wall_day)


def set_goal(store: Store, by: Actor, draft: Draft, wall_day: date) -> tables.Goal:
    """Keep a new goal; `BadUse` says all that is wrong with it."""
    draft = tidy(draft)
    refuse(draft, with_parents(known(store, wall_day), [draft]))
    return records.add(store, by, **facts(draft, _numbers(store)))


def change(
    store: Store, by: Actor, id: int, seen: int, draft: Draft, wall_day: date
) -> tables.Goal:
    """Change a goal as it was seen in version `seen`."""
    draft = tidy(draft)
    rows = records.goals(store)
    before = next((draft_of(row, names(rows)) for row in rows if row.id == id), None)
    refuse(draft, _renamed(known(store, wall_day), before, draft), before)
    return records.change(store, by, id, seen, **facts(draft, _numbers(store)))


def _renamed(known: Known, before: Draft | None, draft: Draft) -> Known:
    """The same under the name that the goal will have."""
    if before is None:
        return known
    parents = {
        draft.name if name == before.name else name: draft.name if above == before.name else above
        for name, above in known.parents.items()
    }
    return with_parents(replace(known, parents=parents), [draft])


def close(store: Store, by: Actor, id: int, seen: int, on: date | None, because: str = "") -> None:
    """From this day on it is no longer pursued; None takes it up again."""
    records.change(store, by, id, seen, closed_on=on, because=because)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    records.remove(store, by, id, seen)


def _numbers(store: Store) -> Mapping[str, int]:
    return {row.name: row.id for row in records.goals(store)}


def set_demo_goals(store: Store) -> None:
    """The demo company's goals with their history, where none of that name is there yet."""
    there = {row.name for row in records.goals(store)}
    for path in DEMO_GOALS:
        entries = [
            entry
            for entry in goal_file.read(path.read_text(encoding="utf-8"), path.name)
            if entry.draft.name not in there
        ]
        steps = goal_apply.steps(records.goals(store), entries)
        goal_apply.apply(store, PLANNER, steps)
