"""Values made by hand, for figures that are tested on what they hold."""

from datetime import date

from dashboard.metrics.catalogue import CONVERSION
from dashboard.metrics.coverage import Hole
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from queries.calendar import Calendar, Grain
from queries.slice import Period, Window


def month(
    year: int,
    of: int,
    value: float | None,
    metric: Metric = CONVERSION,
    n: float | None = 1000,
    is_complete: bool = True,
    reason: str | None = None,
    missing: tuple[Hole, ...] = (),
    **group: str | None,
) -> Value:
    """A value of one month, its interval one either side."""
    start = date(year, of, 1)
    window = Window(start, Calendar().end(start, Grain.MONTH))
    return Value(
        metric, Period(start, window, True), group, value,
        low=None if value is None else value - 1,
        high=None if value is None else value + 1,
        n=n, is_complete=is_complete, reason=reason, missing=missing,
    )  # fmt: skip
