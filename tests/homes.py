"""Homes that page tests look at: the demo company, nothing at all, one single day, a row in quarantine."""

import atexit
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import gettempdir

import duckdb

from dashboard.paths import Home, home
from dashboard.warehouse import reader
from dashboard.warehouse.publish import publish
from tests.agreement import published
from tests.conftest import ROOT
from tests.oracle.world import World, event

EVENTS = "30000"
NOON = datetime(2026, 3, 3, 12)


def demo(folder: Path) -> Home:
    """A small demo company, of one's own: a copy of the one that this run of tests builds once."""
    shutil.copytree(shared("demo", _build), folder, dirs_exist_ok=True, symlinks=True)
    return home(folder)


def shared(name: str, build: Callable[[Path], None]) -> Path:
    """A folder that this run of tests builds once, whichever of its processes asks first; only to be read."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(gettempdir()) / f"milepost-{name}-{run}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half_done = folder.with_suffix(".building")
            shutil.rmtree(half_done, ignore_errors=True)
            build(half_done)
            half_done.rename(folder)
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _build(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "dashboard", "--home", str(folder), "demo", "--events", EVENTS],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )


def nothing(folder: Path) -> Home:
    return home(folder)


def one_day(folder: Path) -> Home:
    """Two visits and an order, all on 3 March 2026; everything is covered to the day's end."""
    common = {"region": "North", "channel": "web", "identified": True, "currency": "EUR"}
    events = [
        event("v1", "visit", datetime(2026, 3, 3, 9), person_id="p1", **common),
        event("v2", "visit", datetime(2026, 3, 3, 10), person_id="=2+3", **common),
        event(
            "o1",
            "order",
            datetime(2026, 3, 3, 11),
            person_id="=2+3",
            order_id="o",
            amount=30,
            **common,
        ),
    ]
    channels = [{"channel": "web", "is_online": True, "records_visits": True}]
    return published(World(events, channels=channels, coverage=datetime(2026, 3, 4)), folder)


def choose(chosen: Home) -> None:
    """What this process reads from now on."""
    reader.use(chosen)
    reader.forget_answers()


def with_quarantine(folder: Path) -> Home:
    """The single day, and a row of it that waits."""
    chosen = one_day(folder)
    row = (
        1,
        "events",
        "test",
        "events.csv",
        5,
        "occurred_at",
        "bad_time",
        "line 5: no date",
        "{}",
        NOON,
        None,
    )
    with duckdb.connect(str(chosen.master)) as connection:
        connection.execute(f"insert into quarantine values ({', '.join('?' * len(row))})", row)
        connection.execute(
            "update ledger set read = read + 1, quarantined = 1 where kind = 'events'"
        )
    publish(chosen)
    return chosen
