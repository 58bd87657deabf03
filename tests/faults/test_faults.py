"""Killed, out of disk, side by side: what was acknowledged is kept, what is read is one whole version.

The ordinary tests run a few of each; `make test-faults` runs the rest, in several minutes.
"""

import contextlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dashboard.ingest.audits import ERROR, run_audits
from dashboard.ingest.lock import locked
from dashboard.ingest.master import opened_master, read_master
from dashboard.paths import Home
from dashboard.warehouse import reader, whole
from dashboard.warehouse.publish import publish, versions
from tests.conftest import ROOT
from tests.faults.reading import one_read

HEAD = "event_id,event,occurred_at,person_id,order_id,amount,currency\n"
ROWS, BAD = 200, 1
"""Of every file: rows read, rows with a date that is none."""


def written(folder: Path, number: int, rows: int = ROWS) -> Path:
    """A file of orders of one euro; the first row is bad."""
    path = folder / f"orders-{number:03d}.csv"
    lines = [
        f"{number}-{row},order,2026-{'08' if row else '13'}-{row % 28 + 1:02d},p{row % 50},{number}-{row},1,EUR\n"
        for row in range(rows)
    ]
    path.write_text(HEAD + "".join(lines))
    return path


@dataclass
class Forks:
    """A process that runs commands in forks of itself."""

    process: "subprocess.Popen[str]"
    out: Path

    def run(self, *arguments: str, kill_after: float | None = None) -> int:
        """The command's exit code, negative where a signal ended it."""
        assert self.process.stdin
        assert self.process.stdout
        request = {"arguments": arguments, "out": str(self.out)}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):  # it was quicker
                os.kill(child, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self.process.stdout.readline()))


