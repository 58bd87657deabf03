"""Loads and the demo run in a process of their own: a browser that closes, or a server that stops, ends neither."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from dashboard.errors import Busy
from dashboard.intake.uploads import Upload, made, read_json, write_json
from dashboard.paths import PACKAGE, Home

DEMO = "demo"
DEMO_EVENTS = 400_000
WAIT_SECONDS = 5
"""A load waits so long for another one to end before it says so."""

ASKED, TOLD, LOCK, LOG = "asked.json", "told.json", "work.lock", "work.log"

LOAD, PUBLISH, MAKE_DEMO = "load", "publish", "demo"
_children: list[subprocess.Popen[bytes]] = []
"""Ended ones are looked after when somebody asks."""

DONE, FAILED, BUSY, CUT_SHORT, RUNNING = "done", "failed", "busy", "cut short", "running"


@dataclass(frozen=True)
class Work:
    """How far a piece of work has come, and what came of it."""

    state: str
    """running, done, failed, busy (another load is at work) or cut short."""
    what: str = ""
    share: float = 0.0
    message: str = ""
    results: tuple[dict[str, Any], ...] = ()
    """A row for each file: file, state, code, message, counts, parts and rows."""
    is_published: bool = False


def load(
    upload: Upload,
    files: Sequence[str],
    mapping: str,
    *,
    accepts_bad: bool = False,
    publishes: bool = True,
    covers_until: str | None = None,
) -> None:
    """Begin to load files of an upload by a mapping of the home."""
    asked = {"files": list(files), "mapping": mapping, "accepts_bad": accepts_bad}
    _begin(upload, LOAD, {**asked, "publishes": publishes, "covers_until": covers_until})


def publish(upload: Upload) -> None:
    """Begin to publish what was loaded."""
    _begin(upload, PUBLISH, {"before": read_json(upload.folder / TOLD) or {}})


def make_demo(home: Home, events: int = DEMO_EVENTS) -> None:
    """Begin to make the demo company, once however often it is asked for."""
    upload = demo_of(home)
    if _is_running(upload.folder):
        return
    if not upload.folder.exists():
        made(home, DEMO)
    _begin(upload, MAKE_DEMO, {"events": events})


def demo_of(home: Home) -> Upload:
    """Where the making of the demo is told."""
    return Upload(DEMO, home.incoming / DEMO)


def told(upload: Upload) -> Work | None:
    """What there is to say of the work on an upload; None where none was begun."""
    _children[:] = [child for child in _children if child.poll() is None]
    if _is_running(upload.folder):
        said = read_json(upload.folder / TOLD) or {}
        return Work(RUNNING, said.get("what", ""), said.get("share", 0.0))
    if not (upload.folder / ASKED).exists():
        return None
    said = read_json(upload.folder / TOLD) or {}
    if said.get("state", RUNNING) == RUNNING:
        return Work(CUT_SHORT)
    return Work(**{**said, "results": tuple(said.get("results", ()))})


def asked(upload: Upload) -> dict[str, Any]:
    """What the last work on an upload was asked for."""
    return read_json(upload.folder / ASKED) or {}


def clear(upload: Upload) -> None:
    """Forget what came of the last work, to begin another."""
    for name in (ASKED, TOLD):
        (upload.folder / name).unlink(missing_ok=True)


def _begin(upload: Upload, kind: str, asked: dict[str, Any]) -> None:
    """The child inherits the lock and holds it for as long as it lives, whatever ends it."""
    with open(upload.folder / LOCK, "a", encoding="utf-8") as lock:
        if not any(_taken(lock.fileno()) for _ in _tries()):
            raise Busy("These files are being loaded already. Wait until that is done.")
        clear(upload)
        rmtree(upload.scratch, ignore_errors=True)
        write_json(upload.folder / ASKED, {"kind": kind, "wait": WAIT_SECONDS, **asked})
        with open(upload.folder / LOG, "ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "dashboard.intake.worker", str(upload.folder)],
                cwd=upload.folder,
                env={**os.environ, "PYTHONPATH": _path()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[lock.fileno()],
                start_new_session=True,
            )
            _children.append(child)


def _path() -> str:
    here = str(PACKAGE.parent)
    return os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")]))


def _is_running(folder: Path) -> bool:
    with suppress(FileNotFoundError), open(folder / LOCK, encoding="utf-8") as lock:
        return not _taken(lock.fileno())
    return False


def _tries() -> Iterator[None]:
    """Somebody who only looks holds the lock for less than a moment."""
    for _ in range(5):
        yield
        time.sleep(0.02)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
