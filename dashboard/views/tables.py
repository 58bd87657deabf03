"""Tables: the numbers under a chart, the people behind a number."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import metric_named
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import changes, export, reads, words
from queries.calendar import Grain
from queries.people import MOST_PEOPLE
from queries.slice import Slice

SHOWN_PEOPLE = 500


def exact_rows(values: Sequence[Value]) -> list[dict[str, Any]]:
    """The values with all their parts, as the command line prints them."""
    rows = []
    for value in values:
        row = value.row()
        group = row.pop("group")
        rows.append({"period": row.pop("period"), **group, **row})
    return rows


def value_row(value: Value, grain: Grain | None, currency: str) -> dict[str, Any]:
    """One line of such a table: words for people, who read; exact numbers come by CSV."""
    notes = [_(text) for text in (value.reason, value.note) if text]
    notes += [_("thin")] if value.is_thin else []
    notes += [_("history starts here")] if value.starts_history else []
    notes += changes.missing(value)
    period = {_("period"): words.period(value.period, grain)} if grain else {}
    return {
        **period,
        **{words.dimension(name): words.named(part) for name, part in value.group.items()},
        _("value"): words.value(value.metric, value.value, currency),
        _("95 % interval"): words.limits(value.metric, value.low, value.high, currency),
        "n": None if value.n is None else round(value.n),
        _("complete"): _("yes") if value.is_complete else _("not yet"),
        _("note"): "; ".join(notes),
    }


def people(metric: Metric, viewer: Viewer, slice: Slice) -> None:
    """The people behind one value: how many, what nobody's rows add, the list and a file of it."""
    if metric.members is None:
        st.caption(f"{metric.label} is not counted from people.")
        return
    st.html(f'<p class="mp-quiet">{words.escaped(people_words(metric, viewer, slice))}</p>')
    if not viewer.may_see_people:
        st.caption("You may see numbers but not single people.")
        return
    found = evaluate.people(metric, viewer, slice)
    rows = [person_row(row) for row in found[:SHOWN_PEOPLE]]
    if not rows:
        return
    st.download_button(
        "Download as CSV",
        partial(people_file, metric.name, viewer, slice),
        file_name=f"{metric.name}-people-{slice.window.start}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height=420, alt=f"People behind {metric.label}"
    )


def people_words(metric: Metric, viewer: Viewer, slice: Slice) -> str:
    """'1,361 people, those who add most first. Rows of nobody add …'"""
    total = evaluate.people_count(metric, viewer, slice)
    count = int(total["people"])
    text = words.counted_word(count, "person")
    if count > SHOWN_PEOPLE:
        text += f"; the {SHOWN_PEOPLE} who add most are listed"
    if count > MOST_PEOPLE:
        text += f" and the file holds {MOST_PEOPLE:,}"
    y, x = float(total["nobodys_numerator"]), float(total["nobodys_denominator"])
    if y or x:
        text += (
            f". Rows that carry no person add {y:,.2f} to the numerator and {x:,.2f} to the "
            "denominator; nobody stands behind them"
        )
    return text + "."


PEOPLE_COLUMNS = {
    "person_id": "person", "region": "region", "segment": "segment",
    "first_order": "first order", "last_order": "last order", "orders": "orders",
    "net_revenue": "net revenue", "last_nps": "last NPS", "open_tickets": "open tickets",
    "numerator": "adds to numerator", "denominator": "adds to denominator",
}  # fmt: skip


def person_row(row: dict[str, Any]) -> dict[str, Any]:
    return {title: _plain(row.get(name)) for name, title in PEOPLE_COLUMNS.items()}


def people_file(name: str, viewer: Viewer, slice: Slice) -> bytes:
    """The CSV, made when it is asked for; everything it needs is bound beforehand."""
    metric = metric_named(name)
    found = evaluate.people(metric, viewer, slice)
    comments = [
        f"People behind {metric.label}: {metric.formula}",
        f"Window: {words.days(slice.window)}; filters: {_where(slice)}; "
        f"warehouse version {reads.about().seq}",
    ]
    rows = [person_row(row) for row in found]
    return export.csv_of(rows, list(PEOPLE_COLUMNS.values()), comments)


def _where(slice: Slice) -> str:
    pairs = (f"{name} = {' or '.join(map(words.named, kept))}" for name, kept in slice.where)
    return "; ".join(pairs) or "none"


def _plain(value: Any) -> Any:
    """Decimals as floats, dates as they are."""
    if value is None or isinstance(value, str | int | date):
        return value
    return float(value)
