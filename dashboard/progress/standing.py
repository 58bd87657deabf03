"""Where a goal stands: its newest value, its status and why, its pace, chance and signal, what its gap is worth."""

from dataclasses import dataclass
from datetime import date

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress import foreseen, goal_versions, pace, reading, signals, status, status_file
from dashboard.progress.foreseen import Foreseen
from dashboard.progress.goal import Goal, Kind, is_visible
from dashboard.progress.goal_versions import Moved
from dashboard.progress.goals import goals
from dashboard.progress.pace import Pace
from dashboard.progress.signals import Signal
from dashboard.progress.standing_facts import Numbers, facts, missing
from dashboard.progress.status import LIKELY, Facts, Judged, Status
from dashboard.progress.worth import Worth, worth
from dashboard.records.store import Store
from dashboard.warehouse import reader

NEVER = Moved(0)


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
    foreseen: Foreseen | None = None
    """None: not worked out yet."""
    signal: Signal | None = None
    moved: Moved = NEVER

    @property
    def level(self) -> float | None:
        """The target as a level that a period can be held against; None of a total."""
        return None if self.goal.kind is Kind.TOTAL else self.target

    @property
    def days_left(self) -> int:
        return max(0, (self.goal.due_on - self.today).days)

    @property
    def chance(self) -> float | None:
        """0 to 1."""
        return None if self.facts.chance is None else self.facts.chance / 100

    @property
    def chance_word(self) -> str:
        """One of five words, as `said`; '' without a chance."""
        return self.foreseen.word if self.foreseen and self.chance is not None else ""

    @property
    def no_chance(self) -> str:
        """Why there is no chance, as `said`."""
        if self.facts.decided:
            return said("it is over")
        return self.foreseen.reason if self.foreseen else said("not worked out yet")

    @property
    def no_chance_brief(self) -> str:
        """The same in two words, for a card."""
        if self.facts.decided or self.foreseen is None:
            return self.no_chance
        return said("cannot be told")

    @property
    def is_likely(self) -> bool:
        """Met, or more likely than not by far."""
        if self.status is Status.NO_DATA:
            return False
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
    """Where each goal stands that the viewer may see, pinned ones first. See standings_kept.py for what pages read."""
    shown = [goal for goal in goals(store) if is_visible(goal, viewer)]
    moved = goal_versions.moved_by_goal(store, shown)
    return [standing(goal, viewer, store, moved=moved[goal.id]) for goal in shown]


def standing(
    goal: Goal,
    viewer: Viewer,
    store: Store,
    chosen: Definition = (),
    moved: Moved | None = None,
    is_foretold: bool = True,
) -> Standing:
    """The goal in the newest complete period of its own grain and slice. Where its metric is read otherwise (`chosen`),
    or where `is_foretold` is not asked for, it is judged without a chance: that is worked out for the usual reading."""
    told = foreseen.of(store, goal, viewer) if is_foretold and not chosen else None
    if moved is None:
        moved = goal_versions.moved_by_goal(store, [goal])[goal.id]
    goal = reading.read_as(goal, chosen)
    try:
        numbers = _numbers(goal, viewer, store)
    except BadUse as error:  # its metric cannot be asked so any more: said on its card, not instead of all others
        return _unread(goal, str(error.args[0]), told, moved)
    known = facts(numbers, _open_chance(told))
    judged = _judged(numbers, known)
    return Standing(
        goal, numbers.values, numbers.latest, numbers.value, numbers.target, judged.status,
        judged.because, known, numbers.pace, _worth(numbers, judged.status, viewer, store),
        numbers.today, told, _signal(numbers, viewer, store), moved,
    )  # fmt: skip


def _unread(goal: Goal, reason: str, told: Foreseen | None, moved: Moved) -> Standing:
    nothing = Worth(reason=said("not put in money: data are missing"))
    return Standing(
        goal, (), None, None, goal.target, Status.NO_DATA, reason, Facts(), None, nothing,
        reads.about().covered_day, told, None, moved,
    )  # fmt: skip


def _numbers(goal: Goal, viewer: Viewer, store: Store) -> Numbers:
    about = reads.about()
    calendar = about.settings.calendar
    last = reading.last_start(goal, calendar)
    values = reading.values(goal, viewer, store)
    found = {v.period.start: v for v in values}
    latest = next((v for v in reversed(values) if v.is_complete and v.period.start <= last), None)
    way = pace.pace(goal, found, latest, calendar)
    value = latest.value if latest else None
    if goal.kind is Kind.TOTAL:
        value = way.value if way else None
    at = latest.period.start if latest else last
    target = reading.target_at(goal, found, at, calendar)
    return Numbers(goal, calendar, values, latest, last, value, target, way, about.covered_day)


def _open_chance(told: Foreseen | None) -> float | None:
    """0 to 1, while it is open."""
    return None if told is None or told.is_decided else told.chance


def _judged(numbers: Numbers, known: Facts) -> Judged:
    """Missing data is called so and judged by nobody; all else by the rules."""
    if reason := missing(numbers):
        return Judged(Status.NO_DATA, reason)
    return status.judged(known, status_file.rules(reader.home()))


def _signal(numbers: Numbers, viewer: Viewer, store: Store) -> Signal | None:
    """Whether the newest period really differs from those before it."""
    window = reading.window(numbers.goal)
    if window is None or not numbers.values:
        return None
    counted = [v for v in numbers.values if v.period.start <= numbers.last]
    slice = reading.slice_of(numbers.goal, window)
    return signals.signal(numbers.goal.metric, viewer, slice, counted, store=store)


def _worth(numbers: Numbers, status: Status, viewer: Viewer, store: Store) -> Worth:
    """Of a total, what it is behind its pace so far; of others, what the gap costs in a year."""
    goal, latest, way = numbers.goal, numbers.latest, numbers.pace
    if status is Status.NO_DATA or latest is None or numbers.target is None:
        return Worth(reason=said("not put in money: data are missing"))
    counted = [v for v in numbers.values if v.period.start <= latest.period.start]
    if goal.kind is not Kind.TOTAL:
        return worth(goal, counted, numbers.target, viewer, store)
    if way is None or way.expected is None:
        return Worth(reason=said("not put in money: it has not begun"))
    counted = [v for v in counted if v.period.start >= goal.starts_on]
    return worth(goal, counted, way.expected, viewer, store)
