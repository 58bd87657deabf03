"""Scales on which errors add up: logit for shares, log for amounts, plain for scores."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Scale(StrEnum):
    """How a value is written before it is foretold."""

    LOGIT = "logit"
    LOG = "log"
    PLAIN = "plain"


def share_scale(values: Sequence[float], top: float) -> Scale:
    """Logit where every value is a share of `top`; plain for what goes beyond (growth, margins below nought)."""
    return Scale.LOGIT if all(0 <= value <= top for value in values) else Scale.PLAIN


def amount_scale(values: Sequence[float]) -> Scale:
    """Log where every value is above nought."""
    return Scale.LOG if all(value > 0 for value in values) else Scale.PLAIN


def onto(
    scale: Scale, values: Sequence[float] | Floats, top: float, n: Sequence[float] | Floats
) -> Floats:
    """Values on the scale; a share of nothing or all counts as half a person of n."""
    x = np.asarray(values, dtype=float)
    if scale is Scale.LOG:
        return np.asarray(np.log(x))
    if scale is Scale.PLAIN:
        return x
    half = 0.5 / np.maximum(np.asarray(n, dtype=float), 1.0)
    share = np.clip(x / top, half, 1 - half)
    return np.asarray(np.log(share / (1 - share)))


def back(scale: Scale, values: Floats, top: float) -> Floats:
    """Values as they are, from the scale."""
    if scale is Scale.LOG:
        return np.asarray(np.exp(np.minimum(values, 700.0)))
    if scale is Scale.PLAIN:
        return values
    return np.asarray(top / (1 + np.exp(-np.clip(values, -700.0, 700.0))))
