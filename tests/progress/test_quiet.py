"""Quiet hours: over midnight, and over the two nights on which clocks change."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BadUse
from dashboard.progress.quiet import Quiet, not_before, quiet

NIGHT = Quiet(time(22), time(7))
NOON = Quiet(time(12), time(13, 30))
ZONE = "Europe/Berlin"


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("hours", "now", "after"),
    [
        (None, "2026-06-01 02:00:30", "2026-06-01 02:00:30"),
        (NOON, "2026-06-01 09:59:59", "2026-06-01 09:59:59"),  # 11:59:59 in Berlin
        (NOON, "2026-06-01 10:00:00", "2026-06-01 11:30:00"),  # 12:00, the first quiet minute
        (NOON, "2026-06-01 11:30:00", "2026-06-01 11:30:00"),  # 13:30, the first that is not
        (NIGHT, "2026-06-01 20:00:00", "2026-06-02 05:00:00"),  # 22:00 waits for 07:00 of the next day
        (NIGHT, "2026-06-02 01:15:42", "2026-06-02 05:00:00"),  # 03:15 waits for 07:00 of the same
        (NIGHT, "2026-06-02 05:00:00", "2026-06-02 05:00:00"),
        (NIGHT, "2026-03-28 22:00:00", "2026-03-29 05:00:00"),  # clocks go forward: eight hours, not nine
        (NIGHT, "2026-10-24 21:00:00", "2026-10-25 06:00:00"),  # and back: 23:00 to 07:00 takes nine
    ],
)  # fmt: skip
def test_what_comes_in_quiet_hours_waits_for_their_end(hours, now, after):
    assert not_before(at(now), hours, ZONE) == at(after)


def test_an_end_that_the_clock_leaves_out_has_come_once_it_is_past_it():
    """On 29 March 2026 there is no 02:30: 01:59 is followed by 03:00, which is 01:00 UTC."""
    assert not_before(at("2026-03-28 23:00"), Quiet(time(22), time(2, 30)), ZONE) == at("2026-03-29 01:00")  # fmt: skip


def test_an_hour_that_comes_twice_is_quiet_twice():
    """On 25 October 2026 02:15 comes at 00:15 and at 01:15 UTC; in between, from 02:30 on, it is not quiet."""
    hours = Quiet(time(22), time(2, 30))
    assert not_before(at("2026-10-25 00:15"), hours, ZONE) == at("2026-10-25 00:30")
    assert not_before(at("2026-10-25 00:45"), hours, ZONE) == at("2026-10-25 00:45")
    assert not_before(at("2026-10-25 01:15"), hours, ZONE) == at("2026-10-25 01:30")


times = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@given(start=times, until=times, now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_it_is_never_quiet_when_it_ends_and_always_until_then(start, until, now):
    if start == until:
        return
    hours = Quiet(start, until)
    after = not_before(now, hours, "America/New_York")
    wall = after.replace(tzinfo=UTC).astimezone(ZoneInfo("America/New_York"))
    assert not hours.holds(wall.time())
    assert after == now or hours.holds(
        now.replace(tzinfo=UTC).astimezone(ZoneInfo("America/New_York")).time()
    )


def test_hours_are_read_and_refused():
    assert quiet("", "") is None
    assert quiet("22:00", "07:00") == NIGHT
    for start, until in (("22:00", ""), ("25:00", "07:00"), ("22", "7"), ("7:00", "8:00")):
        with pytest.raises(BadUse, match="no time of day"):
            quiet(start, until)
    with pytest.raises(BadUse, match="have no end"):
        quiet("08:00", "08:00")
