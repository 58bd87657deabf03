"""What an initiative is judged by: which number, where, in which days, against whom, and what was promised.

Once it has started that is what was frozen then; what was changed later changes no verdict.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics import coverage, reads
from dashboard.metrics.certainty import COUNT, SATISFACTION, SCORE, TOTAL
from dashboard.metrics.certainty_money import PART
from dashboard.metrics.declare import Better, Horizon, Metric
from dashboard.metrics.switches import Definition, variant
from dashboard.progress import series
from dashboard.progress.goal import Goal, Where
from dashboard.progress.roadmap import Initiative
from dashboard.progress.series import metric_of
from dashboard.records.store import Store
from queries.calendar import Grain
from queries.slice import Period, Window

BEFORE = {Grain.DAY: 56, Grain.WEEK: 26, Grain.MONTH: 12, Grain.QUARTER: 8, Grain.YEAR: 4}
"""Periods before the start that it is held against, at most."""
HALF = 0.5


class Design(StrEnum):
    """Who is left as before, to compare with."""

    NONE = "none"
    REGIONS = "regions"
    PEOPLE = "people"


@dataclass(frozen=True)
class Trial:
    """One thing that was tried, and what would show that it worked."""

    metric: Metric
    grain: Grain
    window: Window
    """From the start to the day by which the effect was promised."""
    design: Design = Design.NONE
    pilot: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    promised: float | None = None
    """Signed, in `unit`."""
    unit: str = "points"
    """'points' of the metric's own unit, or 'percent' of what it would be without."""
    where: Where = ()
    defined: Definition = ()
    guardrails: tuple[str, ...] = ()
    seed: str = ""
    share: float = HALF
    """Of the people, those who are left as before."""

    @property
    def side(self) -> int:
        """1 where more is better, -1 where less is."""
        if self.metric.better is Better.NEITHER:
            return -1 if (self.promised or 0) < 0 else 1
        return -1 if self.metric.better is Better.LOWER else 1

    @property
    def is_sum(self) -> bool:
        """The value grows with the region: only how many times as much compares."""
        return self.metric.certainty in (TOTAL, COUNT, PART)


def trial(promise: Initiative, store: Store | None = None) -> Trial:
    """What an initiative is judged by; `BadUse` says what it lacks."""
    seen = _Judged.of(promise)
    metric = metric_of(seen.metric, store) if seen.metric else None
    if metric is None:
        raise BadUse(
            said(
                "It names no number to look for the effect in: choose its goal, or a metric of its own."
            )
        )
    if seen.start is None or seen.by is None or seen.start >= seen.by:
        raise BadUse(
            said("Say on which day it starts, and by which later day the effect is promised.")
        )
    goal = promise.goal
    defined = goal.defined if goal and goal.metric.name == metric.name else ()
    own = variant(metric, defined)
    design = Design(seen.design or "none")
    grain = grain_of(own, goal.grain if goal and goal.metric.name == metric.name else Grain.MONTH)
    return Trial(
        own, grain, Window(seen.start, seen.by), design, tuple(seen.pilot), tuple(seen.control),
        seen.effect, seen.unit, _where(goal, own), defined, tuple(seen.guardrails),
        _seed(promise, seen), _share(seen.control) if design is Design.PEOPLE else HALF,
    )  # fmt: skip


@dataclass(frozen=True)
class _Judged:
    metric: str
    start: date | None
    by: date | None
    effect: float | None
    unit: str
    guardrails: Sequence[str]
    design: str
    pilot: Sequence[str]
    control: Sequence[str]

    @staticmethod
    def of(promise: Initiative) -> "_Judged":
        kept = promise.frozen
        if kept is not None:
            return _Judged(
                kept.metric or promise.metric, kept.start, kept.by, kept.effect, kept.unit, kept.guardrails,
                kept.design, kept.pilot, kept.control,
            )  # fmt: skip
        return _Judged(
            promise.metric, promise.start, promise.promised_by, promise.promised_effect,
            promise.promised_unit, promise.guardrails, promise.design, promise.pilot, promise.control,
        )  # fmt: skip


def grain_of(metric: Metric, grain: Grain) -> Grain:
    """Months where a quarter says the same of a metric, only less often; else the goal's own periods."""
    is_same = metric.certainty in (SATISFACTION, SCORE) or (
        metric.horizon_days > 0 and metric.horizon_from is Horizon.START
    )
    return Grain.MONTH if is_same and grain in (Grain.QUARTER, Grain.YEAR) else grain


