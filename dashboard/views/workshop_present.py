"""Present mode: one item per screen, large; a timer, the live view, votes, notes and decisions on the spot."""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import _
from dashboard.progress import agenda, session
from dashboard.progress.agenda import Item, Kind
from dashboard.records.tables import Session
from dashboard.views import (
    state,
    who,
    words,
    workshop_decisions,
    workshop_item,
    workshop_one,
    workshop_style,
    workshop_vote,
    workshop_words,
)

SCRIPT = Path(__file__).parent / "workshop.js"
PRESENT = "present"


def draw(found: Session, viewer: Viewer) -> None:
    """The item of the address; the first where it names none."""
    workshop_style.bare()
    items = workshop_words.items(found)
    if not items:
        state.tell(present=None)
        st.rerun()
    at = _at(items)
    item = items[at]
    _clock(items, at, item)
    st.html(_head(item))
    if item.is_open or item.is_revealed:  # what the room looks at now stands on top
        workshop_vote.draw(found, item)
        workshop_item.draw(found, item, viewer)
    else:
        workshop_item.draw(found, item, viewer)
        workshop_vote.draw(found, item)
    left, right = st.columns([1, 1], gap="large")
    with left:
        _notes(found, item)
    with right:
        workshop_decisions.of_item(found, item, viewer)
        if found.state != "finished":
            workshop_decisions.form(found, item, viewer)
    if item.kind is Kind.CLOSE and found.state == "running":
        st.button(
            _("Finish"), key="workshop_finish", type="primary", icon=":material/stop:",
            on_click=workshop_one.finish, args=(found,),
        )  # fmt: skip


def _at(items: list[Item]) -> int:
    try:
        return agenda.position(items, state.one(PRESENT))
    except BadUse:
        return 0


def _head(item: Item) -> str:
    """Title and why, as large as the room needs."""
    return (
        f'<div class="mp-title mp-big-item"><em>{words.escaped(workshop_words.kind(item))}</em>'
        f"<h1>{words.escaped(workshop_words.title(item))}</h1><p>{words.escaped(workshop_words.why(item))}</p></div>"
    )


def _clock(items: list[Item], at: int, item: Item) -> None:
    """Timer and the way to the next item and the one before; what the browser tells goes to the address."""
    with st.container(horizontal=True, vertical_alignment="center", key="workshop_bar"):
        st.button(_("Leave (Esc)"), key="workshop_leave", type="tertiary", icon=":material/close_fullscreen:",
                  on_click=_left)  # fmt: skip
        _component()(
            data={
                "item": item.key, "minutes": item.minutes, "at": at + 1, "of": len(items), "back": _("Back"),
                "next": _("Next"), "pause": _("Stop the clock"), "resume": _("Let the clock go on"),
            },
            key="workshop_clock", on_go_change=partial(_go, [one.key for one in items], at),
            on_leave_change=_left,
        )  # fmt: skip


def _go(keys: list[str], at: int) -> None:
    told = getattr(st.session_state.get("workshop_clock"), "go", None)
    if told in (-1, 1) and 0 <= at + told < len(keys):
        state.tell(present=keys[at + told])


def _left() -> None:
    state.tell(present=None)


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component(
        "milepost_workshop",
        html="<div data-room></div>\n",
        js=SCRIPT.read_text(encoding="utf-8"),
        isolate_styles=False,
    )


def _notes(found: Session, item: Item) -> None:
    """Kept when one leaves the field."""
    key = f"workshop_notes_{found.id}_{item.key}"
    if found.state == "finished":
        st.html(f'<p class="mp-quiet">{words.escaped(item.notes or _("No notes."))}</p>')
        return
    st.text_area(
        _("Notes"), key=state.held(key, item.notes), height=150, max_chars=agenda.LONGEST_TEXT,
        placeholder=_("What was said; kept as soon as you leave this field."),
        on_change=_note, args=(found.id, item.key, item.notes, key),
    )  # fmt: skip


def _note(id: int, key: str, seen: str, widget: str) -> None:
    notes = str(st.session_state[widget] or "")
    who.acts(lambda store, by: session.note(store, by, id, key, seen, notes))
