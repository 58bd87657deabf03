"""Did it work? An initiative's effect on its number, with limits, against what was promised."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.power import visible_step
from dashboard.language import Said, said
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.progress import proof_people, proof_regions, proof_series
from dashboard.progress.measured import Measured, Moment, PrePeriod
from dashboard.progress.roadmap import Initiative
from dashboard.progress.series import metric_of
from dashboard.progress.trial import Design, Span, Trial, for_guardrail, span, trial
from dashboard.progress.trial_values import one_survey
from dashboard.records.store import Store
from dashboard.warehouse import reader

LONGEST = timedelta(days=3 * 365)
"""What would not be known within so long is not foretold."""

Method = Callable[[Trial, Viewer, Span, Store | None], Measured]
METHODS: dict[Design, Method] = {
    Design.REGIONS: proof_regions.measured,
    Design.PEOPLE: proof_people.measured,
    Design.NONE: proof_series.measured,
}


class Verdict(StrEnum):
    """What was found of an initiative."""

    MOVED = "moved"
    NOT_MOVED = "not moved"
    CANNOT_TELL = "cannot tell"
    WRONG_WAY = "wrong way"


@dataclass(frozen=True)
class Guardrail:
    """A number that was not to get worse, and what became of it."""

    metric: Metric | None
    name: str
    effect: float | None
    low: float | None
    high: float | None
    unit: str
    is_worse: bool | None
    """None where it cannot be told."""
    reason: Said


@dataclass(frozen=True)
class Proof:
    """The verdict on an initiative; effect and limits in the unit of the promise, signed as the metric moves."""

    trial: Trial | None
    verdict: Verdict
    reason: Said
    """Why this verdict."""
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    promised: float | None = None
    unit: str = "points"
    method: Said | None = None
    is_weaker: bool = False
    """There was no control."""
    is_over: bool = False
    """The promised day has passed and the data reach it; before, the effect is what it looks like so far."""
    when_known: date | None = None
    """Of 'cannot tell': when it could be told; None where more time would not help."""
    pre_period: PrePeriod | None = None
    guardrails: tuple[Guardrail, ...] = ()
    series: tuple[Moment, ...] = ()
    notes: tuple[Said, ...] = ()
    p: float | None = None
    n: int | None = None

    @property
    def half_width(self) -> float | None:
        """Half the span of the limits."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def is_index(self) -> bool:
        """The lines of the chart are an index, 100 before the start, not the metric's own values."""
        return self.trial is not None and self.trial.is_sum

    @property
    def is_guarded(self) -> bool:
        """No guardrail got worse, as far as can be told."""
        return not any(one.is_worse for one in self.guardrails)


def worked(promise: Initiative, viewer: Viewer, store: Store | None = None) -> Proof:
    """Whether an initiative moved its number. Never raises for what it lacks: the reason says it."""
    try:
        asked = trial(promise, store)
    except BadUse as error:
        return Proof(
            None,
            Verdict.CANNOT_TELL,
            _words(error),
            promised=promise.promised_effect,
            unit=promise.promised_unit,
        )
    return proven(asked, viewer, store)


def proven(asked: Trial, viewer: Viewer, store: Store | None = None) -> Proof:
    """The same of a trial; worked out once for each version of the data where no number kept by hand is in it."""
    is_kept = not any(
        name.startswith("measure:") for name in (asked.metric.name, *asked.guardrails)
    )
    if not is_kept:
        return _proven(asked, viewer, store)
    return _remembered(reader.version_path(), asked, viewer)


@lru_cache(maxsize=256)
def _remembered(version: str, asked: Trial, viewer: Viewer) -> Proof:
    return _proven(asked, viewer, None)


reader.emptied_with_versions(_remembered.cache_clear)


def _proven(asked: Trial, viewer: Viewer, store: Store | None) -> Proof:
    found_span = span(asked, store)
    base = Proof(asked, Verdict.CANNOT_TELL, said(""), promised=asked.promised, unit=asked.unit)
    base = replace(base, is_over=found_span.is_over, when_known=found_span.known_on)
    if found_span.last is None:
        return replace(base, reason=TOO_SHORT)
    if not found_span.after:
        return replace(base, reason=_wait(found_span))
    try:
        if not found_span.before:
            raise BadUse(said("There is no whole period before the start to compare with."))
        measured = METHODS[asked.design](asked, viewer, found_span, store)
    except BadUse as error:
        return replace(base, reason=_words(error), when_known=None)
    return replace(
        judged(base, measured, found_span), guardrails=_guardrails(asked, viewer, store), method=measured.method,
        is_weaker=measured.is_weaker, pre_period=measured.pre, series=measured.series, notes=measured.notes,
        p=measured.p, n=measured.n,
    )  # fmt: skip


def judged(base: Proof, measured: Measured, found_span: Span) -> Proof:
    """The verdict on what was measured."""
    proof = replace(base, effect=measured.effect, low=measured.low, high=measured.high)
    if not found_span.is_over:
        return replace(proof, reason=_wait(found_span))
    if measured.pre.is_apart:
        reason = said(
            "Pilot and control moved apart before the start already, so what came after proves nothing."
        )
        return replace(proof, reason=reason, when_known=None)
    asked = base.trial
    assert asked is not None
    verdict = verdict_of(measured.low, measured.high, asked.promised, asked.side)
    if verdict is not Verdict.CANNOT_TELL:
        return replace(proof, verdict=verdict, reason=REASONS[verdict], when_known=None)
    when = _when(measured, asked, found_span)
    return replace(proof, reason=_undecided(measured, when), when_known=when)


