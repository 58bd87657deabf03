import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.differences import (
    difference_of_means,
    log_ratio_difference,
    newcombe,
    nps_difference,
    welch_df,
)
from dashboard.insight.intervals import (
    mean_of_people,
    nps_adjusted_wald,
    poisson_ratio,
    ratio_clustered,
)
from tests.insight.published import published

counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# Newcombe (1998), Stat. Med. 17:873, table II, method 10
@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_newcombe_gives_the_printed_limits(a, m, b, n, low, high):
    assert newcombe(a, m, b, n) == pytest.approx((low, high), abs=5e-5)


def test_newcombe_agrees_with_every_published_row():
    for row in published()["newcombe_diff"]:
        limits = newcombe(row["a"], row["m"], row["b"], row["n"])
        assert limits == pytest.approx((row["lo"], row["hi"]), abs=5e-5)


def test_newcombe_on_the_cookie_cats():
    # day-7 retention, gate at 40 less gate at 30: 18.20 % of 45,489 less 19.02 % of 44,700
    low, high = newcombe(8279, 45489, 8502, 44700)
    assert (100 * low, 100 * high) == pytest.approx((-1.33, -0.31), abs=5e-3)


def test_newcombe_on_hillstroms_mails():
    # visits after the mail for men, 3,894 of 21,307, less those without any, 2,262 of 21,306
    low, high = newcombe(3894, 21307, 2262, 21306)
    assert (100 * low, 100 * high) == pytest.approx((7.00, 8.32), abs=5e-3)


def test_newcombe_of_nothing_is_the_whole_range():
    assert newcombe(0, 0, 3, 9) == (-1.0, 1.0)
    assert newcombe(3, 9, 0, 0) == (-1.0, 1.0)


@given(counts, counts)
def test_newcombe_contains_the_difference_and_turns_with_its_order(first, second):
    (a, m), (b, n) = first, second
    low, high = newcombe(a, m, b, n)
    assert -1 <= low <= a / m - b / n <= high <= 1
    turned = newcombe(b, n, a, m)
    assert (-turned.high, -turned.low) == pytest.approx((low, high), abs=1e-12)


def test_the_difference_of_two_scores_adds_their_variances():
    first, second = nps_adjusted_wald(0.6, 0.1, 400), nps_adjusted_wald(0.5, 0.2, 200)
    difference = nps_difference(first, second)
    assert difference.value == pytest.approx(first.value - second.value)
    assert difference.se == pytest.approx(math.sqrt(first.se**2 + second.se**2))
    assert difference.high - difference.value == pytest.approx(1.959964 * difference.se)


def test_the_difference_of_two_scores_stays_on_its_scale():
    first, second = nps_adjusted_wald(1, 0, 2), nps_adjusted_wald(0, 1, 2)
    assert nps_difference(first, second).high <= 200


def test_the_difference_of_means_is_welchs():
    # 1, 2, 3 (mean 2, var 1, se^2 1/3) and 2, 4, 6, 8 (mean 5, var 20/3, se^2 5/3)
    # df = (1/3 + 5/3)^2 / ((1/3)^2 / 2 + (5/3)^2 / 3) = 4 / (1/18 + 25/27) = 4.0755
    first, second = mean_of_people(3, 6, 14), mean_of_people(4, 20, 120)
    difference = difference_of_means(first, second)
    assert difference.value == -3
    assert difference.se == pytest.approx(math.sqrt(2))
    assert difference.df == pytest.approx(216 / 53)


def test_constant_amounts_differ_for_sure():
    difference = difference_of_means(mean_of_people(2, 4, 8), mean_of_people(2, 2, 2))
    assert (difference.low, difference.value, difference.high) == (1, 1, 1)
    assert welch_df(0, 3, 0, 4) == math.inf


def test_the_ratio_of_two_costs_is_poissons():
    # 40 a customer (25 of them) and 50 (16): ln .8 -+ 1.95996 * sqrt(1/25 + 1/16)
    change = log_ratio_difference(poisson_ratio(1000, 25), poisson_ratio(800, 16))
    half = 1.959964 * math.sqrt(1 / 25 + 1 / 16)
    assert change.value == -10
    assert change.relative == pytest.approx(-0.2)
    assert change.relative_low == pytest.approx(0.8 * math.exp(-half) - 1, rel=1e-6)
    assert change.relative_high == pytest.approx(0.8 * math.exp(half) - 1, rel=1e-6)
    # limits recovered: 40 (27.03, 59.20), 50 (30.63, 81.61); -10 - hypot(12.97, 31.61)
    assert (change.low, change.high) == pytest.approx((-44.17, 17.27), abs=0.02)


def test_a_ratio_that_is_not_positive_is_compared_plainly():
    negative = ratio_clustered(-6, 2, 116, -6, 2, 2)
    positive = ratio_clustered(60, 5, 1400, 110, 9, 3)
    change = log_ratio_difference(positive, negative)
    plain = difference_of_means(positive, negative)
    assert (change.value, change.low, change.high) == (plain.value, plain.low, plain.high)
    assert change.relative is None


def test_limits_of_different_confidence_do_not_compare():
    with pytest.raises(ValueError, match="do not compare"):
        nps_difference(nps_adjusted_wald(0.5, 0.1, 9), nps_adjusted_wald(0.5, 0.1, 9, 0.8))


@given(st.floats(1, 1e6), st.integers(1, 1000), st.floats(1, 1e6), st.integers(1, 1000))
def test_the_difference_of_costs_lies_within_its_limits(spend, people, other, others):
    change = log_ratio_difference(poisson_ratio(spend, people), poisson_ratio(other, others))
    assert change.low <= change.value <= change.high
    assert change.relative_low <= change.relative <= change.relative_high


def test_the_difference_of_ratios_covers():
    # people with 1 to 9 orders of a person's own mean amount: truth exp(.125) less 1.2 * exp(.125)
    rng = np.random.default_rng(21)
    truth, covered, relative = -0.2 * math.exp(0.125), 0, 0
    for _ in range(400):
        first, second = _window(rng, 80, 1.0), _window(rng, 120, 1.2)
        change = log_ratio_difference(first, second)
        covered += change.low <= truth <= change.high
        relative += change.relative_low <= 1 / 1.2 - 1 <= change.relative_high
    assert 0.92 <= covered / 400 <= 0.98
    assert 0.92 <= relative / 400 <= 0.98


def _window(rng, people, times):
    x = rng.integers(1, 10, people)
    y = times * x * rng.lognormal(0, 0.5, people)
    return ratio_clustered(y.sum(), x.sum(), y @ y, y @ x, x @ x, people)
