"""Whether a goal is where it should be by now, and what is needed from here on.

The way leads in a straight line from the start to the target, with milestones as its corners. What is straight is the
level that is left when the season of earlier years is taken out; of a change on a year before, the change itself. A
total (pace_total.py) follows what earlier years had reached by the same day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.insight.pace import Corner, level_at, way
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.progress import pace_scale, pace_total, reading
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.pace_scale import Scale
from dashboard.progress.pace_total import Step
from queries.calendar import Calendar

Values = dict[date, Value]


@dataclass(frozen=True)
class Pace:
    """The way to a target, as far as its newest period. Amounts are in the metric's unit."""

    value: float | None
    """The newest period's, or the total so far; None before the first period of the goal's time."""
    start: float | None
    """Where the way begins."""
    target: float | None
    """What the last period is to be, or the total; None where its base is not known yet."""
    expected: float | None
    """What the value should be by now."""
    way: float | None
    """The share of the way that is done, in per cent; a goal that began at its target is done as far as it is held."""
    expected_way: float | None
    ahead: float | None
    """Per cent of the way that are done ahead of the pace; behind it, if negative."""
    needed: float | None
    """What each period that is left has to bring: see `step`."""
    step: Step
    periods_left: int
    how: str
    """Where the line comes from, in words."""
    change: float | None = None
    """Of a change on a year before: the newest period's, in per cent or in points."""
    expected_change: float | None = None
    """The change that there should be by now."""
    lately: float | None = None
    """Of a total: what a period brought so far."""
    line: tuple[tuple[date, float], ...] = ()
    """Each period from start to due date, by its start, with what it should be."""


def pace(goal: Goal, found: Values, latest: Value | None, calendar: Calendar) -> Pace | None:
    """The pace of a goal from its values by start; None where it has no beginning or no target."""
    if goal.kind is Kind.TOTAL:
        return _of_total(goal, found, calendar)
    scale = pace_scale.scale(goal, found, calendar)
    begins = beginning(goal, found, scale)
    target = target_level(goal, found, scale, calendar)
    if begins is None or target is None:
        return None
    return _of_level(_Way(goal, scale, begins, target, calendar), _within(goal, latest, calendar))


@dataclass(frozen=True)
class _Way:
    goal: Goal
    scale: Scale
    begins: Corner
    target: float
    calendar: Calendar

    @property
    def is_held(self) -> bool:
        """It began at its target, or better, and is to stay there."""
        lower = self.goal.metric.better is Better.LOWER
        return self.begins.level <= self.target if lower else self.begins.level >= self.target

    @property
    def corners(self) -> list[Corner]:
        last = Corner(self.goal.due_on.toordinal(), self.target)
        if self.is_held:
            return [last]
        return [self.begins, *_milestones(self.goal, self.scale, self.calendar), last]

    def level(self, start: date) -> float:
        end = self.calendar.end(start, self.goal.grain)
        return level_at(self.corners, end.toordinal())


def _of_level(on: _Way, now: Value | None) -> Pace:
    goal, scale = on.goal, on.scale
    last = reading.last_start(goal, on.calendar)
    level = scale.level(now.value, now.period.start) if now and now.value is not None else None
    expected = on.level(now.period.start) if now else None
    done, due = _ways(on, level, expected)
    left = len(
        [s for s in reading.starts(goal, on.calendar) if now is None or s > now.period.start]
    )
    at = now.period.start if now else last
    line = [(s, scale.value(on.level(s), s)) for s in reading.starts(goal, on.calendar)]
    return Pace(
        value=now.value if now else None,
        start=scale.value(on.begins.level, at),
        target=scale.value(on.target, last),
        expected=scale.value(expected, at) if expected is not None else None,
        way=done,
        expected_way=due,
        ahead=done - due if done is not None and due is not None else None,
        needed=(on.target - level) / left if level is not None and left else None,
        step=scale.step,
        periods_left=left,
        how=scale.how,
        change=_change(scale, level),
        expected_change=_change(scale, expected),
        line=tuple((start, value) for start, value in line if value is not None),
    )


def _change(scale: Scale, level: float | None) -> float | None:
    """A level against the year before, in per cent where it is a ratio; None where levels are no changes."""
    if level is None or scale.step is not Step.GROWTH:
        return None
    return 100 * (level - 1) if scale.is_ratio else level


