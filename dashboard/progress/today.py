"""Which day it is for what people do: the clock's, except in the demo company, whose time ends with its data."""

from datetime import date, datetime

from dashboard.errors import NoWarehouse
from dashboard.metrics import reads
from dashboard.metrics.coverage import local
from dashboard.records.keep import utc_now


def today() -> date:
    """The day on which actions are due and check-ins are made."""
    try:
        return reads.about().covered_day if reads.is_demo() else clock_day()
    except NoWarehouse:
        return clock_day()


def day_of(at: datetime) -> date:
    """The day on which somebody did something, of an instant in UTC: as `today` counts it, so that in the demo company
    nothing was done after its last day."""
    try:
        return min(local(at, reads.about().settings.reporting_zone).date(), today())
    except NoWarehouse:
        return at.date()


def clock_day() -> date:
    """The day on the clock of the reporting zone; of UTC, where nothing is published yet."""
    try:
        return local(utc_now(), reads.about().settings.reporting_zone).date()
    except NoWarehouse:
        return utc_now().date()
