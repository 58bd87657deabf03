"""Did anything really change? The newest complete period of a metric, judged by the periods before it.

Periods that are not complete are never judged. One with a hole in its data, or of the first year in which everybody
looks new, is neither judged nor part of what others are judged by. See docs/decisions/0011-signal.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.behaviour import USUAL, Chart, behaviour
from dashboard.insight.season import Shape
from dashboard.language import Said, said
from dashboard.metrics.certainty import is_judged
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.progress import method_words, series
from dashboard.progress.scales import Scaled, apart_of, chance, scaled
from dashboard.progress.seasons import effects, season
from dashboard.records import shifts as records
from dashboard.records.store import Store
from dashboard.records.tables import Shift, Where
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Period, Slice, Window


class Verdict(StrEnum):
    """What the newest complete period says."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"  # of metrics that are neither better high nor low
    LOWER = "lower"
    NOISE = "noise"
    MISSING = "missing data"
    UNKNOWN = "too few periods"

    @property
    def is_signal(self) -> bool:
        return self in (Verdict.BETTER, Verdict.WORSE, Verdict.HIGHER, Verdict.LOWER)


@dataclass(frozen=True)
class Point:
    """One period of the chart, in the metric's unit; centre and limits where it is judged or judged by."""

    period: Period
    value: float | None
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    is_baseline: bool = False
    is_judged: bool = False
    is_complete: bool = True
    is_missing: bool = False
    """Data are missing in it."""


@dataclass(frozen=True)
class Signal:
    """What the newest complete period of a metric says, and by what it is judged."""

    metric: Metric
    grain: Grain
    verdict: Verdict
    points: tuple[Point, ...]
    reason: Said
    """Why it is judged so, or why it is not."""
    how: tuple[Said, ...] = ()
    """How the limits are made, a sentence each."""
    newest: Value | None = None
    """The newest complete period, judged or not."""
    since: Shift | None = None
    """The confirmed shift from which the baseline starts."""
    chart: Chart | None = None
    has_season: bool = False
    """A season was taken out."""

    @property
    def direction(self) -> str:
        """'up' or 'down' of a signal, '' of none."""
        if self.chart is None or not self.verdict.is_signal:
            return ""
        return "up" if self.chart.side > 0 else "down"

    @property
    def judged(self) -> Point | None:
        """The point that was judged; None where none was."""
        return next((point for point in self.points if point.is_judged), None)


def signal(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    values: Sequence[Value] | None = None,
    *,
    store: Store | None = None,
    shifts: Sequence[Shift] | None = None,
) -> Signal:
    """The signal of a metric under a slice that has a grain, in the newest complete period that ends by the slice's.

    `values` are those of one group, period by period; without them all there are until then are read. `shifts` are the
    confirmed ones; without them the records are asked. `BadUse` where the slice has no grain or several groups.
    """
    if slice.grain is None:
        raise BadUse(said("A signal is judged by periods. Choose days, weeks, months or quarters."))
    if values is None:
        values = series.series(metric, viewer, _from_the_first(metric, slice, store), store)
    _refuse_groups(metric, values)
    if shifts is None and slice.people is None:
        shifts = records.shifts(store or series.here())
    about = concerns(viewer, slice)
    found = records.shifts_of(shifts or (), metric.name, slice.grain.value, about)
    return judged(metric.of(slice), slice.grain, values, found)


def _refuse_groups(metric: Metric, values: Sequence[Value]) -> None:
    """Several groups are several metrics."""
    groups = dict.fromkeys(tuple(value.group.items()) for value in values)
    if len(groups) > 1:
        names = ["; ".join(f"{name}={part or ''}" for name, part in group) for group in groups]
        raise BadUse(
            said(
                "{label} is judged one group at a time. Choose one of {groups}.",
                label=said(metric.label), groups=", ".join(names),
            )
        )  # fmt: skip


def _from_the_first(metric: Metric, slice: Slice, store: Store | None) -> Slice:
    """The slice from the period of the first value, which the limits and the season need."""
    assert slice.grain is not None
    first = slice.calendar.start(series.first_day(metric, store) or slice.window.start, slice.grain)
    return slice.with_window(Window(min(first, slice.window.start), slice.window.end))


def concerns(viewer: Viewer, slice: Slice) -> Where:
    """The filters that a confirmed shift is about: those of the slice, as far as its viewer may see."""
    return {name: list(kept) for name, kept in reader.narrow(viewer, slice).where}


def judged(
    metric: Metric, grain: Grain, values: Sequence[Value], shifts: Sequence[Shift] = ()
) -> Signal:
    """The newest complete one of these values, judged by those before it and after the last confirmed shift.

    Empty periods before the first value are no part of it, however early one began to ask.
    """
    values = _from_the_first_value(values)
    whole = [n for n, v in enumerate(values) if v.is_complete and v.period.is_whole]
    if not whole:
        return _unjudged(metric, grain, values, Verdict.UNKNOWN, said("no complete period yet"))
    trail, newest = values[: whole[-1] + 1], values[whole[-1]]
    since = _last_before(shifts, newest)
    refused = _refused(metric, newest)
    if refused:
        verdict, reason = refused
        return _unjudged(metric, grain, values, verdict, reason, newest, since)
    look = _looked(metric, grain, trail, since)
    if look.chart is None:
        reason = method_words.too_few(look.used, look.apart, since)
        return _unjudged(metric, grain, values, Verdict.UNKNOWN, reason, newest, since)
    return Signal(
        metric, grain, _verdict(metric, look.chart), _points(values, look), method_words.why(look.chart),
        method_words.sentences(look.chart, look.scaled.scale, look.shape, grain, look.apart, look.has_begun_anew),
        newest, since, look.chart, bool(look.shape and look.shape.strength),
    )  # fmt: skip


