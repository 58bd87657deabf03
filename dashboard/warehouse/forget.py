"""Forgetting people everywhere a home keeps them: exports, the master, the marts, every older version."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dashboard.errors import BadData
from dashboard.ingest import erasure
from dashboard.ingest.belongings import Belongings
from dashboard.ingest.leftovers import clear_scratch, leftovers
from dashboard.paths import Home
from dashboard.warehouse.publish import (
    LOCKED,
    Version,
    first_allowed,
    publish,
    remove_old,
    versions,
)

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""

WRITING = 0.5
"""Share of the progress bar for the master; publishing has the rest."""


@dataclass(frozen=True)
class Plan:
    """What forgetting takes away, and what it leaves."""

    ids: tuple[str, ...]
    gone: Belongings
    versions: tuple[Version, ...]
    """Published versions that held the person, or may have: deleted."""
    files: tuple[Path, ...]
    """Exports inside the home: deleted."""
    other_files: tuple[Path, ...]
    """Files inside the home that name the person and are not Milepost's: left."""
    is_done: bool
    """Nothing of the person is left but versions and files: an earlier run was cut off, or all is over."""

    @property
    def rows(self) -> dict[str, int]:
        """What goes, by table."""
        return {
            **self.gone.rows,
            "published versions": len(self.versions),
            "exports in the home": len(self.files),
        }


def plan(home: Home, ids: Sequence[str], elsewhere: Collection[str] = ()) -> Plan:
    """What forgetting these people would take away; `BadData` where an id is found nowhere, nor known `elsewhere`."""
    gone = erasure.found(home, ids)
    before = erasure.known_from_before(home, ids)
    published = versions(home)
    unknown = [
        id
        for id in ids
        if id not in before and id not in elsewhere and not _is_somewhere(home, id, published)
    ]
    if unknown:
        raise BadData(
            f"Nothing was found of {', '.join(repr(id) for id in unknown)} in {home.folder}. Nobody was "
            "forgotten. Check the id: it is written as in person_id or visitor_id."
        )
    names = sorted({*ids, *gone.names})
    left = leftovers(home, names)
    is_done = not any(gone.rows.values()) and before == set(ids)
    first = first_allowed(home)
    going = tuple(version for version in published if not is_done or version.seq < first)
    return Plan(tuple(ids), gone, going, left.ours, left.others, is_done)


def forget(home: Home, plan: Plan, progress: Progress) -> Version | None:
    """Do what a plan says; killed at any moment, the same again finishes. The caller holds the load lock.

    Files go first: once the master is written, only the ids that are asked for again lead to them.
    """
    for path in plan.files:
        path.unlink(missing_ok=True)
    if not plan.is_done:
        seq = max((version.seq for version in versions(home)), default=0) + 1
        erasure.write_without(
            home, plan.ids, seq, lambda what, share: progress(what, share * WRITING)
        )
    clear_scratch(home)
    if plan.is_done and not plan.versions:
        return None
    version = publish(home, lambda what, share: progress(what, WRITING + share * (1 - WRITING)))
    remove_old(home)
    return version


def _is_somewhere(home: Home, id: str, published: Sequence[Version]) -> bool:
    if any(erasure.found(home, [id]).rows.values()) or leftovers(home, [id]).ours:
        return True
    return any(_is_in(version, id) for version in published)


def _is_in(version: Version, id: str) -> bool:
    """Whether a version knows the id; one that cannot be read does not say."""
    try:
        with duckdb.connect(str(version.path), read_only=True, config=dict(LOCKED)) as connection:
            question = "select 1 from person where person_id = $1"
            return connection.execute(question, [id]).fetchone() is not None
    except duckdb.Error:
        return False
