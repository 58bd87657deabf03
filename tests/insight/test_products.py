"""A change of a sum is split in two parts that add up to it, whatever the sums."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.intervals import two_sided
from dashboard.insight.products import Split, change_of_totals, split_of_change

MONEY = st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)
COUNTS = st.integers(1, 10**6)


def test_more_orders_and_larger_ones_by_hand() -> None:
    # 10 orders of 8 become 12 of 9: 108 − 80 = 28. Number: 2 × (8 + 9) / 2 = 17; size: 1 × (10 + 12) / 2 = 11.
    assert split_of_change(Decimal(108), Decimal(80), 12, 10) == Split(Decimal(17), Decimal(11))


def test_a_year_that_gave_back_more_than_it_sold_is_split_too() -> None:
    # 2 orders of −5 become 4 of 10: 40 − (−10) = 50. Number: 2 × (−5 + 10) / 2 = 5; size: 15 × 3 = 45.
    assert split_of_change(Decimal(40), Decimal(-10), 4, 2) == Split(Decimal(5), Decimal(45))


@pytest.mark.parametrize(("n_now", "n_then"), [(0, 3), (3, 0), (0, 0)])
def test_without_orders_on_a_side_there_is_no_split(n_now: int, n_then: int) -> None:
    assert split_of_change(Decimal(1), Decimal(2), n_now, n_then) is None


@given(MONEY, MONEY, COUNTS, COUNTS)
def test_the_parts_add_up_exactly_and_follow_the_formula(
    now: Decimal, then: Decimal, n_now: int, n_then: int
) -> None:
    found = split_of_change(now, then, n_now, n_then)
    assert found is not None
    assert found.number + found.size == now - then
    size = (Fraction(now) / n_now - Fraction(then) / n_then) * (n_now + n_then) / 2
    assert abs(Fraction(found.size) - size) <= Fraction(1, 10**6)


def test_nothing_but_number_changes_where_every_order_is_worth_the_same() -> None:
    assert split_of_change(Decimal(30), Decimal(20), 3, 2) == Split(Decimal(10), Decimal(0))


def test_the_limits_of_a_change_come_from_its_spread_over_buckets() -> None:
    # Four buckets change by 3, 1, 0, 0: D = 4, Σd² = 10, spread 10 − 16/4 = 6, se √(4/3 · 6) = 2.828.
    found = change_of_totals(4, 10, 4)
    half = two_sided(0.95, 3) * 8**0.5
    assert (found.low, found.high) == pytest.approx((4 - half, 4 + half))
