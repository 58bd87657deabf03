"""What is to be known of the model behind a metric: what it was fitted to, and how well it would have foretold."""

from typing import Any

from dashboard.access import EVERYONE
from dashboard.language import recalled, said
from dashboard.metrics.coverage import EVER
from dashboard.metrics.declare import Metric
from dashboard.warehouse import reader
from dashboard.warehouse.model_reasons import REASONS

STRONG = 0.3
"""From this correlation of orders and spend on the model's assumption that there is none is named as broken."""


def sentences(metric: Metric) -> list[str]:
    """The model in up to three sentences; none for a metric without one."""
    if metric.model is None:
        return []
    [row] = reader.read(EVERYONE, metric.model, EVER)
    if row["reason"]:
        return [said("No model: {reason}.", reason=recalled(row["reason"], REASONS))]
    return [text for text in (_fitted(row), _held_out(row), _assumed(row)) if text]


def _fitted(row: dict[str, Any]) -> str:
    values = {
        "fitted": row["fitted"], "day": row["until_day"], "people": row["people"],
        "repeaters": row["repeaters"],
    }  # fmt: skip
    if row["fitted"] < row["people"]:
        return said(
            "BG/NBD × Gamma–Gamma, fitted to {fitted:,} customers (drawn from {people:,}) up to {day}; "
            "{repeaters:,} of all ordered on a second day.",
            **values,
        )
    return said(
        "BG/NBD × Gamma–Gamma, fitted to {fitted:,} customers up to {day}; "
        "{repeaters:,} of all ordered on a second day.",
        **values,
    )


def _held_out(row: dict[str, Any]) -> str:
    if row["holdout_days"] is None or not row["holdout_came"]:
        return said("The history is too short to hold months out and check the forecast.")
    error = 100 * (row["holdout_foretold"] / row["holdout_came"] - 1)
    return said(
        "Checked on the last {days} days, held out: {foretold:,.0f} order days foretold, "
        "{came:,.0f} came ({error:+.1f} %).",
        days=row["holdout_days"], foretold=row["holdout_foretold"],
        came=row["holdout_came"], error=error,
    )  # fmt: skip


def _assumed(row: dict[str, Any]) -> str:
    if row["correlation"] is None or abs(row["correlation"]) < STRONG:
        return ""
    size = row["correlation"]
    if row["correlation"] > 0:
        return said(
            "People who order often spend more per order (correlation {size:.2f}); "
            "the model assumes that they do not.",
            size=size,
        )
    return said(
        "People who order often spend less per order (correlation {size:.2f}); "
        "the model assumes that they do not.",
        size=size,
    )
