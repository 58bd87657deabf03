"""What the rules of a status look at, and why a goal may not be judged at all."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.language import said
from dashboard.metrics.coverage import Hole
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.pace import Pace
from dashboard.progress.status import Facts
from queries.calendar import Calendar


@dataclass(frozen=True)
class Numbers:
    """A goal's numbers: see Standing."""

    goal: Goal
    calendar: Calendar
    values: tuple[Value, ...]
    latest: Value | None
    last: date
    """The start of the last period that counts."""
    value: float | None
    target: float | None
    pace: Pace | None
    today: date

    @property
    def found(self) -> dict[date, Value]:
        return {v.period.start: v for v in self.values}

    @property
    def is_decided(self) -> bool:
        return self.latest is not None and self.latest.period.start == self.last


def facts(numbers: Numbers, chance: float | None) -> Facts:
    """`chance` from 0 to 1."""
    goal, pace = numbers.goal, numbers.pace
    return Facts(
        reached=_reached(numbers),
        decided=numbers.is_decided,
        way=pace.way if pace else None,
        ahead=pace.ahead if pace else None,
        time_gone=time_gone(goal, numbers.today),
        days_left=max(0, (goal.due_on - numbers.today).days),
        chance=None if chance is None else 100 * chance,
    )


def _reached(numbers: Numbers) -> bool | None:
    """None before the goal's first period; a total that is to stay low is told only once it is whole."""
    goal, latest = numbers.goal, numbers.latest
    if numbers.value is None or numbers.target is None or latest is None:
        return None
    if latest.period.window.end <= goal.starts_on:
        return None
    is_there = reading.is_at(goal, numbers.value, numbers.target)
    is_budget = goal.kind is Kind.TOTAL and goal.metric.better is Better.LOWER
    return None if is_there and is_budget and not numbers.is_decided else is_there


def time_gone(goal: Goal, today: date) -> float:
    """Per cent of the time from start to due date."""
    gone = (today - goal.starts_on).days / (goal.due_on - goal.starts_on).days
    return 100 * min(1.0, max(0.0, gone))


def missing(numbers: Numbers) -> str:
    """Why the goal is not judged, as `said`; '' where its numbers are whole."""
    latest = numbers.latest
    if latest is None:
        reasons = [v.reason for v in numbers.values if v.reason]
        return reasons[-1] if reasons else said("no complete period yet")
    if latest.value is None:
        return latest.reason or said("no value in the newest period")
    holes = [hole for value in _counted(numbers, latest) for hole in value.missing]
    if holes:
        return _hole(holes[0])
    return _no_base(numbers, latest) if numbers.target is None else ""


def _counted(numbers: Numbers, latest: Value) -> list[Value]:
    """The values that the goal is judged on: the newest; of a total, all of its time."""
    if numbers.goal.kind is not Kind.TOTAL:
        return [latest]
    starts, found = reading.starts(numbers.goal, numbers.calendar), numbers.found
    return [found[start] for start in starts if start in found and found[start].is_complete]


def _hole(hole: Hole) -> str:
    return said(
        "data are missing: {feed}, {region}, {first} to {last}",
        feed=hole.feed, region=hole.region or said("everywhere"), first=hole.window.start,
        last=hole.window.end - timedelta(days=1),
    )  # fmt: skip


def _no_base(numbers: Numbers, latest: Value) -> str:
    goal = numbers.goal
    if goal.base is not None:
        return said("the base has no whole period without missing data")
    start = numbers.calendar.year_before(latest.period.start, goal.grain)
    before = numbers.found.get(start)
    if before is not None and before.missing:
        return said("data are missing in the same period a year before")
    return said("there is no value of the same period a year before")
