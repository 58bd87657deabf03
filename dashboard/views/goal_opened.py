"""A goal that was opened on the Scorecard: the back of its card beside its charts."""

from collections.abc import Sequence

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, said
from dashboard.metrics import reads
from dashboard.progress.standing import Standing
from dashboard.records import check_ins
from dashboard.records.tables import CheckIn
from dashboard.views import (
    behaviour_chart,
    clickable,
    drill,
    fan,
    goal_back,
    goal_words,
    kept,
    links,
    panel,
    widgets,
    words,
)

CHARTS = {"fan": said("What may become of it"), "signal": said("Trend in its usual range")}


def draw(standing: Standing, viewer: Viewer) -> None:
    """In a frame of its own, scrolled to when it has just been opened."""
    with st.container(border=True, key="goal_back"):
        drill.in_sight()
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.html(f'<h3 class="mp-finding">{words.escaped(goal_words.title(standing.goal))}</h3>')
            drill.closing("close_goal")
        told, drawn = st.columns([5, 6], gap="medium")
        with told:
            _back(standing)
        with drawn:
            _charts(standing, viewer)
        _how(standing)


def _back(standing: Standing) -> None:
    nothing: Sequence[CheckIn] = ()
    told = kept.read(lambda store: check_ins.check_ins(store, standing.goal.id), nothing)
    html = goal_back.back(standing, told[0] if told else None, reads.currency())
    click = clickable.html(html, f"back_{standing.goal.id}")
    if click:
        links.go(click.value)


def _charts(standing: Standing, viewer: Viewer) -> None:
    """What may become of it, with the target; and the trend in its usual range. One at a time: both are tall."""
    goal, currency = standing.goal, reads.currency()
    names = ["fan", "signal"] if standing.signal else ["fan"]
    shown = widgets.segments("back", _("Chart"), names, lambda name: _(CHARTS[name]))
    if standing.signal is None or shown == "fan":
        foretold = fan.of(goal, standing.foreseen, standing.values, currency, f"fan_{goal.id}")
        panel.draw(foretold, viewer)
    else:
        usual = behaviour_chart.of(standing.signal, currency, f"usual_{goal.id}", goal.part)
        panel.draw(usual, viewer)


def _how(standing: Standing) -> None:
    with st.expander(_("How it is computed")):
        st.markdown("\n".join(f"- {text}" for text in goal_back.how(standing)))
