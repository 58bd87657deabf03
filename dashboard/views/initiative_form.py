"""The form of an initiative: an idea needs a few answers; more is asked once it is planned or runs."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress import initiatives
from dashboard.progress.roadmap import Initiative
from dashboard.progress.roadmap_draft import Draft
from dashboard.progress.today import today
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import frame, initiative_fields, initiative_typed, kept, state, who
from dashboard.views.initiative_typed import Form

NEW, EDIT = "new", "edit"
ASKED = ("planned", "running")
"""States in which the longer form is asked."""


def is_open() -> bool:
    """The address asks for a new idea, or for an initiative to be changed."""
    return bool(state.one(NEW) or state.one(EDIT))


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
    with left:
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
    known = initiative_typed.known(store, today(), reads.about().settings.calendar)
    if not state.one(EDIT):
        form = Form("initiative_new", known)
        by = who.known()
        initiative_typed.begin(
            form, initiative_typed.new(state.number("goal"), by.name if by else "")
        )
        return form
    id = state.number(EDIT)
    if id is None:
        return None
    opened = f"initiative_{id}_opened"
    if opened not in st.session_state:
        one, before = known.others.get(id), initiatives.draft(store, id)
        if one is None or before is None:
            return None
        st.session_state[opened] = (one, before)
    one, before = st.session_state[opened]
    form = Form(f"initiative_{id}_{one.version}", known, id, one.version)
    initiative_typed.begin(form, initiative_typed.of(one, before.metric))
    return form


def _before(form: Form) -> Draft | None:
    """It as it was when the form was opened."""
    found: tuple[Initiative, Draft] | None = st.session_state.get(f"initiative_{form.id}_opened")
    return found[1] if found else None


def leave() -> None:
    """Close the form and forget what was typed. For callbacks."""
    _forget()
    state.tell(**{NEW: None, EDIT: None, "goal": None})


def _forget() -> None:
    id = state.one(EDIT)
    for key in [str(key) for key in st.session_state]:
        if key.startswith(f"initiative_{id}_" if id else "initiative_new_"):
            del st.session_state[key]


def open_new() -> None:
    """Begin a new idea. For callbacks."""
    state.tell(**{NEW: "1", EDIT: None, "initiative": None})
    _forget()


def open_edit(id: int) -> None:
    """Change an initiative. For callbacks."""
    state.tell(**{EDIT: str(id), NEW: None})
    _forget()


def _ending(form: Form) -> None:
    """Why it changes, what is still wrong, and the buttons."""
    if form.id:
        st.text_area(
            _("Because of what is it changed?"), key=form.usual("because", ""), height=80
        )  # fmt: skip
    if form.value("tried"):
        for text in initiative_typed.mistakes(form, kept.store(), _before(form)):
            st.warning(_(text), icon=":material/warning:")
    with st.container(horizontal=True):
        st.button(
            _("Keep the changes") if form.id else _("Keep the idea"), type="primary", key=form.key("keep"),
            on_click=_keep, args=(form,),
        )  # fmt: skip
        st.button(_("Leave it"), key=form.key("leave"), type="tertiary", on_click=leave)


def _keep(form: Form) -> None:
    """What the form holds by now, in the reader's name; then the initiative's own page. A callback."""
    st.session_state[form.key("tried")] = True
    if initiative_typed.mistakes(form, kept.store(), _before(form)):
        return
    done = _("The initiative is changed.") if form.id else _("The idea is kept.")
    draft, wall_day = initiative_typed.draft(form), initiatives.wall_day()

    def write(store: Store, by: Actor) -> None:
        row = (
            initiatives.change(store, by, form.id, form.seen, draft, wall_day)
            if form.id
            else initiatives.set_initiative(store, by, draft, wall_day)
        )
        _forget()
        state.tell(**{NEW: None, EDIT: None, "goal": None, "initiative": str(row.id)})

    who.acts(write, done)
