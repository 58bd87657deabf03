"""Where a goal stands: its newest value, its status and why, its pace, its chance, what its gap is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress import pace as paces
from dashboard.progress import reading, status, status_file
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.goals import goals
from dashboard.progress.pace import Pace
from dashboard.progress.status import LIKELY, Facts, Judged, Status
from dashboard.progress.worth import Worth, worth
from dashboard.records.store import Store
from dashboard.warehouse import reader


@dataclass(frozen=True)
class Standing:
    """Where a goal stands in the newest complete period that counts."""

    goal: Goal
    """With its metric as it is read here."""
    values: tuple[Value, ...]
    """Every whole period, oldest first."""
    latest: Value | None
    """The newest complete period, as far as the due date."""
    value: float | None
    """Its value; of a total, what came together so far."""
    target: float | None
    """What that value is to be: of a change on a year before, for this very period."""
    status: Status
    because: str
    """Why, as `said`."""
    facts: Facts
    pace: Pace | None
    worth: Worth
    """What the gap is worth."""
    today: date
    """The first day that the data do not cover."""

    @property
    def days_left(self) -> int:
        return max(0, (self.goal.due_on - self.today).days)

    @property
    def chance(self) -> float | None:
        """0 to 1."""
        return None if self.facts.chance is None else self.facts.chance / 100

    @property
    def is_likely(self) -> bool:
        """Met, or more likely than not by far."""
        return self.status is Status.MET or (self.facts.chance or 0.0) >= LIKELY

    @property
    def is_untold(self) -> bool:
        """Whether it will be met cannot be told: data are missing, or there is no chance and it is not over."""
        if self.status is Status.NO_DATA:
            return True
        is_over = self.status is Status.MET or bool(self.facts.decided)
        return not is_over and self.facts.chance is None

    @property
    def gap(self) -> float | None:
        """How far the value is from the target, in the metric's unit; nought or less where it is reached."""
        if self.value is None or self.target is None:
            return None
        away = self.value - self.target
        return away if self.goal.metric.better is Better.LOWER else -away


def standings(viewer: Viewer, store: Store) -> list[Standing]:
    """Where each goal stands, pinned ones first."""
    return [standing(goal, viewer, store) for goal in goals(store)]


def standing(goal: Goal, viewer: Viewer, store: Store, chosen: Definition = ()) -> Standing:
    """The goal in the newest complete period of its own grain and slice; its metric read as it is chosen."""
    goal = reading.read_as(goal, chosen)
    calendar = reads.about().settings.calendar
    last = reading.last_start(goal, calendar)
    values = reading.values(goal, viewer, store)
    found = {v.period.start: v for v in values}
    latest = next((v for v in reversed(values) if v.is_complete and v.period.start <= last), None)
    pace = paces.pace(goal, found, latest, calendar)
    value = pace.value if pace and goal.kind is Kind.TOTAL else latest.value if latest else None
    target = _target(goal, found, latest, last)
    today = reads.about().covered_day
    facts = _facts(
        goal, latest, value, target, pace, latest is not None and latest.period.start == last, today
    )
    judged = missing(goal, values, found, latest, target) or status.judged(
        facts, status_file.rules(reader.home())
    )
    return Standing(
        goal, values, latest, value, target, judged.status, judged.because, facts, pace,
        _worth(goal, judged.status, values, latest, target, pace, viewer, store), today,
    )  # fmt: skip


def _worth(
    goal: Goal,
    status: Status,
    values: Sequence[Value],
    latest: Value | None,
    target: float | None,
    pace: Pace | None,
    viewer: Viewer,
    store: Store,
) -> Worth:
    """Of a total, what it is behind its pace so far; of others, what the gap costs in a year."""
    if status is Status.NO_DATA or latest is None or target is None:
        return Worth(reason=said("not put in money: data are missing"))
    counted = [v for v in values if v.period.start <= latest.period.start]
    if goal.kind is not Kind.TOTAL:
        return worth(goal, counted, target, viewer, store)
    if pace is None or pace.expected is None:
        return Worth(reason=said("not put in money: it has not begun"))
    counted = [v for v in counted if v.period.start >= goal.starts_on]
    return worth(goal, counted, pace.expected, viewer, store)


def _target(goal: Goal, found: dict[date, Value], latest: Value | None, last: date) -> float | None:
    calendar = reads.about().settings.calendar
    return reading.target_at(goal, found, latest.period.start if latest else last, calendar)


def _facts(
    goal: Goal,
    latest: Value | None,
    value: float | None,
    target: float | None,
    pace: Pace | None,
    is_decided: bool,
    today: date,
) -> Facts:
    """What the rules look at."""
    reached = None
    if value is not None and target is not None and _has_begun(goal, latest):
        reached = reading.is_at(goal, value, target)
    if reached and _is_budget(goal) and not is_decided:
        reached = None  # a total that is to stay low can be told only at its end
    return Facts(
        reached=reached,
        decided=is_decided,
        way=pace.way if pace else None,
        ahead=pace.ahead if pace else None,
        time_gone=time_gone(goal, today),
        days_left=max(0, (goal.due_on - today).days),
        chance=None,
    )


def time_gone(goal: Goal, today: date) -> float:
    """Per cent of the time from start to due date."""
    gone = (today - goal.starts_on).days / (goal.due_on - goal.starts_on).days
    return 100 * min(1.0, max(0.0, gone))


def _has_begun(goal: Goal, latest: Value | None) -> bool:
    return latest is not None and latest.period.window.end > goal.starts_on


def _is_budget(goal: Goal) -> bool:
    return goal.kind is Kind.TOTAL and goal.metric.better is Better.LOWER


def missing(
    goal: Goal,
    values: Sequence[Value],
    found: dict[date, Value],
    latest: Value | None,
    target: float | None,
) -> Judged | None:
    """Why the goal is not judged at all; None where its numbers are whole."""
    if reason := _why_missing(goal, values, found, latest, target):
        return Judged(Status.NO_DATA, reason)
    return None


def _why_missing(
    goal: Goal,
    values: Sequence[Value],
    found: dict[date, Value],
    latest: Value | None,
    target: float | None,
) -> str:
    if latest is None:
        reasons = [v.reason for v in values if v.reason]
        return reasons[-1] if reasons else said("no complete period yet")
    if latest.value is None:
        return latest.reason or said("no value in the newest period")
    counted = [latest]
    if goal.kind is Kind.TOTAL:
        calendar = reads.about().settings.calendar
        counted = [found[start] for start in reading.starts(goal, calendar) if start in found]
    holes = [hole for value in counted if value.is_complete for hole in value.missing]
    if holes:
        return said(
            "data are missing: {feed}, {region}, {first} to {last}",
            feed=holes[0].feed,
            region=holes[0].region or said("everywhere"),
            first=holes[0].window.start,
            last=holes[0].window.end - timedelta(days=1),
        )
    if target is None:
        return _why_no_base(goal, found, latest)
    return ""


def _why_no_base(goal: Goal, found: dict[date, Value], latest: Value) -> str:
    if goal.base is not None:
        return said("the base has no whole period without missing data")
    calendar = reads.about().settings.calendar
    before = found.get(reading.start_year_before(latest.period.start, goal.grain, calendar))
    if before is not None and before.missing:
        return said("data are missing in the same period a year before")
    return said("there is no value of the same period a year before")
