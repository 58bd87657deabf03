"""What every number was when the strategy began, kept as it was then, beside what it is today."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse, MilepostError
from dashboard.insight.compare import Change
from dashboard.language import said
from dashboard.metrics import evaluate, reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import coverage, is_known_by
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from queries.calendar import Grain
from queries.slice import Period, Slice, Window

ONLINE, OFFLINE = "online", "other channels"
POOLED = {ONLINE: "true", OFFLINE: "false"}
"""A number that is never pooled over its channels has these two parts; any other, one for each value."""


@dataclass(frozen=True)
class Then:
    """One number as it was written down at the start."""

    month: date
    value: float | None
    low: float | None
    high: float | None
    seq: int
    """The published version that said so."""
    reason: str = ""
    """Why there was no value, as `said`."""


@dataclass(frozen=True)
class Kpi:
    """One number of the strategy: then and now."""

    metric: Metric
    part: str
    then: Then
    now: Value | None
    reread: Value | None
    """Then, as today's data say; another number where data came in late or were put right."""
    change: Change | None

    @property
    def is_restated(self) -> bool:
        """Today's data say another number for then."""
        return self.then.value is not None and not _same(self.then.value, self.reread)


def check(starts_on: date) -> None:
    """`BadUse` where the data hold no whole month before the start."""
    about = reads.about()
    calendar = about.settings.calendar
    end = calendar.start(starts_on, Grain.MONTH)
    first = calendar.start(about.first_day, Grain.MONTH)
    if first < end and starts_on <= about.covered_day:
        return
    raise BadUse(
        said(
            "There is no whole month before {day} in the data. Choose a day from {first} to {last}.",
            day=starts_on, first=calendar.shifted(first, Grain.MONTH, 1), last=about.covered_day,
        )
    )  # fmt: skip


def frozen_at(starts_on: date) -> list[dict[str, Any]]:
    """Every number of the newest month that was whole and known by the start, as the records keep them."""
    check(starts_on)
    seq = reads.about().seq
    return [
        {
            "metric": metric.name, "part": part, "month": value.period.start.isoformat(), "version_seq": seq,
            "value": value.value, "low": value.low, "high": value.high, "reason": value.reason or "",
        }
        for metric in CATALOGUE.values()
        for part, value in _values(metric, EVERYONE, newest_by(metric, starts_on))
    ]  # fmt: skip


def newest_by(metric: Metric, day: date) -> Window:
    """The newest month that was whole by a day, with the time that its metric waits for."""
    month = _month(reads.about().settings.calendar.start(day, Grain.MONTH))
    while not is_known_by(metric, Period(month.start, month, True), day):
        month = _month(reads.about().settings.calendar.shifted(month.start, Grain.MONTH, -1))
    return month


def beside_today(
    rows: Sequence[Mapping[str, Any]], viewer: Viewer, names: Collection[str]
) -> list[Kpi]:
    """What was frozen of these numbers beside the newest whole month. They are of the whole company: nothing for who
    may see only a part of it."""
    if viewer.regions is not None:
        return []
    return [
        _kpi(CATALOGUE[row["metric"]], row, viewer)
        for row in rows
        if row["metric"] in CATALOGUE and row["metric"] in names
    ]


def _kpi(metric: Metric, row: Mapping[str, Any], viewer: Viewer) -> Kpi:
    then = Then(
        date.fromisoformat(row["month"]), row["value"], row["low"], row["high"], row["version_seq"],
        row.get("reason", ""),
    )  # fmt: skip
    day = coverage(metric).day
    now = _of_part(metric, viewer, newest_by(metric, day), row["part"]) if day else None
    again = _of_part(metric, viewer, _month(then.month), row["part"])
    return Kpi(metric, row["part"], then, now, again, _change(then, now, again))


def _of_part(metric: Metric, viewer: Viewer, month: Window, part: str) -> Value | None:
    return dict(_values(metric, viewer, month)).get(part)


def _change(then: Then, now: Value | None, reread: Value | None) -> Change | None:
    """Judged where what was frozen is still what the data say; else only the difference."""
    if then.value is None or now is None or now.value is None:
        return None
    if reread is not None and _same(then.value, reread):
        return evaluate.change(now, reread)
    difference = now.value - then.value
    relative = difference / then.value if then.value > 0 and now.value >= 0 else None
    return Change(difference, None, None, relative, "can't tell")


def _same(value: float, other: Value | None) -> bool:
    return (
        other is not None and other.value is not None and isclose(value, other.value, rel_tol=1e-9)
    )


def _month(start: date) -> Window:
    return Window(start, reads.about().settings.calendar.end(start, Grain.MONTH))


def _values(metric: Metric, viewer: Viewer, month: Window) -> Iterator[tuple[str, Value]]:
    """Part → value; a number that cannot be asked for is left out."""
    slice = Slice(month, Grain.MONTH, calendar=reads.about().settings.calendar)
    try:
        if metric.always_by == ("channel",):
            for part, truth in POOLED.items():
                yield part, reads.series(metric.name, viewer, slice.filtered("online", [truth]))[0]
        elif metric.always_by:
            [dimension] = metric.always_by
            for value in reads.series(metric.name, viewer, slice.grouped(dimension)):
                if value.group:
                    yield value.group[dimension] or "", value
        else:
            yield "", reads.series(metric.name, viewer, slice)[0]
    except MilepostError:
        return
