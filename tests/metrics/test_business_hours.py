"""Business hours: how they are written, and how time is counted in them."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.access import EVERYONE
from dashboard.business_hours import business_hours, written
from dashboard.errors import BadUse
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from queries.slice import Slice, Window
from tests.agreement import as_loaded, published
from tests.oracle.world import Event, Settings, World, event
from tests.oracle.worlds import random_world

YEAR = Slice(Window(date(2025, 1, 1), date(2026, 1, 1)))
PAIRS = {
    name.replace("_business", ""): name for name in CATALOGUE if name.endswith("_business")
} | {name.replace("_business", ""): name for name in CATALOGUE if "_business_" in name}


def ticket(
    name: str, opened: datetime, answered: datetime | None, **columns: object
) -> list[Event]:
    events = [event(f"{name}o", "ticket_opened", opened, ticket_id=name, **columns)]
    if answered:
        events.append(event(f"{name}a", "ticket_answered", answered, ticket_id=name))
    return events


def value(name: str, slice: Slice = YEAR) -> evaluate.Value:
    [found] = evaluate.series(CATALOGUE[name], EVERYONE, slice)
    return found


def berlin(*tickets: list[Event], hours: str, until: datetime = datetime(2025, 12, 1)) -> World:
    events = [row for rows in tickets for row in rows]
    closed = event("c", "ticket_closed", datetime(2025, 1, 1), ticket_id="?")
    settings = Settings(zone="Europe/Berlin", business_hours=hours)
    return World([*events, closed], settings=settings, coverage=until)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mon-fri 09:00-17:30", "mon-fri 09:00-17:30"),
        ("Mon - Fri 9:00 - 17:30 ", "mon-fri 09:00-17:30"),
        ("North:mon-sat 08:00-20:00; mon 00:00-24:00", "mon 00:00-24:00; North: mon-sat 08:00-20:00"),
        ("sat-sun 10:00-12:00, sat-sun 13:00-15:00", "sat-sun 10:00-12:00, sat-sun 13:00-15:00"),
        ("sun-tue 10:00-11:00", "sun-tue 10:00-11:00"),
        ("none", ""),
    ],
)  # fmt: skip
def test_hours_are_kept_in_one_spelling(text: str, kept: str) -> None:
    assert written(business_hours(text)) == kept
    assert business_hours(kept) == business_hours(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9-17", "says '9-17', which does not begin with a weekday or with a region and a colon"),
        ("mon-fry 09:00-17:00", "says 'mon-fry 09:00-17:00', which is not weekdays and hours"),
        ("mon 17:00-09:00", "closes before it opens. Hours past midnight are two"),
        ("mon 09:00-24:30", "says '24:30', which is no time of day"),
        ("mon 09:61-10:00", "says '09:61', which is no time of day"),
        ("mon-fri 09:00-17:00, fri 16:00-18:00", "says 'fri 16:00-18:00', which overlaps"),
        ("North: mon 09:00-17:00", "gives hours for North only, and none for everywhere else"),
        ("mon 09:00-17:00; tue 09:00-17:00", "gives hours without a region twice"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_an_example(text: str, said: str) -> None:
    with pytest.raises(BadUse) as refused:
        business_hours(text)
    assert said in str(refused.value)
    assert str(refused.value).endswith(
        "Write it so: `mon-fri 09:00-17:30; North: mon-sat 08:00-20:00`, or `none`."
    )


def test_only_open_time_counts(tmp_path: Path) -> None:
    # Berlin is an hour ahead in February. Friday 7th 17:00 to Monday 10th 09:10 local: 30 + 10 minutes.
    # Saturday 8th 12:00 to 13:00: nothing. In North, open on Saturdays: the whole hour.
    world = berlin(
        ticket("a", datetime(2025, 2, 7, 16), datetime(2025, 2, 10, 8, 10)),
        ticket("b", datetime(2025, 2, 8, 11), datetime(2025, 2, 8, 12)),
        ticket("c", datetime(2025, 2, 8, 11), datetime(2025, 2, 8, 12), region="North"),
        hours="mon-fri 09:00-17:30; North: mon-sat 08:00-20:00",
    )
    published(world, tmp_path)
    mean = value("response_time_business")
    assert (mean.numerator, mean.denominator) == (2400 + 0 + 3600, 3)
    by_region = evaluate.series(
        CATALOGUE["response_time_business"], EVERYONE, YEAR.grouped("region")
    )
    assert {v.group["region"]: v.numerator for v in by_region} == {None: 2400, "North": 3600}
    assert value("response_time_business_p90").value == 3600
    assert value("response_time_business_median").value == 2400  # 0, 2400, 3600
    within = value("response_within_target_business")  # an hour is within the hour
    assert (within.numerator, within.denominator) == (3, 3)


def test_waiting_tickets_are_as_old_as_their_open_hours(tmp_path: Path) -> None:
    # Data end on Monday 10th at 09:59 local. Opened on Friday 7th at 17:31: 59 minutes old, too young for the hour.
    # Opened on Friday at 17:29: exactly one hour, missed. Answered after 30 minutes: in time.
    world = berlin(
        ticket("a", datetime(2025, 2, 7, 16, 31), None),
        ticket("b", datetime(2025, 2, 7, 16, 29), None),
        ticket("c", datetime(2025, 2, 7, 9), datetime(2025, 2, 7, 9, 30)),
        hours="mon-fri 09:00-17:30",
        until=datetime(2025, 2, 10, 8, 59),
    )
    published(world, tmp_path)
    within = value("response_within_target_business")
    assert (within.numerator, within.denominator) == (1, 2)
    assert value("response_time_business_median").value is None  # two of three still wait


def test_an_hour_that_is_skipped_counts_not_and_one_shown_twice_counts_twice(
    tmp_path: Path,
) -> None:
    # 30 March 2025, 02:00 becomes 03:00: 01:00 to 04:00 local is two hours. Open from 02:30, so one of them counts.
    # 26 October, 03:00 becomes 02:00: 01:00 to 04:00 local is four hours. 02:30 comes twice: half an hour, then 1.5.
    world = berlin(
        ticket("spring", datetime(2025, 3, 30, 0), datetime(2025, 3, 30, 2)),
        ticket("autumn", datetime(2025, 10, 25, 23), datetime(2025, 10, 26, 3)),
        hours="sun 02:30-05:00",
    )
    published(world, tmp_path)
    months = (
        Slice(Window(date(2025, 3, 1), date(2025, 4, 1))),
        Slice(Window(date(2025, 10, 1), date(2025, 11, 1))),
    )
    assert [value("response_time_business", month).numerator for month in months] == [3600, 7200]


@pytest.mark.parametrize("seed", [3, 4])
def test_a_desk_that_never_closes_counts_as_the_wall_clock_does(seed: int, tmp_path: Path) -> None:
    world = as_loaded(random_world(seed, size=25))
    always = replace(world.settings, business_hours="mon-sun 00:00-24:00")
    published(replace(world, settings=always), tmp_path)
    assert len(PAIRS) == 8
    for usual, in_hours in PAIRS.items():
        one, other = value(usual), value(in_hours)
        assert (one.value, one.low, one.high, one.n) == (
            other.value,
            other.low,
            other.high,
            other.n,
        )


def test_without_business_hours_there_is_no_data_and_a_remedy(tmp_path: Path) -> None:
    published(
        berlin(ticket("a", datetime(2025, 2, 7, 16), datetime(2025, 2, 7, 17)), hours=""), tmp_path
    )
    found = value("response_time_business")
    assert found.value is None
    assert found.reason == (
        "needs business hours: "
        "`milepost settings set business_hours 'mon-fri 09:00-17:30; North: mon-sat 08:00-20:00'`"
    )
    assert value("response_time").value == 3600
