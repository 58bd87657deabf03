"""What is kept about a customer: when they came back and what they brought, by days from the first order."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.paths import Home
from dashboard.warehouse.publish import current
from tests.agreement import published
from tests.oracle.world import Event, World, event

FIRST = datetime(2025, 1, 10, 12)


def line(name: str, day: int, amount: int | None, cost: int | None = None, **columns: Any) -> Event:
    """A line of `ann` so many days after the first order; its order is itself where none is named."""
    given = {"person_id": "ann", "order_id": name, "currency": "EUR", **columns}
    at = FIRST + timedelta(days=day)
    return event(f"{name}-{cost}-{amount}", "order", at, amount=amount, cost=cost, **given)


def refund(day: int, amount: int, order_id: str | None, person: str = "ann") -> Event:
    at = FIRST + timedelta(days=day)
    return event(f"r-{day}-{order_id}", "refund", at, person_id=person, amount=amount,
                 order_id=order_id, currency="EUR")  # fmt: skip


def customers(home: Home) -> dict[str, dict[str, Any]]:
    with duckdb.connect(str(current(home).path), read_only=True) as connection:
        rows = connection.sql("from customer inner join person using (person)").to_arrow_table()
    return {row["person_id"]: row for row in rows.to_pylist()}


def test_the_second_order_day_is_the_first_day_after_the_first(tmp_path: Path) -> None:
    orders = [line("a", 0, 5), line("b", 0, 5), line("c", 3, 5), line("d", 9, 5),
              line("e", 2, 5, person_id="bob")]  # fmt: skip
    found = customers(published(World(orders), tmp_path))
    assert found["ann"]["second_day"] == date(2025, 1, 13)
    assert found["bob"]["second_day"] is None


def test_a_margin_is_that_of_the_lines_that_carry_a_cost(tmp_path: Path) -> None:
    #  day   amount  cost  margin
    #    0       10     4       6
    #   89       20     –       –   (the cost of this line is not known)
    #   90        7     9      −2   outside the first 90 days
    #  179       30    10      20
    #  364       50    25      25
    #  365      100     1      99   in none
    orders = [line("a", 0, 10, 4), line("b", 89, 20), line("c", 90, 7, 9), line("d", 179, 30, 10),
              line("e", 364, 50, 25), line("f", 365, 100, 1)]  # fmt: skip
    ann = customers(published(World(orders), tmp_path))["ann"]
    assert [ann[f"net_{days}"] for days in (90, 180, 365)] == [30, 67, 117]
    assert [ann[f"margin_{days}"] for days in (90, 180, 365)] == [6, 24, 49]


def test_a_margin_is_unknown_where_no_line_carries_a_cost(tmp_path: Path) -> None:
    orders = [line("a", 0, 10), line("b", 100, 20, 5)]
    ann = customers(published(World([*orders, refund(1, 4, "a")]), tmp_path))["ann"]
    assert [ann[f"margin_{days}"] for days in (90, 180, 365)] == [None, 15, 15]


def test_a_line_of_no_amount_costs_what_it_costs(tmp_path: Path) -> None:
    ann = customers(published(World([line("a", 0, None, 4)]), tmp_path))["ann"]
    assert (ann["net_90"], ann["margin_90"]) == (0, -4)


@pytest.mark.parametrize(
    ("lines", "given_back", "margin"),
    [
        ([(100, 60)], 100, 40 - 100),  # all of it carries a cost: the refund counts whole
        ([(75, 60), (25, None)], 40, 15 - 30),  # three quarters of it do: 40 × 75 / 100
        ([(0, 1)], 3, -1 - 3),  # an order of nought
    ],
)
def test_a_refund_lowers_the_margin_and_leaves_the_cost(
    lines: list[tuple[int, int | None]], given_back: int, margin: int, tmp_path: Path
) -> None:
    orders = [line("a", 0, amount, cost) for amount, cost in lines]
    # Given back after a year: it counts on the day of its order.
    found = customers(published(World([*orders, refund(400, given_back, "a")]), tmp_path))
    assert found["ann"]["margin_90"] == margin


def test_a_refund_of_an_order_without_costs_leaves_the_margin(tmp_path: Path) -> None:
    rows = [line("a", 0, 10, 4), line("b", 1, 20), refund(2, 20, "b")]
    assert customers(published(World(rows), tmp_path))["ann"]["margin_90"] == 6


def test_a_refund_of_no_order_counts_whole_on_its_own_day(tmp_path: Path) -> None:
    rows = [line("a", 0, 10, 4), refund(91, 3, "gone"), refund(92, 2, None)]
    ann = customers(published(World(rows), tmp_path))["ann"]
    assert [ann["margin_90"], ann["margin_180"]] == [6, 1]
