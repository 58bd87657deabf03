"""Reads a home through the gate until a file says stop; prints how often, which versions, and whatever did not fit.

In one version, the ledger's events and the events of its marts are of one state.
"""

import json
import sys
import time
from pathlib import Path

from dashboard.access import EVERYONE
from dashboard.errors import MilepostError, NoWarehouse
from dashboard.metrics import coverage
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries import history

PAUSE_SECONDS = 0.05
"""Leaves the processors to those that write."""


def one_read() -> tuple[int, int, int]:
    """The version's number, events by its ledger, events by its marts."""
    with reader.pinned():
        loaded = sum(row["events"] for row in reader.read(EVERYONE, history.loads, coverage.EVER))
        counted = sum(row["events"] for row in reader.read_anew(history.feed_events, coverage.EVER))
        return coverage.version_seq(), loaded, counted


def watch(stop: Path) -> dict[str, object]:
    """Read until `stop` is there."""
    reads, versions, wrong = 0, [], []
    while not stop.exists():
        time.sleep(PAUSE_SECONDS)
        try:
            seq, loaded, counted = one_read()
        except NoWarehouse as error:
            if versions:
                wrong.append(str(error))
            continue
        except (MilepostError, Exception) as error:
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        reads += 1
        if loaded != counted:
            wrong.append(f"version {seq}: {loaded} in the ledger, {counted} in the marts")
        if damage := reader.damage():
            wrong.append(damage)
        if versions[-1:] != [seq]:
            versions.append(seq)
    return {"reads": reads, "versions": versions, "wrong": wrong[:20]}


if __name__ == "__main__":
    reader.use(Home(Path(sys.argv[1])))
    print(json.dumps(watch(Path(sys.argv[2]))))
