"""What comes back every year."""

import math

import numpy as np
import pytest

from dashboard.insight.behaviour import behaviour
from dashboard.insight.season import shape

YEAR = list(range(12))
SUMMERS = [3.0 * math.sin(2 * math.pi * n / 12) for n in YEAR]


def months(years):
    return YEAR * years


def test_two_years_of_quarters_by_hand():
    """8, 10, 12, 10 twice: 2 below and 2 above their mean of 10."""
    found = shape([8, 10, 12, 10] * 2, [0, 1, 2, 3] * 2, 4)
    assert found.effects == pytest.approx((-2, 0, 2, 0))
    assert (found.seasons, found.strength) == (2, pytest.approx(1))
    assert list(found.of([2, 0])) == pytest.approx([2, -2])


def test_drift_and_level_are_no_season():
    drifting = [100 + 0.5 * n + s for n, s in enumerate(SUMMERS * 3)]
    assert shape(drifting, months(3), 12).effects == pytest.approx(SUMMERS, abs=1e-9)
    stepping = [s + (40 if n >= 12 else 0) for n, s in enumerate(SUMMERS * 2)]
    assert shape(stepping, months(2), 12).effects == pytest.approx(SUMMERS, abs=1e-9)
    assert shape([5.0] * 24, months(2), 12).strength == 0


def test_one_odd_december_makes_no_season_of_its_own():
    values = SUMMERS * 3
    values[11] += 50
    random = np.random.default_rng(1).normal(0, 0.1, 36)
    found = shape(np.array(values) + random, months(3), 12)
    assert found.effects[11] == pytest.approx(SUMMERS[11], abs=0.5)


def test_noise_is_not_taken_for_a_season():
    random = np.random.default_rng(2)
    found = [shape(random.standard_normal(36), months(3), 12).strength for _ in range(100)]
    assert np.mean(found) < 0.25
    strong = [
        shape(np.array(SUMMERS * 3) + random.standard_normal(36), months(3), 12).strength
        for _ in range(50)
    ]
    assert min(strong) > 0.7


def test_less_than_two_whole_seasons_or_too_many_holes_tell_nothing():
    assert shape(SUMMERS * 2, months(2), 12) is not None
    assert shape((SUMMERS * 2)[1:], months(2)[1:], 12) is None
    assert shape([1.0, 2.0, 3.0], [0, 0, 0], 1) is None
    holed = SUMMERS * 3
    holed[5:13] = [math.nan] * 8  # 8 of 36: more than a fifth
    assert shape(holed, months(3), 12) is None


def test_a_month_without_data_does_not_bend_the_others():
    holed = [10 + s for s in SUMMERS * 3]
    holed[3] = holed[20] = math.nan
    assert shape(holed, months(3), 12).effects == pytest.approx(SUMMERS, abs=0.2)


@pytest.mark.parametrize("years", [2, 3])
def test_a_season_is_no_news_and_its_absence_is(years):
    """The newest in a series with a season twice the noise: few alarms, as in noise, and a fall of 5 is found."""
    random = np.random.default_rng(40 + years)
    outside = runs = found = 0
    for _ in range(200):
        x = random.standard_normal(years * 12 + 1) + 20 + [*(SUMMERS * years), SUMMERS[0]]
        season = shape(x[:-1], months(years), 12)
        about = {
            "season": season.of([*months(years), 0])[-25:], "kept": season.kept, "ahead": season.ahead,
        }  # fmt: skip
        chart, fallen = behaviour(x[-25:], **about), behaviour([*x[-25:-1], x[-1] - 5], **about)
        outside, runs = outside + chart.is_outside, runs + (chart.is_run and not chart.is_outside)
        found += fallen.is_outside
    assert outside + runs < 0.05 * 200  # by 2,500 series: 1.5 % and 1.5 %
    assert found > 0.75 * 200
