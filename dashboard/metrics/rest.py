"""Compare with the rest: is one value of a dimension unlike all the others, and has it moved unlike them?

The rest is measured as a slice of its own, that of all other values: a person in several of them counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.compare import Change, Measured, change_of_ratios, judged
from dashboard.insight.differences import quotient, recovered
from dashboard.insight.intervals import Estimate, Interval
from dashboard.language import said
from dashboard.metrics import evaluate, spread
from dashboard.metrics.declare import Metric
from dashboard.metrics.drivers import Whole, refuse_overlap, refuse_pooled
from dashboard.metrics.evaluate import Value
from queries.slice import Slice, Window


@dataclass(frozen=True)
class Side:
    """The value, or the rest: now, before, and what changed."""

    slice: Slice
    now: Value
    before: Value | None
    change: Change | None


@dataclass(frozen=True)
class Rest:
    """One value of a dimension against all the others."""

    dimension: str
    name: str
    one: Side
    others: Side
    level: Change | None
    """The value minus the rest, now; None for sums, of which a part is always less than the rest or more."""
    moved: Change | None
    """The value's change minus that of the rest: in the metric's unit; of sums in points of growth."""


def rest(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    dimension: str,
    name: str,
    before: Window | None,
    whole: Whole = evaluate.whole,
) -> Rest:
    """`name` '' is the value that is not known."""
    slice = replace(slice, grain=None, by=())
    if before:
        refuse_overlap(slice.window, before)
    refuse_pooled(metric, slice)
    if slice.values(dimension) == (
        name,
    ):  # kept alone: the rest are those that the filter leaves out
        slice = replace(slice, where=tuple(p for p in slice.where if p[0] != dimension))
    names = _values(metric, viewer, slice, dimension, before, whole)
    others = [value for value in names if value != name]
    if name not in names:
        raise BadUse(
            said("Nothing to compare: {dimension} is never '{name}' in these days.", dimension=dimension, name=name)
        )  # fmt: skip
    if not others:
        raise BadUse(
            said("Nothing to compare: {dimension} is always '{name}' in these days.", dimension=dimension, name=name)
        )  # fmt: skip
    one = _side(metric, viewer, slice.filtered(dimension, [name]), before, whole)
    them = _side(metric, viewer, slice.filtered(dimension, others), before, whole)
    is_sum = spread.is_sum(metric)
    level = None if is_sum else evaluate.change(one.now, them.now)
    return Rest(dimension, name, one, them, level, _moved(one, them, is_sum))


def _values(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    dimension: str,
    before: Window | None,
    whole: Whole,
) -> list[str]:
    """Every value that occurs in either window."""
    windows = [slice.window, *([before] if before else [])]
    found: set[str] = set()
    for window in windows:
        grouped = whole(metric, viewer, slice.with_window(window).grouped(dimension))
        found |= {value.group[dimension] or "" for value in grouped if value.group}
    return sorted(found)


def _side(
    metric: Metric, viewer: Viewer, slice: Slice, before: Window | None, whole: Whole
) -> Side:
    [now] = whole(metric, viewer, slice)
    if before is None:
        return Side(slice, now, None, None)
    [then] = whole(metric, viewer, slice.with_window(before))
    return Side(slice, now, then, evaluate.change(now, then))


def _moved(one: Side, others: Side, is_sum: bool) -> Change | None:
    if one.change is None or others.change is None:
        return None
    if is_sum:
        return _difference_of_growth(one, others)
    first, second = one.change, others.change
    limits = None
    if first.low is not None and second.low is not None:
        assert first.high is not None
        assert second.high is not None
        limits = recovered(
            first.difference, Interval(first.low, first.high),
            second.difference, Interval(second.low, second.high),
        )  # fmt: skip
    found = judged(first.difference, second.difference, limits, limits is not None)
    return replace(found, relative=None)


def _difference_of_growth(one: Side, others: Side) -> Change | None:
    """Of sums: growth of the one less growth of the rest, in points."""
    grown = [_growth(side) for side in (one, others)]
    if any(growth is None for growth in grown):
        return None
    is_judged = all(s.change is not None and s.change.low is not None for s in (one, others))
    first, second = (Measured(100 * g.value, _times_100(g), is_judged) for g in grown if g)
    return replace(change_of_ratios(first, second), relative=None)


def _growth(side: Side) -> Estimate | None:
    """Now over before, both positive."""
    values: Sequence[Value | None] = (side.now, side.before)
    now, then = (v.measurement.basis if v and v.measurement else None for v in values)
    if not isinstance(now, Estimate) or not isinstance(then, Estimate) or then.value <= 0:
        return None
    return quotient(now, then) if now.value > 0 else None


def _times_100(of: Estimate) -> Estimate:
    return replace(of, value=100 * of.value, se=100 * of.se, low=100 * of.low, high=100 * of.high)
