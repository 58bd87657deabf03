"""When a digest is due: once in each ISO week, late rather than never, and not for a time before it was asked for."""

from datetime import datetime

import pytest

from dashboard.progress.weekly import due_period, latest_slot, period_of
from dashboard.records.tables import DigestSubscription

MONDAY_8 = DigestSubscription(name="d", owner="Ann", weekday=0, hour=8)
SUNDAY_23 = DigestSubscription(name="d", owner="Ann", weekday=6, hour=23)
LONG_AGO = datetime(2026, 1, 1)


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("one", "now", "period"),
    [
        (MONDAY_8, "2026-11-23 07:59", "digest 2026-W47"),  # last week's, if it was missed
        (MONDAY_8, "2026-11-23 08:00", "digest 2026-W48"),
        (MONDAY_8, "2026-11-29 23:59", "digest 2026-W48"),  # a watcher that was away all week
        (SUNDAY_23, "2026-11-29 22:59", "digest 2026-W47"),
        (
            SUNDAY_23,
            "2026-11-30 00:10",
            "digest 2026-W48",
        ),  # Monday already, and still of Sunday's week
        (MONDAY_8, "2026-12-28 08:00", "digest 2026-W53"),
        (MONDAY_8, "2027-01-03 09:00", "digest 2026-W53"),  # the week that began in December
    ],
)
def test_it_is_of_the_week_of_its_newest_time(one, now, period):
    assert due_period(one, at(now), LONG_AGO) == period


def test_it_is_not_due_for_a_time_before_it_was_asked_for():
    wednesday = at("2026-11-25 10:00")
    assert due_period(MONDAY_8, at("2026-11-25 10:01"), wednesday) is None
    assert due_period(MONDAY_8, at("2026-11-30 08:00"), wednesday) == "digest 2026-W49"


def test_the_newest_time_is_never_more_than_a_week_ago():
    assert latest_slot(SUNDAY_23, at("2026-11-29 22:59")) == at("2026-11-22 23:00")
    assert period_of(at("2027-01-01").date()) == "digest 2026-W53"
