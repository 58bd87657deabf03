"""What a value is compared to: the period before it or the year before, like for like."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value, change, series, whole, year_before
from queries.slice import Period, Slice, Window


@dataclass(frozen=True)
class Comparison:
    """What a value is compared to. Where its period is not covered whole, both sides are cut to the whole days that
    are: `after` and `before` are then those cut values, `days` their number."""

    after: Value
    before: Value | None
    change: Change | None
    days: int | None = None


def compared(
    metric: Metric, viewer: Viewer, slice: Slice, values: list[Value], against: str
) -> list[Comparison]:
    """For each value what it is compared to, 'previous' or 'year-ago', and what changed."""
    if slice.grain is None:
        by_group = {_key(v)[1:]: v for v in series(metric, viewer, before(slice, against))}
        pairs = [(value, by_group.get(_key(value)[1:])) for value in values]
    else:
        found = {_key(v): v for v in series(metric, viewer, _earlier(slice, against))}
        pairs = [
            (v, found.get((_start_before(slice, v.period.start, against), *_key(v)[1:])))
            for v in values
        ]
    like = _like_for_like(metric, viewer, slice, values, against)
    return [like.get(_key(v)) or _comparison(v, other) for v, other in pairs]


def _comparison(after: Value, before: Value | None, days: int | None = None) -> Comparison:
    """A period under way has no difference from a whole one: it is compared like for like or not at all."""
    whole = before is not None and after.is_complete and before.is_complete
    return Comparison(after, before, change(after, before) if before and whole else None, days)


def _like_for_like(
    metric: Metric, viewer: Viewer, slice: Slice, values: list[Value], against: str
) -> dict[tuple[Any, ...], Comparison]:
    """Comparisons of the period that is under way, over the whole local days that are covered of it."""
    covered = coverage(metric).day
    current = {v.period for v in values if not v.is_complete and v.value is not None}
    if not current or covered is None or metric.horizon_days or metric.look_back_days:
        return {}
    found = {}
    for period in current:
        days = (covered - period.window.start).days
        if not 0 < days < period.window.days:
            continue
        start = _period_before(slice, period, against)
        now = Window(period.window.start, covered)
        then = Window(start, min(start + timedelta(days=days), _end_before(slice, start)))
        olds = {_key(v)[1:]: v for v in _only(metric, viewer, slice, then)}
        for value in _only(metric, viewer, slice, now):
            group = _key(value)[1:]
            found[(period.start, *group)] = _comparison(value, olds.get(group), days)
    return found


def _only(metric: Metric, viewer: Viewer, slice: Slice, window: Window) -> list[Value]:
    return whole(metric, viewer, slice.with_window(window))


def _period_before(slice: Slice, period: Period, against: str) -> date:
    if slice.grain is None:
        return before(slice, against).window.start
    return _start_before(slice, period.start, against)


def _end_before(slice: Slice, start: date) -> date:
    """Where the earlier period ends: a shorter one is not cut past its own end."""
    if slice.grain is None:
        return start + timedelta(days=slice.window.days)
    return slice.calendar.end(start, slice.grain)


def _key(value: Value) -> tuple[Any, ...]:
    """Period and group."""
    return (value.period.start, *value.group.items())


def _earlier(slice: Slice, against: str) -> Slice:
    """The window of every period that the slice's periods are compared to."""
    assert slice.grain is not None
    starts = [_start_before(slice, period.start, against) for period in slice.periods]
    return slice.with_window(Window(starts[0], slice.calendar.end(starts[-1], slice.grain)))


def _start_before(slice: Slice, start: date, against: str) -> date:
    """The start of the period before this one, or of the one a year ago (52 weeks, for weeks)."""
    assert slice.grain is not None
    if against == "previous":
        return slice.calendar.shifted(start, slice.grain, -1)
    return slice.calendar.year_before(start, slice.grain)


def before(slice: Slice, against: str) -> Slice:
    """The same slice over the window before it ('previous') or a year before ('year-ago')."""
    window = slice.window
    if against == "previous":
        return slice.with_window(_previous(slice, window))
    start, end = year_before(window.start), year_before(window.end)
    return slice.with_window(Window(start, max(end, start + timedelta(days=1))))


def _previous(slice: Slice, window: Window) -> Window:
    grain = slice.grain or slice.stored_grain
    calendar = slice.calendar
    if grain and calendar.start(window.start, grain) == window.start:
        steps = 0
        start = window.start
        while start < window.end:
            start = calendar.end(start, grain)
            steps += 1
        if start == window.end:
            return Window(calendar.shifted(window.start, grain, -steps), window.start)
    return Window(window.start - timedelta(days=window.days), window.start)
