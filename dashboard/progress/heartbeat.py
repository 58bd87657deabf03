"""Whether a watcher is at work in a home: it says so in a file, each time it has looked."""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.paths import Home
from dashboard.records.keep import utc_now

GRACE = timedelta(minutes=2)
"""A round may take so long beside the pause before it."""
A_DAY = timedelta(days=1)
"""So long the word of a single look is worth telling."""


@dataclass(frozen=True)
class Heartbeat:
    """When a watcher last looked (UTC), and how often it does."""

    at: datetime
    every_seconds: float
    pid: int

    def is_alive(self, now: datetime) -> bool:
        return not self.is_once and now < self.at + timedelta(seconds=self.every_seconds) + GRACE

    @property
    def is_once(self) -> bool:
        """It looked once, as cron has it, and ended."""
        return self.every_seconds == 0

    def is_recent_look(self, now: datetime) -> bool:
        """A single look within the last day."""
        return self.is_once and now < self.at + A_DAY


def beat(home: Home, every_seconds: float) -> None:
    """A watcher is at work."""
    facts = {"at": utc_now().isoformat(), "every_seconds": every_seconds, "pid": os.getpid()}
    made = home.watching.with_suffix(f".{os.getpid()}")
    made.write_text(json.dumps(facts), encoding="utf-8")
    os.replace(made, home.watching)


def looked_once(home: Home) -> None:
    """A single look is done; the word of a watcher that is at work stays."""
    found = heartbeat(home)
    if found is None or not found.is_alive(utc_now()):
        beat(home, 0)


def stop(home: Home) -> None:
    """This watcher ends; another's word stays."""
    found = heartbeat(home)
    if found and found.pid == os.getpid():
        home.watching.unlink(missing_ok=True)


def heartbeat(home: Home) -> Heartbeat | None:
    """What the last watcher said; None where none ever ran, or ended in order."""
    try:
        facts = json.loads(home.watching.read_text(encoding="utf-8"))
        return Heartbeat(datetime.fromisoformat(facts["at"]), facts["every_seconds"], facts["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
