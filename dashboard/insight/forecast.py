"""What may come: a few simple models of a series, the one that foretold it best, and paths drawn from it.

A series is evenly spaced, on a scale on which errors add up (dashboard/insight/scales.py). Every model here is linear
in its errors, y(T+k) = mean(k) + Σ weights(k−i)·e(i) (Hyndman, Koehler, Ord & Snyder 2008, section 6.3), so that its
mean, spread and paths follow from the same few numbers.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.season import Shape, shape

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

FEWEST = 12
"""With fewer points nothing is foretold."""
LONGEST = 104
"""Points that a model without a season looks back on: on weekly series more made it worse."""
SEASONS = 3
"""Seasons that a model with one looks back on."""
ORIGINS = 12
FEWEST_IN_SEASON = 6
"""Origins after two whole seasons, before which a season is not tried."""
FEWEST_TO_FIT = 8
TIE = 0.01
"""Scores that differ by less are a tie, and the simpler model is taken."""
PATHS = 2_000
COVERED = 0.8
DOUBT = 12
"""The spread that a backtest asks for is believed as if so many more origins had found the model's own right."""
SHORT, AHEAD = 14.0, 4.0
"""How much a short history and a long way ahead widen; found on weekly series cut short (make bench-forecast)."""
_Z80 = 1.2815515655446004
_SQRT_PI = math.sqrt(math.pi)


class Method(StrEnum):
    """The candidates, the simplest first."""

    NAIVE = "naive"
    LEVEL = "ets_ann"
    DAMPED = "ets_aadn"
    SEASONAL_NAIVE = "seasonal_naive"
    SEASON_OUT = "season_out_ets_aadn"
    SEASON_OUT_NAIVE = "season_out_naive"
    SEASON_OUT_LEVEL = "season_out_ets_ann"


OF_SEASON = {
    Method.NAIVE: Method.SEASON_OUT_NAIVE,
    Method.LEVEL: Method.SEASON_OUT_LEVEL,
    Method.DAMPED: Method.SEASON_OUT,
}
"""What a model is called once the season of two whole ones has been taken out before it."""


@dataclass(frozen=True)
class Outlook:
    """The steps to come as one model sees them."""

    mean: Floats
    weights: Floats
    """How much an error still moves the series 0, 1, 2 … steps later."""
    sigma: float
    """Standard deviation of one error."""
    widening: Floats | float = 1.0
    """What the spread at each step is multiplied by, for what the model does not know of itself."""

    @property
    def spread(self) -> Floats:
        """Standard deviation at each step."""
        return np.asarray(self.widening * self.sigma * np.sqrt(np.cumsum(self.weights**2)))

    def paths(self, seed: int, count: int = PATHS) -> Floats:
        """`count` futures, one a row; the same seed, the same paths."""
        steps = len(self.mean)
        errors = np.random.default_rng(seed).normal(0.0, self.sigma, (count, steps))
        lags = np.subtract.outer(np.arange(steps), np.arange(steps))
        reach = np.where(lags >= 0, self.weights[np.abs(lags)], 0.0)
        return np.asarray(self.mean + self.widening * (errors @ reach.T))


@dataclass(frozen=True)
class Judged:
    """What a model said from an origin, and what came."""

    origin: int
    step: int
    mean: float
    spread: float
    last: float
    """The value that was known at the origin."""
    actual: float

    @property
    def z(self) -> float:
        return abs(self.actual - self.mean) / self.spread if self.spread > 0 else 0.0


@dataclass(frozen=True)
class Forecast:
    """The model that was taken, its outlook with the spread that the backtest asks for, and the backtest itself."""

    method: Method
    outlook: Outlook
    factor: float
    """What the backtest asks to multiply the model's own spread by; what a short history adds comes on top."""
    scores: dict[str, float]
    """Mean CRPS of each candidate in the backtest."""
    judged: tuple[Judged, ...]
    """The backtest of the model that was taken, with its own spread."""
    points: int

    @property
    def origins(self) -> int:
        return len({one.origin for one in self.judged})

    @property
    def covered(self) -> float | None:
        """Share of the backtest inside the 80 % band, with the factor."""
        inside = [one.z <= _Z80 * self.factor for one in self.judged]
        return sum(inside) / len(inside) if inside else None


def forecast(
    series: Sequence[float] | Floats, steps: int, season: int = 0, known: Truths | None = None
) -> Forecast:
    """The coming `steps` of a series by the candidate with the least CRPS over rolling origins.

    `season` is the number of steps in a year (0: none). Points that are not `known` were filled in: models read them,
    the backtest judges none of them. A series of fewer than FEWEST known points is the caller's to refuse.
    """
    y = np.asarray(series, dtype=float)
    sure = np.ones(len(y), dtype=bool) if known is None else known
    found = _young_season(y, sure, season)
    return _best_of(y, sure, steps, season) if found is None else _of(found, y, sure, steps)


