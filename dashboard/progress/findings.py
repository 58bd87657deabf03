"""What really changed in the newest complete month: at most five sentences, each with the view that proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dashboard.access import Viewer
from dashboard.language import Said, said, speaking
from dashboard.progress import series
from dashboard.progress import silences as missing
from dashboard.progress.goals import goals
from dashboard.progress.news import news
from dashboard.progress.scan import lines, looked_at
from dashboard.progress.silences import Silence
from dashboard.progress.stories import Story, of_metric, told_once
from dashboard.progress.telling import Link, details, headline, proof, where
from dashboard.records import shifts as records
from dashboard.records.store import Store
from dashboard.records.tables import Shift
from dashboard.warehouse import reader
from queries.slice import Window

MOST = 5
MOST_MISSING = 2
WITH_GOAL = 1.5
"""What a goal is about matters so much more."""


class Kind(StrEnum):
    CHANGE = "change"
    MIX = "mix"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """One sentence, what else there is to say of it, and where to see it."""

    kind: Kind
    words: Said
    details: tuple[Said, ...]
    link: Link
    where: Link | None
    """Explore's "where did it change", where that is known."""
    metric: str
    dimension: str
    names: tuple[str, ...]
    """The values that it is about, the first first; none for the whole."""
    month: Window
    score: float
    direction: int = 0
    story: Story | None = None
    silence: Silence | None = None

    @property
    def text(self) -> Said:
        """All of it, sentence by sentence."""
        told = self.words
        for sentence in self.details:
            told = said("{before} {next}", before=told, next=sentence)
        return told


NOTHING = said("Nothing noteworthy: nothing moved further than chance and season take it.")


@dataclass(frozen=True)
class Asked:
    """What an answer depends on."""

    version: str
    viewer: Viewer
    goals: tuple[str, ...]
    as_of: date | None
    confirmed: tuple[tuple[int, int], ...]
    shifts: Sequence[Shift] = field(compare=False)


def findings(
    viewer: Viewer, store: Store | None = None, as_of: date | None = None
) -> list[Finding]:
    """At most five, best first, as of a day; none where nothing is noteworthy."""
    with reader.pinned():
        return list(worked_out(asked(viewer, store or series.here(), as_of)))


def asked(viewer: Viewer, store: Store, as_of: date | None = None) -> Asked:
    shifts = records.shifts(store)
    names = tuple(sorted({goal.metric.name for goal in goals(store)}))
    confirmed = tuple((shift.id, shift.version) for shift in shifts)
    return Asked(reader.version_path(), viewer, names, as_of, confirmed, shifts)


@lru_cache(maxsize=64)
def worked_out(asked: Asked) -> tuple[Finding, ...]:
    """Inside `reader.pinned()` of the version that is asked about."""
    with speaking("en"):  # what is kept speaks no reader's language; it is translated when drawn
        found = all_findings(asked.viewer, asked.goals, asked.as_of, asked.shifts)
        return tuple(ranked(found))


reader.emptied_with_versions(worked_out.cache_clear)


def all_findings(
    viewer: Viewer,
    goals: tuple[str, ...] = (),
    as_of: date | None = None,
    shifts: Sequence[Shift] = (),
) -> list[Finding]:
    """Everything that could be said, best first."""
    found = [
        replace(story, weight=WITH_GOAL if metric.name in goals else 1.0)
        for metric in looked_at(goals)
        for story in of_metric(news(lines(metric, viewer, as_of), viewer, shifts), viewer)
    ]
    silent = map(_of_silence, missing.silences(viewer, as_of))
    return [*silent, *(_of_story(story) for story in told_once(found))]


def ranked(found: list[Finding]) -> list[Finding]:
    """What is missing stands last and always has room: what it rests on is not judged."""
    silent = [f for f in found if f.kind is Kind.MISSING][:MOST_MISSING]
    changes = [f for f in found if f.kind is not Kind.MISSING]
    return [*sorted(changes, key=lambda f: -f.score)[: MOST - len(silent)], *silent]


def _of_story(story: Story) -> Finding:
    line = story.head.line
    names = tuple(n.line.name for n in (story.head, *story.likewise) if n.line.name)
    return Finding(
        kind=Kind.MIX if story.mix else Kind.CHANGE,
        words=headline(story),
        details=details(story),
        link=proof(story),
        where=where(story),
        metric=line.metric.name,
        dimension=line.dimension,
        names=names,
        month=line.newest.period.window,
        score=story.score,
        direction=story.head.direction,
        story=story,
    )


def _of_silence(silence: Silence) -> Finding:
    return Finding(
        kind=Kind.MISSING,
        words=missing.words(silence),
        details=(),
        link=missing.link(silence),
        where=None,
        metric=silence.metric,
        dimension="region" if silence.hole.region else "",
        names=(silence.hole.region,) if silence.hole.region else (),
        month=silence.month,
        score=0.0,
        silence=silence,
    )
