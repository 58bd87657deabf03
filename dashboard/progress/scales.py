"""On which scale a metric's values are judged, how much each of them weighs, and how far apart they share no day."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from dashboard.insight.behaviour import Bounds
from dashboard.insight.compare import Share
from dashboard.metrics.declare import Horizon, Metric, Unit
from dashboard.metrics.evaluate import THIN, Value
from queries.calendar import Grain

Array = NDArray[np.float64]

AMOUNTS = (Unit.MONEY, Unit.COUNT, Unit.SECONDS, Unit.DAYS, Unit.RATIO)
WHOLE = {Unit.PERCENT: Bounds(0.0, 100.0), Unit.POINTS: Bounds(-100.0, 100.0)}
"""Between what such a number lies, where all of a metric's values do."""
DAYS = {Grain.DAY: 1.0, Grain.WEEK: 7.0, Grain.MONTH: 30.44, Grain.QUARTER: 91.31, Grain.YEAR: 365.25}  # fmt: skip


class Scale(StrEnum):
    PLAIN = "plain"
    LOG = "log"
    """Of amounts: a tenth more and a tenth less are alike."""
    ROOT = "root"
    """Of small counts, whose chance spread it makes the same at every level."""


@dataclass(frozen=True)
class Scaled:
    """Values as they are judged; NaN where one is unknown or not sound."""

    scale: Scale
    values: Array
    n: Array | None
    """Sizes of samples, where they matter."""
    bounds: Bounds

    def back(self, values: Array) -> Array:
        """In the metric's unit again."""
        match self.scale:
            case Scale.LOG:
                return np.exp(values)
            case Scale.ROOT:
                return np.square(np.maximum(values, 0.0))
            case Scale.PLAIN:
                return values


def scaled(metric: Metric, values: Sequence[Value], is_sound: Sequence[bool]) -> Scaled:
    """The values, one per period in time order, as they are judged."""
    pairs = list(zip(values, is_sound, strict=True))
    plain = np.array([_number(v) if sound else math.nan for v, sound in pairs])
    known = plain[~np.isnan(plain)]
    scale = _scale(metric, known)
    bounds = _bounds(metric, known)
    n = _sizes(metric, values, plain)
    match scale:
        case Scale.LOG:
            return Scaled(scale, np.log(plain), n, Bounds())
        case Scale.ROOT:
            return Scaled(scale, np.sqrt(plain), n, Bounds(0.0, None))
        case Scale.PLAIN:
            return Scaled(scale, plain, n, bounds)


def _number(value: Value) -> float:
    return math.nan if value.value is None else value.value


def _scale(metric: Metric, known: Array) -> Scale:
    if metric.unit not in AMOUNTS or not len(known) or known.min() <= 0:
        return Scale.PLAIN
    if metric.unit is Unit.COUNT and np.median(known) < THIN:
        return Scale.ROOT
    return Scale.LOG


def _bounds(metric: Metric, known: Array) -> Bounds:
    low, high = WHOLE.get(metric.unit, Bounds())
    if low is None or high is None or not len(known):
        return Bounds()
    return Bounds(low, high) if low <= known.min() and known.max() <= high else Bounds()


def _sizes(metric: Metric, values: Sequence[Value], plain: Array) -> Array | None:
    """Of shares the (effective) n as it is. Of means and scores never more than usual: a period of few is given room,
    one of many is not held to less, since more than chance moves it."""
    known = ~np.isnan(plain)
    shares = [_share(value) for value in values]
    if all(share for share, is_known in zip(shares, known, strict=True) if is_known):
        return np.array([share.n if share else 1.0 for share in shares])
    if metric.unit is not Unit.POINTS and any(v.denominator is None for v in values if v.value):
        return None
    sizes = np.array([v.n or math.nan for v in values])
    if np.isnan(sizes[known]).any():
        return None
    usual = float(np.median(sizes[known]))
    return np.minimum(np.where(np.isnan(sizes), usual, sizes), usual)


def _share(value: Value) -> Share | None:
    basis = value.measurement.basis if value.measurement else None
    return basis if isinstance(basis, Share) and basis.n > 0 else None


def chance(metric: Metric, values: Sequence[Value]) -> float | None:
    """Variance of one of a sample by chance alone, p(1 − p) in the metric's unit; None of what are no shares."""
    shares = [_share(value) for value in values]
    found = [share for share in shares if share]
    if not found or len(found) < len(shares):
        return None
    p = sum(share.successes for share in found) / sum(share.n for share in found)
    return p * (1 - p) * metric.scale**2


def apart_of(metric: Metric, grain: Grain) -> int:
    """Values nearer than so many periods count some of the same days."""
    if not metric.horizon_days:
        return 1
    steps = metric.horizon_days / DAYS[grain]
    return (
        max(1, math.ceil(steps)) if metric.horizon_from is Horizon.START else 1 + math.ceil(steps)
    )
