"""Pilot regions against control regions: difference in differences with placebo limits."""

import math

import numpy as np

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight import placebo
from dashboard.insight.did import Panel, effect
from dashboard.language import Said, said
from dashboard.progress.measured import ALIKE, Measured, PrePeriod, converted, lines, too_few
from dashboard.progress.trial import Span, Trial
from dashboard.progress.trial_values import Table, settled, table
from dashboard.records.store import Store

FEWEST_BEFORE = 3
"""Periods before the start in which a drift can be seen."""


def measured(trial: Trial, viewer: Viewer, span: Span, store: Store | None = None) -> Measured:
    """The effect on the pilot regions; `BadUse` says why there is none to be had."""
    refuse_unlike(trial, viewer)
    asked = (*trial.pilot, *trial.control)
    people = settled(trial)
    found = table(
        trial, viewer, (*span.before, *span.after), len(span.before), asked, people, store
    )
    panel = panel_of(trial, found, span)
    labels = placebo.relabelled(panel.pilot, panel.weights)
    low, high = placebo.one_interval(panel.changes, labels)
    moved = effect(panel)
    in_unit = converted(trial, _mean_after(trial, panel), moved)
    shown = in_unit(moved)
    if shown is None:
        raise BadUse(
            said("The pilot's value would be nought without it: no per cent can be told of nought.")
        )
    low_shown, high_shown = sorted_limits(in_unit(low), in_unit(high))
    after = int(panel.after.sum())
    notes = found.notes if people is not None else (*found.notes, MOVES)
    return Measured(
        shown, low_shown, high_shown, float(placebo.p_value(panel.changes, labels)), len(panel.after) - after,
        after, _method(panel, labels), _pre(trial, panel, labels),
        lines(trial, found.periods, panel.after, *panel.arms), notes, n=len(panel.weights),
    )  # fmt: skip


MOVES = said(
    "It rests on what belongs to no person, so its regions are those in which things happened."
)


def refuse_unlike(trial: Trial, viewer: Viewer) -> None:
    if not trial.pilot or not trial.control:
        raise BadUse(
            said("It has no pilot and control regions: choose both, or say that it has no pilot.")
        )
    both = sorted(set(trial.pilot) & set(trial.control))
    if both:
        raise BadUse(
            said("{regions} cannot be pilot and control at once.", regions=", ".join(both))
        )
    if viewer.regions is not None and not viewer.regions.issuperset((*trial.pilot, *trial.control)):
        raise BadUse(said("It compares regions that you may not see."))


def panel_of(trial: Trial, found: Table, span: Span) -> Panel:
    """The table with its sides; `BadUse` where a side or a time is empty."""
    pilot = np.array([region in trial.pilot for region in found.regions], bool)
    began = {period.start for period in span.after}
    after = np.array([period.start in began for period in found.periods], bool)
    if not pilot.any() or pilot.all():
        side = said("control") if pilot.any() else said("pilot")
        raise BadUse(
            said("No region of the {side} has values before and after the start.", side=side)
        )
    if after.all() or not after.any():
        raise BadUse(
            said(
                "There is no whole period on either side of the start in which every region has a value."
            )
        )
    return Panel(found.values, found.weights, pilot, after)


def _mean_after(trial: Trial, panel: Panel) -> float:
    """The pilot's mean period after the start: of sums, all its regions together."""
    after = panel.values[panel.pilot][:, panel.after]
    if trial.is_sum:
        return float(np.exp(after).sum(axis=0).mean())
    return float(np.average(after.mean(axis=1), weights=panel.weights[panel.pilot]))


def sorted_limits(low: float | None, high: float | None) -> tuple[float | None, float | None]:
    if low is not None and high is not None and low > high:
        return high, low
    return low, high


def _method(panel: Panel, labels: placebo.Relabelled) -> Said:
    return said(
        "Difference in differences: {pilots} pilot regions against {controls}, limits from all {ways} ways to call "
        "{pilots} of these regions the pilot.",
        pilots=int(panel.pilot.sum()), controls=int((~panel.pilot).sum()), ways=f"{labels.ways:,}",
    )  # fmt: skip


def _pre(trial: Trial, panel: Panel, labels: placebo.Relabelled) -> PrePeriod:
    """Whether the pilot drifted from the control before the start, by the same labellings."""
    before = int((~panel.after).sum())
    if before < FEWEST_BEFORE:
        return too_few(before)
    pilots, controls = int(panel.pilot.sum()), int((~panel.pilot).sum())
    if placebo.smallest_p(pilots, controls) > ALIKE:
        reason = said(
            "So few regions cannot show whether the two went the same way before the start."
        )
        return PrePeriod(before, None, None, reason)
    drifts = panel.drifts
    drift = float(labels.effects(drifts)[labels.own])
    p = float(placebo.p_value(drifts, labels))
    shown = math.expm1(drift) * 100 if trial.is_sum else drift
    if p > ALIKE:
        reason = said("Before the start pilot and control went the same way (p = {p:.2f}).", p=p)
    else:
        reason = said("Before the start pilot and control already moved apart (p = {p:.2f}).", p=p)
    return PrePeriod(before, shown, p, reason)
