"""A step in one series: with nothing but it, against least squares, and over five hundred series of known size."""

import numpy as np
import pytest

from dashboard.insight.interrupted import season_columns, step

AFTER = np.arange(36) >= 28
PLACES = np.arange(36) % 12


def series(random, size: float, memory: float, count: int = 500):
    """Three years with trend and season, noise that remembers, and a step of a size for the last eight months."""
    noise = np.zeros((count, 36))
    noise[:, 0] = random.normal(size=count) / np.sqrt(1 - memory**2)
    for month in range(1, 36):
        noise[:, month] = memory * noise[:, month - 1] + random.normal(size=count)
    season = np.where(PLACES == 11, 6.0, np.cos(2 * np.pi * PLACES / 12))
    return 50 + 0.1 * np.arange(36) + season + size * AFTER + noise


def test_a_step_without_noise_is_found_whole():
    values = 50 + 0.2 * np.arange(36) + 3.0 * (PLACES == 11) + 4 * AFTER
    found = step(values + 1e-6 * np.sin(np.arange(36) ** 2), AFTER, season_columns(PLACES, 12, 28))
    assert found.value == pytest.approx(4, abs=1e-4)
    assert found.without == pytest.approx(values - 4 * AFTER, abs=1e-3)


def test_without_the_step_there_are_trend_and_season_and_no_noise():
    noise = np.random.default_rng(5).normal(size=36)
    found = step(50 + 0.2 * np.arange(36) + 4 * AFTER + noise, AFTER, np.zeros((36, 0)))
    assert np.diff(found.without, 2) == pytest.approx(np.zeros(34), abs=1e-9)  # a straight line
    gap = 50 + 0.2 * np.arange(36) + 4 * AFTER + noise - found.without
    assert gap[~AFTER].mean() == pytest.approx(0, abs=0.15)
    assert gap[~AFTER].std() == pytest.approx(noise[~AFTER].std(), rel=0.1)  # the scatter is seen
    assert gap[AFTER].mean() == pytest.approx(found.value, abs=0.15)


def test_the_season_is_told_by_how_much_of_it_lies_before():
    assert season_columns(PLACES, 12, 24).shape == (36, 11)  # each month for itself
    assert season_columns(PLACES, 12, 15).shape == (36, 2)  # one wave a year
    assert season_columns(PLACES, 12, 14) is None  # the step could be the season
    assert season_columns([0] * 9, 1, 5).shape == (9, 0)  # years have none


def test_too_short_a_series_tells_nothing():
    after = np.arange(6) >= 4
    assert step(np.arange(6.0), after, np.zeros((6, 0))) is None
    assert step(np.arange(6.0), np.zeros(6, bool), np.zeros((6, 0))) is None


@pytest.mark.parametrize("memory", [0.2, 0.4])
def test_the_true_size_is_inside_the_limits_of_five_hundred_series(memory):
    season = season_columns(PLACES, 12, 28)
    found = step(series(np.random.default_rng(7), 2.0, memory), AFTER, season)
    assert 0.93 <= np.mean((found.low <= 2.0) & (found.high >= 2.0)) <= 0.98
    none = step(series(np.random.default_rng(8), 0.0, memory), AFTER, season)
    assert np.mean((none.low > 0) | (none.high < 0)) <= 0.07
