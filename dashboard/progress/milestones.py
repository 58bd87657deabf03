"""What a goal's milestones came to: the value that was there by the day of each, against its level."""

from dataclasses import dataclass
from datetime import date

from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind, Milestone
from dashboard.progress.standing import Standing
from queries.calendar import Calendar


@dataclass(frozen=True)
class Come:
    """A milestone whose day is past; amounts in the metric's unit."""

    milestone: Milestone
    value: float | None
    """Of the last period that ends by the day, or the total until then; None where that is not known."""
    is_reached: bool | None


def come(standing: Standing, one: Milestone, calendar: Calendar) -> Come | None:
    """None before the milestone's day."""
    if one.on > standing.today:
        return None
    value = _by(standing, one, calendar)
    return Come(
        one, value, None if value is None else reading.is_at(standing.goal, value, one.level)
    )


def _by(standing: Standing, one: Milestone, calendar: Calendar) -> float | None:
    goal = standing.goal
    found = {v.period.start: v.value for v in standing.values if reading.is_sound(v)}
    if goal.kind is not Kind.TOTAL:
        return found.get(calendar.shifted(calendar.start(one.on, goal.grain), goal.grain, -1))
    return _total(found, goal, one, calendar)


def _total(
    found: dict[date, float | None], goal: Goal, one: Milestone, calendar: Calendar
) -> float | None:
    """None where a period until then is not known."""
    parts = [
        found.get(start)
        for start in reading.starts(goal, calendar)
        if calendar.end(start, goal.grain) <= one.on
    ]
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None
