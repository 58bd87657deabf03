"""Periods under way and not begun, the first year of history, and cells of a handful of people."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import evaluate, lifetimes
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.certainty_returns import RETURNS
from dashboard.metrics.compare import compared
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.agreement import published
from tests.oracle.world import Event, World, event

STRANGER = Viewer(None, may_see_people=False)
CHURN, RETENTION, NEW, REVENUE = (
    CATALOGUE[name] for name in ("churn", "retention", "new_customers", "revenue")
)


def order(person: str | None, day: date, **columns: Any) -> Event:
    at = datetime(day.year, day.month, day.day, 12)
    return event(
        f"{person}{day}{columns.get('order_id')}", "order", at, person_id=person, amount=10,
        currency="EUR", **columns,
    )  # fmt: skip


@pytest.fixture
def leaving(tmp_path: Path) -> None:
    """old on 1 January; a, b, c on 5, 20 and 25 June 2025. The data end on 10 September: 5 June + 90 is the 3rd,
    20 June + 90 the 18th, 25 June + 90 the 23rd of September."""
    days = {
        "old": date(2025, 1, 1),
        "a": date(2025, 6, 5),
        "b": date(2025, 6, 20),
        "c": date(2025, 6, 25),
    }
    events = [order(person, day) for person, day in days.items()]
    published(World(events, coverage=datetime(2025, 9, 10)), tmp_path)


def test_who_may_still_order_has_not_lapsed(leaving: None) -> None:
    september = Slice(Window(date(2025, 9, 1), date(2025, 10, 1)))
    for slice in (september, Slice(Window(date(2025, 8, 1), date(2025, 10, 1)), Grain.MONTH)):
        value = evaluate.series(CHURN, EVERYONE, slice)[-1]
        assert (value.numerator, value.denominator, value.reason) == (1, 3, "9 of 30 days")


def test_a_period_that_has_not_begun_has_no_value(leaving: None) -> None:
    october = Slice(Window(date(2025, 10, 1), date(2025, 11, 1)))
    for name in ("churn", "retention", "cancel_rate", "reachable_share", "orders"):
        for value in evaluate.series(CATALOGUE[name], EVERYONE, october):
            assert value.value is None, name


def test_a_period_under_way_has_no_difference_from_a_whole_one(leaving: None) -> None:
    months = Slice(Window(date(2025, 5, 1), date(2025, 10, 1)), Grain.MONTH)
    values = evaluate.series(RETENTION, EVERYONE, months)
    found = compared(RETENTION, EVERYONE, months, values, "previous")
    changes = [comparison.change for comparison in found if not comparison.after.is_complete]
    assert changes
    assert not any(changes)


def test_a_comparison_with_the_first_year_is_not_judged(tmp_path: Path) -> None:
    """300 people at once in the first month, 30 a year later: everybody looked new then."""
    first = [order(f"p{n}", date(2024, 1, 5)) for n in range(300)]
    later = [order(f"q{n}", date(2025, 1, 5)) for n in range(30)]
    published(World([*first, *later], coverage=datetime(2025, 3, 1)), tmp_path)
    january = Slice(Window(date(2025, 1, 1), date(2025, 2, 1)), Grain.MONTH)
    values = evaluate.series(NEW, EVERYONE, january)
    [one] = compared(NEW, EVERYONE, january, values, "year-ago")
    assert one.before
    assert one.before.row()["reason"] == "history starts here"
    assert one.change
    assert one.change.verdict == "can't tell"


@pytest.fixture
def handful(tmp_path: Path) -> None:
    """North: three people with ten orders. South: ten people with one each. Shop: nobody, twenty orders."""
    day = date(2025, 3, 3)
    events = [order(f"n{n % 3}", day, region="North", order_id=f"n{n}") for n in range(10)]
    events += [order(f"s{n}", day, region="South", order_id=f"s{n}") for n in range(10)]
    events += [order(None, day, region="Shop", order_id=f"x{n}") for n in range(20)]
    published(World(events, coverage=datetime(2025, 6, 10)), tmp_path)


def shown(viewer: Viewer, name: str, **slice: Any) -> dict[str | None, tuple[Any, Any]]:
    march = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)), by=("region",), **slice)
    values = evaluate.series(CATALOGUE[name], viewer, march)
    return {v.group["region"]: (v.value, v.numerator) for v in values}


@pytest.mark.parametrize("grain", [None, Grain.MONTH])
def test_few_people_are_few_however_many_orders_they_have(
    handful: None, grain: Grain | None
) -> None:
    assert shown(EVERYONE, "revenue", grain=grain)["North"] == (100, 100)
    assert shown(STRANGER, "revenue", grain=grain) == {
        "North": (None, None), "South": (100, 100), "Shop": (200, 200),
    }  # fmt: skip


def test_what_has_no_value_shows_a_stranger_no_parts(handful: None) -> None:
    """CAC without spend is no value; its customers are known to those who may see people."""
    for viewer, known in ((EVERYONE, {None, 3}), (STRANGER, {None})):
        for name in ("repeat_purchase_rate_365", "ltv_365"):
            march = Slice(Window(date(2025, 3, 1), date(2025, 4, 1)), by=("region",))
            parts = {v.denominator for v in evaluate.series(CATALOGUE[name], viewer, march)}
            assert parts <= known | {10}


def row(people: int, back: int, last: int) -> dict[str, Any]:
    """`back` people came back on day 10, the others were watched until day `last`."""
    return {
        "numerator": back, "denominator": people, "young": people - back, "days": 90,
        "times": np.array([10, last]), "came_back": np.array([back, 0]),
        "watched": np.array([0, people - back]),
    }  # fmt: skip


def test_nobody_is_back_for_certain_while_somebody_young_is_not() -> None:
    # 2 of 13 back on day 10; the other 11 were watched for 5 days, or for all 90
    assert RETURNS.measure(row(13, 2, last=5), 100.0) is None
    watched = RETURNS.measure(row(13, 2, last=89), 100.0)
    assert watched
    assert watched.value == pytest.approx(100 * 2 / 13)
    everybody = RETURNS.measure({**row(2, 2, last=89), "young": 1}, 100.0)
    assert everybody
    assert (everybody.value, round(everybody.low or 0, 2)) == (100.0, 34.24)  # Wilson, 2 of 2


def test_a_group_in_which_nothing_happened_is_part_of_the_test(tmp_path: Path) -> None:
    """North: 20 people, all back after 10 days. South: 20 people, nobody."""
    first = date(2025, 1, 5)

    def lives() -> Iterator[Event]:
        for n in range(20):
            yield order(f"n{n}", first, region="North")
            yield order(f"n{n}", first + timedelta(days=10), region="North")
            yield order(f"s{n}", first, region="South")

    published(World(list(lives()), coverage=datetime(2025, 6, 1)), tmp_path)
    january = Slice(Window(date(2025, 1, 1), date(2025, 2, 1)), by=("region",))
    found = lifetimes.survival(EVERYONE, "second-order", january)
    assert found.difference
    # at day 10: 20 of 40 events; O − E = 20 − 10; V = 20 · ½ · ½ · 20 / 39 = 2.564; 100 / 2.564 = 39
    assert found.difference.df == 1
    assert found.difference.chi_square == pytest.approx(39.0)
