"""One initiative: what it promises and how, whether it worked, what it costs and brings, and how it came to be so."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress import initiatives, roadmap
from dashboard.progress.roadmap import Initiative, Milestone, measured
from dashboard.progress.today import today
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import (
    frame,
    goal_links,
    initiative_case,
    initiative_facts,
    initiative_form,
    initiative_history,
    initiative_proof,
    kept,
    links,
    roadmap_words,
    state,
    tables,
    who,
    words,
)

INITIATIVE = "initiative"


def is_open() -> bool:
    return bool(state.one(INITIATIVE))


def draw(viewer: Viewer) -> None:
    """The initiative of the address."""
    none: Initiative | None = None
    id = state.number(INITIATIVE)
    one = kept.read(lambda store: roadmap.initiative(store, id), none) if id else None
    st.button(
        _("Roadmap"), key="initiative_all", type="tertiary", icon=":material/arrow_back:", on_click=_all
    )  # fmt: skip
    if one is None:
        st.info(_("There is no such initiative. It may have been removed."), icon=":material/map:")
        return
    _head(one)
    _buttons(one)
    initiative_proof.draw(one, viewer)
    left, right = st.columns(2, gap="medium")
    with left:
        _plan(one)
    with right:
        _steps(one)
    initiative_case.draw(one, viewer)
    initiative_history.draw(one)


def _head(one: Initiative) -> None:
    """Title, state, promise, who and when."""
    calendar, currency = reads.about().settings.calendar, reads.currency()
    look = roadmap_words.look(one.state)
    said = [
        roadmap_words.quarter(one.quarter, calendar), roadmap_words.span(one), roadmap_words.weeks(one.person_weeks),
        _("Owner: {name}", name=one.owner) if one.owner else _("Nobody owns it."),
        _("Department: {name}", name=_(one.department)) if one.department else "",
    ]  # fmt: skip
    frame.title(one.title, " · ".join(text for text in said if text))
    name = words.sentence(_(one.goal.name)) if one.goal else ""
    promise = initiative_facts.promise(one, name, measured(one), currency)
    st.html(
        f'<p class="mp-gwhy"><span class="mp-pill mp-s-{look.tone}"><i>{look.mark}</i> '
        f"{words.escaped(_(look.word))}</span> {words.escaped(promise)}</p>"
    )


def _buttons(one: Initiative) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Change"), key=f"initiative_edit_{one.id}", icon=":material/edit:",
            on_click=initiative_form.open_edit, args=(one.id,),
        )  # fmt: skip
        if one.goal and st.button(
            _("To the goal"),
            key=f"initiative_goal_{one.id}",
            type="tertiary",
            icon=":material/flag:",
        ):
            links.go(goal_links.to_goal(one.goal))
        if not one.is_over:
            with st.popover(
                _("Drop it"),
                type="tertiary",
                icon=":material/close:",
                key=f"initiative_drop_{one.id}",
            ):
                st.text_area(_("Why is it dropped?"), key=f"initiative_why_{one.id}", height=80)
                st.button(
                    _("Drop the initiative"), key=f"initiative_dropped_{one.id}", type="primary",
                    on_click=_drop, args=(one,),
                )  # fmt: skip
        with st.popover(
            _("Remove"),
            type="tertiary",
            icon=":material/delete:",
            key=f"initiative_remove_{one.id}",
        ):
            st.markdown(
                _(
                    "What was found of it goes with it; what it was stays in the list of changes. "
                    "To keep all of it, drop it."
                )
            )
            st.button(
                _("Remove the initiative"), key=f"initiative_really_{one.id}", type="primary",
                on_click=_remove, args=(one,),
            )  # fmt: skip


def _drop(one: Initiative) -> None:
    why = str(st.session_state[f"initiative_why_{one.id}"]).strip()
    who.acts(
        lambda store, by: initiatives.drop(
            store, by, one.id, one.version, why, initiatives.wall_day()
        ),
        _("The initiative is dropped."),
    )


def _remove(one: Initiative) -> None:
    def gone(store: Store, by: Actor) -> None:
        initiatives.remove(store, by, one.id, one.version)
        state.tell(initiative=None)

    who.acts(gone, _("The initiative '{title}' is removed.", title=one.title))


def _all() -> None:
    state.tell(initiative=None)


def _plan(one: Initiative) -> None:
    frame.section(_("What and how"))
    nothing: Sequence[Initiative] = ()
    every = {other.id: other for other in kept.read(roadmap.roadmap, nothing)}
    waits = [every[id].title for id in one.depends_on if id in every]
    drawn = initiative_facts.html(initiative_facts.plan(one, waits))
    st.html(
        drawn or f'<p class="mp-quiet">{words.escaped(_("Nothing more is written down yet."))}</p>'
    )
    if one.links:
        st.html(f'<ul class="mp-points">{initiative_facts.links(one.links)}</ul>')


def _steps(one: Initiative) -> None:
    """Stages with their gates, and milestones that can be ticked off."""
    frame.section(_("Stages and milestones"))
    if one.stages:
        st.html(tables.told(initiative_facts.stages(one.stages), _("Stages with their gates")))
    for n, milestone in enumerate(one.milestones):
        _milestone(one, n, milestone)
    if not (one.stages or one.milestones):
        st.html(f'<p class="mp-quiet">{words.escaped(_("None is written down."))}</p>')


def _milestone(one: Initiative, n: int, milestone: Milestone) -> None:
    if milestone.done_on:
        label = _("{name}, done on {day}", name=milestone.name, day=milestone.done_on)
    else:
        label = _("{name}, due {day}", name=milestone.name, day=milestone.due)
    key = f"milestone_{one.id}_{one.version}_{n}"
    st.checkbox(label, milestone.done_on is not None, key=key, on_change=_ticked, args=(one, n))


def _ticked(one: Initiative, n: int) -> None:
    """Done today, or not done after all. A callback."""

    def write(store: Store, by: Actor) -> None:
        draft = initiatives.draft(store, one.id)
        if draft is None or n >= len(draft.milestones):
            return
        done = None if one.milestones[n].done_on else today()
        changed = replace(one.milestones[n], done_on=done)
        rows = (*one.milestones[:n], changed, *one.milestones[n + 1 :])
        draft = replace(draft, milestones=rows)
        initiatives.change(store, by, one.id, one.version, draft, initiatives.wall_day())

    who.acts(write, _("The milestone is kept."))
