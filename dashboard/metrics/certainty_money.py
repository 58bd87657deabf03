"""How sure money over a life, a part of all money and its growth are, from the sums that their questions return."""

from dataclasses import replace

from dashboard.insight.compare import Change, Measured, change_of_ratios
from dashboard.insight.intervals import Estimate, LifeSums, money_over_life, ratio_clustered
from dashboard.metrics.certainty import RATIO, Certainty, Measurement, Row


def _life(row: Row, scale: float) -> Measurement | None:
    numerator, denominator = row["numerator"] or 0.0, row["denominator"] or 0.0
    if denominator <= 0:
        return None
    sums = LifeSums(
        people=row["n"],
        months=denominator,
        life=row["sum_l"],
        money=row["sum_y"],
        clusters=row["clusters"],
        **{name: row[f"sum_{name}"] for name in ("yy", "ym", "yl", "yx", "mm", "ml", "ll")},
    )
    return _measured(numerator / denominator, money_over_life(sums), scale, row)


def _part(row: Row, scale: float) -> Measurement | None:
    """A part of all; limits of a part between nothing and all stay there too."""
    found = RATIO.measure(row, scale)
    if found is None or found.low is None or found.high is None or not 0 <= found.value <= scale:
        return found
    return replace(found, low=max(0.0, found.low), high=min(scale, found.high))


def _growth(row: Row, scale: float) -> Measurement | None:
    """numerator is what has been added to the denominator, and so the value is now / then − 1.

    Its limits are those of now / then on the log scale, for which y + x takes the place of y.
    """
    added, then = row["numerator"] or 0.0, row["denominator"] or 0.0
    if then <= 0:
        return None
    sum_xx, sum_xy, sum_yy = row["sum_xx"], row["sum_xy"], row["sum_yy"]
    times = ratio_clustered(
        added + then, then, sum_yy + 2 * sum_xy + sum_xx, sum_xy + sum_xx, sum_xx, row["clusters"]
    )
    measured = _measured(1 + added / then, times, scale, row)
    return replace(
        measured,
        value=scale * added / then,
        low=None if measured.low is None else measured.low - scale,
        high=None if measured.high is None else measured.high - scale,
    )


def _measured(value: float, estimate: Estimate | None, scale: float, row: Row) -> Measurement:
    if estimate is not None:
        low, high = scale * estimate.low, scale * estimate.high
        estimate = replace(
            estimate, value=scale * estimate.value, se=scale * estimate.se, low=low, high=high
        )
    return Measurement(
        scale * value,
        estimate.low if estimate else None,
        estimate.high if estimate else None,
        row["n"],
        estimate,
        scale,
        row["numerator"],
        row["denominator"],
    )


def _change_of_ratios(after: Measurement, before: Measurement, complete: bool) -> Change:
    return change_of_ratios(
        Measured(after.value, after.basis, complete), Measured(before.value, before.basis, complete)
    )


def _change_of_growth(after: Measurement, before: Measurement, complete: bool) -> Change:
    """In points; a growth that is larger by so many per cent of itself says nothing."""
    return replace(_change_of_ratios(after, before, complete), relative=None)


LIFE = Certainty("log-delta, clustered by person", _life, _change_of_ratios)
PART = Certainty("log-delta, clustered by person (64 groups by hash)", _part, _change_of_ratios)
GROWTH = Certainty("log-delta, clustered by person (64 groups by hash)", _growth, _change_of_growth)
