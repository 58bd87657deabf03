"""The scale in which the way to a target is straight: values as they are, season out, or against a year before."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.language import said
from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading, seasons
from dashboard.progress.goal import Goal
from dashboard.progress.pace_total import Step
from queries.calendar import Calendar, Grain


@dataclass(frozen=True)
class Scale:
    """A value against the reference of its period, as a ratio or a difference; without references, as it is."""

    how: str
    step: Step = Step.LEVEL
    is_ratio: bool = False
    references: Mapping[date, float] | None = field(default=None)

    def level(self, value: float, start: date) -> float | None:
        if self.references is None:
            return value
        at = self.references.get(start)
        if at is None or (self.is_ratio and at <= 0):
            return None
        return value / at if self.is_ratio else value - at

    def value(self, level: float, start: date) -> float | None:
        if self.references is None:
            return level
        at = self.references.get(start)
        if at is None or (self.is_ratio and at <= 0):
            return None
        return level * at if self.is_ratio else level + at


def scale(goal: Goal, found: Mapping[date, Value], calendar: Calendar) -> Scale:
    if goal.is_against_year_ago:
        return _year_before(goal, found, calendar)
    return _season(goal, found, calendar) or Scale(
        said("a straight line from the start to the target")
    )


def _year_before(goal: Goal, found: Mapping[date, Value], calendar: Calendar) -> Scale:
    """Each period against the same one a year before: the season lies in both."""
    starts = {*found, *reading.starts(goal, calendar)}
    before = {start: found.get(calendar.year_before(start, goal.grain)) for start in starts}
    known = {
        start: v.value
        for start, v in before.items()
        if v is not None and reading.is_sound(v) and v.value is not None
    }
    return Scale(
        said("each period against the same one a year before; the change grows in a straight line"),
        Step.GROWTH,
        goal.change_points is None,
        known,
    )


def _season(goal: Goal, found: Mapping[date, Value], calendar: Calendar) -> Scale | None:
    """Without what the periods of a year add or take by themselves, as far as the years before the start agree."""
    before = _before(goal, found, calendar)
    is_ratio = goal.metric.unit not in (Unit.PERCENT, Unit.POINTS)
    levels = [_known(found.get(start), is_ratio) for start in before]
    shape = seasons.season(levels, before, goal.grain) if before else None
    if shape is None or shape.strength <= 0:
        return None
    starts = {*before, *found, *reading.starts(goal, calendar), reading.last_start(goal, calendar)}
    ordered = sorted(starts)
    effects = [float(effect) for effect in seasons.effects(shape, ordered, goal.grain)]
    return Scale(
        _words(goal.grain, shape.seasons),
        is_ratio=is_ratio,
        references=dict(zip(ordered, map(math.exp, effects) if is_ratio else effects, strict=True)),
    )


def _words(grain: Grain, count: int) -> str:
    if grain is Grain.DAY:
        return said(
            "a straight line in what is left without the days of the week, as {count} earlier weeks had them",
            count=count,
        )
    return said(
        "a straight line in what is left without the season, as {count} earlier years had it",
        count=count,
    )


def _before(goal: Goal, found: Mapping[date, Value], calendar: Calendar) -> list[date]:
    """Every period from the first sound value to the goal's start, oldest first."""
    known = [start for start, value in found.items() if reading.is_sound(value)]
    last = calendar.start(goal.starts_on, goal.grain)
    if not known or min(known) >= last:
        return []
    starts = [min(known)]
    while (after := calendar.end(starts[-1], goal.grain)) < last:
        starts.append(after)
    return starts


def _known(value: Value | None, is_ratio: bool) -> float:
    """A sound value, as a logarithm where effects are factors; NaN where it is not known or has none."""
    if value is None or value.value is None or not reading.is_sound(value):
        return math.nan
    if not is_ratio:
        return value.value
    return math.log(value.value) if value.value > 0 else math.nan