def _ways(
    on: _Way, level: float | None, expected: float | None
) -> tuple[float | None, float | None]:
    """The share of the way that is done and the one that is due, in per cent."""
    if level is None or expected is None:
        return None, None
    if not on.is_held:
        start = on.begins.level
        return way(level, start, on.target), way(expected, start, on.target)
    short = level - on.target if on.goal.metric.better is Better.LOWER else on.target - level
    if short <= 0:
        return 100.0, 100.0
    return (100 - 100 * short / abs(on.target), 100.0) if on.target else (None, 100.0)


def beginning(goal: Goal, found: Values, scale: Scale) -> Corner | None:
    """The mean level of the base; without one that of the last period before the start, or of the first after it."""
    sound = [v for v in found.values() if reading.is_sound(v)]
    at = goal.starts_on.toordinal()
    if goal.base is not None:
        inside = [v for v in sound if goal.base.start <= v.period.start < goal.base.end]
        return Corner(at, _mean(inside, scale)) if inside else None
    levelled = [v for v in sound if _level(v, scale) is not None]
    before = [v for v in levelled if v.period.window.end <= goal.starts_on]
    if before:
        return Corner(at, _mean(before[-1:], scale))
    if scale.step is Step.GROWTH:
        return Corner(at, 1.0 if scale.is_ratio else 0.0)  # as in the year before
    first = [v for v in levelled if v.period.window.end < goal.due_on][:1]
    return Corner(first[0].period.window.end.toordinal(), _mean(first, scale)) if first else None


def target_level(goal: Goal, found: Values, scale: Scale, calendar: Calendar) -> float | None:
    """The level of the last period at the target."""
    if goal.is_against_year_ago:
        return reading.changed(goal, 1.0 if scale.is_ratio else 0.0)
    last = reading.last_start(goal, calendar)
    target = reading.target_at(goal, found, last, calendar)
    return scale.level(target, last) if target is not None else None


def _milestones(goal: Goal, scale: Scale, calendar: Calendar) -> list[Corner]:
    """Levels on the way, as the period that ends by the day has them."""
    found = []
    for one in goal.milestones:
        if not goal.starts_on < one.on < goal.due_on:
            continue
        period = calendar.shifted(calendar.start(one.on, goal.grain), goal.grain, -1)
        level = scale.level(one.level, period)
        if level is not None:
            found.append(Corner(one.on.toordinal(), level))
    return found


def _within(goal: Goal, latest: Value | None, calendar: Calendar) -> Value | None:
    """The newest period, where it lies in the goal's time."""
    if latest is None or latest.period.window.end <= goal.starts_on:
        return None
    return latest


def _mean(values: Sequence[Value], scale: Scale) -> float:
    levels = [level for v in values if (level := _level(v, scale)) is not None]
    return sum(levels) / len(levels)


def _level(value: Value, scale: Scale) -> float | None:
    return None if value.value is None else scale.level(value.value, value.period.start)


def _of_total(goal: Goal, found: Values, calendar: Calendar) -> Pace | None:
    """Towards a total; for one that is to stay low, ahead is what is not used up yet."""
    if not goal.target:
        return None
    starts = reading.starts(goal, calendar)
    done = pace_total.done(goal, found, starts)
    so_far = sum(done)
    shape = pace_total.shape(goal, found, starts, calendar)
    line = pace_total.line(goal, shape, starts, calendar)
    expected = line[len(done) - 1] if done else None
    left = len(starts) - len(done)
    sign = -1 if goal.metric.better is Better.LOWER else 1
    return Pace(
        value=so_far if done else None,
        start=0.0,
        target=goal.target,
        expected=expected,
        way=100 * so_far / goal.target if done else None,
        expected_way=100 * expected / goal.target if expected is not None else None,
        ahead=sign * 100 * (so_far - expected) / goal.target if expected is not None else None,
        needed=(goal.target - so_far) / left if left else None,
        step=Step.AMOUNT,
        periods_left=left,
        how=pace_total.words(shape),
        lately=so_far / len(done) if done else None,
        line=tuple(zip(starts, line, strict=True)),
    )
