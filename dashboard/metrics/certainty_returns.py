"""How sure a share of people who come back is, where some of them have not had the time."""

import numpy as np

from dashboard.insight.compare import Change, Share, change_of_shares, judged
from dashboard.insight.intervals import Interval, wilson
from dashboard.insight.survival import kaplan_meier
from dashboard.language import said
from dashboard.metrics.certainty import Certainty, Measurement, Row


def _returns(row: Row, scale: float) -> Measurement | None:
    """The plain share where everybody is old enough, else Kaplan and Meier's over all; None where nobody has been
    watched for so long."""
    came_back, people, young = row["numerator"] or 0.0, row["denominator"] or 0.0, row["young"]
    if people <= 0:
        return None
    if not young:
        share = Share(came_back, people)
        limits = wilson(came_back, people)
        return _measured(came_back / people, limits, scale, row, share, "")
    found = _by_then(row)
    if found is None:
        return None
    note = said(
        "Kaplan–Meier: {young:,.0f} of {people:,.0f} people are not {days} days old yet",
        young=young, people=people, days=row["days"],
    )  # fmt: skip
    return _measured(*found, scale, row, None, note)


def _by_then(row: Row) -> tuple[float, Interval] | None:
    """The share back by the last day, and Greenwood's limits on the log(−log) scale.

    Where none or all have come back there is no standard error: then Wilson's, over those watched to the last or over
    all. None where somebody has not come back and nobody has been watched to the last day.
    """
    times, came_back, watched = row["times"], row["came_back"], row["watched"]
    curve = kaplan_meier(
        np.concatenate([np.repeat(times, came_back), np.repeat(times, watched)]),
        np.concatenate([np.ones(came_back.sum(), bool), np.zeros(watched.sum(), bool)]),
    )
    left = float(curve.survival[-1]) if len(curve.times) else 1.0
    if came_back.sum() and not watched.sum():
        return 1.0, wilson(came_back.sum(), came_back.sum())
    to_the_end = float(watched[times == row["days"] - 1].sum())
    if not to_the_end:
        return None
    if left == 1.0:
        return 0.0, wilson(0, to_the_end)
    return 1 - left, Interval(1 - float(curve.high[-1]), 1 - float(curve.low[-1]))


def _measured(
    value: float, limits: Interval, scale: float, row: Row, basis: Share | None, note: str
) -> Measurement:
    return Measurement(
        scale * value,
        scale * limits.low,
        scale * limits.high,
        row["denominator"],
        basis,
        scale,
        row["numerator"],
        row["denominator"],
        note,
    )


def _change(after: Measurement, before: Measurement, complete: bool) -> Change:
    """By Newcombe; a share by Kaplan and Meier is of a period that is not complete, and is not judged."""
    if not complete or after.basis is None or before.basis is None:
        return judged(after.value, before.value, None, False)
    change = change_of_shares(after.basis, before.basis, per=after.scale)
    assert change is not None  # both have people
    return change


RETURNS = Certainty(
    "Wilson; Kaplan–Meier with Greenwood's error where people are too young", _returns, _change
)