def _young_season(y: Floats, known: Truths, season: int) -> Shape | None:
    """A season that two whole ones tell, where there is too little besides to try models of a season against others."""
    if not season > 1 or len(y) >= 2 * season + 1 + FEWEST_IN_SEASON:
        return None
    found = shape(np.where(known, y, np.nan), [n % season for n in range(len(y))], season)
    return found if found and found.strength > 0 else None


def _of(found: Shape, y: Floats, known: Truths, steps: int) -> Forecast:
    """The season taken out first, what is left foretold, and the season put back; how far the season itself may be off
    widens the spread."""
    length = len(found.effects)
    effects = found.of([n % length for n in range(len(y) + steps)])
    made = _best_of(y - effects[: len(y)], known, steps, 0)
    outlook = replace(
        made.outlook,
        mean=made.outlook.mean + effects[len(y) :],
        widening=made.outlook.widening * found.ahead / found.kept,
    )
    return replace(
        made,
        method=OF_SEASON[made.method],
        outlook=outlook,
        judged=tuple(_put_back(one, effects) for one in made.judged),
    )


def _put_back(one: Judged, effects: Floats) -> Judged:
    """A judgement of what was left without the season, as one of the values themselves."""
    there = float(effects[one.origin + one.step - 1])
    return replace(
        one, mean=one.mean + there, actual=one.actual + there,
        last=one.last + float(effects[one.origin - 1]),
    )  # fmt: skip


def _best_of(y: Floats, sure: Truths, steps: int, season: int) -> Forecast:
    has_season = season > 1 and len(y) >= 2 * season + 1 + FEWEST_IN_SEASON
    tests = {
        method: _backtest(method, y, sure, steps, season, has_season)
        for method in _candidates(y, has_season)
    }
    scores = {method: _score(tests[method]) for method in tests if tests[method]}
    chosen = _best(scores)
    outlook = outlook_of(chosen, y, steps, season)
    if outlook is None:
        chosen = Method.NAIVE
        outlook = _naive(y, steps, season)
    judged = tuple(tests.get(chosen, ()))
    factor = spread_factor(judged)
    return Forecast(
        chosen, replace(outlook, widening=factor * widening(steps, len(y[-LONGEST:]))), factor,
        {method.value: score for method, score in scores.items()}, judged, int(sure.sum()),
    )  # fmt: skip


def outlook_of(method: Method, y: Floats, steps: int, season: int = 0) -> Outlook | None:
    """One candidate's outlook with its own spread; None where it cannot be fitted."""
    return _FITS[method](y, steps, season)


def _candidates(y: Floats, has_season: bool) -> list[Method]:
    if np.ptp(y[-LONGEST:]) <= 1e-9 * max(1.0, float(np.abs(y).max())):
        return [Method.NAIVE]  # nothing ever moved: there is nothing to fit
    return [method for method in _FITS if has_season or method in OF_SEASON]


