"""The roadmap as it was at the end of a past day, and what has moved since."""

from collections.abc import Sequence
from datetime import date

from dashboard.progress.today import clock_day, today
from dashboard.records import initiatives as records
from dashboard.records.tables import Initiative
from dashboard.views import kept


def latest_day() -> date:
    """The last day that can be looked at."""
    return max(today(), clock_day())


def initiatives(on: date | None) -> Sequence[Initiative]:
    """All of them, as they are or as they were."""
    nothing: Sequence[Initiative] = ()
    return kept.read(records.initiatives, nothing)


def moved(on: date) -> None:
    """What moved since."""
