"""The smallest change that could be seen: printed sizes, sums by hand, and what random answers do."""

import math

import numpy as np
import pytest

from dashboard.insight.power import (
    answers_needed,
    reach,
    visible_change_of_scores,
    visible_changes_of_shares,
)


def test_eighty_per_cent_power_at_five_per_cent_reaches_2_80_standard_errors() -> None:
    assert reach() == pytest.approx(1.959964 + 0.841621, abs=1e-6)


def test_a_net_promoter_score_by_hand() -> None:
    # p = ½, d = ¼: v = ¾ − 1/16 = 0.6875; 2.8016 · 100 · √(0.6875/400 + 0.6875/400) = 16.43 points
    assert visible_change_of_scores(0.5, 0.25, 400, 400) == pytest.approx(
        2.801585 * 100 * math.sqrt(2 * 0.6875 / 400), rel=1e-6
    )
    assert visible_change_of_scores(0.5, 0.25, 0, 400) is None
    assert visible_change_of_scores(0.5, 0.25, 1, 1) is None  # larger than the scale


def test_six_points_at_the_airports_variance_need_2131_answers() -> None:
    # v = .489 (San Francisco airport): 2 · .489 · (280.1585 / 6)² = 2132.3; with v unrounded 2,131
    promoters, detractors = 1436 / 2746, 342 / 2746
    assert answers_needed(promoters, detractors, 6) in (2131, 2132)
    assert visible_change_of_scores(promoters, detractors, 2131, 2131) == pytest.approx(6, abs=0.01)


def test_a_share_of_85_per_cent_shows_a_rise_to_90_with_683_answers() -> None:
    # (1.96 + .84)² · (.85 · .15 + .90 · .10) / .05² = 682.9
    fall, rise = visible_changes_of_shares(0.85, 683, 683)
    assert rise == pytest.approx(0.05, abs=0.0001)
    assert fall is not None
    p = 0.85 + fall
    assert fall**2 == pytest.approx(reach() ** 2 * (0.85 * 0.15 + p * (1 - p)) / 683, rel=1e-9)


def test_a_share_near_the_end_cannot_be_seen_to_rise() -> None:
    fall, rise = visible_changes_of_shares(0.97, 20, 20)
    assert rise is None
    assert fall is not None
    assert visible_changes_of_shares(0.5, 0, 20) == (None, None)


def test_a_change_of_that_size_is_seen_four_times_in_five() -> None:
    random, n = np.random.default_rng(4), 500
    first = random.choice([1, 0, -1], size=(20_000, n), p=[0.5, 0.25, 0.25])
    size = visible_change_of_scores(0.5, 0.25, n, n)
    assert size is not None
    moved = size / 200  # from detractors to promoters: the score rises by twice that
    second = random.choice([1, 0, -1], size=(20_000, n), p=[0.5 + moved, 0.25, 0.25 - moved])
    se = np.sqrt(first.var(axis=1) / n + second.var(axis=1) / n)
    seen = np.mean(second.mean(axis=1) - first.mean(axis=1) > 1.96 * se)
    assert seen == pytest.approx(0.8, abs=0.03)
