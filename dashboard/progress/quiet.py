"""Quiet hours: from one time of the day to another on the wall clock of the reporting zone, also over midnight."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dashboard.errors import BadUse
from dashboard.language import said

MINUTE = timedelta(minutes=1)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Quiet:
    """Quiet from one time on (included) until another (not included)."""

    start: time
    until: time

    def holds(self, at: time) -> bool:
        if self.start < self.until:
            return self.start <= at < self.until
        return at >= self.start or at < self.until


def quiet(start: str, until: str) -> Quiet | None:
    """'22:00' and '07:00'; None where both are empty. `BadUse` for anything else."""
    if not start and not until:
        return None
    for text in (start, until):
        if not CLOCK.fullmatch(text):
            raise BadUse(
                said("Quiet hours are written 22:00 and 07:00; '{text}' is no time of day.", text=text)
            )  # fmt: skip
    if start == until:
        raise BadUse(
            said("Quiet hours from {time} to {time} have no end. Choose two times, or none.", time=start)
        )  # fmt: skip
    return Quiet(time.fromisoformat(start), time.fromisoformat(until))


def not_before(at: datetime, hours: Quiet | None, zone: str) -> datetime:
    """The first instant from `at` on (UTC without a zone) at which it is not quiet: `at` itself, or a whole minute.

    The clock on the wall is asked minute by minute: a time that is left out in spring ends as soon as the clock has
    passed it, one that comes twice in autumn is quiet twice.
    """
    if hours is None:
        return at
    wall = ZoneInfo(zone)
    asked = at
    while hours.holds(asked.replace(tzinfo=UTC).astimezone(wall).time()):
        asked = asked.replace(second=0, microsecond=0) + MINUTE
    return asked
