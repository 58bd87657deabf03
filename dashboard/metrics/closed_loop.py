"""How far the loop with unhappy customers is closed: states, time to the first contact and to the end, by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.insight.intervals import Interval, wilson
from dashboard.insight.survival import Median, km_median

STATES = ("open", "contacted", "resolved")


@dataclass(frozen=True)
class Followed:
    """One answer and what is done about it."""

    id: str | None
    """The person's own; None of nobody. Shown is `name`."""
    name: str
    """What the viewer may call them."""
    is_visitor: bool
    survey: str
    day: date
    answered_at: datetime  # UTC
    score: int
    comment: str
    topics: tuple[str, ...]
    region: str
    status: str = "open"
    owner: str = ""
    note: str = ""
    contacted_at: datetime | None = None  # UTC
    resolved_at: datetime | None = None
    version: int = 0
    """The version of the case that was read; 0 where nobody has begun one."""

    @property
    def helped_at(self) -> datetime | None:
        """The first contact; who resolves without one has made it then."""
        known = [at for at in (self.contacted_at, self.resolved_at) if at]
        return min(known) if known else None

    def waiting_days(self, now: datetime) -> int:
        """Whole days since the answer, until it was resolved or until now."""
        return max(0, ((self.resolved_at or now) - self.answered_at).days)


@dataclass(frozen=True)
class Loop:
    """All of them together."""

    counts: dict[str, int]
    of_nobody: int
    """Answers without a person, whom nobody can call."""
    contact_days: Median
    close_days: Median
    closed: Interval | None
    """Limits of the share that is resolved, in per cent."""

    @property
    def people(self) -> int:
        return sum(self.counts.values())

    @property
    def closed_share(self) -> float | None:
        return 100 * self.counts["resolved"] / self.people if self.people else None


def followed(rows: Iterable[Mapping[str, Any]], cases: Mapping[Any, Any]) -> list[Followed]:
    """Answers with their cases; `cases` holds them by (id, survey, day). An answer of nobody has none."""
    return [_followed(row, cases.get((row["id"], row["survey"], row["day"]))) for row in rows]


def _followed(row: Mapping[str, Any], case: Any) -> Followed:
    about = Followed(
        row["id"], row["person_id"] or "", bool(row["is_visitor"]), row["survey"], row["day"],
        row["answered_at"], int(row["score"]), row["comment"] or "", tuple(sorted(row["topics"])), row["region"] or "",
    )  # fmt: skip
    if case is None:
        return about
    done = ("status", "owner", "note", "contacted_at", "resolved_at", "version")
    return Followed(**{**vars(about), **{name: getattr(case, name) for name in done}})


def loop(found: Sequence[Followed], now: datetime) -> Loop:
    """Counts by state and the medians, those who still wait counting for as long as they have waited until `now`."""
    known = [one for one in found if one.id]
    counts = {state: sum(one.status == state for one in known) for state in STATES}
    n = len(known)
    closed = wilson(counts["resolved"], n) if n else None
    return Loop(
        counts, len(found) - n,
        _median(known, [one.helped_at for one in known], now),
        _median(known, [one.resolved_at for one in known], now),
        Interval(100 * closed.low, 100 * closed.high) if closed else None,
    )  # fmt: skip


def _median(found: Sequence[Followed], ends: Sequence[datetime | None], now: datetime) -> Median:
    """By Kaplan and Meier, in days."""
    waits = [
        max(0.0, ((end or now) - one.answered_at).total_seconds() / 86400)
        for one, end in zip(found, ends, strict=True)
    ]
    return km_median(waits, [end is not None for end in ends])
