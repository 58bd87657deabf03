"""A metric's values, wherever they are kept: in the warehouse, or by hand in the records.

Whoever reads values of a goal's metric reads them here; one that is kept by hand then needs no case of its own.
"""

from datetime import date

from dashboard.access import Viewer
from dashboard.metrics import coverage, reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.progress import measures
from dashboard.progress.measures import HandKept
from dashboard.records.store import Store, opened
from dashboard.warehouse import reader
from queries.slice import Slice


def series(
    metric: Metric, viewer: Viewer, slice: Slice, store: Store | None = None
) -> tuple[Value, ...]:
    """A metric's values over a slice, periods in order within each group. Without a store, that of the home in use."""
    if isinstance(metric, HandKept):
        return measures.series(metric, viewer, slice, store or here())
    return reads.series(metric.name, viewer, slice)


def whole(
    metric: Metric, viewer: Viewer, slice: Slice, store: Store | None = None
) -> tuple[Value, ...]:
    """One value for each group over the whole window."""
    if isinstance(metric, HandKept):
        return measures.whole(metric, viewer, slice, store or here())
    return reads.whole(metric.name, viewer, slice)


def reach(metric: Metric, store: Store | None = None) -> tuple[date, date] | None:
    """The first day of a metric's data, and the first day that they do not cover; None where there are none."""
    if isinstance(metric, HandKept):
        return measures.reach(metric, store or here())
    about = reads.about()
    return about.first_day, coverage.coverage(metric).day or about.covered_day


def first_day(metric: Metric, store: Store | None = None) -> date | None:
    """The day of the first event, or of the first number that was written down; None where there is none."""
    if isinstance(metric, HandKept):
        reach = measures.reach(metric, store or here())
        return reach[0] if reach else None
    return reads.about().first_day


def metric_of(name: str, store: Store | None = None) -> Metric | None:
    """The metric that a goal or an alert names: of the catalogue, or one kept by hand (`measure:3`,
    `measure:Training hours`); None where there is none."""
    if name in CATALOGUE:
        return CATALOGUE[name]
    return measures.named(name, store or here()) if name.startswith(measures.PREFIX) else None


def here() -> Store:
    """The records of the home that is looked at."""
    return opened(reader.home())
