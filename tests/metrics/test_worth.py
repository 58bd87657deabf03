"""What customers are worth: lifetime value and margin by age, and the rule of thumb."""

import math
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.access import EVERYONE
from dashboard.insight.intervals import two_sided
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.evaluate import Value
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import Event, World, event

MARCH = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)))
FIRST = date(2025, 3, 1)


def order(person: str, day: date, amount: int, cost: int | None = None, **more: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    return event(f"{person}{day}", "order", at, person_id=person, order_id=f"{person}{day}",
                 amount=amount, cost=cost, currency="EUR", **more)  # fmt: skip


def refund(person: str, day: date, amount: int) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    return event(f"r{person}{day}", "refund", at, person_id=person, amount=amount, currency="EUR")


def only(name: str, slice: Slice = MARCH) -> Value:
    [value] = evaluate.whole(CATALOGUE[name], EVERYONE, slice)
    return value


def test_a_longer_life_holds_more_and_waits_longer(tmp_path: Path) -> None:
    rows = [
        order("ann", FIRST + timedelta(days=d), 10 + d) for d in (0, 89, 90, 179, 180, 364, 365)
    ]
    rows.append(order("bob", FIRST, 1))
    published(World(rows, coverage=datetime(2026, 2, 28)), tmp_path)
    # 10 + 99, then 100 + 189, then 190 + 374; bob adds 1
    assert [only(name).numerator for name in ("ltv", "ltv_180")] == [110, 399]
    assert only("ltv").denominator == 2
    assert only("ltv_365").value is None  # 1 March + 365 days is 1 March
    assert only("ltv_365").reason == "complete once the data reach 2026-04-01"


def test_a_year_of_life(tmp_path: Path) -> None:
    rows = [order("ann", FIRST + timedelta(days=d), 10 + d) for d in (0, 364, 365)]
    published(World(rows, coverage=datetime(2026, 4, 1)), tmp_path)
    year = only("ltv_365")
    assert (year.value, year.is_complete) == (10 + 374, True)


def test_a_margin_leaves_out_whom_no_cost_is_known_of(tmp_path: Path) -> None:
    rows = [
        order("ann", FIRST, 100, cost=60),
        order("bob", FIRST, 50, cost=10),
        order("cy", FIRST, 1000),  # not known
    ]
    published(World(rows, coverage=datetime(2026, 4, 1)), tmp_path)
    for name in ("ltv_margin", "ltv_margin_180", "ltv_margin_365"):
        value = only(name)
        assert (value.numerator, value.denominator, value.value) == (80, 2, 40)
    assert only("ltv").denominator == 3


def test_no_margin_without_any_cost_in_the_data(tmp_path: Path) -> None:
    published(World([order("ann", FIRST, 100)], coverage=datetime(2026, 4, 1)), tmp_path)
    for name in ("ltv_margin", "ltv_margin_180", "ltv_margin_365"):
        assert (only(name).value, only(name).reason) == (None, "needs order lines with a cost")


def test_no_margin_where_none_of_the_windows_customers_has_a_cost(tmp_path: Path) -> None:
    rows = [order("ann", FIRST, 100), order("bob", date(2025, 5, 1), 10, cost=1)]
    published(World(rows, coverage=datetime(2026, 4, 1)), tmp_path)
    assert only("ltv_margin").reason == (
        "no first order that is 90 days old leads to an order line with a cost in this window"
    )


def test_the_rule_of_thumb(tmp_path: Path) -> None:
    # The quarter April to June:
    #        net   months with an order   days from first order ever to the last in it
    #   ann   60   April, June     2      1 January … 1 June: 151
    #   bob   30   May             1      1 May: 0
    #   cy    −6   (a refund alone)
    # money per month 84 / 3 = 28, mean life 151 / 2 = 75.5 days
    rows = [
        order("ann", date(2025, 1, 1), 500),
        order("ann", date(2025, 4, 1), 20),
        order("ann", date(2025, 4, 20), 30),
        order("ann", date(2025, 6, 1), 10),
        order("bob", date(2025, 5, 1), 30),
        order("bob", date(2025, 7, 1), 30),
        order("cy", date(2025, 1, 1), 9),
        refund("cy", date(2025, 4, 2), 6),
    ]
    published(World(rows), tmp_path)
    quarter = Slice(Window(date(2025, 4, 1), date(2025, 7, 1)))
    value = only("ltv_simple", quarter)
    assert value.value == pytest.approx(28 * 75.5 / 30.4375)
    assert (value.denominator, value.n) == (3, 2)
    assert value.value == pytest.approx(value.numerator / 3)
    # Each moves the value V by (y·L + l·Y) / (M·N) − V·(m / M + x / N), L and l in months:
    months = 151 / 30.4375
    v = 28 * 75.5 / 30.4375
    moved = [
        (60 * months + months * 84) / 6 - v * (2 / 3 + 1 / 2),
        (30 * months) / 6 - v * (1 / 3 + 1 / 2),
        (-6 * months) / 6,
    ]
    se = math.sqrt(3 / 2 * sum(d * d for d in moved))
    stretch = math.exp(two_sided(0.95, 2) * se / v)
    assert (value.low, value.high) == pytest.approx((v / stretch, v * stretch))


def test_the_rule_of_thumb_of_people_who_are_all_new_is_nought_without_limits(
    tmp_path: Path,
) -> None:
    published(World([order("ann", FIRST, 9), order("bob", FIRST, 5)]), tmp_path)
    value = only("ltv_simple")
    assert (value.value, value.low, value.high) == (0, None, None)


def test_the_people_of_the_rule_of_thumb_add_up_to_it(tmp_path: Path) -> None:
    rows = [order(person, date(2025, month, 3 * n), 7 * n)
            for n, person in enumerate(("ann", "bob", "cy"), 1) for month in (1, 3)]  # fmt: skip
    published(World(rows), tmp_path)
    people = evaluate.people(CATALOGUE["ltv_simple"], EVERYONE, MARCH)
    numerator = sum(row["numerator"] for row in people)
    denominator = sum(row["denominator"] for row in people)
    assert numerator / denominator == pytest.approx(only("ltv_simple").value)


def test_months_of_the_rule_of_thumb_are_those_of_the_calendar(tmp_path: Path) -> None:
    rows = [order("ann", date(2025, 1, 31), 10), order("ann", date(2025, 2, 1), 10)]
    published(World(rows), tmp_path)
    both = Slice(Window(date(2025, 1, 31), date(2025, 2, 2)))
    assert only("ltv_simple", both).denominator == 2
    [jan, feb] = evaluate.series(
        CATALOGUE["ltv_simple"], EVERYONE, Slice(Window(date(2025, 1, 1), date(2025, 3, 1)), Grain.MONTH)
    )  # fmt: skip
    assert (jan.denominator, feb.denominator) == (1, 1)
