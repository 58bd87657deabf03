"""What is to be known of the model behind a metric: what it was fitted to, and how well it would have foretold."""

from typing import Any

from dashboard.access import EVERYONE
from dashboard.metrics.coverage import EVER
from dashboard.metrics.declare import Metric
from dashboard.warehouse import reader

STRONG = 0.3
"""From this correlation of orders and spend on the model's assumption that there is none is named as broken."""


def said(metric: Metric) -> str:
    """The model in one or two sentences; '' for a metric without one."""
    if metric.model is None:
        return ""
    [row] = reader.read(EVERYONE, metric.model, EVER)
    if row["reason"]:
        return f"No model: {row['reason']}."
    return " ".join(filter(None, (_fitted(row), _held_out(row), _assumed(row))))


def _fitted(row: dict[str, Any]) -> str:
    of = f" (drawn from {row['people']:,})" if row["fitted"] < row["people"] else ""
    return (
        f"BG/NBD × Gamma–Gamma, fitted to {row['fitted']:,} customers{of} up to {row['until_day']}; "
        f"{row['repeaters']:,} of all ordered on a second day."
    )


def _held_out(row: dict[str, Any]) -> str:
    if row["holdout_days"] is None or not row["holdout_came"]:
        return "The history is too short to hold months out and check the forecast."
    error = 100 * (row["holdout_foretold"] / row["holdout_came"] - 1)
    return (
        f"Checked on the last {row['holdout_days']} days, held out: {row['holdout_foretold']:,.0f} order days "
        f"foretold, {row['holdout_came']:,.0f} came ({error:+.1f} %)."
    )


def _assumed(row: dict[str, Any]) -> str:
    if row["correlation"] is None or abs(row["correlation"]) < STRONG:
        return ""
    more = "more" if row["correlation"] > 0 else "less"
    return (
        f"People who order often spend {more} per order (correlation {row['correlation']:.2f}); "
        "the model assumes that they do not."
    )
