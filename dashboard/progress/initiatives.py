"""The roadmap of the home that is looked at: initiatives set, changed, moved, started, dropped, taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.access import EVERYONE
from dashboard.errors import BadUse, NoWarehouse
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress import goals, measures, roadmap_apply, roadmap_file
from dashboard.progress.roadmap import State, frozen_of
from dashboard.progress.roadmap_apply import Step, kept_as
from dashboard.progress.roadmap_check import Known, mistakes, refuse, with_others
from dashboard.progress.roadmap_draft import Draft, of_record, tidy
from dashboard.progress.roadmap_file import Entry
from dashboard.progress.roadmap_versions import row_of
from dashboard.progress.series import metric_of
from dashboard.progress.today import clock_day, today
from dashboard.records import goals as goal_records
from dashboard.records import initiatives as records
from dashboard.records import settle, tables
from dashboard.records.keep import Actor, Conflict, Facts, Gone
from dashboard.records.store import Store


def draft(store: Store, id: int) -> Draft | None:
    """An initiative as it would be written."""
    rows = records.initiatives(store)
    titles = {row.id: row.title for row in rows}
    return next((of_record(row, _goal_names(store), titles) for row in rows if row.id == id), None)


def known(store: Store, wall_day: date) -> Known:
    """What drafts are held against: goals, metrics, the initiatives that are kept, and the regions that occur."""
    kept = drafts(store)
    metrics = {**CATALOGUE, **{measure.name: measure for measure in measures.measures(store)}}
    found = Known(
        wall_day, {goal.name: goal.metric for goal in goals.every(store)}, metrics,
        {one.title: one.depends_on for one in kept},
    )  # fmt: skip
    try:
        return replace(found, regions=reads.choices(EVERYONE).get("region"))
    except NoWarehouse:  # a roadmap may be written before anything is loaded
        return found


def set_initiative(store: Store, by: Actor, draft: Draft, wall_day: date) -> tables.Initiative:
    """Keep a new initiative; `BadUse` says all that is wrong with it."""
    draft, there = tidy(draft), known(store, wall_day)
    refuse(draft, with_others(there, [draft]))
    return records.add(store, by, **_kept(store, draft, there))


def change(
    store: Store, by: Actor, id: int, seen: int, draft: Draft, wall_day: date
) -> tables.Initiative:
    """Change an initiative as it was seen in version `seen`; what starts is frozen as it then stands."""
    draft, there = tidy(draft), known(store, wall_day)
    row = records.initiative(store, id)
    before = next((d for d in drafts(store) if row and d.title == row.title), None)
    has_started = bool(row and row.frozen)
    refuse(draft, _renamed(there, before, draft), before, has_started)
    return records.change(store, by, id, seen, **_kept(store, draft, there, row))


def move(store: Store, by: Actor, id: int, seen: int, facts: Facts) -> tables.Initiative:
    """Put it elsewhere on the board (quarter, position, goal_id, department); `BadUse` where something does not fit
    there that fits where it is."""
    if before := draft(store, id):
        goal = _goal_names(store).get(facts.get("goal_id") or 0, before.goal)
        after = replace(
            before, goal=goal, quarter=facts.get("quarter") or "",
            department=facts.get("department", before.department),
        )  # fmt: skip
        asked = known(store, wall_day())
        had = {one.words for one in mistakes(before, asked)}
        new = [one.words for one in mistakes(after, asked) if one.words not in had]
        if new:
            raise BadUse(new[0] if len(new) == 1 else "\n".join(new))
    return records.change(store, by, id, seen, **facts)


def drop(store: Store, by: Actor, id: int, seen: int, why: str, wall_day: date) -> None:
    """It is not done, or not any more, and why; `BadUse` without a reason, `Gone` where somebody took it away."""
    now = draft(store, id)
    if now is None:
        raise Gone(said("There is no such {kind}.", kind=said(tables.Initiative.spoken)))
    change(store, by, id, seen, replace(now, state=State.DROPPED, dropped_why=why), wall_day)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    records.remove(store, by, id, seen)


def _kept(store: Store, draft: Draft, known: Known, row: tables.Initiative | None = None) -> Facts:
    numbers = {one.title: one.id for one in records.initiatives(store)}
    frozen = frozen_of(row.frozen) if row else None
    return kept_as(draft, frozen, _goal_numbers(store), numbers, known)


def _renamed(known: Known, before: Draft | None, draft: Draft) -> Known:
    """The same under the title that the initiative will have."""
    if before is None or before.title == draft.title:
        return with_others(known, [draft])
    others = {
        title: [draft.title if one == before.title else one for one in first]
        for title, first in known.depends_on.items()
        if title != before.title
    }
    return with_others(replace(known, depends_on=others), [draft])


def settled(store: Store, by: Actor, conflict: Conflict, chosen: Facts) -> None:
    """Keep what was chosen between two versions of an initiative; `BadUse` where it does not fit together."""
    goal_names = _goal_names(store)
    titles = {row.id: row.title for row in records.initiatives(store)}
    there = conflict.theirs or conflict.mine or {}
    row = row_of(conflict.id, conflict.version, {**there, **chosen})
    after, before = of_record(row, goal_names, titles), None
    if conflict.theirs:
        theirs = row_of(conflict.id, conflict.version, conflict.theirs)
        before = of_record(theirs, goal_names, titles)
    asked = known(store, wall_day())
    refuse(after, _renamed(asked, before, after), before, bool(there.get("frozen")))
    frozen = there.get("frozen") or _kept(store, after, asked)["frozen"]
    settle.settle(store, by, conflict, chosen, frozen=frozen)


def _goal_names(store: Store) -> Mapping[int, str]:
    return {row.id: row.name for row in goal_records.goals(store)}


def _goal_numbers(store: Store) -> Mapping[str, int]:
    return {row.name: row.id for row in goal_records.goals(store)}


def drafts(store: Store) -> list[Draft]:
    """All initiatives as the records have them, in the order of the board."""
    return roadmap_apply.drafts(records.initiatives(store), _goal_names(store))


def exported(store: Store) -> str:
    """All of them as a file, measures by their name."""
    labels = {m.name: f"{measures.PREFIX}{m.label}" for m in measures.measures(store)}
    return roadmap_file.write(
        [
            replace(
                one, metric=labels.get(one.metric, one.metric),
                guardrails=tuple(labels.get(name, name) for name in one.guardrails),
            )
            for one in drafts(store)
        ]
    )  # fmt: skip


def steps(
    store: Store, entries: Sequence[Entry], prune: bool = False, because: str = ""
) -> list[Step]:
    """What each initiative of a file would go through; measures are known by their name."""
    own = [replace(entry, draft=_by_number(entry.draft, store)) for entry in entries]
    return roadmap_apply.steps(records.initiatives(store), _goal_names(store), own, prune, because)


def _by_number(draft: Draft, store: Store) -> Draft:
    def known_as(name: str) -> str:
        metric = metric_of(name, store) if name else None
        return metric.name if metric else name

    return replace(
        draft, metric=known_as(draft.metric), guardrails=tuple(map(known_as, draft.guardrails))
    )


def wall_day() -> date:
    """The day on the clock; in the demo company, whose time may be ahead of it, its own."""
    return max(clock_day(), today())


def apply(store: Store, by: Actor, found: Sequence[Step]) -> list[Step]:
    """Make it so, all of it or nothing; the steps that changed something."""
    return roadmap_apply.apply(store, by, found, _goal_numbers(store), known(store, wall_day()))
