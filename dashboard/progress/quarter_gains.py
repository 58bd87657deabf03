"""What a goal gained in a quarter: its newest whole period there against what is like it.

Like is the same period a year before, where that is known: beside the month before the quarter, a season would be read
as a gain. A goal that says its own base is held against that base.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.insight.compare import Change, judged
from dashboard.insight.intervals import Interval
from dashboard.language import said
from dashboard.metrics import evaluate, reads
from dashboard.metrics.coverage import is_known_by
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind, is_visible
from dashboard.progress.reading import Base
from dashboard.records.store import Store
from queries.calendar import Calendar
from queries.slice import Window


@dataclass(frozen=True)
class Gain:
    """Of one goal in one quarter. Either a change, or of a total what was added, or the reason why there is neither."""

    goal: Goal
    before: tuple[Value, ...] = ()
    """What it is held against: one period, or those of the goal's base, of which the mean counts."""
    after: Value | None = None
    change: Change | None = None
    added: float | None = None
    """Of a total: its whole periods inside the quarter, in the metric's unit."""
    reason: str = ""
    """As `said`."""
    is_to_come: bool = False
    """The quarter has not begun."""


def gain(goal: Goal, quarter: Window, viewer: Viewer, store: Store, by_day: date) -> Gain:
    """What was known of it on a day. Periods are those of the goal; one that lies across the quarter's edge belongs to
    neither side."""
    if not is_visible(goal, viewer):
        return Gain(goal, reason=said("of more regions than you may see"))
    if min(reads.about().covered_day, by_day) <= quarter.start:
        return Gain(goal, reason=said("not begun"), is_to_come=True)
    try:
        values = reading.values(reading.read_as(goal), viewer, store)
    except MilepostError as error:
        return Gain(goal, reason=str(error.args[0]))
    return gain_of(goal, known_by(values, by_day), quarter, reads.about().settings.calendar)


def known_by(values: Sequence[Value], day: date) -> list[Value]:
    """Those of which the period, and what the metric waits for, was over by the start of a day."""
    return [value for value in values if is_known_by(value.metric, value.period, day)]


def gain_of(goal: Goal, values: Sequence[Value], quarter: Window, calendar: Calendar) -> Gain:
    """The same from the goal's values, oldest first."""
    whole = [v for v in values if v.is_complete and v.value is not None]
    inside = [
        v for v in whole if v.period.start >= quarter.start and v.period.window.end <= quarter.end
    ]
    if not inside:
        return Gain(goal, reason=said("no whole period yet"))
    if goal.kind is Kind.TOTAL:
        return Gain(goal, after=inside[-1], added=sum(v.value or 0.0 for v in inside))
    before = against(goal, whole, inside[-1], quarter, calendar)
    change = _change(inside[-1], before)
    if change is None:
        return Gain(goal, before, inside[-1], reason=said("nothing before it to compare with"))
    return Gain(goal, before, inside[-1], change)


def against(
    goal: Goal, whole: Sequence[Value], after: Value, quarter: Window, calendar: Calendar
) -> tuple[Value, ...]:
    """The periods of the goal's base; else the one a year before; else the last before the quarter."""
    if goal.kind is Kind.CHANGE and goal.base is not None:
        base = goal.base
        inside = [v for v in whole if base.start <= v.period.start < base.end]
        return tuple(v for v in inside if reading.is_sound(v)) or tuple(inside)
    year_ago = calendar.year_before(after.period.start, goal.grain)
    found = [v for v in whole if v.period.start == year_ago]
    earlier = [v for v in whole if v.period.window.end <= quarter.start]
    return tuple(found or earlier[-1:])


def _change(after: Value, before: tuple[Value, ...]) -> Change | None:
    if len(before) < 2:
        return evaluate.change(after, before[0]) if before else None
    return _from_mean(after, before)


def _from_mean(after: Value, before: tuple[Value, ...]) -> Change:
    """Against the mean of some periods: limits of a difference from those of its parts (Zou & Donner 2008, eq. 4)."""
    base, value = reading.base_of(before), after.value or 0.0
    return judged(value, base.value, _apart(after, base), _are_sound((after, *before)))


def _apart(after: Value, base: Base) -> Interval | None:
    if after.value is None or after.low is None or after.high is None:
        return None
    difference = after.value - base.value
    return Interval(
        difference - math.hypot(after.value - after.low, base.high - base.value),
        difference + math.hypot(after.high - after.value, base.value - base.low),
    )


def _are_sound(values: Sequence[Value]) -> bool:
    """With limits, without holes, and not of the first year of orders."""
    return not any(v.missing or v.starts_history or v.low is None or v.high is None for v in values)
