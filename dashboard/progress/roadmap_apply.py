"""A file of initiatives against those that are kept: what differs, and making them the same in one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.errors import BadData
from dashboard.progress.roadmap import STARTED, Frozen, frozen_of, written
from dashboard.progress.roadmap_check import Known, judged_anew, metric_of, mistakes, with_others
from dashboard.progress.roadmap_draft import Draft, differing, facts, of_record
from dashboard.progress.roadmap_file import Entry
from dashboard.records import initiatives as records
from dashboard.records import keep
from dashboard.records.keep import Actor, Facts, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Initiative


@dataclass(frozen=True)
class Step:
    """What becomes of one initiative."""

    title: str
    before: Draft | None
    """None: it is new."""
    after: Draft | None
    """None: it goes."""
    id: int = 0
    seen: int = 0
    line: int = 0
    frozen: Frozen | None = None
    """What it was judged by when it started, where it did."""

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


def drafts(rows: Sequence[Initiative], goals: Mapping[int, str]) -> list[Draft]:
    """What is kept, as it would be written; `goals` are the names of all goals by number."""
    titles = {row.id: row.title for row in rows}
    return [of_record(row, goals, titles) for row in rows]


def steps(
    rows: Sequence[Initiative], goals: Mapping[int, str], entries: Sequence[Entry],
    prune: bool = False, because: str = "",
) -> list[Step]:  # fmt: skip
    """What each initiative of the file, and of the records, would go through; in the file's order."""
    kept = {d.title: (row, d) for row, d in zip(rows, drafts(rows, goals), strict=True)}
    found = [_step(entry, kept, because) for entry in entries]
    if prune:
        named = {entry.draft.title for entry in entries}
        found += [
            Step(title, draft, None, row.id, row.version)
            for title, (row, draft) in kept.items()
            if title not in named
        ]
    return found


def _step(entry: Entry, kept: Mapping[str, tuple[Initiative, Draft]], because: str) -> Step:
    draft = entry.draft
    if draft.title not in kept:
        return Step(draft.title, None, draft, line=entry.line)
    row, before = kept[draft.title]
    after = draft
    if "because" not in entry.lines:
        after = replace(after, because=before.because)
    since = before.decided or row.updated_at.date()
    if "decided" not in entry.lines or _is_older(draft.decided, since):  # it moves no version back
        draft, after = (replace(one, decided=before.decided) for one in (draft, after))
    if differing(before, after):
        after = _as_a_version(entry, draft, before, because, row.frozen is not None)
    return Step(draft.title, before, after, row.id, row.version, entry.line, frozen_of(row.frozen))


def _is_older(day: date | None, than: date | None) -> bool:
    return day is not None and than is not None and day < than


def _as_a_version(
    entry: Entry, draft: Draft, before: Draft, because: str, has_started: bool
) -> Draft:
    """A new version says its own reason, or that of all that are judged anew, and its own day, or none."""
    says_why = "because" in entry.lines and draft.because != before.because
    if because and has_started and judged_anew(before, draft) and not says_why:
        draft = replace(draft, because=because)
    return replace(draft, decided=None) if draft.decided == before.decided else draft


def check(found: Sequence[Step], entries: Sequence[Entry], known: Known, name: str) -> None:
    """`BadData` with the line of everything that is wrong with what would be added or changed."""
    going = {step.title for step in found if step.after is None}
    there = {t: first for t, first in known.depends_on.items() if t not in going}
    known = with_others(replace(known, depends_on=there), [entry.draft for entry in entries])
    lines = {entry.draft.title: entry for entry in entries}
    wrong = [
        (lines[step.title].line_of(mistake.field), mistake.words)
        for step in found
        if step.after
        for mistake in mistakes(step.after, known, step.before, step.frozen is not None)
        if step.does != "unchanged" or mistake.field == "depends_on"
    ]
    if wrong:
        raise BadData("\n".join(f"{name}, line {line}: {words}" for line, words in sorted(wrong)))


def apply(
    store: Store, by: Actor, found: Sequence[Step], goals: Mapping[str, int], known: Known
) -> list[Step]:
    """Make it so, all of it or nothing; the steps that changed something."""
    doing = [step for step in found if step.does != "unchanged"]
    if not doing:
        return []
    numbers = {row.title: row.id for row in records.initiatives(store)}
    with keep.writing(store, by) as pen:
        for step in _first_things_first(doing):
            numbers[step.title] = _kept(pen, step, goals, numbers, known)
        for step in doing:
            if step.after is None:
                now = pen.session.get(Initiative, step.id)
                records.take_away(pen, step.id, now.version if now else step.seen)
    return doing


def _kept(
    pen: Pen, step: Step, goals: Mapping[str, int], numbers: Mapping[str, int], known: Known
) -> int:
    assert step.after is not None
    values = kept_as(step.after, step.frozen, goals, numbers, known)
    if step.before is None:
        return pen.add(Initiative(**values)).id
    return records.rewrite(pen, step.id, step.seen, **values).id


def kept_as(
    draft: Draft, frozen: Frozen | None, goals: Mapping[str, int], numbers: Mapping[str, int],
    known: Known,
) -> Facts:  # fmt: skip
    """The draft as the records keep it; with what it is judged by, from the version on in which it starts."""
    values: dict[str, Any] = facts(draft, goals, numbers)
    if frozen is None and draft.state in STARTED:
        frozen = _frozen(draft, known)
    return {**values, "frozen": written(frozen) if frozen else None}


def _frozen(draft: Draft, known: Known) -> Frozen:
    metric = metric_of(draft, known)
    return Frozen(
        draft.decided or known.wall_day, draft.hypothesis, metric.name if metric else "", draft.start,
        draft.promised_by, draft.promised_effect, draft.promised_unit, draft.guardrails, draft.design,
        draft.pilot, draft.control,
    )  # fmt: skip


def _first_things_first(found: Sequence[Step]) -> Iterator[Step]:
    """Those that are kept, in order, but each after what comes before it."""
    waiting = {step.title: step for step in found if step.after}

    def up(step: Step) -> Iterator[Step]:
        if waiting.pop(step.title, None) is None or step.after is None:
            return
        for title in step.after.depends_on:
            if title in waiting:
                yield from up(waiting[title])
        yield step

    for step in found:
        yield from up(step)
