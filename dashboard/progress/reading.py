"""The numbers that a goal is judged on: its metric, in its own grain, slice and reading, period by period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.metrics import reads, switches
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress import series
from dashboard.progress.goal import Goal, Kind
from dashboard.records.store import Store
from queries.calendar import Calendar
from queries.slice import Slice, Window


@dataclass(frozen=True)
class Base:
    """What a change is measured against, with limits where it has any."""

    value: float
    low: float
    high: float


def read_as(goal: Goal, chosen: Definition = ()) -> Goal:
    """The goal with its metric read as it is defined, by itself or for this look, as far as the metric knows how."""
    known = _known(goal.metric, {**dict(goal.defined), **dict(chosen)})
    return replace(goal, metric=switches.variant(goal.metric, known), defined=known)


def values(goal: Goal, viewer: Viewer, store: Store | None = None) -> tuple[Value, ...]:
    """Every whole period from the first event to where the data end; nothing where there is none yet."""
    found = window(goal, store)
    if found is None:
        return ()
    return series.series(goal.metric, viewer, slice_of(goal, found), store)


def window(goal: Goal, store: Store | None = None) -> Window | None:
    """From the period of the first event or value to the last that the metric's data pass; None before that."""
    reach = series.reach(goal.metric, store)
    if reach is None:
        return None
    calendar = reads.about().settings.calendar
    start, end = (calendar.start(day, goal.grain) for day in reach)
    return Window(start, end) if start < end else None


def slice_of(goal: Goal, window: Window) -> Slice:
    """The goal's slice over a window; channels that a goal names are one number together."""
    calendar = reads.about().settings.calendar
    slice = Slice(window, goal.grain, where=goal.where, calendar=calendar)
    if goal.metric.always_by == ("channel",) and not slice.uses("online"):
        slice = slice.filtered("online", ["true", "false"])
    return switches.defined(goal.metric, slice, goal.defined)


def last_start(goal: Goal, calendar: Calendar) -> date:
    """The start of the last period that ends by the due date: the one that a goal is judged on."""
    return calendar.shifted(calendar.start(goal.due_on, goal.grain), goal.grain, -1)


def starts(goal: Goal, calendar: Calendar) -> list[date]:
    """The periods that lie in the goal's time whole, each by its start."""
    start = calendar.start(goal.starts_on, goal.grain)
    if start < goal.starts_on:
        start = calendar.end(start, goal.grain)
    found = []
    while calendar.end(start, goal.grain) <= goal.due_on:
        found.append(start)
        start = calendar.end(start, goal.grain)
    return found


def target_at(
    goal: Goal, found: dict[date, Value], start: date, calendar: Calendar
) -> float | None:
    """What the period that starts then is to be; of a total, the whole. None where there is nothing to compare with."""
    if goal.kind is not Kind.CHANGE:
        return goal.target
    base = base_at(goal, found, start, calendar)
    return changed(goal, base.value) if base else None


def changed(goal: Goal, base: float) -> float:
    """A base after the goal's change."""
    if goal.change_points is not None:
        return base + goal.change_points
    return base * (1 + (goal.change_percent or 0.0) / 100)


def base_at(goal: Goal, found: dict[date, Value], start: date, calendar: Calendar) -> Base | None:
    """The mean period of the base window, or the same period a year before; holes in the data are left out."""
    if goal.base is None:
        value = found.get(calendar.year_before(start, goal.grain))
        return base_of([value]) if value and is_sound(value) else None
    inside = [
        v
        for v in found.values()
        if goal.base.start <= v.period.start < goal.base.end and is_sound(v)
    ]
    return base_of(inside) if inside else None


def base_of(rows: Sequence[Value]) -> Base:
    """The mean of some periods; their limits as those of independent numbers."""
    known = [v.value for v in rows if v.value is not None]
    mean = sum(known) / len(known)

    def away(limits: list[float | None]) -> float:
        pairs = zip(limits, known, strict=True)
        return float(sum((v - at) ** 2 for at, v in pairs if at is not None) ** 0.5) / len(known)

    return Base(mean, mean - away([v.low for v in rows]), mean + away([v.high for v in rows]))


def is_sound(value: Value) -> bool:
    """Complete, known, and without a hole in the data."""
    return value.value is not None and value.is_complete and not value.missing


def is_at(goal: Goal, value: float, target: float) -> bool:
    """At the target or better."""
    return value <= target if goal.metric.better is Better.LOWER else value >= target


def _known(metric: Metric, chosen: dict[str, str]) -> Definition:
    """A reading that the metric is not kept for leaves it as it is."""
    led_to = dict(metric.variants)
    return tuple(
        (name, value)
        for name, value in chosen.items()
        if name in metric.switches or f"{name}={value}" in led_to
    )
