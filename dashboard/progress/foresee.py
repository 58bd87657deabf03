"""Work out how likely each goal is to be met, once for each published version, and mark what has come true.

It runs after a publish, from the command line and in a process of its own after a goal is saved; never in the server.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from dashboard.access import EVERYONE
from dashboard.language import said
from dashboard.metrics import coverage, reads
from dashboard.paths import PACKAGE, Home
from dashboard.progress import goal_versions, reading, series
from dashboard.progress.foreseen import Foreseen, of
from dashboard.progress.foretelling import foretold, outcome
from dashboard.progress.goal import Goal
from dashboard.progress.goals import goals
from dashboard.progress.measures import HandKept
from dashboard.records.store import Store, opened
from dashboard.records.tables import GoalForecast
from dashboard.warehouse import reader
from dashboard.warehouse.publish import versions

Progress = Callable[[str, float], None]
LOCK, NEXT = "foresee.lock", "foresee.next"


def foresee(home: Home, progress: Progress | None = None) -> list[tuple[Goal, Foreseen]]:
    """Foretell every open goal from the version in use, where that is not done yet; all of them with what is said."""
    store = opened(home)
    pursued = [] if store.is_empty or not versions(home) else goals(store)
    if not pursued:
        return []
    with _alone(home), _reading(home):
        seq = coverage.version_seq()
        missing = [goal for goal in pursued if not _is_worked_out(store, goal, seq)]
        failed: list[Exception] = []
        for n, goal in enumerate(missing):
            if progress:
                progress(said("chances of goals"), n / len(missing))
            try:
                _keep(store, _worked_out(store, goal, seq))
            except Exception as error:  # of one goal; the others have theirs all the same
                failed.append(error)
        mark(store)
        if failed:
            raise failed[0]
        if progress:
            progress(said("chances of goals"), 1.0)
        return [(goal, seen) for goal in pursued if (seen := of(store, goal))]


def _is_worked_out(store: Store, goal: Goal, seq: int) -> bool:
    """There is a forecast of this version; of a measure kept by hand, from the values that are written down now."""
    asked = select(GoalForecast).where(
        GoalForecast.goal_id == goal.id,
        GoalForecast.goal_version == goal.version,
        GoalForecast.warehouse_version == seq,
    )
    with store.reading() as session:
        row = session.scalars(asked).first()
    if row is None or row.details.get("written") == _written(store, goal):
        return row is not None
    with store.writing() as session:
        session.execute(delete(GoalForecast).where(GoalForecast.id == row.id))
    return False


def _written(store: Store, goal: Goal) -> int | None:
    """A mark of the values that people wrote down, which change without a new version; None of other metrics."""
    if not isinstance(goal.metric, HandKept):
        return None
    values = reading.values(goal, EVERYONE, store)
    return crc32(repr([(v.period.start, v.value, v.is_complete) for v in values]).encode())


def _worked_out(store: Store, goal: Goal, seq: int) -> GoalForecast:
    found = foretold(goal, EVERYONE, store)
    reach = series.reach(goal.metric, store)
    return GoalForecast(
        goal_id=goal.id,
        goal_version=goal.version,
        warehouse_version=seq,
        made_at=datetime.now(UTC).replace(tzinfo=None),
        until_day=reach[1] if reach else reads.about().covered_day,
        due_on=goal.due_on,
        target=found.target,
        chance=found.chance,
        method=found.method,
        reason=found.reason,
        fan=list(found.fan),
        details={
            **found.details,
            "is_decided": found.is_decided,
            "written": _written(store, goal),
        },
    )


def _keep(store: Store, row: GoalForecast) -> None:
    """Somebody else may have been as quick, or taken the goal away meanwhile."""
    with suppress(IntegrityError), store.writing() as session:
        session.add(row)


def mark(store: Store) -> None:
    """Say of each forecast whose due period is known by now whether it came true."""
    open_ones = select(GoalForecast).where(GoalForecast.came_true.is_(None))
    with store.reading() as session:
        rows = session.scalars(open_ones).all()
    known = {pair: _came_true(store, *pair) for pair in {(r.goal_id, r.goal_version) for r in rows}}
    told = {pair: came for pair, came in known.items() if came is not None}
    if not told:
        return
    with store.writing() as session:
        for row in session.scalars(open_ones):
            row.came_true = told.get((row.goal_id, row.goal_version))


def _came_true(store: Store, goal_id: int, version: int) -> bool | None:
    """How the version of a goal came out; None while that is open."""
    goal = _version(store, goal_id, version)
    if goal is None:
        return None
    goal = reading.read_as(goal)
    found = {value.period.start: value for value in reading.values(goal, EVERYONE, store)}
    return outcome(goal, found, reads.about().settings.calendar)


def _version(store: Store, goal_id: int, version: int) -> Goal | None:
    """A goal as that version said, by the audit; None where it or its metric is no longer known."""
    found = goal_versions.versions(store, goal_id)
    return next((one.goal for one in found if one.goal.version == version), None)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One at a time in a home; who waits finds what the other has worked out."""
    with open(home.folder / LOCK, "a", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _reading(home: Home) -> Iterator[None]:
    """Read from this home, and from the one before again."""
    before = reader.home()
    reader.use(home)
    try:
        yield
    finally:
        reader.use(before)


_children: list[subprocess.Popen[bytes]] = []


def in_background(home: Home) -> None:
    """Begin to work out what is missing in a process of its own; one works, at most one more waits its turn."""
    _children[:] = [child for child in _children if child.poll() is None]
    here = str(PACKAGE.parent)
    path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))
    with suppress(OSError), open(os.devnull, "ab") as nowhere:
        _children.append(
            subprocess.Popen(
                [sys.executable, "-m", "dashboard.progress.foresee", str(home.folder)],
                cwd=home.folder,
                env={**os.environ, "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=nowhere,
                stderr=nowhere,
                start_new_session=True,
            )
        )


def main(folder: Path) -> None:
    """Wait for the turn, unless somebody waits already: they will see what is new too."""
    home = Home(folder)
    with open(home.folder / NEXT, "a", encoding="utf-8") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        with _alone(home):
            pass
    foresee(home)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main(Path(sys.argv[1]))
