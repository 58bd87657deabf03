"""How much people spend on an order day: the Gamma–Gamma model of spend.

Fader, Hardie & Lee (2005), "RFM and CLV", Journal of Marketing Research 42:415; Fader & Hardie (2013), note 025
(FH below). x: order days after the first; m: their mean spend.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

BOUNDS = (-9.0, 12.0)
"""Of the logarithms of the parameters."""


@dataclass(frozen=True)
class GammaGamma:
    """p: how even one person's spend is; q, γ: how people differ. The mean of all is pγ/(q − 1), for q above 1."""

    p: float
    q: float
    gamma: float

    @property
    def logs(self) -> Numbers:
        return np.log([self.p, self.q, self.gamma])

    @staticmethod
    def of_logs(logs: Numbers) -> "GammaGamma":
        return GammaGamma(*(float(value) for value in np.exp(logs)))


def log_likelihood(
    model: GammaGamma, x: Numbers, m: Numbers, weights: Numbers | None = None
) -> float:
    """Σ weight · ln L (FH, eq. 1a) over people with x > 0 and m > 0."""
    each, _ = _log_likelihoods(model, x, m)
    return float(each.sum() if weights is None else weights @ each)


def fit(
    x: Numbers, m: Numbers, weights: Numbers | None = None, start: GammaGamma | None = None
) -> GammaGamma:
    """The parameters of the greatest likelihood over people with x > 0 and m > 0; `ValueError` where they are not
    found, or where the mean of all would be infinite."""
    from scipy.optimize import minimize

    counted = np.ones(len(x)) if weights is None else weights
    total = counted.sum()
    unit = float(
        np.median(m)
    )  # spend in units of its median: the search is the same in yen and in pounds

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        each, slopes = _log_likelihoods(GammaGamma.of_logs(logs), x, m / unit)
        return -float(counted @ each) / total, -(slopes @ counted) / total * np.exp(logs)

    scaled = [0.0, 0.0, np.log(unit)]
    first = start.logs - scaled if start else np.log([2.0, 3.0, 1.0])
    found = minimize(
        loss, first, jac=True, method="L-BFGS-B", bounds=[BOUNDS] * 3,
        options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 500},
    )  # fmt: skip
    if not np.all(np.isfinite(found.x)) or np.any(
        (found.x < BOUNDS[0] + 0.01) | (found.x > BOUNDS[1] - 0.01)
    ):
        raise ValueError("the model of spend has no best parameters for these amounts")
    model = GammaGamma.of_logs(found.x + scaled)
    if model.q <= 1:
        raise ValueError("a few people spend so much more than the others that no mean can be told")
    return model


def _log_likelihoods(model: GammaGamma, x: Numbers, m: Numbers) -> tuple[Numbers, Numbers]:
    """ln L per person and its slopes by p, q and γ: shape (3, people)."""
    from scipy.special import digamma, gammaln

    p, q, gamma = model.p, model.q, model.gamma
    spread = gamma + m * x
    each = (
        gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
        + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * np.log(spread)
    )  # fmt: skip
    slopes = np.stack(
        [
            x * (digamma(p * x + q) - digamma(p * x) + np.log(m * x) - np.log(spread)),
            digamma(p * x + q) - digamma(q) + np.log(gamma) - np.log(spread),
            q / gamma - (p * x + q) / spread,
        ]
    )  # fmt: skip
    return each, slopes


def expected_spend(model: GammaGamma, x: Numbers, m: Numbers) -> Numbers:
    """The mean spend of each person's order days to come, between their own mean and that of all (FH, eq. 5).

    For x = 0 it is the mean of all; a mean below 0 (more given back than bought) counts as 0.
    """
    spent = np.where(x > 0, np.maximum(m, 0.0) * x, 0.0)
    found: Numbers = (model.gamma + spent) * model.p / (model.p * x + model.q - 1)
    return found
