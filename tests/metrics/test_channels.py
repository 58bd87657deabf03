"""How the channels share what is sold, and how each grows on the same days a year before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.insight.intervals import ratio_clustered
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value
from queries.calendar import Grain
from queries.slice import Slice, Window
from queries.year_ago import pairs
from tests.agreement import as_loaded, asked, differences, published
from tests.oracle.world import Event, World, event
from tests.oracle.worlds import random_world

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))
SHARE, GROWTH = CATALOGUE["channel_share"], CATALOGUE["channel_growth"]
ONLINE = [
    {"channel": "web", "is_online": True, "records_visits": True},
    {"channel": "app", "is_online": True, "records_visits": True},
    {"channel": "store", "is_online": False, "records_visits": False},
]


def sale(day: date, amount: int, channel: str, person: str = "ann", **more: Any) -> Event:
    name, at = f"{person}{day}{channel}{amount}", datetime(day.year, day.month, day.day, 12)
    return event(name, "order", at, person_id=person, order_id=name, amount=amount, currency="EUR",
                 channel=channel, **more)  # fmt: skip


def refund(of: Event, day: date, amount: int) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    return event(f"r{of['event_id']}", "refund", at, person_id="ann", order_id=of["order_id"],
                 amount=amount, currency="EUR", channel="phone")  # fmt: skip


def shown(values: list[Value], *names: str) -> dict[str, tuple[Any, ...]]:
    return {v.group["channel"] or "": tuple(getattr(v, name) for name in names) for v in values}


def test_shares_of_channels_add_up_and_net_refunds(tmp_path: Path) -> None:
    web = sale(date(2025, 3, 1), 70, "web")
    rows = [web, sale(date(2025, 3, 31), 20, "store", region="North"), sale(date(2025, 4, 1), 9, "app"),
            refund(web, date(2025, 3, 2), 10)]  # fmt: skip
    published(World(rows, channels=ONLINE), tmp_path)
    found = shown(evaluate.series(SHARE, EVERYONE, MARCH), "value", "numerator", "denominator", "n")
    assert found == {"web": (75, 60, 80, 1), "store": (25, 20, 80, 1)}
    # A filter by channel leaves the whole; one by region does not.
    [store] = evaluate.series(SHARE, EVERYONE, MARCH.filtered("channel", ["store"]))
    assert (store.numerator, store.denominator) == (20, 80)
    [north] = evaluate.series(SHARE, EVERYONE, MARCH.filtered("region", ["North"]))
    assert (north.group["channel"], north.value) == ("store", 100)
    [online] = evaluate.series(SHARE, EVERYONE, MARCH.filtered("online", ["true"]))
    assert online.value == 75


def test_a_share_of_nothing_sold_is_no_data(tmp_path: Path) -> None:
    web = sale(date(2025, 3, 1), 70, "web")
    published(World([web, refund(web, date(2025, 3, 2), 70)]), tmp_path)
    [value] = evaluate.series(SHARE, EVERYONE, MARCH)
    assert (value.value, value.reason) == (None, "no net revenue above nought in this window")


def test_the_limits_of_a_share_count_those_who_bought_elsewhere(tmp_path: Path) -> None:
    # Eight people, each in a bucket of their own: two buy 30 on the web, six 10 in the store.
    rows = [sale(date(2025, 3, 1), 30 if n < 2 else 10, "web" if n < 2 else "store", f"p{n}")
            for n in range(8)]  # fmt: skip
    published(World(rows), tmp_path)
    web = evaluate.series(SHARE, EVERYONE, MARCH)[1]
    expected = ratio_clustered(60, 120, 2 * 900, 2 * 900, 2 * 900 + 6 * 100, 8)
    assert expected is not None
    assert (web.value, web.low) == pytest.approx((50, 100 * expected.low))
    assert web.high == 100  # log-delta alone would say more than all of it


def test_growth_is_that_on_the_same_days_a_year_before(tmp_path: Path) -> None:
    rows = [
        *(sale(date(2024, 3, d), 10, "web", f"p{d}") for d in (1, 31)),
        *(sale(date(2025, 3, d), 15, "web", f"p{d}") for d in (1, 31)),
        sale(date(2024, 3, 5), 8, "store"),
        sale(date(2025, 3, 5), 8, "app"),
        sale(date(2024, 2, 29), 99, "web"),
        sale(date(2024, 4, 1), 99, "web"),
    ]
    published(World(rows, channels=ONLINE), tmp_path)
    found = evaluate.series(replace(GROWTH, look_back_days=0), EVERYONE, MARCH)
    assert shown(found, "value", "numerator", "denominator") == {
        "web": (50, 10, 20),
        "store": (-100, -8, 8),
        "app": (None, 8, None),
    }
    assert found[0].reason == "no net revenue above nought a year before in this window"
    [online] = evaluate.series(
        replace(GROWTH, look_back_days=0), EVERYONE, MARCH.filtered("online", ["true"])
    )
    assert online.value == pytest.approx(90)  # 38 of 20


def test_growth_before_a_year_of_orders_is_no_data(tmp_path: Path) -> None:
    published(
        World([sale(date(2024, 3, 2), 10, "web"), sale(date(2025, 3, 2), 9, "web")]), tmp_path
    )
    [value] = evaluate.series(GROWTH, EVERYONE, MARCH)
    assert value.reason == "looks back 365 days, but orders start on 2024-03-02"


def test_a_period_under_way_grows_like_for_like(tmp_path: Path) -> None:
    # 2024: 10 a day. 2025: 12 a day until noon of the 9th, so eight whole days.
    rows = [sale(date(2024, 3, d), 10, "web", f"p{d}") for d in range(1, 32)]
    rows += [sale(date(2025, 3, d), 12, "web", f"p{d}") for d in range(1, 10)]
    published(World(rows, coverage=datetime(2025, 3, 9, 12, 1)), tmp_path)
    months = Slice(Window(date(2025, 2, 1), date(2025, 5, 1)), Grain.MONTH)
    metric = replace(GROWTH, look_back_days=0)
    [_, march, april] = evaluate.series(metric, EVERYONE, months)
    assert (march.value, march.denominator) == (pytest.approx(20), 80)
    assert (march.is_complete, march.reason) == (False, "8 of 31 days")
    assert april.value is None


def test_everybody_who_buys_as_before_leaves_no_doubt(tmp_path: Path) -> None:
    """People stand in both years: who spends half as much again each time makes the growth sure."""
    rows = [sale(date(year, 3, 3), amount * n, "web", f"p{n}")
            for n in range(1, 20) for year, amount in ((2024, 10), (2025, 15))]  # fmt: skip
    published(World(rows), tmp_path)
    [value] = evaluate.series(replace(GROWTH, look_back_days=0), EVERYONE, MARCH)
    assert (value.value, value.low, value.high) == pytest.approx((50, 50, 50))


def test_two_growths_differ_by_points(tmp_path: Path) -> None:
    rows = [sale(date(year, month, 3), amount, "web", f"{person}{year}")
            for person in "abcd" for year, month, amount in
            ((2024, 3, 10), (2025, 3, 15), (2024, 4, 10), (2025, 4, 30))]  # fmt: skip
    published(World(rows), tmp_path)
    months = Slice(Window(date(2025, 3, 1), date(2025, 5, 1)), Grain.MONTH)
    march, april = evaluate.series(replace(GROWTH, look_back_days=0), EVERYONE, months)
    change = evaluate.change(april, march)
    assert change is not None
    assert (change.difference, change.relative) == (pytest.approx(150), None)


def test_data_missing_a_year_before_are_missing_here(tmp_path: Path) -> None:
    # Daily orders for two years but for six days of March 2024.
    gone = {date(2024, 3, d) for d in range(10, 16)}
    days = [date(2023, 12, 1) + timedelta(days=n) for n in range(500)]
    rows = [sale(day, 10, "web") for day in days if day not in gone]
    published(World(rows), tmp_path)
    [value] = evaluate.series(GROWTH, EVERYONE, MARCH)
    [hole] = value.missing
    assert hole.window == Window(date(2024, 3, 10), date(2024, 3, 16))


def days_of(window: Window, grain: Grain | None = None, **covered: datetime) -> list[Window]:
    return [pair.then for pair in pairs(Slice(window, grain, **covered))]


def test_the_year_before_of_every_grain() -> None:
    leap = Window(date(2024, 2, 1), date(2024, 3, 1))
    assert days_of(leap, Grain.MONTH) == [Window(date(2023, 2, 1), date(2023, 3, 1))]
    last_days = Window(date(2024, 2, 28), date(2024, 3, 1))
    assert days_of(last_days, Grain.DAY) == [Window(date(2023, 2, 28), date(2023, 3, 1))] * 2
    week = Window(date(2025, 3, 3), date(2025, 3, 10))
    assert days_of(week, Grain.WEEK) == [Window(date(2024, 3, 4), date(2024, 3, 11))]
    cut = days_of(leap, Grain.MONTH, covered_until=datetime(2024, 2, 29, 6))
    assert cut == [Window(date(2023, 2, 1), date(2023, 3, 1))]
    assert days_of(leap, Grain.MONTH, covered_until=datetime(2024, 2, 1, 6)) == []


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5, 6])
def test_growth_agrees_with_the_oracle_over_two_years(seed: int, tmp_path: Path) -> None:
    world = random_world(seed, size=14)
    random = Random(seed)
    for row in world.events:
        if random.random() < 0.5:
            row["occurred_at"] += timedelta(days=365)
    last = max(row["occurred_at"] for row in world.events)
    until = max(last + random.choice((timedelta(0), timedelta(99))), datetime(2026, 9, 1))
    world = replace(as_loaded(world), coverage=until)
    published(world, tmp_path)
    windows = [(1, 31), (2, 28), (4, 30)]
    told = 0
    for month, day in windows:
        start = date(2026, month, 1)
        ends = [
            date(2026, month, day) + timedelta(days=1),
            start + timedelta(days=11),
            date(2026, 8, 9),
        ]
        for end in ends:
            slice = asked(GROWTH, world, random, Window(start, end))
            assert differences(GROWTH, world, slice) == [], slice
            values = evaluate.series(replace(GROWTH, look_back_days=0), EVERYONE, slice)
            told += sum(value.value is not None for value in values)
    assert told, "nothing was compared"


def test_the_people_of_a_share_and_of_growth_add_up_to_them(tmp_path: Path) -> None:
    rows = [sale(date(year, 3, n), n, channel, f"p{n}")
            for n in range(1, 9) for year in (2024, 2025) for channel in ("web", "store")]  # fmt: skip
    rows.append(sale(date(2025, 3, 9), 40, "app"))
    published(World(rows), tmp_path)
    web = MARCH.filtered("channel", ["web"])
    for metric in (SHARE, GROWTH):
        [value] = evaluate.series(replace(metric, look_back_days=0), EVERYONE, web)
        people = evaluate.people(metric, EVERYONE, web)
        assert sum(row["numerator"] for row in people) == value.numerator
        assert sum(row["denominator"] for row in people) == value.denominator


def test_shares_are_told_to_who_may_not_see_people(tmp_path: Path) -> None:
    rows = [sale(date(2025, 3, n), 10, "web", f"p{n}") for n in range(1, 9)]
    rows += [sale(date(2025, 3, n), 10, "store", f"p{n}") for n in range(1, 4)]
    published(World(rows), tmp_path)
    found = evaluate.series(SHARE, Viewer(may_see_people=False), MARCH)
    assert {v.group["channel"]: v.value is None for v in found} == {"store": True, "web": False}
