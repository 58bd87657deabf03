"""Before it starts: what a pilot could show with this traffic in this time, and which regions would make a good one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight import arms, placebo
from dashboard.insight.interrupted import season_columns, step
from dashboard.insight.power import visible_step
from dashboard.language import Said, said
from dashboard.progress import proof_people, series
from dashboard.progress.measured import Converted
from dashboard.progress.proof_series import refuse_unseen
from dashboard.progress.roadmap import Initiative
from dashboard.progress.seasons import LENGTH, position
from dashboard.progress.trial import (
    BEFORE,
    Design,
    Span,
    Trial,
    known_before,
    planned,
    trial,
)
from dashboard.progress.trial_values import Table, one_series, slice_of, table
from dashboard.records.store import Store
from dashboard.warehouse import reader
from queries.arm_people import arm_people
from queries.settled_people import HELD_OUT, TREATED
from queries.slice import Period, Window

Array = NDArray[np.float64]

ENOUGH = 0.05
"""A p above it shows nothing."""
FEWEST_PASTS = 2
PASTS = 3
"""The past is looked back to over so many times the periods before a start."""
PILOTS = 1 / 3
"""Of the regions, those that are suggested as the pilot."""


@dataclass(frozen=True)
class Suggestion:
    """Regions whose past went alike, and the smallest effect they could show."""

    pilot: tuple[str, ...]
    control: tuple[str, ...]
    unlike: tuple[str, ...]
    """Left out: their past went unlike all others'."""
    smallest_effect: float | None
    smallest_p: float


@dataclass(frozen=True)
class ProofPlan:
    """What a trial could show, in the unit of its promise; None where the past cannot say."""

    trial: Trial | None
    smallest_effect: float | None
    """Seen four times of five, at 95 %."""
    smallest_p: float | None
    """The least that these regions can reach; None where nothing is compared by labels."""
    periods: int
    promised: float | None
    unit: str
    suggestion: Suggestion | None = None
    sizes: tuple[int, int] | None = None
    """Of people: how many would be treated and held out."""
    reasons: tuple[Said, ...] = ()
    """Why a number is not there, and what follows from those that are."""

    @property
    def is_enough(self) -> bool | None:
        """What is promised could be seen; None where that cannot be said."""
        if self.promised is None:
            return None
        if self.smallest_p is not None and self.smallest_p > ENOUGH:
            return False
        return None if self.smallest_effect is None else abs(self.promised) >= self.smallest_effect


def plan(promise: Initiative, viewer: Viewer, store: Store | None = None) -> ProofPlan:
    """What an initiative could show as it is planned. Never raises for what it lacks: the reasons say it."""
    try:
        asked = trial(promise, store)
    except BadUse as error:
        return ProofPlan(
            None,
            None,
            None,
            0,
            promise.promised_effect,
            promise.promised_unit,
            reasons=(words(error),),
        )
    return planned_proof(asked, viewer, store)


def planned_proof(asked: Trial, viewer: Viewer, store: Store | None = None) -> ProofPlan:
    """The same of a trial."""
    after = len(planned(asked))
    found = ProofPlan(asked, None, None, after, asked.promised, asked.unit)
    if not after:
        return replace(
            found, reasons=(said("No whole period lies between the start and the promised day."),)
        )
    try:
        shown = WAYS[asked.design](found, viewer, store)
    except BadUse as error:
        return replace(found, reasons=(words(error),))
    return replace(shown, reasons=(*shown.reasons, *_told(shown)))


def words(error: BadUse) -> Said:
    text: object = error.args[0] if error.args else ""
    return text if isinstance(text, Said) else said("{words}", words=str(text))


def _told(found: ProofPlan) -> tuple[Said, ...]:
    """What follows for the promise."""
    if found.smallest_p is not None and found.smallest_p > ENOUGH:
        return (
            said(
                "With these regions p can be no less than {p:.3f}, so nothing could be shown: take more of them.",
                p=found.smallest_p,
            ),
        )
    if found.smallest_effect is None:
        return (said("The past is too short to say what could be shown."),)
    if found.is_enough is False:
        return (
            said(
                "The promise is smaller than what could be shown: take more regions or people, or more time."
            ),
        )
    return (
        (said("The promise is large enough to be seen, if it is kept."),) if found.is_enough else ()
    )


def _of_regions(found: ProofPlan, viewer: Viewer, store: Store | None) -> ProofPlan:
    asked = found.trial
    assert asked is not None
    if viewer.regions is not None:
        raise BadUse(said("It compares regions that you may not see."))
    past = _past(asked, store)
    every = table(asked, viewer, past, len(past), (), None, store)
    suggestion = _suggestion(found, every)
    chosen = (*asked.pilot, *asked.control)
    p = (
        placebo.smallest_p(len(asked.pilot), len(asked.control))
        if asked.pilot and asked.control
        else None
    )
    smallest = (
        _visible(found, every, asked.pilot, asked.control) if chosen and p is not None else None
    )
    return replace(found, smallest_effect=smallest, smallest_p=p, suggestion=suggestion)


def _past(asked: Trial, store: Store | None) -> tuple[Period, ...]:
    """The periods before the start, or before the data end, whichever is first."""
    reach = series.reach(asked.metric, store)
    if reach is None:
        raise BadUse(said("Nothing is loaded yet."))
    past = known_before(
        asked, reach[0], min(asked.window.start, reach[1]), PASTS * BEFORE[asked.grain]
    )
    if not past:
        raise BadUse(said("There is no whole period before the start to judge by."))
    return past


