"""The heat map: a measure of sales where one dimension crosses another, with what is empty, thin or missing named."""

from dataclasses import dataclass, replace
from typing import Literal

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue.channels import CHANNEL_GROWTH, CHANNEL_SHARE
from dashboard.metrics.catalogue.shop import CHANNEL_SALES
from dashboard.metrics.coverage import coverage
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value, with_coverage
from dashboard.metrics.same_days import SameDays, same_days
from queries.slice import Slice

MEASURES = {"revenue": CHANNEL_SALES, "share": CHANNEL_SHARE, "growth": CHANNEL_GROWTH}
"""What a cell may hold."""
ACROSS = ("region", "segment", "category")

State = Literal["shown", "empty", "thin", "missing", "kept", "new"]


@dataclass(frozen=True)
class Cell:
    """Where a row crosses a column; `value` is None where nothing was sold."""

    row: str | None
    column: str | None
    value: Value | None

    @property
    def state(self) -> State:
        if self.value is None:
            return "empty"
        if self.value.value is None:
            if (self.value.reason or "").startswith("fewer than"):
                return "kept"
            return "new" if (self.value.numerator or 0) > 0 else "empty"
        if self.value.missing:
            return "missing"
        return "thin" if self.value.is_thin else "shown"


@dataclass(frozen=True)
class HeatMap:
    """Channels against another dimension, the largest first; or the reason why there is none."""

    measure: Metric
    across: str
    rows: tuple[str | None, ...] = ()
    columns: tuple[str | None, ...] = ()
    cells: tuple[Cell, ...] = ()
    days: SameDays | None = None
    """Of growth: the days compared."""
    reason: str | None = None

    def at(self, row: str | None, column: str | None) -> Cell:
        found = (cell for cell in self.cells if (cell.row, cell.column) == (row, column))
        return next(found, Cell(row, column, None))


def heat_map(viewer: Viewer, slice: Slice, show: str, across: str = "region") -> HeatMap:
    """Sales, the share of each channel within a column, or growth on the same days a year before."""
    if show not in MEASURES:
        raise unknown("measure", show, MEASURES)
    metric, days = MEASURES[show], None
    asked = replace(slice, grain=None, by=())
    if show == "growth":
        found = same_days(with_coverage(asked, coverage(metric)), coverage(metric))
        if not isinstance(found, SameDays):
            return HeatMap(metric, across, reason=found)
        days, asked = found, asked.with_window(found.slice.window)
    values = evaluate.whole(metric, viewer, asked.grouped("channel", across))
    told = [value for value in values if value.group]
    if not told:
        reason = values[0].reason if values else f"{metric.nothing} in this window"
        return HeatMap(metric, across, days=days, reason=reason)
    cells = tuple(Cell(v.group["channel"], v.group[across], v) for v in told)
    sizes = _sizes(viewer, asked, across)
    return HeatMap(
        metric, across,
        _ordered({cell.row for cell in cells}, sizes[0]),
        _ordered({cell.column for cell in cells}, sizes[1]),
        cells, days,
    )  # fmt: skip


Sizes = dict[str | None, float]


def _sizes(viewer: Viewer, slice: Slice, across: str) -> tuple[Sizes, Sizes]:
    """Net revenue by row and by column, whatever the cells hold: their order does not change with the measure."""
    rows: Sizes = {}
    columns: Sizes = {}
    for value in evaluate.whole(CHANNEL_SALES, viewer, slice.grouped("channel", across)):
        if value.group:
            row, column = value.group["channel"], value.group[across]
            rows[row] = rows.get(row, 0.0) + (value.value or 0.0)
            columns[column] = columns.get(column, 0.0) + (value.value or 0.0)
    return rows, columns


def _ordered(names: set[str | None], sizes: Sizes) -> tuple[str | None, ...]:
    """The largest first, what is not known last."""
    return tuple(sorted(names, key=lambda name: (name is None, -sizes.get(name, 0.0), name or "")))
