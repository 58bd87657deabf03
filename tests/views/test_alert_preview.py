"""When an alert would have spoken, with missing data told apart."""

from dashboard.metrics.catalogue import CONVERSION
from dashboard.progress.alerts import Judged
from dashboard.progress.conditions import Known
from dashboard.views import alert_preview
from queries.calendar import Grain
from tests.views.values import month

FACTS = {"metric": "conversion", "currency": "", "defined": []}


def of(at: int, is_true: bool | None, is_missing: bool = False) -> Judged:
    known = Known(
        value=10.0, previous=None, year_ago=None, signal=None, chance=None, status=None,
        is_missing=is_missing,
    )  # fmt: skip
    return Judged(month(2026, at, 10.0, CONVERSION), known, is_true)


def test_missing_data_are_not_counted_as_having_spoken() -> None:
    """Of four, one spoke, two miss data, one was silent."""
    found = (of(1, True), of(2, None, True), of(3, True, True), of(4, False))
    told = alert_preview.sentence(found, Grain.MONTH, FACTS)
    assert "In the last 4 complete periods it would have spoken 1 time: Jan 2026" in told
    assert told.endswith(" In 2 periods it would have said that data were missing.")
    silent = alert_preview.sentence(found[1:2], Grain.MONTH, FACTS)
    assert "would not have spoken. In 1 period it would have said" in silent
