"""The way to a total: what earlier years had reached by the same day, or so much every day."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from dashboard.insight.pace import Corner, level_at, reached_by
from dashboard.language import said
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal
from queries.calendar import Calendar

MOST_YEARS = 3
LOOKED_BACK = 6
"""Years before the goal's own in which the same days are looked for."""


class Step(StrEnum):
    """What is needed in each period that is left."""

    LEVEL = "level"  # so much more than the period before, in the metric's unit (season out)
    GROWTH = "growth"  # so much more growth on the year before: a share of 1, or points
    AMOUNT = "amount"  # so much of the total


def done(goal: Goal, found: dict[date, Value], starts: Sequence[date]) -> list[float]:
    """What each complete period of the goal's time brought; nothing happened in one without a value."""
    brought = []
    for start in starts:
        value = found.get(start)
        if value is None or not value.is_complete:
            break
        brought.append(value.value or 0.0)
    return brought


def shape(
    goal: Goal, found: dict[date, Value], starts: Sequence[date], calendar: Calendar
) -> list[float] | None:
    """The share of the whole that the same periods of earlier years had reached by the end of each."""
    spans, before = [], list(starts)
    for _year in range(LOOKED_BACK):
        before = [calendar.year_before(start, goal.grain) for start in before]
        rows = [found.get(start) for start in before]
        if before and calendar.end(before[-1], goal.grain) <= goal.starts_on:
            known = [v.value for v in rows if v and reading.is_sound(v) and v.value is not None]
            if len(known) == len(before):
                spans.append(known)
    return reached_by(spans[:MOST_YEARS])


def line(
    goal: Goal, shape: Sequence[float] | None, starts: Sequence[date], calendar: Calendar
) -> list[float]:
    """What the total should be by the end of each period."""
    ends = [calendar.end(start, goal.grain).toordinal() for start in starts]
    first, last = goal.starts_on.toordinal(), goal.due_on.toordinal()
    by_day = [Corner(first, 0.0), Corner(last, 1.0)]
    if shape is not None:
        by_day = [Corner(first, 0.0), *map(Corner, ends, shape)]
    corners = [Corner(0.0, 0.0)]
    for one in goal.milestones:
        if goal.starts_on < one.on < goal.due_on:
            corners.append(Corner(level_at(by_day, one.on.toordinal()), one.level))
    corners.append(Corner(1.0, goal.target or 0.0))
    return [level_at(corners, level_at(by_day, end)) for end in ends]


def words(shape: Sequence[float] | None) -> str:
    if shape is None:
        return said("a straight line: the same amount every day from the start to the due date")
    return said("what earlier years had reached of their total by the same day")
