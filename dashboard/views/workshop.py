"""The workshop page: all sessions, one of them, the same large for the room; decisions, estimates, readiness."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, said
from dashboard.progress import session
from dashboard.progress.today import today
from dashboard.records import sessions as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Session
from dashboard.views import (
    frame,
    kept,
    state,
    who,
    widgets,
    words,
    workshop_calibration,
    workshop_decisions,
    workshop_one,
    workshop_present,
    workshop_readiness,
    workshop_style,
)

SESSION, PRESENT, LOOK = "session", "present", "look"
LOOKS = {
    "sessions": said("Sessions"), "decisions": said("Decisions"), "estimates": said("Estimates"),
    "readiness": said("Readiness"),
}  # fmt: skip
STATES = {"planned": said("planned"), "running": said("running"), "finished": said("finished")}


def draw(viewer: Viewer) -> None:
    """Whatever the address asks for."""
    workshop_style.draw()
    if state.one(SESSION):
        _one(viewer, state.number(SESSION))
        return
    frame.title(_("Workshop"), _("What we decide together, and what came of it."))
    look = widgets.segments(LOOK, _("What to look at"), list(LOOKS), lambda name: _(LOOKS[name]))
    drawn: dict[str, Callable[[Viewer], None]] = {
        "sessions": sessions, "decisions": workshop_decisions.draw_all,
        "estimates": workshop_calibration.draw, "readiness": workshop_readiness.draw,
    }  # fmt: skip
    drawn[look](viewer)


def _one(viewer: Viewer, id: int | None) -> None:
    none: Session | None = None
    found = kept.read(lambda store: records.session(store, id), none) if id else None
    if found is None:
        frame.title(_("Workshop"))
        st.info(_("There is no such workshop. It may have been removed."), icon=":material/co_present:")  # fmt: skip
        st.button(
            _("All workshops"),
            key="workshop_all",
            on_click=state.tell,
            kwargs={SESSION: None, PRESENT: None},
        )
    elif state.one(PRESENT):
        workshop_present.draw(found, viewer)
    else:
        workshop_one.draw(found, viewer)


def sessions(viewer: Viewer) -> None:
    """A form for a new one, and those that there are."""
    nothing: tuple[Session, ...] = ()
    found = kept.read(lambda store: tuple(records.sessions(store)), nothing)
    _plan_form(viewer, found)
    if not found:
        st.info(
            _(
                "No workshop yet. The first one has an agenda of its own: why we are here, "
                "whether we are ready, two or "
                "three goals for the quarter, first ideas. Later ones build theirs from what matters then."
            ),
            icon=":material/co_present:",
        )
    for one in found:
        _line(one)


def _line(one: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            words.sentence(_(one.title)), key=f"workshop_open_{one.id}", type="tertiary",
            icon=":material/co_present:", on_click=state.tell, kwargs={SESSION: str(one.id)},
        )  # fmt: skip
        text = _(
            "{day} · {state} · {minutes} minutes",
            day=words.day(one.planned_on), state=_(STATES.get(one.state, one.state)),
            minutes=sum(item.minutes for item in session.items(one)),
        )  # fmt: skip
        st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>', width="stretch")


def _plan_form(viewer: Viewer, found: Sequence[Session]) -> None:
    is_first = not found
    with (
        st.expander(
            _("Plan a workshop"), icon=":material/add:", expanded=is_first, key="workshop_plan"
        ),
        st.form("workshop_new", border=False),
    ):
        day = today()
        quarter = session.quarter_of(day)
        usual = _("Customer review {quarter}", quarter=f"{quarter[5:]} {quarter[:4]}")
        title = session.free_title(usual, [one.title for one in found])
        st.text_input(_("Title"), title, key="workshop_title", width=420)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input(_("Day"), day, key="workshop_day", format="YYYY-MM-DD", width=150)
            st.segmented_control(
                _("Agenda"), ["matters", "first"], default="first" if is_first else "matters",
                key="workshop_agenda", required=True,
                format_func=lambda name: _("what matters now") if name == "matters" else _("a first session"),
            )  # fmt: skip
        st.form_submit_button(_("Build the agenda"), type="primary", on_click=_plan, args=(viewer,))


def _plan(viewer: Viewer) -> None:
    told = {name: st.session_state.get(f"workshop_{name}") for name in ("title", "day", "agenda")}

    def made(store: Store, by: Actor) -> None:
        one = session.plan(
            store, by, viewer, title=str(told["title"] or ""), planned_on=told["day"] or today(),
            is_first=told["agenda"] == "first", today=today(),
        )  # fmt: skip
        state.tell(**{SESSION: str(one.id)})

    who.acts(made, _("The workshop is planned."))
