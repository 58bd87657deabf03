"""The panel 'Pivot': metrics by up to two dimensions and periods; a cell opens its people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE, metric_named
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.metrics.pivot import Pivot, pivot
from dashboard.views import (
    drill,
    explore,
    explore_people,
    panel,
    pivot_table,
    state,
    widgets,
    words,
)
from dashboard.views.choice import Compare
from dashboard.views.explore import Look
from dashboard.views.panel import Panel
from queries.slice import Slice, Window

KIND = "pivot"
NONE = "none"
AGAINST = {Compare.PREVIOUS: "previous", Compare.YEAR: "year-ago"}
MOST_METRICS = 6


def draw(of: Look) -> None:
    metrics = _metrics(of)
    dimensions, has_periods, by_change = _shape(metrics)
    if len(metrics) > MOST_METRICS:
        text = _("At most {count} metrics fit in one table.", count=MOST_METRICS)
        st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>')
        metrics = metrics[:MOST_METRICS]
    grain = of.choice.grain if has_periods else None
    asked = [(metric, replace(_slice(metric, of), grain=grain)) for metric in metrics]
    found = pivot(asked, of.viewer, dimensions, AGAINST.get(of.choice.compare), of.before, _series)
    panel.draw(_panel(found, of, dimensions, by_change), of.viewer, on_click=drill.opener(KIND))
    for reason in found.refused.values():
        st.html(f'<p class="mp-quiet">{words.escaped(_(reason))}.</p>')
    _people(of)


def _metrics(of: Look) -> list[Metric]:
    """Those of the address, else the one that is looked at."""
    told = [name for name in state.many("pivot") if name in CATALOGUE] or [of.metric.name]
    st.multiselect(
        _("Metrics"), list(CATALOGUE), key=state.held("w_pivot", told),
        format_func=lambda name: _(CATALOGUE[name].label), on_change=state.teller("w_pivot", "pivot"),
    )  # fmt: skip
    return [metric_named(name) for name in told]


def _shape(metrics: Sequence[Metric]) -> tuple[list[str], bool, bool]:
    """Which dimensions make the lines, whether periods make columns, what colours the cells."""
    taken = [name for name in state.DIMENSIONS if any(name in m.sliced_by for m in metrics)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="pivot_bar"):
        first = widgets.choose("pivot_by", _("By"), [*taken, NONE], _dimension, 200)
        others = [NONE, *(name for name in taken if name != first)]
        second = widgets.choose("pivot_then", _("Then by"), others, _dimension, 200)
        columns = widgets.choose("pivot_columns", _("Columns"), ["periods", "whole"], _columns, 200)
        colours = widgets.choose("pivot_colour", _("Colour"), ["change", "value"], _colours, 200)
    dimensions = [name for name in (first, second) if name != NONE]
    return dimensions, columns == "periods", colours == "change"


def _dimension(name: str) -> str:
    return _("nothing") if name == NONE else words.dimension_title(name)


def _columns(name: str) -> str:
    return {"periods": _("periods"), "whole": _("the whole window")}[name]


def _colours(name: str) -> str:
    return {"change": _("what changed"), "value": _("the value")}[name]


def _slice(metric: Metric, of: Look) -> Slice:
    return of.choice.slice(metric, reads.about().settings.calendar)


def _series(metric: Metric, viewer: Viewer, slice: Slice) -> Sequence[Value]:
    return reads.series(metric.name, viewer, slice)


def _panel(found: Pivot, of: Look, dimensions: Sequence[str], by_change: bool) -> Panel:
    grain, currency = of.choice.grain, of.currency
    hidden = len(found.lines) - pivot_table.MOST_LINES
    legend = [
        _("every total is asked by itself: people, shares and medians do not add up"),
        _("a cell says value and n; click it to see its people"),
    ]
    if by_change and of.before:
        legend.append(
            _("▲▼ beyond noise: a period against the one before, the whole against {days}", days=of.days_before)
        )  # fmt: skip
    if hidden > 0:
        legend.append(
            n_(
                "{count} more line is in the files",
                "{count} more lines are in the files",
                hidden,
            )
        )
    labels = dict.fromkeys(_(line.metric.label) for line in found.lines)
    by = [words.dimension(name) for name in dimensions]
    told = {"metrics": words.listed(list(labels)), "dimensions": words.listed(by)}
    return Panel(
        key=KIND,
        finding=_("{metrics} by {dimensions}", **told) if by else told["metrics"],
        about=of.days,
        html=pivot_table.drawn(found, dimensions, grain, currency, by_change),
        alt=told["metrics"],
        table=pivot_table.rows(found, dimensions, grain, currency, is_exact=False),
        exact=pivot_table.rows(found, dimensions, grain, currency, is_exact=True),
        legend=" · ".join(legend),
        window=of.slice.window,
        filters=of.choice.filters,
    )


def _people(of: Look) -> None:
    """The people of the cell that the address opens."""
    opened = drill.opened(KIND)
    if not opened or len(opened) < 2 or opened[0] not in CATALOGUE:
        return
    name, period, *groups = opened
    metric = metric_named(name)
    slice = replace(_slice(metric, of), grain=None)
    values = []
    for group in filter(None, groups):
        dimension, _equals, value = group.partition("=")
        if dimension not in metric.sliced_by:
            return
        slice = slice.filtered(dimension, [unquote(value)])
        values.append(explore.name_of(unquote(value)))
    window = _window(of, period)
    if window is None:
        return
    title = ", ".join([_(metric.label), *values, words.days(window)])
    explore_people.draw(of, metric, slice.with_window(window), title, KIND)


def _window(of: Look, period: str) -> Window | None:
    """The days of a cell: those of the period that lie in the window."""
    if period == "all":
        return of.slice.window
    try:
        start = date.fromisoformat(period)
    except ValueError:
        return None
    for found in replace(of.slice, grain=of.choice.grain).periods:
        if found.start == start:
            return found.window
    return None
