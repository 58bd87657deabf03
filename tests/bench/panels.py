"""What is measured: three panels of every metric, as its page and the Scorecard show them."""

from dataclasses import dataclass
from datetime import date

from dashboard.access import EVERYONE
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from queries.calendar import Calendar, Grain
from queries.slice import FIRST_DIMENSIONS, PERSON_DIMENSIONS, Period, Slice, Window

TREND, REGION, BREAKDOWN = "trend", "region", "part"
PANELS = (TREND, REGION, BREAKDOWN)
MONTHS = 12
BY_HAND = {name: metric for name, metric in CATALOGUE.items() if metric.model is None}
"""The metrics that SQL can say; what a model foretells has no other hand."""
SCORECARD_MONTHS = 25
"""The last twelve, the year before each of them, and the running one."""


@dataclass(frozen=True)
class Panel:
    """One question to the gate, and what hand-written SQL needs to know of it."""

    metric: Metric
    name: str
    slice: Slice
    by: str | None = None
    region: str | None = None

    def values(self) -> list[Value]:
        """The answer of the gate."""
        return evaluate.series(self.metric, EVERYONE, self.slice)


def panels(metric: Metric, region: str) -> list[Panel]:
    """The trend of the last complete months, the same in one region, and the last complete month in its parts."""
    calendar = coverage.settings().calendar
    end = complete_until(metric, calendar)
    months = Window(calendar.shifted(end, Grain.MONTH, -MONTHS), end)
    trend = Slice(months, Grain.MONTH, calendar=calendar)
    last = Slice(Window(calendar.shifted(end, Grain.MONTH, -1), end), calendar=calendar)
    by = first_dimension(metric)
    return [
        Panel(metric, TREND, trend),
        Panel(metric, REGION, trend.filtered("region", [region]), region=region),
        Panel(metric, BREAKDOWN, last.grouped(by), by=by),
    ]


def scorecard_trend(metric: Metric) -> Panel:
    """The months that a card of the Scorecard is made of."""
    calendar = coverage.settings().calendar
    end = calendar.end(calendar.start(coverage.covered_day_of_all(), Grain.MONTH), Grain.MONTH)
    months = Window(calendar.shifted(end, Grain.MONTH, -SCORECARD_MONTHS), end)
    return Panel(metric, TREND, Slice(months, Grain.MONTH, calendar=calendar))


def complete_until(metric: Metric, calendar: Calendar) -> date:
    """The end of the newest month that the metric's data cover whole, horizon included."""
    covered = coverage.coverage(metric)
    assert covered.day is not None
    start = calendar.start(covered.day, Grain.MONTH)
    while True:
        window = Window(start, calendar.end(start, Grain.MONTH))
        if coverage.is_covered(metric, Period(start, window, True), covered):
            return window.end
        start = calendar.shifted(start, Grain.MONTH, -1)


def first_dimension(metric: Metric) -> str:
    """What a breakdown is by: the first dimension of the event itself, else region."""
    persons = {*PERSON_DIMENSIONS, *FIRST_DIMENSIONS, *metric.always_by}
    return next((name for name in metric.sliced_by if name not in persons), "region")