def _where(goal: Goal | None, metric: Metric) -> Where:
    """The goal's filters, as far as the metric knows them."""
    if goal is None:
        return ()
    return tuple(pair for pair in goal.where if pair[0] in metric.sliced_by)


def _seed(promise: Initiative, seen: _Judged) -> str:
    is_named = seen.design == Design.PEOPLE and seen.pilot
    return seen.pilot[0] if is_named else f"initiative {promise.id}"


def _share(control: Sequence[str]) -> float:
    """Of what is written as the control; half where nothing is."""
    return (share_of(control[0]) if control else None) or HALF


def share_of(text: str) -> float | None:
    """'20 %' → 0.2: so many are held out; None where that is no share of people."""
    found = re.fullmatch(r"\s*([0-9]+(?:[.,][0-9]+)?)\s*%\s*", text)
    share = float(found[1].replace(",", ".")) / 100 if found else 0.0
    return share if 0 < share < 1 else None


@dataclass(frozen=True)
class Span:
    """The periods that a trial is judged by."""

    before: tuple[Period, ...]
    """Whole ones whose value was known when it started: none of it is in them."""
    after: tuple[Period, ...]
    """Whole ones that begin after the start and are known by the promised day, as far as the data reach."""
    last: Period | None
    """The last period of the trial, whether it is there yet or not."""
    known_on: date | None
    """The day by which the data must reach for the last period to be whole."""
    is_over: bool

    @property
    def window(self) -> Window | None:
        """Everything from the first period before to the last after."""
        periods = (*self.before, *self.after)
        return Window(periods[0].window.start, periods[-1].window.end) if periods else None


def span(trial: Trial, store: Store | None = None) -> Span:
    """The periods before and after the start of a trial, as far as the data go."""
    reach = series.reach(trial.metric, store)
    asked = planned(trial)
    last = asked[-1] if asked else None
    known = _known_on(trial.metric, last) if last else None
    if reach is None:
        return Span((), (), last, known, False)
    after = tuple(p for p in asked if coverage.is_known_by(trial.metric, p, reach[1]))
    before = known_before(trial, reach[0], min(trial.window.start, reach[1]), BEFORE[trial.grain])
    return Span(before, after, last, known, bool(asked) and len(after) == len(asked))


def planned(trial: Trial) -> tuple[Period, ...]:
    """The whole periods that begin after the start and are known by the promised day, there yet or not."""
    calendar = reads.about().settings.calendar
    start = calendar.start(trial.window.start, trial.grain)
    if start < trial.window.start:
        start = calendar.end(start, trial.grain)
    found = []
    while calendar.end(start, trial.grain) <= trial.window.end:
        period = _period(start, calendar.end(start, trial.grain))
        if coverage.is_known_by(trial.metric, period, trial.window.end):
            found.append(period)
        start = period.window.end
    return tuple(found)


def known_before(trial: Trial, first_day: date, until: date, most: int) -> tuple[Period, ...]:
    """The last whole periods whose value was known by a day, at most so many, oldest first."""
    calendar = reads.about().settings.calendar
    found: list[Period] = []
    end = calendar.start(until, trial.grain)
    while len(found) < most:
        start = calendar.shifted(end, trial.grain, -1)
        if start < first_day:
            break
        period = _period(start, end)
        if coverage.is_known_by(trial.metric, period, until):
            found.append(period)
        end = start
    return tuple(reversed(found))


def _period(start: date, end: date) -> Period:
    return Period(start, Window(start, end), True)


def _known_on(metric: Metric, period: Period) -> date:
    edge = period.window.start if metric.horizon_from is Horizon.START else period.window.end
    return edge + timedelta(days=metric.horizon_days)


def for_guardrail(trial: Trial, metric: Metric) -> Trial:
    """The same trial, asked of another number that is not to get worse."""
    where = tuple(
        pair for pair in trial.where if pair[0] in metric.sliced_by and pair[0] != "survey"
    )
    asked = replace(
        trial, metric=metric, grain=grain_of(metric, trial.grain), promised=None, guardrails=(), where=where,
        defined=(), unit="points",
    )  # fmt: skip
    return replace(asked, unit="percent") if asked.is_sum else asked
