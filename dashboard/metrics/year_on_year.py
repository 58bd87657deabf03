"""This year against the last, channel by channel, on days that both have: what was sold, its share and its growth."""

from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue.channels import CHANNEL_GROWTH, CHANNEL_SHARE
from dashboard.metrics.catalogue.shop import CHANNEL_SALES
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value, with_coverage
from dashboard.metrics.same_days import SameDays, same_days
from queries.slice import Slice

ALL, ONLINE, OTHER = ("true", "false"), ("true",), ("false",)


@dataclass(frozen=True)
class Line:
    """A channel, or channels together: what they sold, its share of all, its growth on a year before."""

    channel: str | None
    """None is the channel that is not known, for a line of a single one."""
    together: tuple[str, ...]
    """`ALL`, `ONLINE` or `OTHER` channels; empty for a single one."""
    sold: Value
    share: Value | None
    growth: Value | None


@dataclass(frozen=True)
class Channels:
    """All of them together, online and other ones, then each, the largest first."""

    lines: tuple[Line, ...]
    days: SameDays | None
    """The days compared; None where no day has one a year before, and the lines are of the whole window."""
    reason: str | None = None
    """Why there is no growth, or no line at all."""

    def together(self, which: tuple[str, ...]) -> Line | None:
        return next((line for line in self.lines if line.together == which), None)

    @property
    def each(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.together)


def channels(viewer: Viewer, slice: Slice) -> Channels:
    """Read over the days of the window that both years have; over all of it where there are none."""
    covered = coverage(CHANNEL_GROWTH)
    alone = replace(slice, grain=None, by=())
    found = same_days(with_coverage(alone, covered), covered)
    days = found if isinstance(found, SameDays) else None
    reason = None if isinstance(found, SameDays) else found
    asked = alone.with_window(days.slice.window if days else slice.window)
    lines = [
        line for which in (ALL, ONLINE, OTHER) for line in _together(viewer, asked, which, days)
    ]
    lines += _each(viewer, asked, days)
    return Channels(tuple(lines), days, reason)


def _together(
    viewer: Viewer, slice: Slice, which: tuple[str, ...], days: SameDays | None
) -> list[Line]:
    asked = slice.filtered("online", which)
    sold = _one(CHANNEL_SALES, viewer, asked)
    if sold.value is None:
        return []
    growth = _one(CHANNEL_GROWTH, viewer, asked) if days else None
    return [Line(None, which, sold, _one(CHANNEL_SHARE, viewer, asked), growth)]


def _one(metric: Metric, viewer: Viewer, slice: Slice) -> Value:
    return evaluate.whole(metric, viewer, slice)[0]


def _each(viewer: Viewer, slice: Slice, days: SameDays | None) -> list[Line]:
    asked = slice.grouped("channel")
    sold = [v for v in evaluate.whole(CHANNEL_SALES, viewer, asked) if v.group]
    shares = _by_channel(CHANNEL_SHARE, viewer, asked)
    growths = _by_channel(CHANNEL_GROWTH, viewer, asked) if days else {}
    gone = [v for name, v in growths.items() if name not in {s.group["channel"] for s in sold}]
    found = [
        Line(v.group["channel"], (), v, shares.get(v.group["channel"]), growths.get(v.group["channel"]))
        for v in [*sold, *map(_nothing_sold, gone)]
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.channel is None, -(line.sold.value or 0.0)))


def _by_channel(metric: Metric, viewer: Viewer, slice: Slice) -> dict[str | None, Value]:
    return {v.group["channel"]: v for v in evaluate.whole(metric, viewer, slice) if v.group}


def _nothing_sold(growth: Value) -> Value:
    """Of a channel that only the year before sold in."""
    return Value(CHANNEL_SALES, growth.period, growth.group, 0.0, n=0.0, numerator=0.0)
