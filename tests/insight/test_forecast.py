"""Models of a series against printed figures, and against sums by hand."""

import math
import random
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from dashboard.insight import chance, hindsight
from dashboard.insight.chance import Word
from dashboard.insight.forecast import (
    OF_SEASON,
    Judged,
    Method,
    Outlook,
    crps,
    fit_ets,
    forecast,
    outlook_of,
)
from dashboard.insight.scales import Scale, amount_scale, back, onto, share_scale
from tests.insight.published import published_rows


def _oil() -> np.ndarray:
    return np.array([float(row.split(",")[1]) for row in published_rows("fpp2_oil.csv")[1:]])


def test_oil_is_smoothed_as_printed():
    """Hyndman & Athanasopoulos, fpp2, section 7.1: saudi oil 1996–2013."""
    y = _oil()
    fitted = fit_ets(y, is_damped=False)
    assert fitted is not None
    assert fitted.alpha == pytest.approx(0.8339, abs=1e-4)
    assert fitted.first_level == pytest.approx(446.5868, rel=1e-4)
    assert fitted.level == pytest.approx(542.68, abs=0.01)
    assert fitted.sigma == pytest.approx(29.8282, abs=1e-3)
    assert math.sqrt(fitted.sse / len(y)) == pytest.approx(28.12234, abs=1e-4)
    assert _mase(y, fitted.alpha, fitted.first_level) == pytest.approx(0.9256774, abs=1e-4)


def _mase(y: np.ndarray, alpha: float, level: float) -> float:
    """Mean absolute error of one step, over that of 'as the year before'; by hand."""
    errors = []
    for value in y:
        errors.append(abs(value - level))
        level += alpha * (value - level)
    moves = [abs(b - a) for a, b in pairwise(y)]
    return (sum(errors) / len(errors)) / (sum(moves) / len(moves))


def test_the_score_of_a_normal_forecast():
    assert crps(0, 1, 0) == pytest.approx((math.sqrt(2) - 1) / math.sqrt(math.pi))  # .233695
    assert crps(3, 0, 5) == 2


def test_the_score_is_the_mean_distance_less_half_the_mean_difference():
    """Gneiting & Raftery 2007, eq. 20, drawn."""
    drawn = np.random.default_rng(1).normal(2, 3, 200_000)
    other = np.random.default_rng(2).normal(2, 3, 200_000)
    by_draws = np.abs(drawn - 4).mean() - np.abs(drawn - other).mean() / 2
    assert crps(2, 3, 4) == pytest.approx(by_draws, abs=0.02)


def test_paths_spread_as_the_weights_say():
    # errors of 2 that stay by half: variances 4, 4 + 1, 4 + 1 + 1
    outlook = Outlook(np.array([10.0, 11.0, 12.0]), np.array([1.0, 0.5, 0.5]), 2.0)
    paths = outlook.paths(seed=7, count=200_000)
    assert outlook.spread == pytest.approx([2, math.sqrt(5), math.sqrt(6)])
    assert paths.mean(axis=0) == pytest.approx([10, 11, 12], abs=0.03)
    assert paths.std(axis=0) == pytest.approx(outlook.spread, rel=0.01)
    assert np.corrcoef(paths[:, 0], paths[:, 1])[0, 1] == pytest.approx(
        0.5 / math.sqrt(1.25), abs=0.01
    )


def test_the_same_seed_draws_the_same_paths():
    outlook = Outlook(np.zeros(3), np.ones(3), 1.0)
    assert np.array_equal(outlook.paths(5), outlook.paths(5))
    assert not np.array_equal(outlook.paths(5), outlook.paths(6))


def test_a_damped_trend_is_as_the_library_foretells_it():
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    y = np.cumsum(np.random.default_rng(4).normal(0.5, 1, 60)) + 50
    model = ETSModel(pd.Series(y), error="add", trend="add", damped_trend=True).fit(disp=False)
    outlook = outlook_of(Method.DAMPED, y, 8)
    assert outlook is not None
    assert outlook.mean == pytest.approx(model.forecast(8).to_numpy(), rel=1e-6)
    library = model.get_prediction(start=60, end=67).forecast_variance
    ours = outlook.spread**2 * model.scale / outlook.sigma**2  # the library divides by all points
    assert ours == pytest.approx(library, rel=1e-6)


def test_a_season_is_seen_where_two_of_them_exist():
    rng = np.random.default_rng(9)
    month = np.arange(48)
    y = 100 + 20 * np.sin(2 * np.pi * month / 12) + rng.normal(0, 1, 48)
    found = forecast(y, 6, season=12)
    assert found.method in (Method.SEASONAL_NAIVE, Method.SEASON_OUT)
    coming = 100 + 20 * np.sin(2 * np.pi * np.arange(48, 54) / 12)
    assert found.outlook.mean == pytest.approx(coming, abs=4)


def test_a_season_of_two_whole_ones_is_taken_out_before_any_model_and_put_back():
    rng = np.random.default_rng(9)
    month = np.arange(36)
    season = 20 * np.sin(2 * np.pi * month / 12)
    y = 100 + season[:30] + rng.normal(0, 1, 30)
    found = forecast(y, 6, season=12)
    assert found.method in OF_SEASON.values()
    assert found.outlook.mean == pytest.approx(100 + season[30:], abs=4)
    assert [one.actual for one in found.judged] == pytest.approx(
        [y[one.origin + one.step - 1] for one in found.judged]
    )
    plain = forecast(y[:23], 1, season=12)  # not yet two whole ones
    assert plain.method in OF_SEASON