def verdict_of(low: float | None, high: float | None, promised: float | None, side: int) -> Verdict:
    """Moved: the limits lie on the better side of nought. Wrong way: on the other. Not moved: they hold nought and
    leave out what was promised. Else it cannot be told. `side` is 1 where more is better, -1 where less is."""
    worst, best = (low, high) if side > 0 else (_turned(high), _turned(low))
    if worst is not None and worst > 0:
        return Verdict.MOVED
    if best is not None and best < 0:
        return Verdict.WRONG_WAY
    aim = side * (promised or 0.0)
    if best is not None and aim > 0 and best < aim:
        return Verdict.NOT_MOVED
    return Verdict.CANNOT_TELL


def _turned(limit: float | None) -> float | None:
    return None if limit is None else -limit


TOO_SHORT = said("No whole period lies between the start and the promised day: choose a later one.")
REASONS = {
    Verdict.MOVED: said(
        "So large a change is hardly chance: even the cautious end of the 95 % range is better than nothing."
    ),
    Verdict.WRONG_WAY: said(
        "It got worse, and that is hardly chance: even the most hopeful end of the 95 % range is worse than nothing."
    ),
    Verdict.NOT_MOVED: said(
        "It may have changed nothing, and it did not reach what was promised: the 95 % range ends before it."
    ),
}


def _wait(found_span: Span) -> Said:
    if found_span.known_on is None:
        return said("The promised day has not come yet.")
    return said("It can be told once the data reach {day}.", day=found_span.known_on)


def _undecided(measured: Measured, when: date | None) -> Said:
    if measured.low is None or measured.high is None:
        return said("So few regions can rule out nothing: more of them are needed on either side.")
    if when is None:
        return said(
            "It may have changed nothing, and it may have brought what was promised: the 95 % range holds both. "
            "More time would hardly tell them apart."
        )
    return said(
        "It may have changed nothing, and it may have brought what was promised: the 95 % range holds both. "
        "About {day} they could be told apart.",
        day=when,
    )


def _when(measured: Measured, asked: Trial, found_span: Span) -> date | None:
    """About when limits narrow enough to see the promise, were the trial to go on: their square shrinks with the
    periods, half² ~ 1/before + 1/after; the promise is seen four times of five where half ≤ promise / (reach / z)."""
    if (
        measured.low is None
        or measured.high is None
        or not asked.promised
        or found_span.last is None
    ):
        return None
    half = (measured.high - measured.low) / 2
    needed = abs(asked.promised) * 1.96 / visible_step(1.0)
    now = 1 / measured.before + 1 / measured.after
    left = now * (needed / half) ** 2 - 1 / measured.before if half > 0 else 0.0
    if left <= 0:
        return None
    periods = max(1, min(600, math.ceil(1 / left) - measured.after))
    calendar = reads.about().settings.calendar
    last = found_span.last.start
    days = calendar.shifted(last, asked.grain, periods) - last
    if days > LONGEST or found_span.known_on is None:
        return None
    return found_span.known_on + days


def _guardrails(asked: Trial, viewer: Viewer, store: Store | None) -> tuple[Guardrail, ...]:
    return tuple(_guardrail(asked, name, viewer, store) for name in asked.guardrails)


def _guardrail(asked: Trial, name: str, viewer: Viewer, store: Store | None) -> Guardrail:
    metric = metric_of(name, store)
    if metric is None:
        return Guardrail(
            None, name, None, None, None, "points", None, said("There is no such number.")
        )
    own = for_guardrail(asked, metric)
    found_span = span(own, store)
    if not found_span.before or not found_span.after:
        return Guardrail(metric, name, None, None, None, own.unit, None, _wait(found_span))
    try:
        if found_span.window:
            own = one_survey(own, viewer, found_span.window)
        found = METHODS[own.design](own, viewer, found_span, store)
    except BadUse as error:
        return Guardrail(metric, name, None, None, None, own.unit, None, _words(error))
    verdict = verdict_of(found.low, found.high, None, own.side)
    is_told = found.low is not None and found.high is not None
    return Guardrail(
        metric, name, found.effect, found.low, found.high, own.unit,
        verdict is Verdict.WRONG_WAY if is_told else None, GUARDED[verdict] if is_told else _undecided(found, None),
    )  # fmt: skip


GUARDED = {
    Verdict.MOVED: said("It got better."),
    Verdict.WRONG_WAY: said("It got worse, and not by chance."),
    Verdict.NOT_MOVED: said("No sign that it got worse."),
    Verdict.CANNOT_TELL: said("No sign that it got worse."),
}


def _words(error: BadUse) -> Said:
    words: object = error.args[0] if error.args else ""
    return words if isinstance(words, Said) else said("{words}", words=str(words))


def changed_words(fields: Sequence[str]) -> tuple[Said, ...]:
    """What is no longer as it was frozen, a sentence each."""
    return tuple(
        said("'{field}' was changed after the start; it is judged by what it was then.", field=name)
        for name in fields
    )
