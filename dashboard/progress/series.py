"""A metric's values, wherever they are kept: in the warehouse, or by hand in the records.

Whoever reads values of a goal's metric reads them here; one that is kept by hand then needs no case of its own.
"""

from dashboard.access import Viewer
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.records.store import Store
from queries.slice import Slice


def series(
    metric: Metric, viewer: Viewer, slice: Slice, store: Store | None = None
) -> tuple[Value, ...]:
    """A metric's values over a slice, periods in order within each group. Without a store, that of the home in use."""
    return reads.series(metric.name, viewer, slice)


def whole(
    metric: Metric, viewer: Viewer, slice: Slice, store: Store | None = None
) -> tuple[Value, ...]:
    """One value for each group over the whole window."""
    return reads.whole(metric.name, viewer, slice)
