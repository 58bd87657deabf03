"""How sure numbers about winning customers are: leads won, how long that takes, what spend brings back."""

from dataclasses import replace

import numpy as np

from dashboard.insight.differences import quotient
from dashboard.insight.intervals import Estimate, Interval, poisson_ratio, ratio_clustered
from dashboard.language import said
from dashboard.metrics.certainty import (
    MEDIAN,
    RATIO,
    SHARE,
    TOTAL,
    Certainty,
    Measurement,
    Row,
    unjudged,
)
from queries.acquisition_rows import UNALLOCATED


def _won(row: Row, scale: float) -> Measurement | None:
    """A share of leads; the open ones are in the denominator, and said."""
    measured = SHARE.measure(row, scale)
    if measured is None or not row["waiting"]:
        return measured
    return replace(measured, note=_open_words(int(row["waiting"]), measured.n))


def _open_words(waiting: int, leads: float) -> str:
    if waiting == 1:
        return said("1 of {leads:,.0f} leads is still open", leads=leads)
    return said("{open:,} of {leads:,.0f} leads are still open", open=waiting, leads=leads)


def _cycle(row: Row, scale: float) -> Measurement | None:
    from dashboard.insight.survival import median_of_those_who_do

    won, others = row["waits"], row["waiting"]
    if not len(won):
        return None
    found = median_of_those_who_do(
        np.concatenate([won, others]),
        np.concatenate([np.ones(len(won), bool), np.zeros(len(others), bool)]),
    )
    assert found.value is not None  # some are won, so half of those are won by some day
    low, high = found.limits
    basis = None if low is None or high is None else Interval(low, high)
    return Measurement(found.value, low, high, len(won), basis)


def _returned(row: Row, scale: float) -> Measurement | None:
    """Revenue, spread between people, over spend, which is known."""
    revenue, spend = row["numerator"] or 0.0, row["denominator"] or 0.0
    if spend <= 0 or row.get("region") == UNALLOCATED:  # no sale belongs to spend of no region
        return None
    total = TOTAL.measure(row, 1.0)
    if total is None:
        return Measurement(0.0, None, None, 0.0, None, scale, revenue, spend)
    estimate = _divided(total.basis, spend)
    low, high = estimate.low, estimate.high
    return Measurement(estimate.value, low, high, total.n, estimate, scale, revenue, spend)


def _divided(estimate: Estimate, by: float) -> Estimate:
    return replace(
        estimate,
        value=estimate.value / by,
        se=estimate.se / by,
        low=estimate.low / by,
        high=estimate.high / by,
    )


def _worth_its_cost(row: Row, scale: float) -> Measurement | None:
    """Mean worth of customers, spread between them, over what one costs, a Poisson number of them."""
    people, won, y = row["people"], row["won"], row["sum_y"]
    cost = poisson_ratio(row["spend"], won)
    if cost is None or not people:
        return None
    worth, note = y / people, _basis(row)
    mean = ratio_clustered(y, people, row["sum_yy"], y, people, people)
    estimate = quotient(mean, cost) if mean else None
    value = worth / cost.value
    if value < 1:
        note = said(
            "{basis}; below 1: a customer brings in less than winning one costs", basis=note
        )
    low, high = (estimate.low, estimate.high) if estimate else (None, None)
    return Measurement(value, low, high, people, estimate, scale, worth, cost.value, note)


def _basis(row: Row) -> str:
    """Which worth it is, and of whom."""
    whole = row["people"] == row["won"]
    of = {"people": row["people"], "won": row["won"]}
    if row["by_margin"]:
        if whole:
            return said("margin in 365 days")
        return said("margin in 365 days of {people:,} of {won:,} customers", **of)
    if whole:
        return said("net revenue in 365 days, for no cost of goods is known")
    return said(
        "net revenue in 365 days of {people:,} of {won:,} customers, for no cost of goods is known",
        **of,
    )


WON = unjudged(Certainty(SHARE.words, _won, SHARE.change))
CYCLE = unjudged(Certainty(MEDIAN.words, _cycle, MEDIAN.change))
RETURN = Certainty(
    "log scale: revenue by person (64 groups by hash), spend known", _returned, RATIO.change
)
WORTH = Certainty(
    "log-delta: worth by person, Poisson number of customers", _worth_its_cost, RATIO.change
)
