"""One load at a time: a file lock that the operating system lets go when its process ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper

from dashboard.errors import Busy
from dashboard.paths import Home

_PAUSE_SECONDS = 0.1


@contextmanager
def locked(home: Home, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the load lock of a home; `Busy` when another process still holds it after the wait."""
    home.folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with open(home.lock, "a+", encoding="utf-8") as file:
        while not _taken(file):
            if time.monotonic() >= deadline:
                raise Busy(_message(home, file))
            time.sleep(_PAUSE_SECONDS)
        _sign(file)
        yield


def _taken(file: TextIOWrapper) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sign(file: TextIOWrapper) -> None:
    with suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(file.fileno(), 0)
        os.pwrite(file.fileno(), str(os.getpid()).encode(), 0)


def _message(home: Home, file: TextIOWrapper) -> str:
    file.seek(0)
    pid = file.read().strip()
    owner = f"process {pid}" if pid else "another process"
    return (
        f"{home.folder}: {owner} is loading. Try again when it is done, "
        "or wait for it with --wait SECONDS."
    )
