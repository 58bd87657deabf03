"""How long until it happens, when for some it has not happened yet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.insight.intervals import Limits, two_sided

Numbers = NDArray[np.float64]

ROUNDING = 1e-9
HALF = 0.5 + ROUNDING
"""A product of fractions may miss one half by a rounding error."""


@dataclass(frozen=True)
class SurvivalCurve:
    """One entry per distinct time at which something happened, ascending, in the unit given.

    `survival` holds from its time on; before the first it is 1. Where it reaches 0 its standard
    error and limits are unknown (nan).
    """

    times: Numbers
    at_risk: Numbers
    events: Numbers
    survival: Numbers
    se: Numbers
    low: Numbers
    high: Numbers


@dataclass(frozen=True)
class Median:
    """The first time at which no more than half are left; None where that is not reached."""

    value: float | None
    limits: Limits


def kaplan_meier(
    durations: ArrayLike, observed: ArrayLike, confidence: float = 0.95
) -> SurvivalCurve:
    """Share for which it has not happened yet, by time since the start.

    Kaplan & Meier (1958), JASA 53:457: Π(1 − d/n); a censoring at the time of an event is
    counted as later. Standard error by Greenwood (1926): S·√Σ d/(n(n−d)). Limits on the log(−log)
    scale (Kalbfleisch & Prentice 1980, section 1.3): S^exp(±z·se/(S·ln S)).
    """
    lasted, happened = np.asarray(durations, dtype=np.float64), np.asarray(observed, dtype=bool)
    if lasted.shape != happened.shape:
        raise ValueError("durations and observed are of different length")
    if np.any(lasted < 0):
        raise ValueError("a duration is negative")
    times, counts = np.unique(lasted[happened], return_counts=True)
    over = np.searchsorted(np.sort(lasted), times, side="left")
    events = counts.astype(np.float64)
    at_risk = (len(lasted) - over).astype(np.float64)
    survival = np.cumprod((at_risk - events) / at_risk, dtype=np.float64)
    steps = np.full(len(times), np.nan)
    np.divide(events, at_risk * (at_risk - events), out=steps, where=at_risk > events)
    relative = np.sqrt(np.cumsum(steps, dtype=np.float64))
    low, high = _log_log_limits(survival, relative, two_sided(confidence))
    return SurvivalCurve(times, at_risk, events, survival, survival * relative, low, high)


def km_median(durations: ArrayLike, observed: ArrayLike, confidence: float = 0.95) -> Median:
    """Median of the Kaplan-Meier curve, in the unit of the durations.

    Limits of Brookmeyer & Crowley (1982), Biometrics 38:29: the times whose limits hold one half.
    """
    curve = kaplan_meier(durations, observed, confidence)
    return Median(
        _first_at_half(curve.times, curve.survival),
        Limits(_first_at_half(curve.times, curve.low), _first_at_half(curve.times, curve.high)),
    )


def median_of_those_who_do(
    durations: ArrayLike, observed: ArrayLike, confidence: float = 0.95
) -> Median:
    """The time by which half of those have done it who do it within the follow-up; None where nobody has.

    Who never will stays at risk to the end of the data, so that 1 − S is the cumulative incidence (Fine & Gray 1999,
    JASA 94:496, censoring known for all). R(t) = (1 − S(t)) / (1 − S(τ)), τ the last time seen. Its variance is
    Greenwood's by the delta method, increments of ln S being independent:
    (S²V + R²·Sτ²Vτ − 2R·S·Sτ·V) / (1 − Sτ)², with V = (se/S)². Limits as for `km_median`, on 1 − R.
    """
    curve = kaplan_meier(durations, observed, confidence)
    if not len(curve.times):
        return Median(None, Limits(None, None))
    left, end = curve.survival, float(curve.survival[-1])
    spread = np.divide(curve.se, left, out=np.zeros_like(left), where=left > 0) ** 2
    done = (1 - left) / (1 - end)
    at_end = done**2 * end**2 * spread[-1]
    variance = (left**2 * spread + at_end - 2 * done * left * end * spread) / (1 - end) ** 2
    rest = 1 - done
    relative = np.full(len(rest), np.nan)
    np.divide(np.sqrt(np.maximum(variance, 0)), rest, out=relative, where=rest > ROUNDING)
    low, high = _log_log_limits(rest, relative, two_sided(confidence))
    return Median(
        _first_at_half(curve.times, rest),
        Limits(_first_at_half(curve.times, low), _first_at_half(curve.times, high)),
    )


def _log_log_limits(survival: Numbers, relative: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """`relative` is se / S."""
    inside = np.where(survival > 0, survival, np.nan)
    half = z * relative / -np.log(inside)
    return inside ** np.exp(half), inside ** np.exp(-half)


def _first_at_half(times: Numbers, shares: Numbers) -> float | None:
    reached = times[shares <= HALF]
    return float(reached[0]) if len(reached) else None
