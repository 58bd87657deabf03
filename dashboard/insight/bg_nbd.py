"""How often people will buy: BG/NBD, a model of buying at random times until one has had enough.

Fader, Hardie & Lee (2005), "Counting your customers the easy way", Marketing Science 24:275 (FHL below). Times are
weeks. x: order days after the first; t_x: time from the first to the last order day; T: time from the first to
where the data end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

BOUNDS = (-9.0, 9.0)
"""Of the logarithms of the parameters; one that ends here has not been found."""
NEAR_ONE = 1e-5
"""a = 1 is a removable gap of the formulas: it is stepped over."""


@dataclass(frozen=True)
class Histories:
    """What is known of each person: arrays of one length."""

    x: Numbers
    t_x: Numbers
    T: Numbers

    def __len__(self) -> int:
        return len(self.x)

    def of(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Histories":
        return Histories(self.x[which], self.t_x[which], self.T[which])


@dataclass(frozen=True)
class BgNbd:
    """r, α: how rates of buying differ; a, b: how the chances of having had enough differ."""

    r: float
    alpha: float
    a: float
    b: float

    @property
    def logs(self) -> Numbers:
        return np.log([self.r, self.alpha, self.a, self.b])

    @staticmethod
    def of_logs(logs: Numbers) -> "BgNbd":
        return BgNbd(*(float(value) for value in np.exp(logs)))


def log_likelihood(model: BgNbd, people: Histories, weights: Numbers | None = None) -> float:
    """Σ weight · ln L (FHL, eq. 6)."""
    each, _ = _log_likelihoods(model, people)
    return float(each.sum() if weights is None else weights @ each)


def fit(people: Histories, weights: Numbers | None = None, start: BgNbd | None = None) -> BgNbd:
    """The parameters of the greatest likelihood; `ValueError` where they are not found.

    `weights` are how often each person counts (a bootstrap's draw). Searched on the log scale by
    L-BFGS-B with exact derivatives.
    """
    from scipy.optimize import minimize

    counted = np.ones(len(people)) if weights is None else weights
    total = counted.sum()

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        model = BgNbd.of_logs(logs)
        each, slopes = _log_likelihoods(model, people)
        return -float(counted @ each) / total, -(slopes @ counted) / total * np.exp(logs)

    first = start.logs if start else np.zeros(4)
    found = minimize(
        loss, first, jac=True, method="L-BFGS-B", bounds=[BOUNDS] * 4,
        options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 500},
    )  # fmt: skip
    if not np.all(np.isfinite(found.x)) or np.any(np.abs(found.x) > BOUNDS[1] - 0.01):
        raise ValueError("the model of buying has no best parameters for these histories")
    return BgNbd.of_logs(found.x)


def _log_likelihoods(model: BgNbd, people: Histories) -> tuple[Numbers, Numbers]:
    """ln L per person and its slopes by r, α, a and b: shape (4, people)."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, alive_since, left_since = people.x, alpha + people.T, alpha + people.t_x
    bought = x > 0
    before = np.where(bought, b + x - 1, 1.0)
    a3 = -(r + x) * np.log(alive_since)
    a4 = np.where(bought, np.log(a / before) - (r + x) * np.log(left_since), -np.inf)
    either = np.logaddexp(a3, a4)
    left = np.exp(a4 - either)
    there = 1 - left
    each = (
        gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x) + either
    )  # fmt: skip
    shared = digamma(a + b) - digamma(a + b + x)
    slopes = np.stack(
        [
            digamma(r + x) - digamma(r) + np.log(alpha)
            - there * np.log(alive_since) - left * np.log(left_since),
            r / alpha - (r + x) * (there / alive_since + left / left_since),
            shared + left / a,
            shared + digamma(b + x) - digamma(b) - left / before,
        ]
    )  # fmt: skip
    return each, slopes


def alive(model: BgNbd, people: Histories) -> Numbers:
    """The chance that each may buy again (Fader, Hardie & Lee 2008, note 021); 1 for x = 0, by construction."""
    return 1.0 / (1.0 + _odds_of_having_left(model, people))


def _odds_of_having_left(model: BgNbd, people: Histories) -> Numbers:
    x = people.x
    bought = x > 0
    ratio = np.log(model.alpha + people.T) - np.log(model.alpha + people.t_x)
    odds = np.log(model.a) - np.log(np.where(bought, model.b + x - 1, 1.0)) + (model.r + x) * ratio
    return np.where(bought, np.exp(np.minimum(odds, 700.0)), 0.0)


def expected_orders(model: BgNbd, people: Histories, weeks: float) -> Numbers:
    """Order days that each will have in the coming weeks, given what is known (FHL, eq. 10).

    The hypergeometric function is turned by Euler's transformation, so that long histories stay
    in range: (1−z)^(r+x) · F(r+x, b+x; c; z) = (1−z)^(a−1) · F(c−r−x, a−1; c; z).
    """
    from scipy.special import hyp2f1

    r, alpha, b, x = model.r, model.alpha, model.b, people.x
    a = _stepped(model.a)
    z = weeks / (alpha + people.T + weeks)
    c = a + b + x - 1
    tail = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z)
    found: Numbers = c / (a - 1) * (1 - tail) / (1 + _odds_of_having_left(model, people))
    return found


def expected_of_newcomer(model: BgNbd, weeks: Numbers) -> Numbers:
    """Order days after the first that somebody new has in so many weeks (FHL, eq. 9)."""
    from scipy.special import hyp2f1

    r, alpha, b = model.r, model.alpha, model.b
    a = _stepped(model.a)
    z = weeks / (alpha + weeks)
    tail = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, a + b - 1, z)
    found: Numbers = (a + b - 1) / (a - 1) * (1 - tail)
    return found


def _stepped(a: float) -> float:
    return 1 + NEAR_ONE if abs(a - 1) < NEAR_ONE else a
