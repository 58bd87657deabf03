"""Publishing: marts are built into a new file and the pointer CURRENT moves to it in one step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard.paths import Home

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""


@dataclass(frozen=True)
class Version:
    """One published warehouse."""

    seq: int
    path: Path
    published_at: datetime  # UTC
    is_current: bool


def publish(home: Home, progress: Progress | None = None) -> Version:
    """Build every mart from the master file, check them, and make the result the current version.

    The caller holds the load lock.
    """
    raise NotImplementedError


def rollback(home: Home) -> Version:
    """Point CURRENT at the version before the current one; `BadUse` where there is none."""
    raise NotImplementedError


def versions(home: Home) -> list[Version]:
    """Published versions, newest first."""
    raise NotImplementedError
