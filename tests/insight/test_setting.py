"""What past values say of a target."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.power import reach, visible_changes_of_shares
from dashboard.insight.setting import left_over, times_reached, together, visible_change


def test_five_per_cent_lost_a_month_keeps_fifty_four_over_a_year():
    assert left_over(0.05, 12) == pytest.approx(0.5404, abs=5e-5)  # 0.95 ^ 12
    assert left_over(0.0, 12) == 1.0
    assert left_over(1.0, 3) == 0.0


def test_a_level_is_reached_by_values_at_it_or_better():
    assert times_reached([18.0, 20.0, 21.0], 20.0, is_lower_better=False) == 2
    assert times_reached([18.0, 20.0, 21.0], 20.0, is_lower_better=True) == 2


def test_changes_of_factors_multiply():
    assert together(0.10, -0.05) == pytest.approx(0.045)  # 1.10 × 0.95 = 1.045


def test_the_smallest_change_follows_from_the_interval():
    """95 % limits 80 to 125 around 100: se of the log is ln(125/80) / 3.92; two periods, 2.8 standard errors."""
    se = math.log(125 / 80) / (2 * 1.959964)
    away = (1.959964 + 0.841621) * math.sqrt(2) * se
    assert reach() == pytest.approx(2.801585, abs=1e-5)
    assert visible_change(100, 80, 125) == pytest.approx(100 * (math.exp(away) - 1), rel=1e-5)
    assert visible_change(100, 80, 125, is_rise=False) == pytest.approx(
        100 * (1 - math.exp(-away)), rel=1e-5
    )
    assert visible_change(0, -10, 10) == pytest.approx(
        2.801585 * math.sqrt(2) * 20 / 3.919928, rel=1e-5
    )
    assert visible_change(100, 100, 100) == 0.0
    assert visible_change(0, 0, 0) is None


def test_it_agrees_with_that_of_shares_where_a_share_is_known_well():
    """20 % of 10,000: the limits of a share are nearly its value ± 1.96 √(pq/n)."""
    se = math.sqrt(0.2 * 0.8 / 10_000)
    found = visible_change(0.2, 0.2 - 1.959964 * se, 0.2 + 1.959964 * se)
    assert found == pytest.approx(visible_changes_of_shares(0.2, 10_000, 10_000)[1], rel=0.04)


@given(st.floats(1, 1e6), st.floats(1.01, 3), st.integers(1, 30))
def test_a_longer_base_shows_smaller_changes(value, stretch, periods):
    low, high = value / stretch, value * stretch
    one, many = visible_change(value, low, high), visible_change(value, low, high, periods)
    assert many is not None
    assert many <= one
    assert many > 0
