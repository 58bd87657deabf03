"""What a person who sets a target should see of it: how it was before, what is usual, what could be shown at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access import Viewer
from dashboard.insight.compare import Share
from dashboard.insight.power import visible_change_of_scores, visible_changes_of_shares
from dashboard.insight.setting import times_reached, visible_change
from dashboard.language import Said, said
from dashboard.metrics import reads
from dashboard.metrics.certainty import SCORE
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading, signals
from dashboard.progress.goal import Goal, Kind, definition_of
from dashboard.progress.goal_draft import Draft
from dashboard.records.store import Store
from queries.calendar import Calendar, Grain
from queries.slice import Window

SHOWN = 24
"""So many of the last complete periods are looked at."""


@dataclass(frozen=True)
class Usual:
    """Where the next periods lie if nothing changes."""

    low: float
    centre: float
    high: float


@dataclass(frozen=True)
class Setting:
    """What is known of a target that is being typed."""

    goal: Goal
    values: tuple[Value, ...]
    """The last complete periods without missing data, oldest first; at most SHOWN."""
    level: float | None
    """What a period is to be; of a total, what each is to be on average. None until a number is typed."""
    base: float | None
    """What a change is measured against."""
    reached: int
    """In how many of the values the level was reached."""
    usual: Usual | None
    why_not_usual: Said | None
    visible: float | None
    """The smallest change that a period's data could show, in the metric's unit; None where it cannot be told."""
    n: float | None
    """People or answers of a period, as they are now."""

    @property
    def newest(self) -> Value | None:
        return self.values[-1] if self.values else None

    @property
    def asked(self) -> float | None:
        """How far the level lies from what it is held against, in the metric's unit; above nought is better."""
        if self.level is None:
            return None
        newest = self.newest.value if self.newest else None
        before = self.base if self.base is not None else newest
        if before is None:
            return None
        away = self.level - before
        return -away if self.goal.metric.better is Better.LOWER else away


def as_goal(draft: Draft, metric: Metric, id: int = 0) -> Goal:
    """A draft as goals are read, before it is kept."""
    return Goal(
        id=id, version=0, name=draft.name, metric=metric, grain=Grain(draft.grain), kind=Kind(draft.kind),
        starts_on=draft.start, due_on=draft.due, where=draft.where, defined=definition_of(draft.define),
        target=draft.target, change_percent=draft.change_percent, change_points=draft.change_points,
        base=Window(*draft.base) if draft.base and draft.base[0] < draft.base[1] else None,
        milestones=draft.milestones,
    )  # fmt: skip


def setting(goal: Goal, viewer: Viewer, store: Store) -> Setting:
    """What past periods say of the goal's target; reads the metric once."""
    goal = reading.read_as(goal)
    calendar = reads.about().settings.calendar
    values = reading.values(goal, viewer, store)
    found = {value.period.start: value for value in values}
    sound = [value for value in values if reading.is_sound(value)]
    shown = tuple(sound[-SHOWN:])
    base = base_of(goal, found, calendar)
    level = level_of(goal, base, calendar)
    known = [v.value for v in shown if v.value is not None]
    reached = times_reached(known, level, _is_lower(goal)) if level is not None else 0
    usual, why_not = _usual(goal, values, viewer, store)
    newest = shown[-1] if shown else None
    periods = _base_periods(goal, sound)
    return Setting(
        goal, shown, level, base, reached, usual, why_not,
        visible(goal.metric, newest, periods) if newest and goal.kind is not Kind.TOTAL else None,
        newest.n if newest else None,
    )  # fmt: skip


def base_of(goal: Goal, found: dict[date, Value], calendar: Calendar) -> float | None:
    """What a change is measured against: the mean of its base, or the period a year before the one it is judged on.

    Where that one is still to come, the newest period stands for it.
    """
    if goal.kind is not Kind.CHANGE:
        return None
    base = reading.base_at(goal, found, reading.last_start(goal, calendar), calendar)
    if base is not None or goal.base is not None:
        return base.value if base else None
    sound = [value for value in found.values() if reading.is_sound(value)]
    return max(sound, key=lambda v: v.period.start).value if sound else None


def level_of(goal: Goal, base: float | None, calendar: Calendar) -> float | None:
    """What one period is to be."""
    if goal.kind is Kind.CHANGE:
        typed = goal.change_percent is not None or goal.change_points is not None
        return reading.changed(goal, base) if base is not None and typed else None
    if goal.kind is Kind.TOTAL and goal.target is not None:
        periods = len(reading.starts(goal, calendar))
        return goal.target / periods if periods else None
    return goal.target


def in_points(goal: Goal, viewer: Viewer, store: Store) -> tuple[float, float] | None:
    """Base and points of a change that was said in per cent; None where there is no base yet."""
    percent = goal.change_percent
    if percent is None:
        return None
    goal = reading.read_as(goal)
    found = {value.period.start: value for value in reading.values(goal, viewer, store)}
    base = base_of(goal, found, reads.about().settings.calendar)
    if base is None:
        return None
    return base, round(abs(base) * percent / 100, 1)


def _is_lower(goal: Goal) -> bool:
    return goal.metric.better is Better.LOWER


def _usual(
    goal: Goal, values: Sequence[Value], viewer: Viewer, store: Store
) -> tuple[Usual | None, Said | None]:
    """The limits by which the newest period is judged."""
    window = reading.window(goal)
    if window is None:
        return None, said("no complete period yet")
    found = signals.signal(goal.metric, viewer, reading.slice_of(goal, window), values, store=store)
    judged = found.judged
    if judged is None or judged.low is None or judged.high is None or judged.centre is None:
        return None, found.reason
    return Usual(judged.low, judged.centre, judged.high), None


def _base_periods(goal: Goal, sound: Sequence[Value]) -> int:
    if goal.base is None:
        return 1
    return max(1, sum(goal.base.start <= v.period.start < goal.base.end for v in sound))


def visible(metric: Metric, newest: Value, base_periods: int = 1) -> float | None:
    """The smallest change for the better that another period like the newest could show (power 80 %, 95 % sure)."""
    is_rise = metric.better is not Better.LOWER
    measured = newest.measurement
    if measured is None or newest.value is None:
        return None
    if isinstance(measured.basis, Share):
        share, n = measured.basis.successes / measured.basis.n, measured.basis.n
        fall, rise = visible_changes_of_shares(share, base_periods * n, n)
        found = rise if is_rise else fall
        return abs(metric.scale * found) if found is not None else None
    if metric.certainty is SCORE and measured.sums:
        weight, square = measured.sums["denominator"], measured.sums["sum_ww"]
        shares = (measured.sums["promoters"] / weight, measured.sums["detractors"] / weight)
        n = weight * weight / square
        return visible_change_of_scores(*shares, base_periods * n, n)
    if newest.low is None or newest.high is None:
        return None
    return visible_change(newest.value, newest.low, newest.high, base_periods, is_rise)
