"""People drawn by lot, some left as before: difference in differences, clustered by person."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.did import ArmSums, clustered, clustered_relative
from dashboard.insight.intervals import Estimate
from dashboard.language import said
from dashboard.metrics.certainty import COUNT, RATIO, SATISFACTION, SCORE, SHARE, TOTAL
from dashboard.metrics.coverage import coverage
from dashboard.metrics.evaluate import checked, with_coverage
from dashboard.metrics.of_people import refuses_groups
from dashboard.progress.measured import Measured, Moment, PrePeriod, converted, lines
from dashboard.progress.proof_regions import sorted_limits
from dashboard.progress.trial import Span, Trial
from dashboard.progress.trial_values import Table, slice_of, table
from dashboard.records.store import Store
from dashboard.warehouse import reader
from queries.arm_people import arm_sizes
from queries.arm_sums import PRODUCTS, arm_sums_of
from queries.settled_people import HELD_OUT, TREATED, Drawn
from queries.slice import Slice, Window

ADDING = (SHARE, SATISFACTION, SCORE, RATIO, TOTAL, COUNT)
"""Numbers that are one sum over people, or one over another."""
BY_LOT = said("Chance drew the two groups, so nothing sets them apart but chance.")
SIDES = {TREATED: said("treated"), HELD_OUT: said("held out")}
FEWEST = 30
"""People on a side without whom nothing is told."""


def drawn(trial: Trial) -> Drawn:
    """The two sides of a trial by lot."""
    regions = dict(trial.where).get("region", ())
    return Drawn(day=trial.window.start, seed=trial.seed, share=trial.share, regions=regions)


def measured(trial: Trial, viewer: Viewer, span: Span, store: Store | None = None) -> Measured:
    """The effect on the people who were not held out; `BadUse` says why there is none to be had."""
    refuse(trial, viewer)
    people = drawn(trial)
    sums = arm_sums(trial, viewer, span, people)
    for name, arm in sums.items():
        if arm.people < FEWEST:
            raise BadUse(
                said(
                    "Only {count} people are {side}: too few to tell anything.",
                    count=arm.people,
                    side=SIDES[name],
                )
            )
    found = estimate(trial, sums[TREATED], sums[HELD_OUT])
    if found is None:
        raise BadUse(
            said("There is nothing to compare: one side has no value before or after the start.")
        )
    treated = sums[TREATED]
    # of a sum, the mean period of everybody treated; else the ratio itself
    after = (
        treated.y_a / len(span.after)
        if trial.is_sum
        else trial.metric.scale * (treated.after or 0.0)
    )
    in_unit = converted(trial, after, found.value)
    low, high = sorted_limits(in_unit(found.low), in_unit(found.high))
    return Measured(
        in_unit(found.value) or 0.0, low, high, _p(found), len(span.before), len(span.after),
        said(
            "Difference in differences: {treated} people against {held} held out by lot, clustered by person.",
            treated=f"{treated.people:,}", held=f"{sums[HELD_OUT].people:,}",
        ),
        PrePeriod(len(span.before), None, None, BY_LOT),
        _series(trial, viewer, span, people, store), n=treated.people + sums[HELD_OUT].people,
    )  # fmt: skip


def refuse(trial: Trial, viewer: Viewer) -> None:
    if viewer.regions is not None:
        raise BadUse(said("It compares people of every region; you may see only your own."))
    metric = trial.metric
    is_adding = metric.members is not None and any(metric.certainty is one for one in ADDING)
    if not is_adding or "region" not in metric.sliced_by:
        raise BadUse(
            said(
                "{label} is not a sum over people: choose regions as the pilot, or another number.",
                label=said(metric.label),
            )
        )
    if why := refuses_groups(metric):
        raise BadUse(why)


def arm_sums(trial: Trial, viewer: Viewer, span: Span, people: Drawn) -> dict[str, ArmSums]:
    """The sums of either side; of a sum, everybody on the side counts once a window, whatever they did."""
    before = Window(span.before[0].window.start, span.before[-1].window.end)
    after = Window(span.after[0].window.start, span.after[-1].window.end)
    assert trial.metric.members is not None
    slice = _asked(trial, Window(before.start, after.end), people)
    rows = reader.read(viewer, arm_sums_of(trial.metric.members, before, after), slice)
    found = {side: _empty() for side in (TREATED, HELD_OUT)} | {
        row["region"]: _sums(row) for row in rows
    }
    if not trial.is_sum:
        return found
    sizes = {row["region"]: int(row["people"]) for row in reader.read(viewer, arm_sizes, slice)}
    return {side: _each(arm, sizes.get(side, 0)) for side, arm in found.items()}


def _asked(trial: Trial, window: Window, people: Drawn) -> Slice:
    slice = slice_of(trial, window, people)
    slice = with_coverage(checked(trial.metric.of(slice), slice), coverage(trial.metric))
    return slice.grouped()


def _sums(row: Mapping[str, Any]) -> ArmSums:
    return ArmSums(int(row["people"]), *(float(row[name] or 0.0) for name in PRODUCTS))


def _empty() -> ArmSums:
    return ArmSums(0, *[0.0] * (len(fields(ArmSums)) - 1))


def _each(arm: ArmSums, people: int) -> ArmSums:
    """Of a sum: x is 1 for everybody on the side, in either window."""
    n = float(people)
    return ArmSums(
        people,
        arm.y_b,
        n,
        arm.y_a,
        n,
        arm.yy_b,
        arm.y_b,
        n,
        arm.yy_a,
        arm.y_a,
        n,
        arm.yy_ab,
        arm.y_a,
        arm.y_b,
        n,
    )


def estimate(trial: Trial, treated: ArmSums, held_out: ArmSums) -> Estimate | None:
    """The change that only the treated saw: of a sum as a logarithm, else in the metric's unit."""
    if trial.is_sum:
        return clustered_relative(treated, held_out)
    found, scale = clustered(treated, held_out), trial.metric.scale
    if found is None:
        return None
    value, se, low, high = (scale * x for x in (found.value, found.se, found.low, found.high))
    return Estimate(value, abs(se), found.df, min(low, high), max(low, high), found.confidence)


def _p(found: Estimate) -> float | None:
    if found.se <= 0:
        return None
    from scipy.special import stdtr

    return float(2 * stdtr(found.df, -abs(found.value) / found.se))


def _series(
    trial: Trial, viewer: Viewer, span: Span, people: Drawn, store: Store | None
) -> tuple[Moment, ...]:
    periods = (*span.before, *span.after)
    found: Table = table(
        trial, viewer, periods, len(span.before), (HELD_OUT, TREATED), people, store
    )
    if found.regions != (HELD_OUT, TREATED) or not found.periods:
        return ()
    began = {period.start for period in span.after}
    after = np.array([period.start in began for period in found.periods], bool)
    if after.all():
        return ()
    return lines(trial, found.periods, after, found.values[1], found.values[0])
