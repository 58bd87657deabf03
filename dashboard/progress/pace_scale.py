"""The scale in which the way to a target is straight: values as they are, season out, or against a year before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dashboard.language import said
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal
from dashboard.progress.pace_total import Step
from queries.calendar import Calendar


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
    return Scale(said("a straight line from the start to the target"))


def _year_before(goal: Goal, found: Mapping[date, Value], calendar: Calendar) -> Scale:
    """Each period against the same one a year before: the season lies in both."""
    starts = {*found, *reading.starts(goal, calendar)}
    before = {
        start: found.get(reading.start_year_before(start, goal.grain, calendar)) for start in starts
    }
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