def origins_of(points: int, steps: int, season: int, has_season: bool) -> list[int]:
    """How many points are known at each origin: spread over the newer half of what models look back on, and the same
    for every candidate."""
    least = 2 * season + 1 if has_season else FEWEST_TO_FIT
    first = max(least, points - min((points + 1) // 2, LONGEST // 2))
    last = points - min(steps, max(1, (points - first) // 2))
    return sorted({int(n) for n in np.linspace(first, last, ORIGINS).round()})


def _backtest(
    method: Method, y: Floats, known: Truths, steps: int, season: int, has_season: bool
) -> list[Judged]:
    found: list[Judged] = []
    for origin in origins_of(len(y), steps, season, has_season):
        outlook = outlook_of(method, y[:origin], min(steps, len(y) - origin), season)
        if outlook is None:
            return []  # a model that cannot be fitted everywhere is not compared
        spread = outlook.spread
        found += [
            Judged(origin, step + 1, float(mean), float(spread[step]), float(y[origin - 1]),
                   float(y[origin + step]))
            for step, mean in enumerate(outlook.mean)
            if known[origin + step]
        ]  # fmt: skip
    return found


def crps(mean: float, spread: float, actual: float) -> float:
    """Continuous ranked probability score of a normal forecast (Gneiting & Raftery 2007, eq. 21)."""
    if spread <= 0:
        return abs(actual - mean)
    z = (actual - mean) / spread
    below = 0.5 * (1 + math.erf(z / math.sqrt(2)))
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return spread * (z * (2 * below - 1) + 2 * density - 1 / _SQRT_PI)


def _score(judged: Sequence[Judged]) -> float:
    return sum(crps(one.mean, one.spread, one.actual) for one in judged) / len(judged)


def _best(scores: dict[Method, float]) -> Method:
    """The simplest of those that score as well as the best one."""
    if not scores:
        return Method.NAIVE
    least = min(scores.values())
    return next(method for method in Method if scores.get(method, math.inf) <= least * (1 + TIE))


def spread_factor(judged: Sequence[Judged]) -> float:
    """What to multiply a spread by so that its 80 % band covers 80 % of the backtest, as far as that is believed."""
    z = [one.z for one in judged]
    if not z or max(z) <= 0:
        return 1.0
    origins = len({one.origin for one in judged})
    asked = max(float(np.quantile(z, COVERED)) / _Z80, 1e-3)
    return float(asked ** (origins / (origins + DOUBT)))


def widening(steps: int, points: int) -> Floats:
    """√(1 + (14/n)² + 4·(step/n)²): what parameters that are known from n points only add to the spread."""
    ahead = np.arange(1, steps + 1) / points
    return np.asarray(np.sqrt(1 + (SHORT / points) ** 2 + AHEAD * ahead**2))


def _naive(y: Floats, steps: int, season: int) -> Outlook:
    """A random walk: the last value, errors that stay."""
    moves = np.diff(y[-LONGEST:])
    return Outlook(np.full(steps, y[-1]), np.ones(steps), float(np.sqrt(np.mean(moves**2))))


def _seasonal_naive(y: Floats, steps: int, season: int) -> Outlook | None:
    """The same step of the season before."""
    past = y[-SEASONS * season :]
    if len(past) <= season:
        return None
    moves = past[season:] - past[:-season]
    ahead = np.arange(steps)
    return Outlook(
        past[-season:][ahead % season],
        (ahead % season == 0).astype(float),
        float(np.sqrt(np.mean(moves**2))),
    )


def _level(y: Floats, steps: int, season: int) -> Outlook | None:
    """Simple exponential smoothing, ETS(A,N,N)."""
    fitted = fit_ets(y[-LONGEST:], is_damped=False)
    if fitted is None:
        return None
    weights = np.full(steps, fitted.alpha)
    weights[0] = 1.0
    return Outlook(np.full(steps, fitted.level), weights, fitted.sigma)


def _damped(y: Floats, steps: int, season: int) -> Outlook | None:
    """Damped trend, ETS(A,Ad,N)."""
    fitted = fit_ets(y[-LONGEST:], is_damped=True)
    if fitted is None:
        return None
    reach = np.cumsum(fitted.phi ** np.arange(1, steps + 1))
    weights = np.ones(steps)
    weights[1:] = fitted.alpha + fitted.beta * reach[:-1]
    return Outlook(fitted.level + fitted.trend * reach, weights, fitted.sigma)


def _season_out(y: Floats, steps: int, season: int) -> Outlook | None:
    """The season taken out (STL, Cleveland et al. 1990), what is left by a damped trend, and the season put back."""
    from statsmodels.tsa.seasonal import STL

    past = y[-SEASONS * season :]
    if len(past) < 2 * season + 1:
        return None
    seasonal = np.asarray(STL(past, period=season, robust=False).fit().seasonal)
    outlook = _damped(past - seasonal, steps, 0)
    if outlook is None:
        return None
    return replace(outlook, mean=outlook.mean + seasonal[-season:][np.arange(steps) % season])


_FITS: dict[Method, Callable[[Floats, int, int], Outlook | None]] = {
    Method.NAIVE: _naive,
    Method.LEVEL: _level,
    Method.DAMPED: _damped,
    Method.SEASONAL_NAIVE: _seasonal_naive,
    Method.SEASON_OUT: _season_out,
}


@dataclass(frozen=True)
class Ets:
    """An exponential smoothing at the end of its series."""

    alpha: float
    beta: float
    phi: float
    level: float
    trend: float
    sigma: float
    """Root of the squared errors over points less parameters."""
    first_level: float
    sse: float


def fit_ets(y: Floats, is_damped: bool) -> Ets | None:
    """ETS(A,N,N) or ETS(A,Ad,N) by maximum likelihood (statsmodels); None where it cannot be fitted."""
    import warnings

    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if len(y) < FEWEST_TO_FIT or np.ptp(y) == 0:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged shows in the backtest
        try:
            model = ETSModel(
                y, error="add", trend="add" if is_damped else None, damped_trend=is_damped
            )
            fitted: Any = model.fit(disp=False)
        except (ValueError, np.linalg.LinAlgError):
            return None
    found = dict(zip(fitted.model.param_names, np.asarray(fitted.params, dtype=float), strict=True))
    states = np.asarray(fitted.states)
    sse = float(fitted.sse)
    sigma = math.sqrt(sse / max(1, len(y) - (5 if is_damped else 2)))
    last = states[-1]
    found_all = Ets(
        alpha=found["smoothing_level"],
        beta=found.get("smoothing_trend", 0.0),
        phi=found.get("damping_trend", 1.0),
        level=float(last[0]),
        trend=float(last[1]) if is_damped else 0.0,
        sigma=sigma,
        first_level=found["initial_level"],
        sse=sse,
    )
    return found_all if all(map(math.isfinite, (found_all.level, found_all.trend, sigma))) else None
