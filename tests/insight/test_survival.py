import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.survival import kaplan_meier, km_median, median_of_those_who_do
from tests.insight.published import published, published_rows

# Freireich et al. (1963): weeks in remission under 6-MP; 0 is censored
SIX_MP = (6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
RELAPSED = (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def test_the_curve_of_6_mp_is_the_printed_one():
    curve = kaplan_meier(SIX_MP, RELAPSED)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5
    )
    assert curve.se == pytest.approx(
        [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5
    )


def test_the_limits_of_6_mp_follow_the_formula():
    # log(-log) at week 6: .8571 ** exp(-+ 1.96 * .0764 / (.8571 * .15415))
    curve = kaplan_meier(SIX_MP, RELAPSED)
    assert (curve.low[0], curve.high[0]) == pytest.approx((0.6197, 0.9516), abs=5e-5)
    assert np.all((curve.low < curve.survival) & (curve.survival < curve.high))


def test_half_relapse_by_week_23_under_6_mp_and_by_week_8_without():
    median = km_median(SIX_MP, RELAPSED)
    assert median.value == 23
    assert median.limits == (13, None)
    assert km_median(PLACEBO, [1] * 21).value == 8


def test_the_curve_agrees_with_the_published_file():
    row = published()["km_6mp"]
    rows = list(csv.DictReader(published_rows("leukemia_6mp.csv")))
    treated = [r for r in rows if r["arm"] == "6-MP"]
    weeks = [float(r["weeks"]) for r in treated]
    curve = kaplan_meier(weeks, [r["relapse"] == "1" for r in treated])
    assert curve.times.tolist() == row["t"]
    assert curve.survival == pytest.approx(row["S"], abs=5e-5)
    assert curve.se == pytest.approx(row["se"], abs=5e-5)


def test_nobody_gives_no_curve():
    curve = kaplan_meier([], [])
    assert len(curve.times) == 0
    assert km_median([], []).value is None


def test_nothing_happened_gives_no_median():
    median = km_median([3, 5], [False, False])
    assert (median.value, median.limits) == (None, (None, None))


def test_when_it_happened_to_all_nothing_is_left_and_nothing_is_known_of_it():
    # 1, 2: survival 1/2, then 0
    curve = kaplan_meier([1, 2], [True, True])
    assert curve.survival.tolist() == [0.5, 0.0]
    assert np.isnan(curve.se[1])
    assert np.isnan(curve.high[1])
    assert km_median([1, 2], [True, True]).value == 1


def test_a_half_made_of_fractions_is_a_half():
    # 24 at risk: 23/24 * 22/23 * ... * 12/13 = 1/2, and in floats a little more
    assert kaplan_meier(range(1, 25), [True] * 24).survival[11] > 0.5
    assert km_median(range(1, 25), [True] * 24).value == 12


def test_a_censoring_comes_after_an_event_of_the_same_time():
    # at 5: three at risk, one happens: 2/3
    assert kaplan_meier([5, 5, 5], [True, False, False]).survival.tolist() == [pytest.approx(2 / 3)]


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="length"):
        kaplan_meier([1, 2], [True])
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier([-1], [True])


rows = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


@given(rows)
def test_the_curve_falls_and_lies_within_its_limits(lives):
    curve = kaplan_meier([d for d, _ in lives], [o for _, o in lives])
    assert np.all(np.diff(curve.survival) < 0)
    known = curve.survival > 0
    assert np.all(curve.low[known] <= curve.survival[known])
    assert np.all(curve.survival[known] <= curve.high[known])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40))
def test_without_censoring_survival_is_the_share_left(durations):
    curve = kaplan_meier(durations, [True] * len(durations))
    for time, left in zip(curve.times, curve.survival, strict=True):
        assert left == pytest.approx(sum(d > time for d in durations) / len(durations), abs=1e-12)


def test_the_limits_of_a_median_cover():
    # exponential with median 10, censored uniformly on 0 .. 40
    rng = np.random.default_rng(22)
    covered = 0
    for _ in range(400):
        life, cut = rng.exponential(10 / np.log(2), 60), rng.uniform(0, 40, 60)
        low, high = km_median(np.minimum(life, cut), life <= cut).limits
        covered += (low or 0) <= 10 and (high is None or high >= 10)
    assert 0.92 <= covered / 400 <= 0.98


def test_the_median_of_those_who_do_is_the_plain_one_where_everything_is_known():
    # 5 of 25 do it, on days 1 to 5; the others are seen for as long: half of those who do by day 3
    median = median_of_those_who_do([1, 2, 3, 4, 5, *[9] * 20], [1] * 5 + [0] * 20)
    assert median.value == 3
    # the others say nothing of those who do: the limits are those of the five alone
    assert median.limits == km_median([1, 2, 3, 4, 5], [1] * 5).limits


def test_its_error_is_that_of_a_share_of_those_who_do():
    # 50 of 100 do it, one a day; limits of 1 - R hold one half where se = sqrt(R (1 - R) / 50)
    days = list(range(1, 51))
    median = median_of_those_who_do([*days, *[90] * 50], [1] * 50 + [0] * 50)
    assert (median.value, median.limits) == (25, km_median(days, [1] * 50).limits)


def test_who_was_seen_for_a_short_time_counts_for_what_may_come():
    # done on days 1 and 2 of four, two seen for 1.5 days; then on day 9 one of one:
    # S: 4/5 at 1, then 2 at risk at 2: 2/5, then 0 at 9; half of 1 is done by day 2
    median = median_of_those_who_do([1, 1.5, 1.5, 2, 9], [1, 0, 0, 1, 1])
    assert median.value == 2


def test_nobody_who_did_it_gives_no_median_of_those_who_do():
    assert median_of_those_who_do([1, 2], [0, 0]).value is None
