"""One workshop outside the room: its agenda, built and changed; what to send before; what was said and decided."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.progress import agenda, matters, session
from dashboard.progress.agenda import Item, Kind, Matter
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
    words,
    workshop_decisions,
    workshop_preread,
    workshop_vote,
    workshop_words,
)


def draw(found: Session, viewer: Viewer) -> None:
    """Above, what can be done with it; below, its agenda, or what became of it."""
    st.button(
        _("All workshops"), key="workshop_all", type="tertiary", icon=":material/arrow_back:",
        on_click=state.tell, kwargs={"session": None},
    )  # fmt: skip
    items = workshop_words.items(found)
    frame.title(words.sentence(_(found.title)), _about(found, items))
    _buttons(found, items)
    if found.state == "finished":
        _minutes(found, items, viewer)
    else:
        _agenda(found, items, viewer)
        workshop_preread.draw(found, viewer)


def _about(found: Session, items: Sequence[Item]) -> str:
    told = {"day": words.day(found.planned_on)}
    count = agenda.minutes(items)
    if found.state == "finished":
        return _("Finished workshop of {day}", **told)
    if found.state == "running":
        return n_(
            "Running, of {day}: {count} minute planned",
            "Running, of {day}: {count} minutes planned",
            count,
            **told,
        )
    return n_("Planned for {day}: {count} minute", "Planned for {day}: {count} minutes", count, **told)  # fmt: skip


def _buttons(found: Session, items: Sequence[Item]) -> None:
    with st.container(horizontal=True, gap="small"):
        if found.state == "planned":
            st.button(_("Begin"), key="workshop_begin", type="primary", icon=":material/play_arrow:",
                      on_click=_begin, args=(found, items), disabled=not items)  # fmt: skip
        else:
            st.button(_("Show it large"), key="workshop_present", icon=":material/fullscreen:",
                      type="primary" if found.state == "running" else "secondary", disabled=not items,
                      on_click=state.tell, kwargs={"present": items[0].key if items else None})  # fmt: skip
        if found.state == "running":
            st.button(
                _("Finish"),
                key="workshop_finish",
                icon=":material/stop:",
                on_click=finish,
                args=(found,),
            )
        if found.state == "planned":
            st.button(_("Remove"), key="workshop_remove", type="tertiary", icon=":material/delete:",
                      on_click=_remove, args=(found,))  # fmt: skip


def _begin(found: Session, items: Sequence[Item]) -> None:
    def begun(store: Store, by: Actor) -> None:
        session.start(store, by, found.id, found.version)
        state.tell(present=items[0].key)

    who.acts(begun)


def finish(found: Session) -> None:
    """Nobody may vote any more, and what was decided is what the next workshop opens with. For callbacks."""

    def ended(store: Store, by: Actor) -> None:
        session.finish(store, by, found.id, found.version)
        workshop_vote.close()
        state.tell(present=None)

    who.acts(ended, _("The workshop is finished."))


def _remove(found: Session) -> None:
    def removed(store: Store, by: Actor) -> None:
        records.remove(store, by, found.id, found.version)
        state.tell(session=None)

    who.acts(removed, _("The workshop is removed."))


def _agenda(found: Session, items: Sequence[Item], viewer: Viewer) -> None:
    frame.section(_("Agenda"))
    if not items:
        st.caption(_("Nothing is on the agenda. Build it from what matters, or add items below."))
    for n, item in enumerate(items, 1):
        _line(found, n, item, len(items))
    if more := workshop_words.off_beside(items, viewer):
        st.caption(more)
    with st.container(horizontal=True, gap="small"):
        with st.popover(_("Add an item"), icon=":material/add:", key="workshop_add"):
            _add_form(found, items, viewer)
        if found.state == "planned":
            st.button(
                _("Build it anew from what matters"), key="workshop_anew", icon=":material/refresh:",
                on_click=_act, args=(partial(session.build_anew, viewer=viewer, id=found.id, today=today()),),
            )  # fmt: skip


def _line(found: Session, n: int, item: Item, of: int) -> None:
    key = f"workshop_{found.id}_{item.key}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"row_{key}"):
        st.html(workshop_words.line_html(n, item), width="stretch")
        with st.container(
            horizontal=True, vertical_alignment="center", gap="xsmall", width="content"
        ):
            _controls(found, n, item, of)


def _controls(found: Session, n: int, item: Item, of: int) -> None:
    """How many minutes, up, down and out; on a phone they stay together."""
    key = f"workshop_{found.id}_{item.key}"
    st.number_input(
        _("Minutes of {item}", item=workshop_words.title(item)), step=1,
        key=state.held(f"{key}_minutes", item.minutes), width=110, label_visibility="collapsed",
        on_change=_set_minutes, args=(found.id, item.key, f"{key}_minutes"),
    )  # fmt: skip
    st.html(f'<span class="mp-quiet">{words.escaped(_("min"))}</span>', width="content")
    for name, icon, by, is_off in (
        (_("Up: {item}", item=workshop_words.title(item)), "arrow_upward", -1, n == 1),
        (_("Down: {item}", item=workshop_words.title(item)), "arrow_downward", 1, n == of),
    ):
        st.button(
            "", key=f"{key}_move{by}", icon=f":material/{icon}:", type="tertiary", help=name, disabled=is_off,
            on_click=_act, args=(partial(session.move_item, id=found.id, key=item.key, by_places=by),),
        )  # fmt: skip
    st.button(
        "", key=f"{key}_out", icon=":material/close:", type="tertiary",
        help=_("Take out: {item}", item=workshop_words.title(item)),
        on_click=_act, args=(partial(session.remove_item, id=found.id, key=item.key),),
    )  # fmt: skip


def _act(change: partial[Session]) -> None:
    who.acts(lambda store, by: change(store, by))


def _set_minutes(id: int, key: str, widget: str) -> None:
    minutes = int(st.session_state[widget])
    who.acts(lambda store, by: session.set_minutes(store, by, id, key, minutes))


def _add_form(found: Session, items: Sequence[Item], viewer: Viewer) -> None:
    """What had no room, each goal and initiative, or words of one's own."""
    nothing: list[Matter] = []
    now = today()
    left = kept.read(lambda store: agenda.left_out(matters.matters(viewer, store, now)), nothing)
    others = kept.read(lambda store: matters.addable(viewer, store), nothing)
    there = {(item.kind, item.ref) for item in items if item.ref}
    offered = [m for m in (*left, *others) if (m.kind, m.ref) not in there]
    chosen = st.selectbox(
        _("Something that is known"), range(len(offered)), None, key=f"workshop_known_{len(items)}",
        format_func=lambda n: _offer(offered[n]), placeholder=_("A goal or an initiative"),
    )  # fmt: skip
    typed = st.text_input(_("or in your own words"), key=f"workshop_own_{len(items)}")  # fmt: skip
    matter = offered[chosen] if chosen is not None else None
    if matter is None and typed.strip():
        matter = Matter(Kind.TALK, "", typed.strip(), "")
    st.button(
        _("Put it on the agenda"), key="workshop_put", type="primary", disabled=matter is None,
        on_click=_add, args=(found.id, matter),
    )  # fmt: skip


def _offer(matter: Matter) -> str:
    item = agenda.of_matter(matter, "")
    name = _("{kind}: {title}", kind=workshop_words.kind(item), title=workshop_words.title(item))
    return f"{name} ({_(matter.why)})" if matter.why else name


def _add(id: int, matter: Matter | None) -> None:
    if matter is not None:
        who.acts(lambda store, by: session.add_item(store, by, id, matter))


def _minutes(found: Session, items: Sequence[Item], viewer: Viewer) -> None:
    """What was said, voted and decided, item by item."""
    frame.section(_("Minutes"))
    for n, item in enumerate(items, 1):
        st.html(workshop_words.line_html(n, item))
        if item.kind is Kind.LOOK_BACK:
            workshop_decisions.told_back(found)
        if item.is_revealed:
            workshop_vote.revealed(found, item)
        workshop_decisions.of_item(found, item, viewer)
