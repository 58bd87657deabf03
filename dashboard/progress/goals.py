"""The goals of the home that is looked at: read, set, changed, closed, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.access import EVERYONE
from dashboard.errors import NoWarehouse
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import DEMO
from dashboard.progress import goal_apply, goal_file, measures
from dashboard.progress.goal import Goal, Kind, of_record
from dashboard.progress.goal_apply import Step
from dashboard.progress.goal_check import Known, refuse, with_parents
from dashboard.progress.goal_draft import Draft, facts, tidy
from dashboard.progress.goal_draft import of_record as draft_of
from dashboard.progress.goal_file import Entry
from dashboard.progress.goal_versions import row_of
from dashboard.progress.series import metric_of
from dashboard.progress.setting import as_goal, in_points
from dashboard.progress.today import clock_day
from dashboard.records import goals as records
from dashboard.records import settle, tables
from dashboard.records.keep import Actor, Conflict, Facts
from dashboard.records.store import Store, opened
from dashboard.warehouse import reader
from queries.surveys import surveys as surveys_question

DEMO_GOALS = (DEMO / "goals.yaml", DEMO / "goals_moved.yaml")
"""As they were set, and what was decided about some of them later."""
DEMO_EVENTS = 400_000
"""The size of the demo that its totals are written for."""
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
    found = Known(wall_day, parents=parents, metrics=metrics, wall_day=wall_day)
    try:
        about = reads.about()
    except NoWarehouse:  # goals may be set before anything is loaded
        return found
    surveys: dict[str, list[str]] = {}
    for row in reads.rows(EVERYONE, surveys_question):
        surveys.setdefault(f"survey_{row['kind']}", []).append(row["survey"])
    truths = {"identified": ["true", "false"], "online": ["true", "false"]}
    return replace(
        found, today=about.covered_day, calendar=about.settings.calendar, surveys=surveys,
        values={**reads.choices(EVERYONE), **truths},
        points=lambda draft, metric: in_points(as_goal(draft, metric), EVERYONE, store),
    )  # fmt: skip


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


def settled(store: Store, by: Actor, conflict: Conflict, chosen: Facts) -> None:
    """Keep what was chosen between two versions of a goal; `BadUse` where it does not fit together."""
    rows = records.goals(store)
    there = conflict.theirs or conflict.mine or {}
    after = draft_of(row_of(conflict.id, conflict.version, {**there, **chosen}), names(rows))
    before = None
    if conflict.theirs:
        before = draft_of(row_of(conflict.id, conflict.version, conflict.theirs), names(rows))
    refuse(after, _renamed(known(store, clock_day()), before, after), before)
    settle.settle(store, by, conflict, chosen)


def close(store: Store, by: Actor, id: int, seen: int, on: date | None, because: str = "") -> None:
    """From this day on it is no longer pursued; None takes it up again."""
    records.change(store, by, id, seen, closed_on=on, because=because)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    records.remove(store, by, id, seen)


def _numbers(store: Store) -> Mapping[str, int]:
    return {row.name: row.id for row in records.goals(store)}


def set_demo_goals(store: Store, events: int = DEMO_EVENTS) -> None:
    """The demo company's goals with their history, where none of that name is there yet."""
    there = {row.name for row in records.goals(store)}
    for path in DEMO_GOALS:
        entries = [
            _of_size(entry, events / DEMO_EVENTS)
            for entry in goal_file.read(path.read_text(encoding="utf-8"), path.name)
            if entry.draft.name not in there
        ]
        goal_apply.apply(store, PLANNER, goal_apply.steps(records.goals(store), entries))


def _of_size(entry: Entry, share: float) -> Entry:
    """A total grows with the company; two digits of it are kept."""
    if entry.draft.kind != Kind.TOTAL or entry.draft.target is None:
        return entry
    return replace(
        entry, draft=replace(entry.draft, target=float(f"{entry.draft.target * share:.1e}"))
    )


def steps(
    store: Store, entries: Sequence[Entry], prune: bool = False, because: str = ""
) -> list[Step]:
    """What each goal of a file would go through; measures are known by their name."""
    own = [
        replace(entry, draft=replace(entry.draft, metric=metric.name)) if metric else entry
        for entry in entries
        for metric in [metric_of(entry.draft.metric, store)]
    ]
    return goal_apply.steps(records.goals(store), own, prune, because)


def drafts(store: Store) -> list[Draft]:
    """All goals as they would be written in a file, measures by their name."""
    labels = {m.name: f"{measures.PREFIX}{m.label}" for m in measures.measures(store)}
    return [
        replace(draft, metric=labels.get(draft.metric, draft.metric))
        for draft in goal_apply.drafts(records.goals(store))
    ]


def exported(store: Store) -> str:
    """The same as a file."""
    return goal_file.write(drafts(store))
