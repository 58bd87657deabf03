import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.intervals import (
    Limits,
    kish_effective_n,
    mean_of_people,
    nps_adjusted_wald,
    poisson_ratio,
    quantile_order_statistics,
    ratio_clustered,
    two_sided,
    wilson,
    wilson_many,
)
from tests.insight.published import published

counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# Newcombe (1998), Stat. Med. 17:857, table I, method 3
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_printed_limits(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_agrees_with_every_published_row():
    for row in published()["wilson"]:
        assert wilson(row["k"], row["n"]) == pytest.approx((row["lo"], row["hi"]), abs=5e-5)


def test_wilson_of_nothing_is_the_whole_range():
    assert wilson(0, 0) == (0.0, 1.0)


def test_wilson_touches_the_ends_exactly():
    assert wilson(0, 7).low == 0.0
    assert wilson(7, 7).high == 1.0


@pytest.mark.parametrize(("successes", "n"), [(-1, 5), (6, 5), (1, 0)])
def test_wilson_refuses_more_successes_than_trials(successes, n):
    with pytest.raises(ValueError, match="successes"):
        wilson(successes, n)


@given(counts)
def test_wilson_contains_its_share_and_mirrors(count):
    successes, n = count
    low, high = wilson(successes, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= successes / n <= high
    mirrored = wilson(n - successes, n)
    assert (1 - mirrored.high, 1 - mirrored.low) == pytest.approx((low, high), abs=1e-12)


@given(st.integers(1, 300), st.integers(2, 50))
def test_wilson_narrows_as_more_is_seen(n, times):
    once, often = wilson(n / 3, n), wilson(n * times / 3, n * times)
    assert often.high - often.low < once.high - once.low


@given(st.lists(counts, min_size=1, max_size=20), st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_many_is_wilson_row_by_row(rows, confidence):
    lows, highs = wilson_many([s for s, _ in rows], [n for _, n in rows], confidence)
    for (successes, n), low, high in zip(rows, lows, highs, strict=True):
        assert wilson(successes, n, confidence) == pytest.approx((low, high), abs=1e-12)


def test_wilson_covers_where_wald_does_not():
    # exact over the binomial, n = 20, p = .05: Wilson 92.45 %, Wald 63.89 %
    n, p = 20, 0.05
    chance = [math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    low, high = wilson_many(range(n + 1), [n] * (n + 1))
    share = np.arange(n + 1) / n
    wald = 1.959964 * np.sqrt(share * (1 - share) / n)
    assert np.dot(chance, (low <= p) & (p <= high)) == pytest.approx(0.9245, abs=5e-4)
    assert np.dot(chance, np.abs(share - p) <= wald) == pytest.approx(0.6389, abs=5e-4)


def test_two_sided_is_the_printed_quantile():
    assert two_sided(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert two_sided(0.95, 10) == pytest.approx(2.228139, abs=1e-6)
    assert two_sided(0.95, 1) == pytest.approx(12.7062, abs=1e-4)


def test_two_sided_refuses_a_confidence_in_per_cent():
    with pytest.raises(ValueError, match="between 0 and 1"):
        two_sided(95)


def test_kish_counts_equal_weights_as_they_are():
    assert kish_effective_n(10 * 2.5, 10 * 2.5**2) == pytest.approx(10)
    # weights 1, 1, 2: 4^2 / 6
    assert kish_effective_n(4, 6) == pytest.approx(16 / 6)
    assert kish_effective_n(0, 0) == 0.0


def test_nps_variance_is_that_of_the_worked_example():
    # 162 promoters, 108 passives, 54 detractors: 33.3, variance 1/2 + 1/6 - 1/9 = 5/9,
    # plain se 100 * sqrt(5/9 / 324) = 4.141
    shares = 162 / 324, 54 / 324
    assert 100 * (shares[0] - shares[1]) == pytest.approx(33.333, abs=1e-3)
    assert sum(shares) - (shares[0] - shares[1]) ** 2 == pytest.approx(5 / 9)
    # adjusted: (162.75 - 54.75) / 327 = 33.03; p + d = 217.5 / 327; se 4.12
    estimate = nps_adjusted_wald(*shares, 324)
    assert estimate.value == pytest.approx(100 * 108 / 327)
    variance = 217.5 / 327 - (108 / 327) ** 2
    assert estimate.se == pytest.approx(100 * math.sqrt(variance / 327))
    assert estimate.se == pytest.approx(4.141, abs=0.03)


def test_nps_agrees_with_the_published_row():
    row = published()["nps"]
    n = row["p"] + row["s"] + row["d"]
    estimate = nps_adjusted_wald(row["p"] / n, row["d"] / n, n)
    assert estimate.low < row["nps"] < estimate.high
    assert estimate.se == pytest.approx(row["se"], abs=0.03)


def test_nps_of_the_san_francisco_survey():
    # 2017: 1,436 promoters and 342 detractors of 2,746: 39.84 +- 2.61
    estimate = nps_adjusted_wald(1436 / 2746, 342 / 2746, 2746)
    assert estimate.value == pytest.approx(100 * 1094 / 2749)
    assert estimate.high - estimate.value == pytest.approx(2.61, abs=5e-3)


def test_nps_covers_with_ten_answers():
    # exact over the trinomial, n = 10, p = (.9, .08, .02): adjusted 93 %, plain Wald 65 %
    n, (up, passive, down) = 10, (0.9, 0.08, 0.02)
    truth, adjusted, plain = 100 * (up - down), 0.0, 0.0
    for p in range(n + 1):
        for d in range(n + 1 - p):
            ways = math.comb(n, p) * math.comb(n - p, d)
            chance = ways * up**p * down**d * passive ** (n - p - d)
            estimate = nps_adjusted_wald(p / n, d / n, n)
            adjusted += chance * (estimate.low <= truth <= estimate.high)
            net = (p - d) / n
            half = 196 * math.sqrt((p + d) / n - net * net) / math.sqrt(n)
            plain += chance * (abs(100 * net - truth) <= half)
    assert adjusted == pytest.approx(0.93, abs=0.01)
    assert plain == pytest.approx(0.65, abs=0.01)


def test_nps_of_nothing_is_the_whole_range():
    estimate = nps_adjusted_wald(0, 0, 0)
    assert (estimate.low, estimate.high) == (-100, 100)


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_nps_mirrors_when_promoters_and_detractors_swap(p, s, d):
    n = max(1, p + s + d)
    one, other = nps_adjusted_wald(p / n, d / n, n), nps_adjusted_wald(d / n, p / n, n)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert -100 <= one.low <= one.value <= one.high <= 100


def test_a_mean_of_people_has_students_limits():
    # 1, 2, 3: mean 2, sd 1, se .5774, t(2 df) 4.3027
    estimate = mean_of_people(3, 6, 14)
    assert (estimate.low, estimate.high) == pytest.approx((2 - 2.4841, 2 + 2.4841), abs=1e-4)


def test_one_person_has_no_interval():
    assert mean_of_people(0, 0, 0) is None
    assert mean_of_people(1, 5, 25) is None


def test_a_ratio_follows_the_formula():
    # people (y, x): (10, 1) (30, 2) (20, 2); R = 60 / 5 = 12; residuals -2, 6, -4 -> 56
    # se = sqrt(3/2 * 56) / 5 = 1.8330; t(2 df) 4.30265; limits 12 * exp(-+ 4.30265 * .15275)
    estimate = ratio_clustered(60, 5, 100 + 900 + 400, 10 + 60 + 40, 1 + 4 + 4, 3)
    assert estimate.value == 12
    assert estimate.se == pytest.approx(math.sqrt(84) / 5)
    half = 4.302653 * math.sqrt(84) / 60
    assert estimate.low == pytest.approx(12 * math.exp(-half), rel=1e-6)
    assert estimate.high == pytest.approx(12 * math.exp(half), rel=1e-6)


def test_a_ratio_that_is_not_positive_has_plain_limits():
    # (-10, 1) (4, 1): R = -3; residuals -7, 7 -> 98; se = sqrt(2 * 98) / 2 = 7
    estimate = ratio_clustered(-6, 2, 116, -6, 2, 2)
    assert estimate.se == pytest.approx(7)
    assert (estimate.low, estimate.high) == pytest.approx((-3 - 7 * 12.7062, -3 + 7 * 12.7062))
    assert ratio_clustered(0, 2, 200, 0, 2, 2).low < 0


def test_a_ratio_of_one_cluster_or_of_nothing_has_no_interval():
    assert ratio_clustered(10, 1, 100, 10, 1, 1) is None
    assert ratio_clustered(10, 0, 100, 0, 0, 5) is None


def test_a_ratio_by_person_covers_where_its_rows_are_alike():
    # 100 people with 1 to 9 alike orders each; the truth is the ratio of expectations
    rng = np.random.default_rng(20)
    covered = 0
    for _ in range(400):
        orders = rng.integers(1, 10, 100)
        amounts = orders * rng.lognormal(0, 0.5, 100)
        estimate = ratio_clustered(
            amounts.sum(), orders.sum(), amounts @ amounts, amounts @ orders, orders @ orders, 100
        )
        covered += estimate.low <= math.exp(0.125) <= estimate.high
    assert 0.92 <= covered / 400 <= 0.98


amounts = st.floats(-1e4, 1e6).map(lambda y: round(y, 2))


@given(st.lists(st.tuples(amounts, st.integers(1, 20)), min_size=2, max_size=30))
def test_a_ratio_lies_within_its_limits_and_scales(people):
    y, x = np.array([p[0] for p in people]), np.array([p[1] for p in people], dtype=float)
    one = ratio_clustered(y.sum(), x.sum(), y @ y, y @ x, x @ x, len(people))
    assert one.low <= one.value <= one.high
    ten = ratio_clustered(8 * y.sum(), x.sum(), 64 * (y @ y), 8 * (y @ x), x @ x, len(people))
    assert ten.value == pytest.approx(8 * one.value)
    assert ten.se == pytest.approx(8 * one.se)


def test_a_cost_per_event_has_log_limits():
    # 1,000 spent on 25 customers: 40 * exp(-+ 1.95996 / 5)
    estimate = poisson_ratio(1000, 25)
    assert estimate.value == 40
    assert (estimate.low, estimate.high) == pytest.approx((27.03, 59.20), abs=5e-3)


def test_a_cost_without_events_or_without_spend_has_no_interval():
    assert poisson_ratio(1000, 0) is None
    assert poisson_ratio(0, 5) is None


def test_the_median_of_twenty_lies_between_the_sixth_and_the_fifteenth():
    # P(Bin(20, .5) <= 5) = .0207 <= .025 < P(<= 6) = .0577
    assert quantile_order_statistics(range(1, 21), 0.5) == Limits(6.0, 15.0)


def test_a_quantile_without_enough_values_has_no_limit_there():
    assert quantile_order_statistics([], 0.5) == Limits(None, None)
    assert quantile_order_statistics([3.0], 0.5) == Limits(None, None)
    # nine tenths of ten values: P(Bin(10, .9) <= 9) = .651 < .975, nothing above
    limits = quantile_order_statistics(range(1, 11), 0.9)
    assert limits.high is None
    # P(<= 6) = .0128 <= .025 < P(<= 7) = .0702
    assert limits.low == 7.0


@given(st.integers(0, 300), st.sampled_from([0.5, 0.9]), st.sampled_from([0.8, 0.95]))
def test_a_quantiles_limits_hold_at_least_the_confidence(n, q, confidence):
    chance = [math.comb(n, k) * q**k * (1 - q) ** (n - k) for k in range(n + 1)]
    low, high = quantile_order_statistics(np.arange(1.0, n + 1), q, confidence)
    lowest, highest = int(low or 0), int(high) if high is not None else n + 1
    # the quantile lies in [X_low, X_high) where the count below it is low .. high - 1
    assert sum(chance[lowest:highest]) >= confidence - 1e-9


def test_nothing_heavy_is_imported_before_it_is_needed():
    code = (
        "import sys, dashboard.insight.compare, dashboard.insight.survival;"
        "print([name for name in sys.modules if name.split('.')[0] in ('scipy', 'pandas')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
