"""How far a value lies from where it should, and how far it must when many are looked at."""

import math

import numpy as np
import pytest

from dashboard.insight.surprise import needed, surprise
from dashboard.insight.unlike import contrast, overspread


def test_one_series_needs_three_sigmas_and_a_hundred_need_more() -> None:
    assert needed(1) == 3.0
    assert needed(100) == pytest.approx(3.7190, abs=1e-4)  # 1 − Φ = .02 / 200


def test_one_in_fifty_looks_at_forty_noise_series_speaks() -> None:
    draws = np.random.default_rng(5).standard_normal((20_000, 40))
    speaking = (np.abs(draws).max(axis=1) > needed(40)).mean()
    assert speaking == pytest.approx(0.02, abs=0.004)


def test_a_value_on_its_limit_is_three_sigmas_away() -> None:
    assert surprise(76.0, 70.0, (64.0, 76.0)) == pytest.approx(3.0)
    assert surprise(64.0, 70.0, (64.0, 76.0)) == pytest.approx(-3.0)
    assert surprise(70.0, 70.0, (64.0, 76.0)) == 0.0


def test_limits_that_lie_evenly_in_logarithms_are_measured_in_them() -> None:
    # 100 times or over 1.2; 144 is twice as far as the limit
    assert surprise(144.0, 100.0, (100 / 1.2, 120.0)) == pytest.approx(6.0)


def test_a_limit_that_was_cut_at_what_is_possible_does_not_make_surprise() -> None:
    # the upper limit would be 104 and is cut at 100: the lower side tells the distance
    assert surprise(99.0, 96.0, (88.0, 100.0)) == pytest.approx(3 * 3 / 8)


def test_a_small_sample_is_not_surer_than_its_own_limits() -> None:
    # 70 ± 3 says 30 sigmas; the value's own limits, 100 ± 19.6, say 3
    assert surprise(100.0, 70.0, (67.0, 73.0), (80.4, 119.6)) == pytest.approx(3.0)


def test_a_distance_is_judged_by_those_before_it_without_the_newest_two() -> None:
    gaps = np.array([1.0, 3.0] * 6 + [9.0, 9.0, 9.0])  # what has just begun is no part of it
    found = contrast(gaps, np.ones(15), 14)
    assert found is not None
    assert found.usual == 2.0
    assert found.sigmas == pytest.approx(7 / math.sqrt(1 / 3 + 1 / 12))  # of the three together
    assert contrast(gaps[:10], np.ones(10), 9) is None  # nine before it are too few


def test_distances_that_share_people_tell_the_usual_one_less_surely() -> None:
    gaps, errors = np.array([0.0] * 12 + [4.0]), np.ones(13)
    sure, less = contrast(gaps, errors, 12), contrast(gaps, errors, 12, apart=4)
    assert sure is not None
    assert less is not None
    assert sure.sigmas == pytest.approx(4 / math.sqrt(1 + 1 / 10))  # the last two are left out
    assert less.sigmas == pytest.approx(4 / math.sqrt(1 + 4 / 10))


def test_what_spreads_more_than_samples_tell_is_held_to_that() -> None:
    draw = np.random.default_rng(1)
    wide = [c for _ in range(50) if (c := contrast(3 * draw.standard_normal(25), np.ones(25), 24))]
    assert overspread(wide) == pytest.approx(3.0, rel=0.1)
    calm = [c for _ in range(50) if (c := contrast(draw.standard_normal(25) / 9, np.ones(25), 24))]
    assert overspread(calm) == 1.0
    assert overspread([]) == 1.0


def test_of_noise_about_a_rest_few_distances_speak() -> None:
    draw = np.random.default_rng(2)
    spoken = 0
    for _ in range(500):  # 40 values of 20 months, looked at together
        found = [contrast(draw.standard_normal(20), np.ones(20), 19) for _ in range(40)]
        known = [c for c in found if c]
        limit = needed(2 * 40) * overspread(known)  # each also by some months together
        spoken += any(abs(c.sigmas) > limit for c in known)
    assert spoken <= 18  # about 10 of 500


def test_months_that_all_lie_away_are_taken_together_where_they_share_no_people() -> None:
    gaps, errors = np.array([0.0] * 12 + [3.0, 3.0, 3.0]), np.ones(15)
    alone = 3 / math.sqrt(1 + 1 / 12)
    of_three = 3 / math.sqrt(1 / 3 + 1 / 12)
    found = contrast(gaps, errors, 14)
    assert found is not None
    assert found.sigmas == pytest.approx(of_three)
    shared = contrast(gaps, errors, 14, apart=4)
    assert shared is not None
    assert shared.sigmas == pytest.approx(3 / math.sqrt(1 + 4 / 12))
    gaps[13] = -3.0  # back on the other side between: the newest stands alone
    found = contrast(gaps, errors, 14)
    assert found is not None
    assert found.sigmas == pytest.approx(alone)
