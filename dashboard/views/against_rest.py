"""The panel 'Compare with the rest': one value of a dimension beside all the others, over time."""

from dataclasses import replace

import streamlit as st

from dashboard.errors import BadUse
from dashboard.language import _
from dashboard.metrics import drivers, reads, rest
from dashboard.metrics.evaluate import Value
from dashboard.metrics.rest import Rest
from dashboard.views import explore, panel, rest_lines, state, tables, widgets, words
from dashboard.views.explore import Look
from dashboard.views.panel import Panel
from queries.slice import Slice


def draw(of: Look) -> None:
    chosen = _chosen(of)
    if chosen is None:
        text = _("Nothing to compare: each dimension has one value in these days.")
        st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>')
        return
    try:
        found = rest.rest(of.metric, of.viewer, of.slice, *chosen, of.before, explore.whole)
    except BadUse as error:
        st.html(f'<p class="mp-quiet">{words.escaped(str(error))}</p>')
        return
    panel.draw(_panel(found, of), of.viewer)


def _chosen(of: Look) -> tuple[str, str] | None:
    """Which dimension and value; first the value that is kept alone, where there is one."""
    values = {name: _values(of, name) for name in drivers.along(of.metric)}
    dimensions = [name for name, found in values.items() if len(found) > 1]
    if not dimensions:
        return None
    kept = {name: v[0] for name, v in of.choice.where if len(v) == 1 and name in dimensions}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="rest_bar"):
        usual = next(iter(kept), dimensions[0])
        dimension = widgets.choose(
            "rest_by", _("Dimension"), dimensions, words.dimension_title, 220, usual
        )
        options = state.written(values[dimension])
        start = state.written([kept.get(dimension, values[dimension][0])])[0]
        value = widgets.choose("rest_of", _("Value"), options, words.option, 260, start)
    return dimension, state.read([value])[0]


def _values(of: Look, dimension: str) -> list[str]:
    """Every value that occurs, the largest first; where one is kept alone, those left out as well."""
    where = tuple(pair for pair in of.slice.where if pair[0] != dimension or len(pair[1]) > 1)
    slice = replace(of.slice, where=where).grouped(dimension)
    found = [v for v in explore.whole(of.metric, of.viewer, slice) if v.group]
    return [v.group[dimension] or "" for v in sorted(found, key=lambda v: -(v.n or 0.0))]


def _panel(found: Rest, of: Look) -> Panel:
    one, others = (_series(of, side.slice) for side in (found.one, found.others))
    name = explore.name_of(found.name)
    grain = of.choice.grain
    both = [v for values in (one, others) for v in values]
    return Panel(
        key="rest",
        finding=rest_lines.finding(found, of),
        about=rest_lines.about(found, of),
        figure=rest_lines.figure(one, others, name, grain, of.currency),
        alt=rest_lines.alt(found, of),
        table=[
            {_("Of"): who, **tables.value_row(value, grain, of.currency)}
            for who, values in ((name, one), (_("the rest"), others))
            for value in values
        ],
        exact=[
            {"of": who, **row}
            for who, values in ((found.name or "unknown", one), ("the rest", others))
            for row in tables.exact_rows(values)
        ],
        legend=_(
            "The rest is measured by itself, all other values together; who is on both sides counts on both."
        ),
        definition=f"{_(of.metric.label)}: {_(of.metric.formula)}",
        notes_for=(of.metric.name,),
        window=of.slice.window if both else None,
        has_days=True,
        filters=of.choice.filters,
    )


def _series(of: Look, slice: Slice) -> tuple[Value, ...]:
    """By period, over the window and the one before it."""
    window = of.slice.window
    calendar = slice.calendar
    start = min(window.start, of.before.start) if of.before else window.start
    start = calendar.start(start, of.choice.grain)
    asked = replace(slice, grain=of.choice.grain, window=replace(window, start=start))
    return reads.series(of.metric.name, of.viewer, asked)
