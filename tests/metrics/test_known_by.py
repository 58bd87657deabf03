"""From which day on a period of a metric is known: what its horizon counts from decides."""

from datetime import date

import pytest

from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.coverage import is_known_by
from queries.calendar import Grain
from queries.slice import Slice, Window

[JANUARY] = Slice(Window(date(2026, 1, 1), date(2026, 2, 1)), Grain.MONTH).periods


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("conversion", date(2026, 2, 1)),  # its end
        ("retention", date(2026, 4, 1)),  # its start and 90 days: 31 + 28 + 31
        ("ltv", date(2026, 5, 2)),  # its end and 90 days: 28 + 31 + 30 + 1
    ],
)
def test_a_period_is_known_once_its_horizon_has_passed(name, day):
    metric = CATALOGUE[name]
    assert is_known_by(metric, JANUARY, day)
    assert not is_known_by(metric, JANUARY, date.fromordinal(day.toordinal() - 1))
