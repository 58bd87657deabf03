"""How far a metric's data reach, which of its periods are whole, and where data are missing."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics.declare import Horizon, Metric, Sliceable
from dashboard.settings import Settings
from dashboard.warehouse import reader
from queries import history
from queries.slice import Period, Slice, Window

EVER = Slice(Window(date(1, 1, 1), date(4999, 1, 1)))
"""For questions that no window narrows."""


@dataclass(frozen=True)
class Coverage:
    """Where the data of a metric end: `at` in UTC, `until` on the local clock; None without any."""

    at: datetime | None
    until: datetime | None
    missing_kinds: tuple[str, ...] = ()
    """Kinds of event that the metric needs and no feed gives."""

    @property
    def day(self) -> date | None:
        """The first local day that is not wholly covered."""
        return self.until.date() if self.until else None


@dataclass(frozen=True)
class Hole:
    """A feed and region that fell silent from `window.start` until `window.end`."""

    feed: str
    region: str
    window: Window


def settings() -> Settings:
    """The settings that the version in use was published with."""
    [row] = reader.read(EVERYONE, history.about, EVER)
    return Settings(**json.loads(row["settings"]))


def version_seq() -> int:
    [row] = reader.read(EVERYONE, history.about, EVER)
    return int(row["seq"])


def local(at: datetime, zone: str) -> datetime:
    """A naive UTC instant as naive wall clock of a zone."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def coverage(metric: Sliceable) -> Coverage:
    """The least reach over the feeds that give what the metric reads."""
    reach = {
        row["feed"]: row["covered_until"] for row in reader.read(EVERYONE, history.feeds, EVER)
    }
    given = reader.read(EVERYONE, history.feed_events, EVER)
    kinds = {row["event"] for row in given}
    feeds = {row["feed"] for row in given if row["event"] in metric.reads}
    reached = [reach[feed] for feed in feeds if reach.get(feed)]
    at = min(reached) if reached else None
    missing = tuple(kind for kind in metric.needed if kinds.isdisjoint(kind.split(" or ")))
    return Coverage(at, local(at, settings().reporting_zone) if at else None, missing)


def covered_day_of_all() -> date:
    """The first local day that no feed wholly covers: where 'now' is for old data and the demo alike."""
    reached = [
        row["covered_until"]
        for row in reader.read(EVERYONE, history.feeds, EVER)
        if row["covered_until"] and row["kind"] == "events"
    ]
    if not reached:
        [version] = reader.read(EVERYONE, history.about, EVER)
        published_at: datetime = version["published_at"]
        return published_at.date()
    return local(max(reached), settings().reporting_zone).date()


def first_order_day() -> date | None:
    [row] = reader.read(EVERYONE, history.first_order_day, EVER)
    found: date | None = row["day"]
    return found


def is_covered(metric: Metric, period: Period, covered: Coverage) -> bool:
    """The data reach past the period's end and the metric's horizon."""
    return covered.day is not None and is_known_by(metric, period, covered.day)


def is_known_by(metric: Metric, period: Period, day: date) -> bool:
    """The same for data that end before a day: how it was then."""
    if metric.horizon_from is Horizon.START:
        needed = period.window.start + timedelta(days=metric.horizon_days)
    else:
        needed = period.window.end + timedelta(days=metric.horizon_days)
    return needed <= day


def holes(metric: Metric, viewer: Viewer, slice: Slice) -> list[Hole]:
    """Missing data in the feeds that the metric reads and the regions of the slice."""
    given = reader.read(EVERYONE, history.feed_events, EVER)
    feeds = {row["feed"] for row in given if row["event"] in metric.reads}
    regions = slice.values("region")
    asked = EVER.filtered("region", regions) if regions is not None else EVER
    return [
        Hole(row["feed"], row["region"], Window(row["start_day"], row["end_day"]))
        for row in reader.read(viewer, history.holes, asked)
        if row["feed"] in feeds
    ]


def overlapping(window: Window, found: list[Hole]) -> list[Hole]:
    return [h for h in found if h.window.start < window.end and window.start < h.window.end]