@pytest.fixture
def forks(tmp_path: Path) -> Iterator[Forks]:
    command = [sys.executable, "-m", "tests.faults.forks"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Forks(process, tmp_path / "out")
        assert process.stdin
        process.stdin.close()


def acknowledged(out: Path) -> set[str]:
    """Files that a load said are in, before it was killed or ended."""
    try:
        rows = json.loads(out.read_text().partition("]")[0] + "]")
    except ValueError:
        return set()
    return {row["file"] for row in rows if row["state"] in ("loaded", "already loaded")}


def files_in(home: Home) -> set[str]:
    """Files in the ledger, each whole; every audit that is an error holds."""
    with opened_master(home) as connection:
        broken = [a.name for a in run_audits(connection) if a.rows and a.severity == ERROR]
        entries = connection.execute(
            "select path, read, accepted, quarantined, events from ledger"
        ).fetchall()
    assert broken == []
    whole_file = (ROWS, ROWS - BAD, BAD, ROWS - BAD)
    assert [entry for entry in entries if entry[1:] != whole_file] == []
    return {path for path, *_ in entries}


@pytest.mark.parametrize("kills", [2, pytest.param(100, marks=pytest.mark.faults)])
def test_kills_lose_nothing_that_was_acknowledged_and_leave_nothing_half_there(
    kills: int, tmp_path: Path, forks: Forks
) -> None:
    home = Home(tmp_path / "home")
    load = ("--home", str(home.folder), "load", "--format", "json")
    started = time.monotonic()
    first = [str(written(tmp_path, number)) for number in range(3)]
    assert forks.run(*load, *first) == 0, forks.out.read_text()
    duration = time.monotonic() - started
    stop = tmp_path / "stop"
    watching = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.reading", str(home.folder), str(stop)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    random_delays = random.Random(kills)
    files, known = list(first), set(first)
    killed = 0
    while killed < kills:
        new = [str(written(tmp_path, len(files) + more)) for more in range(3)]
        files += new
        delay = random_delays.uniform(0, duration)
        killed += forks.run(*load, *files[-6:], kill_after=delay) == -signal.SIGKILL
        known |= acknowledged(forks.out)
        assert known <= files_in(home)
        assert whole.in_use(home).damage == ""
    forks.run(*load, *files)
    stop.write_text("")
    seen = json.loads(watching.communicate(timeout=60)[0])
    assert files_in(home) == set(files)
    assert seen["wrong"] == []
    assert seen["reads"] > kills
    assert seen["versions"] == sorted(seen["versions"])
    reader.use(home)
    assert one_read()[1:] == (len(files) * (ROWS - BAD),) * 2


def limited(size: int) -> Callable[[], None]:
    """No file grows beyond so many bytes, as on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def milepost(
    home: Home, *arguments: str, size: int | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "dashboard", "--home", str(home.folder), *arguments],
        cwd=ROOT, capture_output=True, text=True, preexec_fn=limited(size) if size else None,
    )  # fmt: skip


def state(home: Home) -> tuple[int, int]:
    """Files in the ledger, versions published."""
    with read_master(home) as connection:
        [(files,)] = connection.execute("select count(*) from ledger").fetchall()
    return files, len(versions(home))


@pytest.mark.faults
def test_a_full_disk_ends_in_a_sentence_and_the_next_run_completes(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    small, large = written(tmp_path, 1), written(tmp_path, 2, rows=20_000)
    milepost(home, "load", str(small))
    assert state(home) == (1, 1)
    full = milepost(home, "load", str(large), size=home.master.stat().st_size + 50_000)
    assert full.returncode == 1
    assert "ake room" in full.stderr
    assert "Traceback" not in full.stderr
    assert state(home) == (1, 1)
    bare = milepost(home, "publish", size=1_000_000)
    assert (bare.returncode, "There is no room left" in bare.stderr) == (1, True)
    assert state(home) == (1, 1)
    assert not list(home.versions.glob("building-*"))
    assert whole.in_use(home).damage == ""
    assert milepost(home, "load", str(large), "--format", "json").returncode == 0
    assert state(home) == (2, 2)


@pytest.mark.faults
def test_a_small_disk_that_is_really_full(tmp_path: Path) -> None:
    """A file system of 40 MB in memory, filled up: a second file may fit into the master, no version beside it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        home = Home(disk / "home")
        milepost(home, "load", str(written(tmp_path, 1)))
        filler = disk / "filler"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        filler.write_bytes(b"x" * (free - 1_500_000))
        before = state(home)
        for _ in range(3):
            ran = milepost(home, "load", str(written(tmp_path, 2)))
            assert ran.returncode == 1
            assert "ake room" in ran.stderr, ran.stderr
            assert "Traceback" not in ran.stderr
            assert state(home)[1] == before[1]
            assert whole.in_use(home).damage == ""
        filler.unlink()
        ran = milepost(home, "load", str(written(tmp_path, 2)))
        assert ran.returncode == 0, ran.stderr
        assert state(home) == (2, 2)
        assert files_in(home) == {str(tmp_path / f"orders-00{n}.csv") for n in (1, 2)}
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with locked(home):
        ran = milepost(home, "load", str(written(tmp_path, 1)))
    assert ran.returncode == 75
    assert f"process {os.getpid()} is loading" in ran.stderr


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc here")
@pytest.mark.parametrize("publishes", [2, pytest.param(20, marks=pytest.mark.faults)])
def test_a_reader_across_publishes_keeps_its_version_and_few_files_open(
    publishes: int, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    milepost(home, "load", str(written(tmp_path, 1)))
    reader.use(home)
    with reader.pinned():
        assert one_read()[0] == 1
        for _ in range(publishes):
            publish(home)
            assert one_read()[0] == 1
            held = reader._pinned.set(None)  # a session that begins now
            assert one_read()[0] == versions(home)[0].seq
            reader._pinned.reset(held)
            links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
            files = {os.readlink(link) for link in links if os.path.islink(link)}
            assert len([file for file in files if str(home.versions) in file]) <= 4
    assert one_read()[0] == publishes + 1
