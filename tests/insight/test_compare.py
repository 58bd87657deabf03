import pytest

from dashboard.insight.compare import (
    Measured,
    Share,
    change_of_means,
    change_of_ratios,
    change_of_scores,
    change_of_shares,
    judged,
)
from dashboard.insight.intervals import (
    Interval,
    mean_of_people,
    nps_adjusted_wald,
    poisson_ratio,
    ratio_clustered,
)


def test_a_share_that_rose_is_up():
    # 56/70 - 48/80: .8 - .6 = .2, limits .0524 to .3339
    change = change_of_shares(Share(56, 70), Share(48, 80))
    assert change.difference == pytest.approx(0.2)
    assert (change.low, change.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert change.relative == pytest.approx(1 / 3)
    assert change.verdict == "up"


def test_a_share_in_per_cent_has_limits_in_points():
    change = change_of_shares(Share(48, 80), Share(56, 70), per=100)
    assert change.difference == pytest.approx(-20)
    assert (change.low, change.high) == pytest.approx((-33.39, -5.24), abs=5e-3)
    assert change.verdict == "down"


def test_few_people_cannot_tell():
    assert change_of_shares(Share(5, 56), Share(0, 29)).verdict == "can't tell"


def test_no_share_before_means_no_relative_change():
    assert change_of_shares(Share(5, 56), Share(0, 29)).relative is None


def test_a_window_with_nothing_to_divide_by_has_no_change():
    assert change_of_shares(Share(0, 0), Share(3, 9)) is None
    assert change_of_shares(Share(3, 9), Share(0, 0)) is None


@pytest.mark.parametrize(("after", "before"), [(True, False), (False, True), (False, False)])
def test_an_incomplete_window_is_never_judged(after, before):
    change = change_of_shares(Share(900, 1000, after), Share(100, 1000, before))
    assert change.difference == pytest.approx(0.8)
    assert (change.low, change.high, change.verdict) == (None, None, "can't tell")


def test_a_score_is_compared_in_points_only():
    after = Measured(50, nps_adjusted_wald(0.6, 0.1, 2000))
    before = Measured(30, nps_adjusted_wald(0.5, 0.2, 2000))
    change = change_of_scores(after, before)
    assert (change.difference, change.relative, change.verdict) == (20, None, "up")
    assert change.low < 20 < change.high


def test_means_are_compared_by_person():
    after, before = mean_of_people(3, 6, 14), mean_of_people(4, 20, 120)
    change = change_of_means(Measured(2, after), Measured(5, before))
    assert change.difference == -3
    assert change.relative == pytest.approx(-0.6)
    assert change.verdict == "can't tell"


def test_one_person_is_not_judged():
    change = change_of_means(Measured(2, None), Measured(5, mean_of_people(4, 20, 120)))
    assert change.difference == -3
    assert (change.low, change.verdict) == (None, "can't tell")


def test_a_cost_that_doubled_on_many_customers_is_up():
    after, before = poisson_ratio(20_000, 200), poisson_ratio(10_000, 200)
    change = change_of_ratios(Measured(100, after), Measured(50, before))
    assert (change.difference, change.relative, change.verdict) == (50, 1, "up")


def test_a_net_amount_that_is_not_positive_is_compared_plainly():
    after = ratio_clustered(-6, 2, 116, -6, 2, 2)
    before = ratio_clustered(60, 5, 1400, 110, 9, 3)
    change = change_of_ratios(Measured(-3, after), Measured(12, before))
    assert (change.difference, change.relative) == (-15, None)
    assert change.low < -15 < change.high


def test_nought_on_the_limit_cannot_tell():
    assert judged(1, 1, Interval(0, 2)).verdict == "can't tell"
    assert judged(1, 1, Interval(0, 0)).verdict == "can't tell"
