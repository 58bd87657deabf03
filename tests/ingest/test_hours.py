"""The hour that daylight saving skips has no times, the one that it repeats has each of them twice."""

import pytest

from dashboard.ingest.reasons import REASONS
from tests.ingest.conftest import Master

MAPPING = """name: own
zone: {zone}
{more}
columns: {{id: text, at: {at}}}
event_id: id
fields: {{occurred_at: {field}}}
events: [{{event: visit}}]
"""


def _mapping(
    zone: str = "Europe/Berlin", more: str = "", at: str = "time", field: str = "at"
) -> str:
    return MAPPING.format(zone=zone, more=more, at=at, field=field)


def _told(master: Master, mapping: str, *times: str) -> list[str]:
    """What became of each time: its instant in UTC, else its reason."""
    rows = "".join(f"{n},{time}\n" for n, time in enumerate(times))
    result = master.load_text("id,at\n" + rows, mapping=mapping)
    assert result.message == ""
    found = dict(master.rows("select (line - 2)::varchar, occurred_at::varchar from events"))
    found |= dict(master.rows("select (line - 2)::varchar, reason from quarantine"))
    return [found[str(n)] for n in range(len(times))]


# Berlin, 2026: at 02:00 on 29 March clocks go to 03:00; at 03:00 on 25 October back to 02:00.
def test_a_skipped_time_waits_and_its_neighbours_count(master: Master):
    times = (
        "2026-03-29 01:59:59",
        "2026-03-29 02:00:00",
        "2026-03-29 02:59:59",
        "2026-03-29 03:00",
    )
    assert _told(master, _mapping(), *times) == [
        "2026-03-29 00:59:59",
        "skipped_hour",
        "skipped_hour",
        "2026-03-29 01:00:00",
    ]


REPEATED = ("2025-10-26 01:59:59", "2025-10-26 02:00:00", "2025-10-26 02:59:59", "2025-10-26 03:00")


def test_a_repeated_time_waits_and_its_neighbours_count(master: Master):
    assert _told(master, _mapping(), *REPEATED) == [
        "2025-10-25 23:59:59",
        "repeated_hour",
        "repeated_hour",
        "2025-10-26 02:00:00",
    ]
    assert "repeated_hour: first or second" in REASONS["repeated_hour"]


@pytest.mark.parametrize(
    ("which", "instants"),
    [
        ("first", ["2025-10-26 00:00:00", "2025-10-26 00:59:59"]),
        ("second", ["2025-10-26 01:00:00", "2025-10-26 01:59:59"]),
    ],
)
def test_a_mapping_may_say_which_pass_is_meant(master: Master, which: str, instants: list[str]):
    mapping = _mapping(more=f"repeated_hour: {which}")
    assert _told(master, mapping, *REPEATED)[1:3] == instants


def test_a_time_with_its_offset_is_never_in_doubt(master: Master):
    times = ("2025-10-26 02:30:00+02:00", "2025-10-26 02:30:00+01:00", "2026-03-29T02:30:00Z")
    assert _told(master, _mapping(), *times) == [
        "2025-10-26 00:30:00",
        "2025-10-26 01:30:00",
        "2026-03-29 02:30:00",
    ]


def test_a_change_of_half_an_hour_repeats_half_an_hour(master: Master):
    """Lord Howe, 5 April 2026: at 02:00 (+11) back to 01:30 (+10:30)."""
    times = ("2026-04-05 01:29", "2026-04-05 01:30", "2026-04-05 01:59", "2026-04-05 02:00")
    told = _told(master, _mapping("Australia/Lord_Howe"), *times)
    assert told[1:3] == ["repeated_hour", "repeated_hour"]
    assert (told[0], told[3]) == ("2026-04-04 14:29:00", "2026-04-04 15:30:00")


def test_a_day_that_was_skipped_whole_has_no_times(master: Master):
    told = _told(master, _mapping("Pacific/Apia"), "2011-12-30 12:00:00", "2011-12-31 00:00:00")
    assert told == ["skipped_hour", "2011-12-30 10:00:00"]


def test_a_bare_day_is_its_first_instant_even_where_midnight_was_skipped(master: Master):
    """São Paulo, 4 November 2018: clocks went from 00:00 (-3) to 01:00 (-2)."""
    zone = "America/Sao_Paulo"
    times = ("2018-11-04", "2018-11-04 00:00:00", "2018-11-05")
    assert _told(master, _mapping(zone), *times) == [
        "2018-11-04 03:00:00",
        "skipped_hour",
        "2018-11-05 02:00:00",
    ]


def test_formats_and_times_put_together_are_held_to_the_same(master: Master):
    at = '{type: time, formats: ["%d.%m.%Y %H:%M", "%d.%m.%Y"]}'
    times = ("26.10.2025 02:30", "29.03.2026 02:30", "26.10.2025", "31.02.2026")
    assert _told(master, _mapping(at=at), *times) == [
        "repeated_hour",
        "skipped_hour",
        "2025-10-25 22:00:00",
        "bad_time",
    ]
    field = '{time: at, formats: ["%d/%m/%Y %H:%M"]}'
    times = ("26/10/2025 02:31", "29/03/2026 02:31", "27/10/2025 02:31", "31/02/2026 00:00")
    master.connection.execute("delete from events; delete from quarantine")
    assert _told(master, _mapping(at="text", field=field), *times) == [
        "repeated_hour",
        "skipped_hour",
        "2025-10-27 01:31:00",
        "bad_time",
    ]


def test_no_clock_shows_24_and_no_instant_is_too_large_to_be_refused(master: Master):
    assert _told(master, _mapping("UTC"), "2026-08-01 24:00:00", "2026-08-01 23:59:60") == [
        "bad_time",
        "bad_time",
    ]
    master.connection.execute("delete from quarantine")
    at = "{type: time, formats: [epoch_seconds]}"
    assert _told(master, _mapping("UTC", at=at), "99999999999999", "99999999999", "45000") == [
        "bad_time",
        "future",
        "before_2000",
    ]
