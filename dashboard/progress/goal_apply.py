"""A file of goals against those that are kept: what differs, and making them the same in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.errors import BadData
from dashboard.progress.goal_check import Known, mistakes, with_parents
from dashboard.progress.goal_draft import Draft, differing, facts, moved, of_record
from dashboard.progress.goal_file import Entry
from dashboard.progress.today import clock_day
from dashboard.records import goals as records
from dashboard.records import keep
from dashboard.records.keep import Actor, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Goal


@dataclass(frozen=True)
class Step:
    """What becomes of one goal."""

    name: str
    before: Draft | None
    """None: it is new."""
    after: Draft | None
    """None: it goes."""
    id: int = 0
    seen: int = 0
    line: int = 0

    @property
    def changed(self) -> tuple[str, ...]:
        return differing(self.before, self.after) if self.before and self.after else ()

    @property
    def does(self) -> str:
        """'added', 'changed', 'removed' or 'unchanged'."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "unchanged"


def steps(
    rows: Sequence[Goal], entries: Sequence[Entry], prune: bool = False, because: str = ""
) -> list[Step]:
    """What each goal of the file, and of the records, would go through; in the file's order."""
    kept = {draft.name: (row, draft) for row, draft in zip(rows, drafts(rows), strict=True)}
    found = [_step(entry, kept, because) for entry in entries]
    if prune:
        named = {entry.draft.name for entry in entries}
        found += [
            Step(name, draft, None, row.id, row.version)
            for name, (row, draft) in kept.items()
            if name not in named
        ]
    return found


def drafts(rows: Sequence[Goal]) -> list[Draft]:
    """What is kept, as it would be written."""
    names = {row.id: row.name for row in rows}
    return [of_record(row, names) for row in rows]


def _step(entry: Entry, kept: Mapping[str, tuple[Goal, Draft]], because: str) -> Step:
    draft = entry.draft
    if draft.name not in kept:
        return Step(draft.name, None, draft, line=entry.line)
    row, before = kept[draft.name]
    draft = after = _dated(draft, before)
    if "because" not in entry.lines:
        after = replace(after, because=before.because)
    if "decided" not in entry.lines:
        after = replace(after, decided=before.decided)
    if differing(before, after):
        after = _with_reason(entry, draft, before, because)
    return Step(draft.name, before, after, row.id, row.version, entry.line)


def _dated(after: Draft, before: Draft) -> Draft:
    """A move under the day of what it moves was decided today; that day in the file undoes no later one."""
    if after.decided is None or before.decided is None:
        return after
    if moved(before, after):
        return replace(after, decided=clock_day()) if after.decided == before.decided else after
    return replace(after, decided=max(after.decided, before.decided))


def _with_reason(entry: Entry, draft: Draft, before: Draft, because: str) -> Draft:
    """A new version says its own reason, or that of all that move, and its own day, or none."""
    says_why = "because" in entry.lines and draft.because != before.because
    return (
        replace(draft, because=because)
        if because and moved(before, draft) and not says_why
        else draft
    )


def check(found: Sequence[Step], entries: Sequence[Entry], known: Known, name: str) -> None:
    """`BadData` with the line of everything that is wrong with what would be added or changed."""
    going = {step.name for step in found if step.after is None}
    there = {n: p for n, p in known.parents.items() if n not in going}
    known = with_parents(replace(known, parents=there), [entry.draft for entry in entries])
    lines = {entry.draft.name: entry for entry in entries}
    wrong = [
        (lines[step.name].line_of(mistake.field), mistake.words)
        for step in found
        if step.after
        for mistake in mistakes(step.after, known, step.before)
        if step.does != "unchanged" or mistake.field == "parent"
    ]
    if wrong:
        raise BadData("\n".join(f"{name}, line {line}: {words}" for line, words in sorted(wrong)))


def apply(store: Store, by: Actor, found: Sequence[Step]) -> list[Step]:
    """Make it so, all of it or nothing; the steps that changed something."""
    doing = [step for step in found if step.does != "unchanged"]
    if not doing:
        return []
    numbers = {row.name: row.id for row in records.goals(store)}
    with keep.writing(store, by) as pen:
        for step in _parents_first(doing):
            numbers[step.name] = _kept(pen, step, numbers)
        for step in doing:
            if step.after is None:
                records.take_away(pen, step.id, step.seen)
    return doing


def _kept(pen: Pen, step: Step, numbers: Mapping[str, int]) -> int:
    assert step.after is not None
    values = facts(step.after, numbers)
    if step.before is None:
        return pen.add(Goal(**values)).id
    return pen.change(Goal, step.id, step.seen, **values).id


def _parents_first(found: Sequence[Step]) -> Iterator[Step]:
    """Those that are kept, in order, but for each after its parent."""
    waiting = {step.name: step for step in found if step.after}

    def up(step: Step) -> Iterator[Step]:
        if waiting.pop(step.name, None) is None or step.after is None:
            return
        if step.after.parent in waiting:
            yield from up(waiting[step.after.parent])
        yield step

    for step in found:
        yield from up(step)
