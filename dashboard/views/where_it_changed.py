"""The panel 'Where did it change': every dimension's bars, and the people of the bar that is opened."""

import streamlit as st

from dashboard.language import _
from dashboard.views import drill, explore, explore_people, panel, state, why_bars, words
from dashboard.views.explore import Look
from dashboard.views.panel import Panel

KIND = "why"


def draw(of: Look) -> None:
    found = explore.why(of)
    if found is None:
        text = _("Choose a comparison in the time pill: a change needs two windows.")
        st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>')
        return
    opened = ":".join(drill.opened(KIND) or [])
    title = why_bars.finding(found, of)
    about = _(
        "{label}, {days} against {before}", label=of.label, days=of.days, before=of.days_before
    )
    if not found.dimensions:
        panel.draw(Panel(KIND, title, about), of.viewer)
        return
    panel.draw(
        Panel(
            key=KIND,
            finding=title,
            about=about,
            html=why_bars.drawn(found, of, opened),
            alt=title,
            table=why_bars.rows(found, of, is_exact=False),
            exact=why_bars.rows(found, of, is_exact=True),
            legend=why_bars.legend(found),
            definition=f"{_(of.metric.label)}: {_(of.metric.formula)}",
            notes_for=(of.metric.name,),
            window=of.slice.window,
            filters=of.choice.filters,
            lines=(_("Compared with: {days}", days=of.days_before),),
        ),
        of.viewer, on_click=drill.opener(KIND),
    )  # fmt: skip
    _people(of, opened)


def _people(of: Look, opened: str) -> None:
    """The people of one value, in the newer window."""
    dimension, _colon, value = opened.partition(":")
    if dimension not in of.metric.sliced_by or dimension not in state.DIMENSIONS:
        return
    title = _(
        "{label}, {value}, {days}", label=of.label, value=explore.name_of(value), days=of.days
    )
    explore_people.draw(of, of.metric, of.slice.filtered(dimension, [value]), title, KIND)
