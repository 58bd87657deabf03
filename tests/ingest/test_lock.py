"""One load at a time; the lock goes with its process."""

import os
import subprocess
import sys
import time

import pytest

from dashboard.errors import Busy
from dashboard.ingest.lock import locked
from dashboard.ingest.master import opened_master, read_master
from dashboard.paths import Home

HOLD = """
import sys, time
from pathlib import Path
from dashboard.ingest.lock import locked
from dashboard.ingest.master import opened_master
from dashboard.paths import Home
home = Home(Path(sys.argv[1]))
with locked(home), opened_master(home):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def _holder(home: Home, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home.folder), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_load_is_told_who_is_loading(home: Home):
    with _holder(home, 60) as process:
        with pytest.raises(Busy, match=f"process {process.pid} is loading") as caught, locked(home):
            pass
        with pytest.raises(Busy, match="a load holds the file"), read_master(home):
            pass
        process.kill()
    assert caught.value.exit_code == 75


def test_a_second_load_can_wait(home: Home):
    with _holder(home, 0.5):
        start = time.monotonic()
        with locked(home, wait_seconds=30):
            assert time.monotonic() - start > 0.2


def test_a_killed_load_leaves_no_lock(home: Home):
    with _holder(home, 60) as process:
        process.kill()
        process.wait()
    with locked(home):
        assert home.lock.read_text() == str(os.getpid())


def test_a_damaged_master_is_said_in_words(home: Home):
    with opened_master(home):
        pass
    home.master.write_bytes(b"nothing a database would hold" * 1000)
    with pytest.raises(Exception, match="Restore it from a backup"), opened_master(home):
        pass
