"""How sure numbers about winning customers are: leads won, how long that takes."""

from dataclasses import replace

import numpy as np

from dashboard.insight.intervals import Interval
from dashboard.metrics.certainty import MEDIAN, SHARE, Certainty, Measurement, Row


def _won(row: Row, scale: float) -> Measurement | None:
    """A share of leads; the open ones are in the denominator, and said."""
    measured = SHARE.measure(row, scale)
    if measured is None or not row["waiting"]:
        return measured
    leads = f"{row['waiting']:,} of {measured.n:,.0f} leads"
    return replace(measured, note=f"{leads} {'is' if row['waiting'] == 1 else 'are'} still open")


def _cycle(row: Row, scale: float) -> Measurement | None:
    from dashboard.insight.survival import median_of_those_who_do

    won, others = row["waits"], row["waiting"]
    if not len(won):
        return None
    found = median_of_those_who_do(
        np.concatenate([won, others]),
        np.concatenate([np.ones(len(won), bool), np.zeros(len(others), bool)]),
    )
    assert found.value is not None  # some are won, so half of those are won by some day
    low, high = found.limits
    basis = None if low is None or high is None else Interval(low, high)
    return Measurement(found.value, low, high, len(won), basis)


WON = Certainty(SHARE.words, _won, SHARE.change)
CYCLE = Certainty(MEDIAN.words, _cycle, MEDIAN.change)
