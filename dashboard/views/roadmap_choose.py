"""Which ideas to take up: ranked by worth for their cost, with dots and a line where the people run out."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress.choose import (
    Choice,
    WorkshopDots,
    choices,
    dropped,
    workshop_dots,
)
from dashboard.progress.roadmap import Initiative
from dashboard.records import ideas
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import (
    clickable,
    frame,
    kept,
    panel,
    roadmap_ranking,
    state,
    who,
    widgets,
    words,
)
from dashboard.views.roadmap_ranking import Ranking

SCORE, DOTS = "score", "dots"


def draw(found: Sequence[Initiative], viewer: Viewer, on_click: Any) -> None:
    """The ranking with its line, the reader's dots, and what was dropped with its reason."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = widgets.segments("rank", _("Ranked by"), (SCORE, DOTS), _rank_words)
        capacity = _capacity()
    ranked = choices(found, viewer, kept.store(), capacity=capacity, by_dots=by == DOTS)
    if not ranked:
        st.info(
            _("There is no idea to choose from. Write one down first."), icon=":material/lightbulb:"
        )
    else:
        ranking = Ranking(ranked, capacity, by == DOTS, _workshop_day())
        panel.draw(roadmap_ranking.panel_of(ranking, reads.currency()), viewer, on_click=on_click)
        _dots(ranked)
    _dropped(dropped(found))


def _rank_words(name: str) -> str:
    return {SCORE: _("By worth for its cost"), DOTS: _("By dots")}[name]


def _capacity() -> float | None:
    """Person-weeks that there are, as the address holds them; None: no line."""
    told = state.one("weeks")
    is_number = re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,20})?", told)
    kept_weeks = float(told) if is_number else None
    st.number_input(
        _("Person-weeks that there are"), min_value=0.0, value=None, placeholder=_("no line"), format="%.10g",
        key=state.held("w_weeks", kept_weeks), on_change=state.teller("w_weeks", "weeks"), width=230,
    )  # fmt: skip
    return kept_weeks


def _workshop_day() -> date | None:
    nothing: WorkshopDots | None = None
    found = kept.read(workshop_dots, nothing)
    return found.on if found else None


def _dots(ranked: Sequence[Choice]) -> None:
    """Five dots of the reader's own."""
    who.matters()
    by = who.known()
    nothing: dict[int, int] = {}
    own = kept.read(lambda store: ideas.of_voter(store, by.name), nothing) if by else nothing
    label = n_("My dots: {count} spent", "My dots: {count} spent", sum(own.values()))
    with (
        st.expander(label, key="roadmap_dots", icon=":material/how_to_vote:"),
        st.form("dots_form", border=False),
    ):
        st.caption(_("Each has {most} dots. Several may go to one idea.", most=ideas.DOTS))
        for one in ranked:
            idea = one.initiative
            st.number_input(
                idea.title, 0, ideas.DOTS, own.get(idea.id, 0), width=330,
                key=f"dots_{idea.id}_{by.name if by else ''}",
            )  # fmt: skip
        ids = [one.initiative.id for one in ranked]
        st.form_submit_button(
            _("Spend them"), type="primary", on_click=_spend, args=(ids, by.name if by else "")
        )


def _spend(ids: Sequence[int], name: str) -> None:
    counts = {id: int(st.session_state[f"dots_{id}_{name}"]) for id in ids}

    def write(store: Store, by: Actor) -> None:
        ideas.spend(store, by.name, counts)

    who.acts(write, _("Your dots are spent."))


def _dropped(found: Sequence[Initiative]) -> None:
    """Each with its reason: whoever has the idea next asks."""
    if not found:
        return
    frame.section(_("Dropped"))
    lines = "".join(
        f'<li><button type="button" class="mp-who" data-click="{one.id}">{words.escaped(one.title)}</button>: '
        f"{words.escaped(one.dropped_why or '–')}</li>"
        for one in found
    )
    clickable.html(f'<ul class="mp-points">{lines}</ul>', "roadmap_dropped", _open)


def _open(click: clickable.Click) -> None:
    if click.value.isdigit():
        state.tell(initiative=click.value)
