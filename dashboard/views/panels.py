"""The panels of the Metric page."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.metrics import evaluate
from dashboard.views import bars, cards, charts, controls, flips, glossary, metric, tables, words
from dashboard.views.metric import Found

PLAIN = {"displayModeBar": False, "responsive": True}
TABS = ("Where it comes from", "People", "Definition", "SQL")


def refused(found: Found) -> None:
    """Filters that are on and do not apply here."""
    if found.refused:
        names = words.listed([words.dimension(name) for name in found.refused])
        allowed = words.listed([words.dimension(name) for name in found.metric.sliced_by])
        st.info(
            f"Not applied here: the filter by {names}. {found.metric.label} can be sliced by {allowed}.",
            icon=":material/filter_alt_off:",
        )


def reading(found: Found, viewer: Viewer) -> None:
    """What another reading of the definition does to the goals."""
    if found.defined:
        said = flips.sentence(flips.depending(viewer, found.defined), found.defined)
        st.info(f"Not the catalogue's definition. {said}", icon=":material/rule:")


def headline(found: Found) -> None:
    """The finding as a sentence, then value, range, changes and goal."""
    text = f'<p class="mp-finding">{words.escaped(metric.finding(found))}</p>'
    if found.card.shown is not None:
        text += cards.headline(found.card, found.standing, found.grain, found.currency)
    st.html(text)


def trend(found: Found) -> None:
    """The line, its alternative in words, and its table."""
    values = found.card.trail
    if not any(value.value is not None for value in values):
        return
    goal = found.standing.target if found.standing and found.standing.grain is found.grain else None
    figure = charts.trend(values, found.grain, found.currency, found.year_ago, goal)
    alt = charts.trend_alt(values, found.grain, found.currency)
    st.plotly_chart(figure, key="trend", config=PLAIN, alt=alt)
    st.html(f'<p class="mp-quiet">{words.escaped(_legend(found))}</p>')
    tables.of_values(values, found.grain, "trend")


def _legend(found: Found) -> str:
    """What the marks mean, only those that are there."""
    said = ["Line: complete periods, with their 95 % interval"]
    if any(y is not None for y in found.year_ago):
        said.append("grey dots: a year before")
    if any(v.value is not None and not v.is_complete for v in found.card.trail):
        said.append("ring: not complete yet, not judged")
    if any(v.missing for v in found.card.trail):
        said.append("grey area: data missing")
    return " · ".join(said)


def details(found: Found, viewer: Viewer) -> None:
    """Breakdown, people, definition and SQL; only the open one is read."""
    opened = st.tabs(TABS, on_change="rerun", key="tab", bind="query-params")
    for tab, draw in zip(opened, (_breakdown, _people, _definition, _sql), strict=True):
        if tab.open:
            with tab:
                draw(found, viewer)


def _breakdown(found: Found, viewer: Viewer) -> None:
    if found.card.shown is None:
        st.caption("Nothing to break down: there is no value in this window.")
        return
    dimension = controls.dimension(metric.breakdowns(found.metric))
    values = metric.groups(found, viewer, dimension)
    if not bars.ranked(values):
        st.caption(f"Nothing is known by {words.dimension(dimension)} in this period.")
        return
    figure = bars.figure(values, dimension, found.card.shown, found.currency)
    when = cards.when(found.card, found.grain)
    st.html(
        f'<p class="mp-finding">{words.escaped(bars.alt(values, dimension, found.currency))}'
        f"<small>{words.escaped(when)}; lines show the 95 % interval</small></p>"
    )
    st.plotly_chart(
        figure,
        key="breakdown",
        config=PLAIN,
        alt=bars.alt(values, dimension, found.currency),
    )
    note = metric.not_additive(found.metric, dimension)
    if note:
        st.caption(note)
    for value in values:
        if value.value is None and value.numerator:
            st.caption(metric.left_out(value, dimension, found.currency))
    tables.of_values(bars.ranked(values), None, "breakdown")


def _people(found: Found, viewer: Viewer) -> None:
    if found.card.shown is None:
        st.caption("Nobody to list: there is no value in this window.")
        return
    st.caption(f"Behind the value of {cards.when(found.card, found.grain)}.")
    tables.people(found.metric, viewer, found.newest)


def _definition(found: Found, viewer: Viewer) -> None:
    st.html(glossary.term(found.metric))


def _sql(found: Found, viewer: Viewer) -> None:
    st.caption("What is asked for the trend. Milepost divides, and adds the interval.")
    st.code(evaluate.statement(found.metric, viewer, found.slice).readable(), language="sql")
