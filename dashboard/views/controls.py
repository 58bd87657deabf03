"""The filter bar: widgets that keep their state in the URL and give plain values back."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.metrics.catalogue import CATALOGUE, metric_named
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import SWITCHES, Definition, Switch, readings, switches_of
from dashboard.views import reads, words
from dashboard.views.choice import CUSTOM, FILTERS, PRESETS, USUAL, WINDOWS, Choice, resolved
from queries.calendar import Grain
from queries.slice import Window

GRAINS = {
    "by month": Grain.MONTH, "by week": Grain.WEEK, "by day": Grain.DAY,
    "by quarter": Grain.QUARTER, "by year": Grain.YEAR,
}  # fmt: skip
"""The usual one first: a default of its own would not let the window's callback choose another."""
NAMES = {name: text for text, name in GRAINS.items()}
MOST_PERIODS = 400
"""More than so many points are no chart."""


def bar() -> DeltaGenerator:
    """The row in which controls stand; it wraps on a phone."""
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="bar")


def filters(viewer: Viewer) -> Choice:
    """Window, grain and one chip per dimension; the same on every page that shows them."""
    preset = st.selectbox(
        "Window", WINDOWS, index=WINDOWS.index(USUAL), key="window", bind="query-params",
        label_visibility="collapsed", width=165, on_change=_grain_follows,
    )  # fmt: skip
    grain = GRAINS[
        st.selectbox(
            "Grain", list(GRAINS), key="grain", bind="query-params",
            label_visibility="collapsed", width=125,
        )
    ]  # fmt: skip
    window = _window(preset, grain)
    where = _chips(reads.choices(viewer))
    return Choice(window, grain, where, until=reads.about().covered_day)


def _window(preset: str, grain: Grain) -> Window:
    about = reads.about()
    if preset == CUSTOM:
        return _custom(about.covered_day)
    window = resolved(preset, grain, about.covered_day, about.first_day, about.settings.calendar)
    if grain is Grain.DAY and window.days > MOST_PERIODS:
        raise BadUse(
            f"{window.days} days are too many to show one by one. Choose a shorter window, or weeks."
        )
    return window


def _custom(covered_day: date) -> Window:
    """Two dates, both included."""
    last = covered_day - timedelta(days=1)
    first = st.date_input(
        "From", last - timedelta(days=89), key="from", bind="query-params", format="YYYY-MM-DD",
        label_visibility="collapsed", width=130,
    )  # fmt: skip
    until = st.date_input(
        "Until", last, key="until", bind="query-params", format="YYYY-MM-DD",
        label_visibility="collapsed", width=130,
    )  # fmt: skip
    if first is None or until is None or first > until:
        raise BadUse("The first day lies after the last. Choose the earlier one first.")
    return Window(first, until + timedelta(days=1))


def _grain_follows() -> None:
    """Weeks are shown by week, and no longer so when months are chosen again."""
    preset = st.session_state["window"]
    if preset in PRESETS:
        st.session_state["grain"] = NAMES[PRESETS[preset][0]]


def _chips(choices: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    kept = []
    for name in FILTERS:
        values = choices.get(name, [])
        if len(values) > 1:
            chosen = _chip(name, values)
            if chosen:
                kept.append((name, tuple(sorted(chosen))))
    return tuple(kept)


def _chip(name: str, values: list[str]) -> list[str]:
    """One dimension: a button that says what is kept, with its values inside."""
    options = [words.named(value) for value in values]
    chosen = [text for text in _already(name) if text in options]
    label = f"{name.capitalize()}: {_brief(chosen)}" if chosen else name.capitalize()
    with st.popover(label, key=f"{name}_chip", type="secondary"):
        if len(options) <= 24:
            picked = st.pills(
                name.capitalize(), options, selection_mode="multi", key=name, bind="query-params"
            )
        else:
            picked = st.multiselect(name.capitalize(), options, key=name, bind="query-params")
        st.caption("None chosen means all.")
    return ["" if text == words.UNKNOWN else text for text in picked]


def _already(name: str) -> list[str]:
    """What the chip will hold: its label is drawn before the widget is asked."""
    if name in st.session_state:
        return list(st.session_state[name] or [])
    return st.query_params.get_all(name)


def _brief(chosen: Sequence[str]) -> str:
    return ", ".join(chosen[:2]) + (f" +{len(chosen) - 2}" if len(chosen) > 2 else "")


def metric(usual: str = "conversion") -> Metric:
    """The metric that the URL names, by its label."""
    labels = {declared.label: name for name, declared in CATALOGUE.items()}
    start = list(labels).index(CATALOGUE[usual].label)
    label = st.selectbox(
        "Metric", list(labels), index=start, key="metric", bind="query-params",
        label_visibility="collapsed", width=260,
    )  # fmt: skip
    return metric_named(labels[label])


def definition(metric: Metric) -> Definition:
    """How the metric is read: a chip with a choice for each switch that it depends on."""
    known = switches_of(metric)
    if not known:
        return ()
    turned = [s.name for s in known if _reading(s) != s.usual]
    label = f"Read with: {', '.join(f'{n} {_reading(SWITCHES[n])}' for n in turned)}"
    with st.popover(label if turned else "Definition", key="define_chip", type="secondary"):
        chosen = [(switch.name, _choice(metric, switch)) for switch in known]
        st.caption(
            "The first choice is how Milepost defines the metric; the others are in use elsewhere."
        )
    return tuple((n, value) for n, value in chosen if value != SWITCHES[n].usual)


def _reading(switch: Switch) -> str:
    """What its control will hold: the chip is drawn before the control is asked."""
    key = f"define_{switch.name}"
    held = st.session_state.get(key, st.query_params.get(key, switch.usual))
    return held if held in (switch.usual, *switch.others) else switch.usual


def _choice(metric: Metric, switch: Switch) -> str:
    chosen: str = st.selectbox(
        switch.name.capitalize(), readings(metric, switch), key=f"define_{switch.name}",
        bind="query-params", help=switch.meaning,
    )  # fmt: skip
    return chosen


def part(metric: Metric, names: list[str]) -> str | None:
    """Which survey or channels, for a metric that is never pooled; None for one number."""
    if not names:
        return None
    title = words.dimension(metric.always_by[0]).capitalize()
    chosen: str = st.selectbox(
        title, names, key=metric.always_by[0] + "_part", bind="query-params", width=300
    )
    return chosen


def dimension(options: Sequence[str]) -> str:
    """Which dimension the breakdown is by."""
    titles = {words.dimension(name).capitalize(): name for name in options}
    chosen = st.selectbox("By", list(titles), key="by", bind="query-params", width=220)
    return titles[chosen]


def search() -> str:
    """A few words to look for."""
    return st.text_input(
        "Search", key="search", bind="query-params", placeholder="Search names, meanings, formulas",
        label_visibility="collapsed", width=340, icon=":material/search:",
    )  # fmt: skip
