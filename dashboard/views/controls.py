"""The filter bar: time, comparison, dimensions and group. Widgets show what the address holds and write to it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.errors import unknown
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE, metric_named
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import Definition, Switch, readings, switches_of
from dashboard.views import groups, saved_menu, state, taken, time_pill, widgets, words
from dashboard.views.choice import Choice, expanded

CHIPS = ("region", "segment", "channel", "source", "category")
"""Dimensions with a chip of their own; the others share one."""


def bar() -> DeltaGenerator:
    """The row in which controls stand; on a phone it is one line that moves sideways."""
    return st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="bar")


def filters(viewer: Viewer) -> Choice:
    """Time pill, one chip per dimension and what clears them; the same on every page."""
    time = time_pill.chosen()
    known = _known(viewer)
    for name in CHIPS:
        if len(known.get(name, ())) > 1:
            _chip(name, known[name])
    _more([name for name in known if name not in CHIPS and len(known[name]) > 1], known)
    kept = {name: state.read(state.many(name)) for name in state.DIMENSIONS}
    excluded = {name: state.read(state.many(state.NOT + name)) for name in state.DIMENSIONS}
    where, without = expanded(kept, excluded, known)
    group = groups.chip()
    unknown_values = _unknown(known)
    if where or group or unknown_values:
        st.button(
            _("Clear"), key="clear_filters", type="tertiary", icon=":material/close:", on_click=clear
        )  # fmt: skip
    saved_menu.menu()
    for said in unknown_values:
        taken.remark(said)
        st.html(f'<p class="mp-quiet mp-unknown">{words.escaped(said)}</p>')
    choice = Choice(where=where, excluded=without, group=group, **time)
    taken.filters(choice.filters)
    return choice


def _known(viewer: Viewer) -> dict[str, list[str]]:
    """Each dimension's values, in the bar's order."""
    found = {**reads.choices(viewer), "identified": ["true", "false"], "online": ["true", "false"]}
    return {name: found[name] for name in state.DIMENSIONS if name in found}


def _unknown(known: dict[str, list[str]]) -> list[str]:
    """What the address filters by and these data do not hold: said, for it narrows nothing."""
    asked = {name: [*state.many(name), *state.many(state.NOT + name)] for name in state.DIMENSIONS}
    missing = {
        name: [value for value in values if value not in state.written(known.get(name, ()))]
        for name, values in asked.items()
    }
    return [
        _(
            "⚠ {dimension}: '{values}' does not occur in these data and is left out of the filter.",
            dimension=words.dimension_title(name), values="', '".join(values),
        )
        for name, values in missing.items()
        if values
    ]  # fmt: skip


def keep(dimension: str, value: str) -> None:
    """Keep a value too, or let it go where it is kept already. For callbacks."""
    chosen = state.many(dimension)
    [asked] = state.written([value])
    after = [v for v in chosen if v != asked] if asked in chosen else [*chosen, asked]
    others = [v for v in state.many(state.NOT + dimension) if v != asked]
    state.tell(**{dimension: after, state.NOT + dimension: others})


def exclude(dimension: str, value: str) -> None:
    """Leave a value out, or let it in again where it is out already. For callbacks."""
    out = state.many(state.NOT + dimension)
    [asked] = state.written([value])
    after = [v for v in out if v != asked] if asked in out else [*out, asked]
    others = [v for v in state.many(dimension) if v != asked]
    state.tell(**{dimension: others, state.NOT + dimension: after})


def show(first: date, last: date) -> None:
    """Show these days, both included. For callbacks."""
    time_pill.show(first, last)


def clear() -> None:
    """Every filter off; time stays."""
    names = [*state.DIMENSIONS, *(state.NOT + name for name in state.DIMENSIONS), "group"]
    groups.tell(None)
    state.tell(**dict.fromkeys(names))


def _chip(name: str, values: list[str]) -> None:
    """One dimension: a button that says what is kept, with its values inside."""
    with st.popover(_label(name), key=f"{name}_chip", type="secondary"):
        _values_of(name, values)


def _more(names: Sequence[str], known: dict[str, list[str]]) -> None:
    on = [name for name in names if _is_on(name)]
    label = "; ".join(_label(name) for name in on) if on else _("More filters")
    with st.popover(label, key="more_chip", type="secondary"):
        for name in names:
            _values_of(name, known[name])


def _values_of(name: str, values: list[str]) -> None:
    """What to keep and what to leave out, of one dimension."""
    title = words.dimension_title(name)
    options = state.written(values)
    for prefix, label in (("", title), (state.NOT, _("{dimension}: all but", dimension=title))):
        address, widget = prefix + name, f"w_{prefix}{name}"
        chosen = [value for value in state.many(address) if value in options]
        st.multiselect(
            label, options, key=state.held(widget, chosen), format_func=words.option,
            placeholder=_("all") if not prefix else _("none left out"),
            on_change=state.teller(widget, address),
        )  # fmt: skip


def _label(name: str) -> str:
    """'Region', 'Region: North', 'Region: not North'."""
    title = words.dimension_title(name)
    if out := state.many(state.NOT + name):
        return _("{dimension}: not {values}", dimension=title, values=_brief(out))
    if kept := state.many(name):
        return _("{dimension}: {values}", dimension=title, values=_brief(kept))
    return title


def _is_on(name: str) -> bool:
    return bool(state.many(name) or state.many(state.NOT + name))


def _brief(chosen: Sequence[str]) -> str:
    said = [words.option(value) for value in chosen]
    return ", ".join(said[:2]) + (f" +{len(said) - 2}" if len(said) > 2 else "")


def metric(usual: str = "conversion", names: Sequence[str] = tuple(CATALOGUE)) -> Metric:
    """The metric that the address names."""
    named = state.one("metric", usual)
    by_label = {declared.label: name for name, declared in CATALOGUE.items()}
    named = by_label.get(named, named)
    if named not in names:
        raise unknown("metric", named, list(names))
    st.selectbox(
        _("Metric"), list(names), key=state.held("w_metric", named),
        format_func=lambda name: _(CATALOGUE[name].label), on_change=state.teller("w_metric", "metric"),
        label_visibility="collapsed", width=260,
    )  # fmt: skip
    return metric_named(named)


def definition(metric: Metric) -> Definition:
    """How the metric is read: a chip with a choice for each switch that it depends on."""
    known = switches_of(metric)
    if not known:
        return ()
    turned = [s for s in known if _reading(metric, s) != s.usual]
    said = ", ".join(f"{_(s.name)} {_(_reading(metric, s))}" for s in turned)
    label = _("Read with: {switches}", switches=said) if turned else _("Definition")
    with st.popover(label, key="define_chip", type="secondary"):
        for switch in known:
            _switch(metric, switch)
        st.caption(
            _(
                "The first choice is how Milepost defines the metric; the others are in use elsewhere."
            )
        )
    return tuple((s.name, _reading(metric, s)) for s in turned)


def _reading(metric: Metric, switch: Switch) -> str:
    told = state.one(f"define_{switch.name}", switch.usual)
    return told if told in readings(metric, switch) else switch.usual


def _switch(metric: Metric, switch: Switch) -> None:
    address = f"define_{switch.name}"
    widget = f"w_{address}"
    st.selectbox(
        _(switch.name).capitalize(), readings(metric, switch),
        key=state.held(widget, _reading(metric, switch)), format_func=_, help=_(switch.meaning),
        on_change=state.teller(widget, address, switch.usual),
    )  # fmt: skip


def part(metric: Metric, names: list[str]) -> str | None:
    """Which survey or channels, for a metric that is never pooled; None for one number."""
    if not names:
        return None
    address = metric.always_by[0] + "_part"
    return widgets.choose(address, words.dimension_title(metric.always_by[0]), names, width=300)


def dimension(options: Sequence[str], address: str = "by") -> str:
    """Which dimension something is broken down by."""
    return widgets.choose(address, _("By"), options, said=words.dimension_title, width=220)