def _from_the_first_value(values: Sequence[Value]) -> Sequence[Value]:
    """All of them where none has a value, or where the holes in the data come first."""
    first = next((n for n, v in enumerate(values) if v.value is not None or v.missing), 0)
    return values[first:]


def _last_before(shifts: Sequence[Shift], newest: Value) -> Shift | None:
    found = [shift for shift in shifts if shift.on_day <= newest.period.start]
    return max(found, key=lambda shift: shift.on_day) if found else None


def _refused(metric: Metric, newest: Value) -> tuple[Verdict, Said] | None:
    """Why this very period is not judged, whatever came before it."""
    if newest.missing:
        return Verdict.MISSING, said("data are missing in it, so it is not judged")
    if not is_judged(metric.certainty):
        return Verdict.UNKNOWN, said(
            "its periods are of people known for unequal times, which are not judged against each other"
        )
    if newest.starts_history:
        return Verdict.UNKNOWN, said(
            "in the first year of orders everybody looks new: it is not judged"
        )
    if newest.value is None:
        return Verdict.UNKNOWN, said("there is no value ({reason})", reason=newest.reason or "")
    return None


@dataclass(frozen=True)
class _Look:
    """What a chart was made from."""

    scaled: Scaled
    first: int
    """The first value of the baseline."""
    shape: Shape | None
    apart: int
    used: int
    chart: Chart | None

    @property
    def has_begun_anew(self) -> bool:
        """A step was found beyond doubt, and only what came after it is judged by."""
        return self.chart is not None and self.chart.used < self.used


def _looked(metric: Metric, grain: Grain, trail: Sequence[Value], since: Shift | None) -> _Look:
    sound = [is_sound(value) for value in trail]
    scale = scaled(metric, trail, sound)
    starts = [value.period.start for value in trail]
    shape = None
    if not metric.looks_at_year_before:
        shape = season(list(scale.values[:-1]), starts[:-1], grain)
    first = _first(trail, sound, since)
    base = [v for v, is_in in zip(trail[first:-1], sound[first:-1], strict=True) if is_in]
    apart = apart_of(metric, grain)
    by_chance = chance(metric, base)
    chart = behaviour(
        scale.values[first:],
        n=None if scale.n is None else scale.n[first:],
        chance=by_chance,
        one=0.0 if by_chance is None else metric.scale,
        season=effects(shape, starts[first:], grain),
        kept=shape.kept if shape else 1.0,
        ahead=shape.ahead if shape else 1.0,
        apart=apart,
        bounds=scale.bounds,
    )
    return _Look(scale, first, shape, apart, len(base), chart)


def is_sound(value: Value) -> bool:
    """Complete, whole, known, without a hole in its data and not of the first year of orders."""
    known = value.value is not None and value.is_complete and value.period.is_whole
    return known and not value.missing and not value.starts_history


def _first(trail: Sequence[Value], sound: Sequence[bool], since: Shift | None) -> int:
    """Where the 24 sound periods before the newest begin, or what there is of them after the confirmed shift."""
    inside = [
        n
        for n in range(len(trail) - 1)
        if sound[n] and (since is None or trail[n].period.start >= since.on_day)
    ]
    return inside[-USUAL:][0] if inside else len(trail) - 1


def _verdict(metric: Metric, chart: Chart) -> Verdict:
    if not chart.is_signal:
        return Verdict.NOISE
    match metric.better:
        case Better.HIGHER:
            return Verdict.BETTER if chart.side > 0 else Verdict.WORSE
        case Better.LOWER:
            return Verdict.WORSE if chart.side > 0 else Verdict.BETTER
        case Better.NEITHER:
            return Verdict.HIGHER if chart.side > 0 else Verdict.LOWER


def _points(values: Sequence[Value], look: _Look) -> tuple[Point, ...]:
    """Level and limits from the start of the baseline to the newest."""
    chart = look.chart
    assert chart is not None
    begin, end = int(np.argmax(chart.base)), len(chart.base) - 1
    lines = [look.scaled.back(line) for line in (chart.centre, chart.low, chart.high)]
    found = []
    for at, value in enumerate(values, -look.first):
        point = _point(value)
        if begin <= at <= end:
            centre, low, high = (float(line[at]) for line in lines)
            point = replace(
                point, centre=centre, low=low, high=high,
                is_baseline=bool(chart.base[at]), is_judged=at == end,
            )  # fmt: skip
        found.append(point)
    return tuple(found)


def _point(value: Value) -> Point:
    return Point(
        value.period, value.value, is_complete=value.is_complete, is_missing=bool(value.missing)
    )


def _unjudged(
    metric: Metric, grain: Grain, values: Sequence[Value], verdict: Verdict, reason: Said,
    newest: Value | None = None, since: Shift | None = None,
) -> Signal:  # fmt: skip
    points = tuple(_point(value) for value in values)
    return Signal(metric, grain, verdict, points, reason, newest=newest, since=since)
