"""The panels of the Metric page."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, said
from dashboard.metrics import evaluate
from dashboard.metrics.evaluate import Value
from dashboard.metrics.of_people import refuses_groups
from dashboard.progress import signals
from dashboard.records import shifts
from dashboard.records.tables import Shift
from dashboard.views import (
    bars,
    behaviour_chart,
    cards,
    controls,
    flips,
    glossary,
    kept,
    metric,
    new_normal,
    panel,
    people,
    state,
    tables,
    taken,
    trends,
    words,
)
from dashboard.views.choice import Choice
from dashboard.views.metric import Found
from dashboard.views.panel import Panel, Selected

TABS = {
    "breakdown": said("Where it comes from"), "people": said("People"),
    "definition": said("Definition"), "sql": said("SQL"),
}  # fmt: skip


def refused(found: Found) -> None:
    """Filters that are on and do not apply here."""
    dimensions = [name for name in found.refused if name != "group"]
    if dimensions:
        names = words.listed([words.dimension(name) for name in dimensions])
        allowed = words.listed([words.dimension(name) for name in found.metric.sliced_by])
        _told(
            _(
                "Not applied here: the filter by {names}. {metric} can be sliced by {allowed}.",
                names=names,
                metric=_(found.metric.label),
                allowed=allowed,
            ),
            ":material/filter_alt_off:",
        )
    if "group" in found.refused and (why := refuses_groups(found.metric)):
        _told(_("{why} The group is not applied here.", why=_(why)), ":material/group_off:")


def reading(found: Found, viewer: Viewer) -> None:
    """What another reading of the definition does to the goals."""
    if found.defined:
        so = flips.sentence(flips.depending(viewer, found.defined), found.defined)
        _told(_("Not the catalogue's definition. {so}", so=so), ":material/rule:")


def _told(text: str, icon: str) -> None:
    """On the page, and in what is taken along of it."""
    taken.remark(text)
    st.info(text, icon=icon)


def headline(found: Found) -> None:
    """Value, range, changes and goal."""
    if found.card.shown is not None:
        st.html(cards.headline(found.card, found.standing, found.grain, found.currency))


def trend(found: Found, viewer: Viewer, choice: Choice) -> None:
    """The line with its notes, its table and its files; a brush selects time."""
    panel.draw(trends.of(found, choice), viewer, select="brush", on_select=trends.zoomed)


def behaviour(found: Found, viewer: Viewer) -> None:
    """Whether the newest complete period is more than noise, and where its usual range begins anew."""
    nothing: Sequence[Shift] = ()
    confirmed = kept.read(shifts.shifts, nothing)
    signal = signals.signal(found.metric, viewer, found.slice, shifts=confirmed)
    behaviour_chart.draw(signal, viewer, found.currency, part=found.card.group)
    new_normal.form(signal, found.slice, viewer)


def details(found: Found, viewer: Viewer) -> None:
    """Breakdown, people, definition and SQL; only the open one is read."""
    for tab, draw in zip(_tabs(), (_breakdown, _people, _definition, _sql), strict=True):
        if tab.open:
            with tab:
                draw(found, viewer)


def _tabs() -> Sequence[Any]:
    """The address names the open one by a word that is the same in every language."""
    titles = {name: _(title) for name, title in TABS.items()}

    def opened() -> None:
        title = st.session_state["w_tab"]
        name = next((name for name, said in titles.items() if said == title), "")
        state.tell(tab=None if name == next(iter(TABS)) else name)

    told = state.one("tab").lower()
    shown = titles.get(told, next(iter(titles.values())))
    return st.tabs(list(titles.values()), on_change=opened, key=state.held("w_tab", shown))


def _breakdown(found: Found, viewer: Viewer) -> None:
    if found.card.shown is None:
        st.caption(_("Nothing to break down: there is no value in this window."))
        return
    dimension = controls.dimension(metric.breakdowns(found.metric))
    values = metric.groups(found, viewer, dimension)
    if not bars.ranked(values):
        st.caption(
            _(
                "Nothing is known by {dimension} in this period.",
                dimension=words.dimension(dimension),
            )
        )
        return
    panel.draw(
        _bars(found, values, dimension), viewer, select="points",
        on_select=lambda selected: _keep(selected, values, dimension),
    )  # fmt: skip
    note = metric.not_additive(found.metric, dimension)
    if note:
        st.caption(note)
    for value in values:
        if value.value is None and value.numerator:
            st.caption(metric.left_out(value, dimension, found.currency))


def _bars(found: Found, values: Sequence[Value], dimension: str) -> Panel:
    assert found.card.shown is not None
    ranked = bars.ranked(values)
    return Panel(
        key="breakdown",
        finding=bars.alt(values, dimension, found.currency),
        about=" · ".join(
            (
                _("{when}; lines show the 95 % interval", when=cards.when(found.card, found.grain)),
                _("click a bar to keep it"),
            )
        ),
        figure=bars.figure(values, dimension, found.card.shown, found.currency),
        alt=bars.alt(values, dimension, found.currency),
        table=[tables.value_row(value, None, found.currency) for value in ranked],
        exact=tables.exact_rows(ranked),
        definition=f"{_(found.metric.label)}: {_(found.metric.formula)}",
        window=found.card.shown.period.window,
    )


def _keep(selected: Selected, values: Sequence[Value], dimension: str) -> None:
    """The bar that was clicked is kept as a filter. A callback."""
    shown = bars.ranked(values)[: bars.MOST_BARS][::-1]
    number = selected.points[0].get("point_index") if selected.points else None
    if isinstance(number, int) and 0 <= number < len(shown):
        controls.keep(dimension, shown[number].group[dimension] or "")


def _people(found: Found, viewer: Viewer) -> None:
    if found.card.shown is None:
        st.caption(_("Nobody to list: there is no value in this window."))
        return
    label = _(found.metric.label)
    named = (
        _("{metric} ({part})", metric=label, part=found.card.group) if found.card.group else label
    )
    title = _("{metric}, {period}", metric=named, period=cards.when(found.card, found.grain))
    st.caption(_("Behind the value of {when}.", when=cards.when(found.card, found.grain)))
    people.panel(viewer, found.newest, found.metric, title, "metric")


def _definition(found: Found, viewer: Viewer) -> None:
    st.html(glossary.term(found.metric))


def _sql(found: Found, viewer: Viewer) -> None:
    st.caption(_("What is asked for the trend. Milepost divides, and adds the interval."))
    st.code(evaluate.statement(found.metric, viewer, found.slice).readable(), language="sql")
