"""The model of spend against the figures printed with it, its plain sums, and people made by it."""

import numpy as np
import pytest

from dashboard.insight import gamma_gamma
from dashboard.insight.gamma_gamma import GammaGamma
from tests.insight.cdnow import CALIBRATED, cdnow_histories
from tests.insight.published import published
from tests.oracle import value

PAPER = GammaGamma(6.25, 3.74, 15.44)
FIRST_TEN = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
"""Expected spend of CDNOW's first ten customers, as printed in Fader & Hardie's note 025."""


def test_the_parameters_of_cdnow_are_those_of_the_note() -> None:
    histories, mean = cdnow_histories(CALIBRATED)
    spending = (histories.x > 0) & (mean > 0)
    found = gamma_gamma.fit(histories.x[spending], mean[spending])
    printed = published()["gg"]
    assert spending.sum() == 946
    assert (found.p, found.q, found.gamma) == pytest.approx(
        (printed["p"], printed["q"], printed["gamma"]), abs=6e-3
    )
    assert gamma_gamma.expected_spend(found, histories.x[:10], mean[:10]) == pytest.approx(
        FIRST_TEN, abs=0.1
    )


def test_expected_spend_weighs_a_person_and_everybody() -> None:
    x, m = np.array([0.0, 2.0, 9.0, 3.0]), np.array([0.0, 35.0, 12.5, -4.0])
    plain = [
        value.expected_spend(PAPER.p, PAPER.q, PAPER.gamma, value.History(int(n), 0.0, 0.0, mean))
        for n, mean in zip(x, m, strict=True)
    ]
    assert gamma_gamma.expected_spend(PAPER, x, m) == pytest.approx(plain)


def test_people_made_by_the_model_give_its_parameters_back() -> None:
    random = np.random.default_rng(3)
    rates = random.gamma(PAPER.q, 1 / PAPER.gamma, 20_000)
    x = random.integers(1, 9, 20_000).astype(float)
    m = random.gamma(PAPER.p * x, 1 / (rates * x))
    found = gamma_gamma.fit(x, m)
    assert (found.p, found.q, found.gamma) == pytest.approx(
        (PAPER.p, PAPER.q, PAPER.gamma), rel=0.05
    )


def test_the_unit_of_money_does_not_matter() -> None:
    random = np.random.default_rng(4)
    x = random.integers(1, 9, 2_000).astype(float)
    m = random.gamma(6 * x, 1 / (random.gamma(3.7, 1 / 15, 2_000) * x))
    pounds, yen = gamma_gamma.fit(x, m), gamma_gamma.fit(x, m * 190.0)
    assert (yen.p, yen.q, yen.gamma / 190.0) == pytest.approx(
        (pounds.p, pounds.q, pounds.gamma), rel=1e-3
    )


def test_slopes_are_those_of_small_steps() -> None:
    from dashboard.insight.gamma_gamma import _log_likelihoods

    x, m = np.array([1.0, 5.0]), np.array([20.0, 44.0])
    _, slopes = _log_likelihoods(PAPER, x, m)
    for n, name in enumerate(("p", "q", "gamma")):
        step = 1e-6 * getattr(PAPER, name)
        up, down = (
            _log_likelihoods(GammaGamma(**{**vars(PAPER), name: getattr(PAPER, name) + s}), x, m)[0]
            for s in (step, -step)
        )
        assert slopes[n] == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-8)


def test_an_infinite_mean_is_refused() -> None:
    random = np.random.default_rng(5)
    x = np.ones(4_000)
    m = random.gamma(2.0, 1 / random.gamma(0.6, 1.0, 4_000))
    with pytest.raises(ValueError, match="no mean can be told"):
        gamma_gamma.fit(x, m)
