"""Pivot: metrics by up to two dimensions and periods in one table.

Every cell, and every total, is asked by a query of its own: distinct people, shares and medians do not add up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.compare import Change
from dashboard.language import said
from dashboard.metrics import evaluate
from dashboard.metrics.compare import compared
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Group, Value
from queries.slice import Period, Slice, Window

MOST_DIMENSIONS = 2
Read = Callable[[Metric, Viewer, Slice], Sequence[Value]]


@dataclass(frozen=True)
class Cell:
    """A value, and what changed: from the period before it, or of a whole window from the one it is compared with."""

    value: Value
    change: Change | None = None


@dataclass(frozen=True)
class Line:
    """One metric over one combination of values; a dimension that is not in the group is all of it."""

    metric: Metric
    group: Group
    cells: tuple[Cell | None, ...]
    """One per period; None where the group does not occur in it."""
    whole: Cell


@dataclass(frozen=True)
class Pivot:
    periods: tuple[Period, ...]
    """None where there is no grain."""
    lines: tuple[Line, ...]
    refused: dict[str, str]
    """Metric → why it is not here."""


def pivot(
    asked: Sequence[tuple[Metric, Slice]],
    viewer: Viewer,
    dimensions: Sequence[str],
    against: str | None = None,
    before: Window | None = None,
    series: Read = evaluate.series,
) -> Pivot:
    """Each metric over its slice, whose grain makes the columns; `against` is 'previous' or 'year-ago'."""
    if len(dimensions) > MOST_DIMENSIONS:
        raise BadUse(said("A pivot is by at most {count} dimensions.", count=MOST_DIMENSIONS))
    lines: list[Line] = []
    refused: dict[str, str] = {}
    for metric, slice in asked:
        missing = [name for name in dimensions if name not in metric.sliced_by]
        if missing:
            refused[metric.name] = said(
                "{metric} cannot be sliced by {dimension}",
                metric=said(metric.label), dimension=said(missing[0].replace("_", " ")),
            )  # fmt: skip
            continue
        for by in _groupings(dimensions):
            lines += _lines(metric, viewer, slice.grouped(*by), against, before, series)
    periods = asked[0][1].periods if asked and asked[0][1].grain else ()
    return Pivot(periods, tuple(_ordered(lines, dimensions)), refused)


def _groupings(dimensions: Sequence[str]) -> list[tuple[str, ...]]:
    """All, by each dimension, by both."""
    each = [(name,) for name in dimensions]
    return [(), *each, *([tuple(dimensions)] if len(dimensions) > 1 else [])]


def _lines(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    against: str | None,
    before: Window | None,
    series: Read,
) -> list[Line]:
    whole = replace(slice, grain=None)
    then = (
        {_group(v): v for v in series(metric, viewer, whole.with_window(before))} if before else {}
    )
    cells = _cells(metric, viewer, slice, against, series) if slice.grain else {}
    starts = [period.start for period in slice.periods] if slice.grain else []
    return [
        Line(
            metric,
            value.group,
            tuple(cells.get((_group(value), start)) for start in starts),
            _changed(value, then.get(_group(value))),
        )
        for value in series(metric, viewer, whole)
    ]


def _changed(value: Value, before: Value | None) -> Cell:
    return Cell(value, evaluate.change(value, before) if before else None)


Key = tuple[tuple[str, str | None], ...]


def _cells(
    metric: Metric, viewer: Viewer, slice: Slice, against: str | None, series: Read
) -> dict[tuple[Key, date], Cell]:
    values = list(series(metric, viewer, slice))
    if against is None:
        return {(_group(v), v.period.start): Cell(v) for v in values}
    found = compared(metric, viewer, slice, values, against)
    return {
        (_group(v), v.period.start): Cell(v, comparison.change)
        for v, comparison in zip(values, found, strict=True)
    }


def _group(value: Value) -> Key:
    return tuple(value.group.items())


def _ordered(lines: Sequence[Line], dimensions: Sequence[str]) -> list[Line]:
    """Metrics as asked; within each the whole, then each value of the first dimension before its parts, the largest
    first and what is not known last."""
    metrics = list(dict.fromkeys(line.metric.name for line in lines))
    sizes = {
        (line.metric.name, line.group[name]): line.whole.value.n or 0.0
        for line in lines
        for name in dimensions
        if set(line.group) & set(dimensions) == {name}
    }

    def place(line: Line) -> tuple[object, ...]:
        pooled = tuple(str(v) for k, v in line.group.items() if k not in dimensions)
        along = [_place(line, name, sizes) for name in dimensions]
        return metrics.index(line.metric.name), pooled, *along

    return sorted(lines, key=place)


def _place(
    line: Line, dimension: str, sizes: dict[tuple[str, str | None], float]
) -> tuple[int, float, str]:
    if dimension not in line.group:
        return 0, 0.0, ""
    name = line.group[dimension]
    return 2 if name is None else 1, -sizes.get((line.metric.name, name), 0.0), name or ""
