"""Periods: what is whole, what is under way, what is missing, and what they are compared to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadUse
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.compare import before, compared
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import as_loaded, published
from tests.oracle.world import World, event
from tests.oracle.worlds import random_world

REVENUE, RETENTION = CATALOGUE["revenue"], CATALOGUE["retention"]


def order(day: date, amount: int, person: str = "p", **columns: Any) -> dict[str, Any]:
    number = next(_numbers)
    at = datetime(day.year, day.month, day.day, 12)
    return event(
        f"o{number}", "order", at, person_id=person, amount=amount, currency="EUR", **columns
    )


def _count() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_numbers = _count()


def months(first: date, last: date) -> Slice:
    return Slice(Window(first, last), Grain.MONTH)


@pytest.mark.parametrize(
    "grain",
    [
        Grain.WEEK,
        pytest.param(Grain.MONTH, marks=pytest.mark.faults),
        pytest.param(Grain.QUARTER, marks=pytest.mark.faults),
    ],
)
def test_each_period_of_a_series_is_what_its_window_says_alone(
    grain: Grain, tmp_path: Path
) -> None:
    published(as_loaded(random_world(5, size=25)), tmp_path)
    end = {Grain.WEEK: date(2025, 3, 14), Grain.MONTH: date(2025, 5, 10)}.get(
        grain, date(2025, 8, 5)
    )
    window = Window(date(2025, 2, 11), end)  # begins and ends inside a period
    for metric in CATALOGUE.values():
        for value in evaluate.series(metric, EVERYONE, Slice(window, grain)):
            alone = evaluate.whole(metric, EVERYONE, Slice(value.period.window))
            same = [other for other in alone if other.group == value.group]
            found = same[0].value if same else None
            assert found == pytest.approx(value.value), f"{metric.name} {value.period}"


def test_a_roll_up_and_the_rows_give_the_same_value_and_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(as_loaded(random_world(7, size=40)), tmp_path)
    half_year = months(date(2025, 1, 1), date(2025, 7, 1))
    slices = [half_year.grouped(*by) for by in ((), ("region",), ("channel",))]
    slices += [half_year.filtered("channel", kept) for kept in (["web"], ["web", "store"])]
    asked = [(metric, slice) for metric in CATALOGUE.values() for slice in slices
             if slice.dimensions <= set(metric.sliced_by)]  # fmt: skip
    rolled_up = [evaluate.series(metric, EVERYONE, slice) for metric, slice in asked]
    monkeypatch.setattr(Slice, "stored_grain", None)
    reader.forget_answers()
    for (metric, slice), values in zip(asked, rolled_up, strict=True):
        for value, row in zip(values, evaluate.series(metric, EVERYONE, slice), strict=True):
            for part in ("value", "low", "high", "n", "numerator", "denominator"):
                expected = getattr(row, part)
                assert getattr(value, part) == pytest.approx(expected), f"{metric.name} {part}"


def test_the_month_under_way_is_compared_over_the_same_whole_days(tmp_path: Path) -> None:
    # November: 10 a day. December: 12 a day, until noon of the 9th.
    events = [order(date(2025, 11, d), 10) for d in range(1, 31)]
    events += [order(date(2025, 12, d), 12) for d in range(1, 10)]
    published(World(events=events, coverage=datetime(2025, 12, 9, 12, 1)), tmp_path)
    slice = months(date(2025, 11, 1), date(2026, 1, 1))
    values = evaluate.series(REVENUE, EVERYONE, slice)
    assert [(v.value, v.is_complete, v.reason) for v in values] == [
        (300, True, None),
        (108, False, "8 of 31 days"),
    ]
    december = compared(REVENUE, EVERYONE, slice, values, "previous")[1]
    assert december.days == 8
    assert december.after.value == 96  # 8 days of 12
    assert december.before is not None
    assert december.before.value == 80  # 8 days of 10
    assert december.change is not None
    assert december.change.difference == 16


def test_a_day_is_covered_when_the_data_reach_its_end(tmp_path: Path) -> None:
    world = World(events=[order(date(2025, 1, 31), 10)], coverage=datetime(2025, 2, 1))
    published(world, tmp_path)
    [january] = evaluate.series(REVENUE, EVERYONE, months(date(2025, 1, 1), date(2025, 2, 1)))
    assert january.is_complete


def test_retention_waits_for_its_ninety_days(tmp_path: Path) -> None:
    events = [order(date(2025, 1, 1) + timedelta(days=d), 10) for d in range(0, 200, 20)]
    published(World(events=events, coverage=datetime(2025, 7, 30)), tmp_path)
    slice = months(date(2025, 4, 1), date(2025, 7, 1))
    values = {v.period.start.month: v for v in evaluate.series(RETENTION, EVERYONE, slice)}
    assert values[4].reason is None  # 1 April − 90 days is 1 January, the first day of orders
    assert values[5].is_complete  # 1 May + 90 days is 30 July
    assert not values[6].is_complete
    assert values[6].reason == "complete once the data reach 2025-08-30"


def test_a_look_back_before_the_first_order_is_no_data(tmp_path: Path) -> None:
    published(World(events=[order(date(2025, 1, 10), 10)], coverage=datetime(2026, 1, 1)), tmp_path)
    [april] = evaluate.series(RETENTION, EVERYONE, months(date(2025, 4, 1), date(2025, 5, 1)))
    assert april.value is None
    assert april.reason == "looks back 90 days, but orders start on 2025-01-10"


def test_a_slice_that_has_no_meaning_names_those_that_have(tmp_path: Path) -> None:
    published(World(events=[order(date(2025, 1, 10), 10)]), tmp_path)
    slice = replace(months(date(2025, 1, 1), date(2025, 2, 1)), by=("channel",))
    with pytest.raises(BadUse, match="first_channel"):
        evaluate.series(RETENTION, EVERYONE, slice)


def test_silence_of_a_region_is_missing_data(tmp_path: Path) -> None:
    # Two regions, five visits a day each; the North says nothing from the 10th to the 15th.
    first = datetime(2025, 1, 1, 12)
    visits = [
        event(
            f"v{region}{day}{n}", "visit", first + timedelta(days=day), visitor_id=f"{n}", region=region
        )
        for region in ("North", "South")
        for day in range(59)
        for n in range(5)
        if not (region == "North" and 9 <= day <= 14)
    ]  # fmt: skip
    published(World(events=visits, coverage=datetime(2025, 3, 1)), tmp_path)
    january = months(date(2025, 1, 1), date(2025, 2, 1))
    visitors = CATALOGUE["visitors"]
    [all_of_it] = evaluate.series(visitors, EVERYONE, january)
    [hole] = all_of_it.missing
    assert (hole.region, hole.window) == ("North", Window(date(2025, 1, 10), date(2025, 1, 16)))
    [south] = evaluate.series(visitors, EVERYONE, january.filtered("region", ["South"]))
    assert south.missing == ()


def test_the_first_year_of_orders_is_marked(tmp_path: Path) -> None:
    events = [order(date(2024, 1, 10), 10, "a"), order(date(2025, 3, 10), 10, "b")]
    published(World(events=events, coverage=datetime(2026, 1, 1)), tmp_path)
    values = evaluate.series(
        CATALOGUE["new_customers"], EVERYONE, months(date(2024, 1, 1), date(2025, 4, 1))
    )
    marked = {value.period.start: value.starts_history for value in values if value.value}
    assert marked == {date(2024, 1, 1): True, date(2025, 3, 1): False}


def test_surveys_are_never_pooled(tmp_path: Path) -> None:
    answers = [
        event("1", "survey_nps", datetime(2025, 1, 2), score=10, survey="relationship"),
        event("2", "survey_nps", datetime(2025, 1, 2), score=0, survey="delivery"),
    ]
    published(World(events=answers, coverage=datetime(2026, 1, 1)), tmp_path)
    values = evaluate.whole(CATALOGUE["nps"], EVERYONE, months(date(2025, 1, 1), date(2025, 2, 1)))
    assert [(value.group, value.value) for value in values] == [
        ({"survey": "delivery"}, -100),
        ({"survey": "relationship"}, 100),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("contact_frequency", "ticket_opened"), ("cancel_rate", "cancel"), ("refund_rate", "refund")],
)
def test_what_no_feed_tells_is_no_data_and_never_nought(
    name: str, kind: str, tmp_path: Path
) -> None:
    events = [order(date(2025, 1, 1) + timedelta(days=d), 10) for d in range(0, 200, 20)]
    published(World(events=events, coverage=datetime(2026, 1, 1)), tmp_path)
    may = months(date(2025, 5, 1), date(2025, 6, 1))
    [value] = evaluate.series(CATALOGUE[name], EVERYONE, may)
    assert value.value is None
    assert value.reason == f"needs events of the kind {kind}"


def test_spend_of_no_region_keeps_its_sum_though_it_has_no_value(tmp_path: Path) -> None:
    spend = [
        {"day": date(2025, 1, 5), "source": "ads", "region": region, "campaign": None,
         "amount": amount, "currency": "EUR"}
        for region, amount in (("North", 30), (None, 70))
    ]  # fmt: skip
    events = [order(date(2025, 1, 10), 10, region="North")]
    published(World(events=events, spend=spend, coverage=datetime(2026, 1, 1)), tmp_path)
    january = months(date(2025, 1, 1), date(2025, 2, 1)).grouped("region")
    north, unallocated = evaluate.series(CATALOGUE["cac"], EVERYONE, january)
    assert (north.numerator, north.value) == (30, 30)
    assert (unallocated.group, unallocated.numerator, unallocated.value) == (
        {"region": "unallocated"}, 70, None,
    )  # fmt: skip


def test_the_28th_of_a_leap_february_has_a_day_a_year_before() -> None:
    """The 28th and the 29th of February both stand on the 28th of the year before."""
    for day in (date(2024, 2, 28), date(2024, 2, 29)):
        asked = Slice(Window(day, day + timedelta(days=1)))
        assert before(asked, "year-ago").window == Window(date(2023, 2, 28), date(2023, 3, 1))