def test_where_two_years_tell_no_season_none_is_taken_out():
    y = 100 + np.cumsum(np.random.default_rng(4).normal(0, 0.1, 30))
    assert forecast(y, 3, season=12).method in OF_SEASON


def test_what_never_moved_stays():
    found = forecast(np.full(20, 7.0), 4)
    assert found.method is Method.NAIVE
    assert np.all(found.outlook.paths(1) == 7.0)


def test_points_that_were_filled_in_judge_nothing():
    y = np.cumsum(np.random.default_rng(2).normal(0, 1, 30))
    known = np.ones(30, bool)
    known[[20, 25]] = False
    judged = forecast(y, 3, known=known).judged
    assert judged
    assert not {one.origin + one.step - 1 for one in judged} & {20, 25}


def test_scales_there_and_back():
    assert share_scale([0, 40, 100], 100) is Scale.LOGIT
    assert share_scale([-3, 40], 100) is Scale.PLAIN
    assert amount_scale([1, 2]) is Scale.LOG
    assert amount_scale([0, 2]) is Scale.PLAIN
    for scale in Scale:
        assert back(scale, onto(scale, [12.5, 80.0], 100, [9, 9]), 100) == pytest.approx([12.5, 80])
    # all of 40: as if half a person of them were not
    assert back(Scale.LOGIT, onto(Scale.LOGIT, [100.0], 100, [40]), 100) == pytest.approx([98.75])


PATHS = np.array([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0], [4.0, 8.0]])


def test_chances_on_four_futures():
    # the last step is 5, 6, 7, 8; half a future is added to each side: (k + .5) / 5
    assert chance.level(PATHS, 7, True) == pytest.approx(2.5 / 5)
    assert chance.level(PATHS, 5, False) == pytest.approx(1.5 / 5)
    # 10 so far, and 6, 8, 10, 12 to come
    assert chance.total(10, PATHS, 18, True) == pytest.approx(3.5 / 5)
    assert chance.total(10, PATHS, 15, False) == pytest.approx(0.5 / 5)
    base = np.array([4.0, 4.0, 6.0, 8.0])
    # +25 % of the base as drawn: 5, 5, 7.5, 10 against 5, 6, 7, 8
    assert chance.change(PATHS[:, -1], base, 25, None, True) == pytest.approx(2.5 / 5)
    # 1 point more: 5, 5, 7, 9
    assert chance.change(PATHS[:, -1], base, None, 1, True) == pytest.approx(3.5 / 5)


def test_chances_counted_one_by_one():
    random.seed(3)
    for _ in range(50):
        rows = [[random.gauss(5, 2) for _ in range(3)] for _ in range(40)]
        target, is_up = random.gauss(5, 2), random.random() < 0.5
        met = sum((row[2] >= target) if is_up else (row[2] <= target) for row in rows)
        assert chance.level(np.array(rows), target, is_up) == pytest.approx((met + 0.5) / 41)
        sums = sum((9 + sum(row) >= 24) if is_up else (9 + sum(row) <= 24) for row in rows)
        assert chance.total(9, np.array(rows), 24, is_up) == pytest.approx((sums + 0.5) / 41)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.05, Word.VERY_UNLIKELY), (0.1, Word.UNLIKELY), (0.33, Word.ABOUT_EVEN), (0.5, Word.ABOUT_EVEN),
     (0.67, Word.ABOUT_EVEN), (0.68, Word.LIKELY), (0.9, Word.LIKELY), (0.95, Word.VERY_LIKELY)],
)  # fmt: skip
def test_five_words(share, expected):
    assert chance.word(share) is expected


def test_a_base_is_drawn_with_its_error():
    drawn = chance.base_draws(10, 2.5, 100_000, seed=1)
    assert (drawn.mean(), drawn.std()) == pytest.approx((10, 2.5), abs=0.03)


def test_the_fan_holds_its_quantiles():
    paths = np.arange(101.0)[:, None]
    assert chance.fan(paths) == [
        {"p05": 5, "p10": 10, "p25": 25, "p50": 50, "p75": 75, "p90": 90, "p95": 95}
    ]


def test_forecasts_are_judged_against_knowing_nothing():
    told = [(0.9, True), (0.8, True), (0.3, False), (0.2, True)]
    # (.01 + .04 + .09 + .64) / 4
    assert hindsight.brier(told) == pytest.approx(0.195)
    assert hindsight.brier_of_base_rate(told) == pytest.approx(0.75 * 0.25)
    rows = {row.word: row for row in hindsight.calibration(told)}
    assert (rows[Word.UNLIKELY].n, rows[Word.UNLIKELY].came) == (2, 0.5)
    assert (rows[Word.VERY_LIKELY].n, rows[Word.VERY_LIKELY].told) == (0, None)


def test_a_backtest_is_told_again_from_each_origin():
    judged = [Judged(10, 1, 5, 1, 5, 5.5), Judged(10, 4, 6, 2, 5, 9.0), Judged(12, 4, 6, 2, 6, 3.0)]
    told = hindsight.retold(judged, move=1.0)
    # of each origin its last step, 4 ahead: targets last − 2, last, last + 2
    assert [came for _, came in told] == [True, True, True, False, False, False]
    assert [round(c, 2) for c, _ in told[:3]] == sorted(
        (round(c, 2) for c, _ in told[:3]), reverse=True
    )
