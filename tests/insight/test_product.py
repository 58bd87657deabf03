import numpy as np
import pytest

from dashboard.insight.product import Limited, difference, exact, product


def test_limits_of_a_product_are_recovered_from_its_parts():
    # 2 × 10 × 3 = 60; the first part alone moves it by 0.3 × 30 = 9, the third by 0.4 × 20 = 8: √(81 + 64)
    found = product([Limited(2, 1.7, 2.3), exact(10), Limited(3, 2.6, 3.4)])
    assert (found.value, found.low, found.high) == pytest.approx((60, 60 - 145**0.5, 60 + 145**0.5))


def test_limits_may_lie_unevenly():
    found = product([Limited(2, 1, 2.5), exact(4)])
    assert (found.low, found.high) == (4, 10)


def test_a_difference_takes_the_far_limits():
    found = difference(Limited(10, 7, 11), Limited(4, 2, 8))
    assert (found.value, found.low, found.high) == pytest.approx((6, 6 - 5, 6 + 5**0.5))


def test_the_limits_of_a_product_hold_as_often_as_those_of_its_parts():
    """20,000 draws of two numbers with errors of 10 and 5 per cent, each with its own 95 % limits."""
    draws = np.random.default_rng(1).normal(size=(20_000, 2))
    is_inside = []
    for first, second in draws:
        a, b = 100 + 10 * first, 50 + 2.5 * second
        found = product([Limited(a, a - 19.6, a + 19.6), Limited(b, b - 4.9, b + 4.9)])
        is_inside.append(found.low <= 100 * 50 <= found.high)
    assert 0.945 < np.mean(is_inside) < 0.955
