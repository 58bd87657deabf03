"""The form of an initiative: an idea needs five answers; more is asked once it is planned or runs."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import goals, roadmap
from dashboard.progress.goal import Goal
from dashboard.progress.today import today
from dashboard.records import initiatives
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import frame, initiative_fields, kept, state, who
from dashboard.views.initiative_fields import Form

NEW, EDIT = "new", "edit"
ASKED = ("planned", "running")
"""States in which the longer form is asked."""


def is_open() -> bool:
    """The address asks for a new idea, or for an initiative to be changed."""
    return bool(state.one(NEW)) or state.one(EDIT).isdigit()


def draw(viewer: Viewer) -> None:
    """The whole page."""
    form = _form()
    if form is None:
        st.info(_("There is no such initiative. It may have been removed."), icon=":material/map:")
        st.button(_("Roadmap"), key="initiative_form_back", on_click=leave)
        return
    title = _("Change the initiative") if form.id else _("Write down an idea")
    frame.title(title, _("What is done, for which goal, and the effect that it promises."))
    left, right = st.columns([1, 1], gap="large")
    with left:
        initiative_fields.idea(form)
        initiative_fields.place(form)
    with right:
        if form.value("state") in ASKED:
            _more(form, viewer)
        else:
            label = _("More: hypothesis, pilot, cost, milestones")
            with st.expander(label, key=form.key("more"), icon=":material/expand_more:"):
                _more(form, viewer)
    _ending(form)


def _more(form: Form, viewer: Viewer) -> None:
    initiative_fields.proof(form, viewer)
    initiative_fields.stages(form)
    initiative_fields.touched(form)
    initiative_fields.cost(form)
    initiative_fields.milestones(form)
    initiative_fields.rest(form)


def _form() -> Form | None:
    """The initiative of the address with the version that its reader saw when the form was opened."""
    store = kept.store()
    known = Known.of(store)
    if not state.one(EDIT).isdigit():
        return initiative_fields.begun(Form("initiative_new", known), initiative_fields.new(today()))
    id = int(state.one(EDIT))
    opened = f"initiative_{id}_opened"
    if opened not in st.session_state:
        row = initiatives.initiative(store, id)
        if row is None:
            return None
        st.session_state[opened] = (row.version, initiative_fields.of_record(row))
    seen, facts = st.session_state[opened]
    return initiative_fields.begun(Form(f"initiative_{id}_{seen}", known, id, seen), facts)
