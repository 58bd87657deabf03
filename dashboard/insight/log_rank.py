"""Whether it happens sooner in one group than in another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.insight.survival import Numbers


@dataclass(frozen=True)
class LogRank:
    """Whether curves differ: `p` is the chance of such a chi-square, on `df` degrees of freedom, if they did not."""

    chi_square: float
    df: int
    p: float


def log_rank(groups: Sequence[tuple[ArrayLike, ArrayLike]]) -> LogRank | None:
    """Durations and observed of each group compared; None where fewer than two groups can be told apart.

    Mantel (1966), Cancer Chemotherapy Reports 50:163: at each time the events expected of a group are in proportion
    to its number at risk, with hypergeometric variance.
    """
    lives = [(np.asarray(d, np.float64), np.asarray(o, bool)) for d, o in groups if np.size(d)]
    times = np.unique(np.concatenate([d[o] for d, o in lives])) if lives else np.empty(0)
    if len(lives) < 2 or not len(times):
        return None
    at_risk = np.array([_count_from(d, times) for d, _ in lives])
    events = np.array([_count_from(d[o], times) - _count_after(d[o], times) for d, o in lives])
    all_at_risk, all_events = at_risk.sum(axis=0), events.sum(axis=0)
    shares = at_risk / all_at_risk
    surplus = (events - all_events * shares).sum(axis=1)
    left = np.where(
        all_at_risk > 1, (all_at_risk - all_events) / (all_at_risk - 1 + (all_at_risk == 1)), 0.0
    )
    between = (all_events * left * shares) @ shares.T
    np.fill_diagonal(
        between, 0.0
    )  # the diagonal is what makes rows add up to nought, without rounding
    values, vectors = np.linalg.eigh(np.diag(between.sum(axis=1)) - between)
    known = values > 10 * len(lives) * np.finfo(float).eps * values[-1]
    if not known.any():
        return None
    from scipy.special import chdtrc  # .1 s to import

    along = vectors.T @ surplus
    chi_square, df = float(np.sum(along[known] ** 2 / values[known])), int(known.sum())
    return LogRank(chi_square, df, float(chdtrc(df, chi_square)))


def _count_from(durations: Numbers, times: Numbers) -> Numbers:
    """How many last at least so long."""
    return (len(durations) - np.searchsorted(np.sort(durations), times, side="left")).astype(
        np.float64
    )


def _count_after(durations: Numbers, times: Numbers) -> Numbers:
    """How many last longer."""
    return (len(durations) - np.searchsorted(np.sort(durations), times, side="right")).astype(
        np.float64
    )