def _suggestion(found: ProofPlan, every: Table) -> Suggestion | None:
    """A third of the regions as the pilot, the rest that is like them as the control."""
    size = max(1, round(PILOTS * len(every.regions)))
    chosen = (
        arms.suggested(every.values, every.weights, size) if len(every.regions) > size else None
    )
    if chosen is None or not chosen.control:
        return None
    pilot, control, unlike = (
        tuple(every.regions[n] for n in rows)
        for rows in (chosen.pilot, chosen.control, chosen.unlike)
    )
    return Suggestion(
        pilot,
        control,
        unlike,
        _visible(found, every, pilot, control),
        placebo.smallest_p(len(pilot), len(control)),
    )


def _visible(
    found: ProofPlan, every: Table, pilot: Sequence[str], control: Sequence[str]
) -> float | None:
    """The smallest effect that so many pilots among these regions would have shown in the past."""
    rows = [n for n, region in enumerate(every.regions) if region in (*pilot, *control)]
    count = sum(every.regions[n] in pilot for n in rows)
    asked = found.trial
    if asked is None or not 0 < count < len(rows):
        return None
    changes = pasts(every.values[rows], found.periods, BEFORE[asked.grain])
    if len(changes) < FEWEST_PASTS:
        return None
    size = placebo.visible(changes, every.weights[rows], count)
    level = every.values[[n for n in rows if every.regions[n] in pilot]][:, -found.periods :]
    return shown(asked, size, np.exp(level).sum(axis=0).mean() if asked.is_sum else level.mean())


def shown(asked: Trial, size: float, level: float) -> float | None:
    """A size as it was compared, in the unit of the promise, without sign; None where nothing could be seen."""
    moved = Converted(asked.is_sum, asked.unit, float(level))(size)
    return abs(moved) if moved is not None else None


def pasts(values: Array, after: int, before: int) -> Array:
    """Changes of regions (pasts × regions) between spans of the past as long as those of the trial: for every period
    with about as many before it as after it, its `after` periods less up to `before` earlier ones."""
    periods = values.shape[1]
    after = min(after, periods // 2)
    if after < 1:
        return np.zeros((0, len(values)))
    first = min(max(after, 3), periods - after)
    return np.array([
        values[:, at : at + after].mean(axis=1) - values[:, max(0, at - before) : at].mean(axis=1)
        for at in range(first, periods - after + 1)
    ])  # fmt: skip


def _of_people(found: ProofPlan, viewer: Viewer, store: Store | None) -> ProofPlan:
    """The same trial in the newest past, in which nothing was tried: its error is that of the trial to come."""
    asked = found.trial
    assert asked is not None
    proof_people.refuse(asked, viewer)
    reach = series.reach(asked.metric, store)
    if reach is None:
        raise BadUse(said("Nothing is loaded yet."))
    until = min(asked.window.start, reach[1])
    after = known_before(asked, reach[0], until, found.periods)
    before = (
        known_before(asked, reach[0], after[0].window.start, BEFORE[asked.grain]) if after else ()
    )
    if not before:
        raise BadUse(said("The past is too short to say what could be shown."))
    then = replace(asked, window=Window(after[0].window.start, after[-1].window.end))
    past = Span(before, after, after[-1], None, True)
    sums = proof_people.arm_sums(then, viewer, past, proof_people.drawn(then))
    treated, held_out = sums[TREATED], sums[HELD_OUT]
    estimate = proof_people.estimate(then, treated, held_out)
    if estimate is None or estimate.se <= 0:
        raise BadUse(
            said("There is nothing to compare: one side has no value before or after the start.")
        )
    level = treated.y_a / len(after) if then.is_sum else then.metric.scale * (treated.after or 0.0)
    # fewer periods than asked for: what is not there yet shrinks the part of the error that comes after the start
    smallest = shown(asked, visible_step(estimate.se), level)
    return replace(found, smallest_effect=smallest, sizes=(treated.people, held_out.people))


def _of_series(found: ProofPlan, viewer: Viewer, store: Store | None) -> ProofPlan:
    """The error of a step at a start so long before the end of the past."""
    asked = found.trial
    assert asked is not None
    refuse_unseen(asked, viewer)
    past = _past(asked, store)
    values = one_series(asked, viewer, Window(past[0].window.start, past[-1].window.end), store)
    known = [
        v
        for v in values
        if v.value is not None and v.is_complete and (v.value > 0 or not asked.is_sum)
    ]
    numbers = np.array([v.value for v in known], float)
    after = np.arange(len(known)) >= len(known) - found.periods
    places = [position(v.period.start, asked.grain) for v in known]
    season = season_columns(places, LENGTH[asked.grain], int((~after).sum()))
    step_of = (
        step(np.log(numbers) if asked.is_sum else numbers, after, season)
        if season is not None
        else None
    )
    if step_of is None:
        raise BadUse(said("The past is too short to say what could be shown."))
    level = float(numbers[after].mean())
    return replace(
        found, smallest_effect=shown(asked, visible_step(float(step_of.se)), level),
        reasons=(said("Without a pilot whatever else begins then is in the effect: a pilot shows more."),),
    )  # fmt: skip


WAYS = {Design.REGIONS: _of_regions, Design.PEOPLE: _of_people, Design.NONE: _of_series}


@dataclass(frozen=True)
class Drawn:
    """One person of a trial by lot."""

    person: str
    side: str
    """'treated' or 'held out'."""


def people_of(asked: Trial, viewer: Viewer) -> tuple[Drawn, ...]:
    """Everybody that the lot put on a side, those held out first: the list to take away before the start."""
    if asked.design is not Design.PEOPLE:
        raise BadUse(said("Nobody is drawn by lot here: its design is not 'people'."))
    reader.refuse_ids(viewer)
    slice = slice_of(asked, asked.window, proof_people.drawn(asked))
    rows = reader.read(viewer, arm_people, replace(slice, where=()))
    return tuple(Drawn(row["person_id"], row["side"]) for row in rows)
