"""What is looked at for changes: each metric as a whole and by each value of its main dimensions, month by month.

One read per metric and dimension, whatever the number of values; as of an earlier day the newest values are left out,
for a month that is complete does not change.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.access import Viewer
from dashboard.metrics import coverage, evaluate, reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from queries.calendar import Grain
from queries.slice import Slice, Window

GRAIN = Grain.MONTH
DAYS_OF_A_MONTH = 30.44
ENOUGH = 50
"""So many people, orders or answers a value must have to be spoken of."""
DIMENSIONS = ("region", "segment", "channel", "source", "category")
METRICS = (
    "conversion", "visitors", "new_customers", "cac", "roas", "win_rate",
    "revenue", "orders", "average_order_value", "revenue_per_buyer", "refund_rate", "gross_margin",
    "retention", "churn", "cancel_rate", "repeat_orders", "returning_share",
    "nps", "csat", "response_rate",
    "response_time", "resolution_time", "contact_frequency",
)  # fmt: skip
"""One of those that tell the same: twins, such as a median beside a mean, would say everything twice."""


@dataclass(frozen=True)
class Line:
    """One series: a metric, of a survey where these are never pooled, as a whole or of one value of a dimension."""

    metric: Metric
    slice: Slice
    """All its months, narrowed to the survey and to the value."""
    dimension: str
    name: str
    """'' in the whole."""
    values: tuple[Value, ...]
    """The complete months, oldest first; the last is the newest complete one of the metric."""
    whole: tuple[Value, ...]
    """The whole's, of the same months."""

    @property
    def newest(self) -> Value:
        return self.values[-1]

    @property
    def is_whole(self) -> bool:
        return not self.dimension

    @property
    def part(self) -> str:
        """The survey, of a metric that is never pooled."""
        return "".join((self.slice.values(name) or ("",))[0] for name in self.metric.always_by)

    @property
    def share(self) -> float:
        """Which share of the whole's n it is, at most 1."""
        n, of = self.newest.n or 0.0, self.whole[-1].n or 0.0
        return min(1.0, n / of) if of else 1.0


def all_months() -> Slice | None:
    """From the first event to the newest month that is covered; None where none is."""
    about = reads.about()
    calendar = about.settings.calendar
    start = calendar.start(about.first_day, GRAIN)
    end = calendar.start(about.covered_day, GRAIN)
    return Slice(Window(start, end), GRAIN, calendar=calendar) if start < end else None


def lines(metric: Metric, viewer: Viewer, as_of: date | None = None) -> list[Line]:
    """Every series of a metric that has a value in the newest month that is complete on that day."""
    months = all_months()
    if months is None:
        return []
    return [
        line for base in _bases(metric, viewer, months) for line in _lines(metric, viewer, base, as_of)
    ]  # fmt: skip


def _bases(metric: Metric, viewer: Viewer, months: Slice) -> Iterator[Slice]:
    """The whole; each survey, of what is never pooled. Channels that are never pooled are in revenue by channel."""
    if not metric.always_by:
        yield months
    elif metric.always_by == ("survey",):
        found = reads.series(metric.name, viewer, months.grouped("survey"))
        for name in dict.fromkeys(v.group["survey"] or "" for v in found if v.group):
            yield months.filtered("survey", [name])


def _lines(metric: Metric, viewer: Viewer, base: Slice, as_of: date | None) -> Iterator[Line]:
    whole = _complete(metric, reads.series(metric.name, viewer, base), as_of)
    if not whole or whole[-1].value is None:
        return
    yield Line(metric, base, "", "", whole, whole)
    for dimension in DIMENSIONS:
        if dimension in metric.sliced_by:
            found = reads.series(metric.name, viewer, base.grouped(dimension))
            yield from _of_values(metric, viewer, base, dimension, found, whole)


def _of_values(
    metric: Metric,
    viewer: Viewer,
    base: Slice,
    dimension: str,
    found: Sequence[Value],
    whole: Sequence[Value],
) -> Iterator[Line]:
    groups: dict[str, list[Value]] = {}
    for value in found:
        if value.group and value.period.start <= whole[-1].period.start:
            groups.setdefault(value.group[dimension] or "", []).append(value)
    for name in spoken_of(groups, viewer):
        values = tuple(v for v in groups[name] if v.is_complete or v.value is None)
        yield Line(metric, base.filtered(dimension, [name]), dimension, name, values, tuple(whole))


def spoken_of(groups: dict[str, list[Value]], viewer: Viewer) -> list[str]:
    """Known values with enough behind them. Where one alone is kept from this viewer, the smallest of the others is
    left out too: it would be what the others leave."""
    newest = {name: values[-1] for name, values in groups.items()}
    shown = {name: v for name, v in newest.items() if v.value is not None}
    if not viewer.may_see_people and len(newest) - len(shown) == 1 and shown:
        shown.pop(min(shown, key=lambda name: (shown[name].n or 0.0, name)))
    if len(newest) < 2:
        return []
    return [name for name in shown if name and _has_enough(groups[name])]


def _has_enough(values: Sequence[Value]) -> bool:
    """Now, or before: a value that has all but vanished is news too."""
    known = sorted(v.n for v in values[:-1] if v.n is not None)
    usual = known[len(known) // 2] if known else 0.0
    newest = values[-1].n
    return newest is None or max(newest, usual) >= ENOUGH


def _complete(metric: Metric, values: Sequence[Value], as_of: date | None) -> tuple[Value, ...]:
    """The months that were complete on that day."""
    done = [v for v in values if not v.group and (v.is_complete or v.value is None)]
    while done and not _is_complete(metric, done[-1], as_of):
        done.pop()
    return tuple(done)


def _is_complete(metric: Metric, value: Value, as_of: date | None) -> bool:
    if not value.is_complete:
        return False
    return as_of is None or coverage.is_known_by(metric, value.period, as_of)


def month_of(metric: Metric, viewer: Viewer, slice: Slice) -> Sequence[Value]:
    """The values of one month out of all months: what `why` reads, once for every month."""
    months = all_months()
    assert months is not None
    window = slice.window
    if not (months.window.start <= window.start and window.end <= months.window.end):
        return evaluate.whole(metric, viewer, slice)
    found = reads.series(metric.name, viewer, replace(slice, window=months.window, grain=GRAIN))
    return [value for value in found if value.period.window == window]


def looked_at(goals: Sequence[str] = ()) -> list[Metric]:
    """The metrics that are scanned: the usual ones and those that a goal is about."""
    return [CATALOGUE[name] for name in dict.fromkeys((*METRICS, *goals)) if name in CATALOGUE]


def apart(metric: Metric) -> int:
    """Months nearer than so many count the same people."""
    return 1 + math.ceil(metric.horizon_days / DAYS_OF_A_MONTH) if metric.horizon_days else 1
