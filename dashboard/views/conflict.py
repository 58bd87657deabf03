"""Two versions of one record side by side, field by field: keep mine, keep theirs, or write it anew."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.progress import goals, initiatives
from dashboard.records.keep import Conflict, Facts
from dashboard.records.settle import can_be_kept, differing, remove, settle
from dashboard.views import fields, who, words

MINE, THEIRS, EDIT = "mine", "theirs", "edit"


def draw(conflict: Conflict) -> None:
    """The page that stands in place of the one on which the change was made."""
    name = fields.kind(conflict.kind)
    st.html(
        f'<div class="mp-title"><h1>{words.escaped(_("Two versions of one {kind}", kind=name))}</h1>'
        f"<p>{words.escaped(_beneath(conflict))}</p></div>"
    )
    if conflict.mine is None:
        _removed_by_me(conflict)
    elif conflict.theirs is None:
        _removed_by_them(conflict)
    else:
        _both(conflict, differing(conflict))


def _beneath(conflict: Conflict) -> str:
    sure = _("verified") if conflict.is_verified else _("not verified")
    return _(
        "{who} ({sure}) changed it on {day} at {time} UTC, while you had it open. Nothing is lost: "
        "both versions are here until you choose.",
        who=conflict.who, sure=sure, day=conflict.at.date(), time=f"{conflict.at:%H:%M}",
    )  # fmt: skip


def _both(conflict: Conflict, names: list[str]) -> None:
    for name in names:
        _field(conflict, name)
    with st.container(horizontal=True):
        st.button(
            _("Keep what is chosen"), type="primary", key="conflict_keep",
            on_click=_keep, args=(conflict, names),
        )  # fmt: skip
        st.button(_("Leave theirs as it is"), key="conflict_leave", on_click=who.decided)


def _field(conflict: Conflict, name: str) -> None:
    """One field: who has what, and the choice; what only one side changed is chosen already."""
    mine, theirs = (conflict.mine or {})[name], (conflict.theirs or {})[name]
    usual = THEIRS if name not in conflict.changed else MINE
    sides = "".join(
        f"<div><small>{words.escaped(whose)}</small>{words.escaped(fields.value(name, value))}</div>"
        for whose, value in ((_("Yours"), mine), (_("{who}’s", who=conflict.who), theirs))
    )
    st.html(
        f'<h2 class="mp-section">{words.escaped(fields.field(name))}</h2>'
        f'<div class="mp-versions">{sides}</div>'
    )
    options = [MINE, THEIRS, EDIT] if fields.can_be_written(name) else [MINE, THEIRS]
    chosen = st.radio(
        fields.field(name), options, index=options.index(usual), key=_key(conflict, name),
        format_func=_choice, horizontal=True, label_visibility="collapsed",
    )  # fmt: skip
    if chosen == EDIT:
        fields.write(name, mine, _key(conflict, name) + "_text")


def _key(conflict: Conflict, name: str) -> str:
    return f"conflict_{conflict.kind}_{conflict.id}_{conflict.version}_{name}"


def _choice(option: str) -> str:
    return {MINE: _("Keep mine"), THEIRS: _("Keep theirs"), EDIT: _("Write it anew")}[option]


def _chosen(conflict: Conflict, names: list[str]) -> Facts:
    sides = {MINE: conflict.mine or {}, THEIRS: conflict.theirs or {}}
    found: dict[str, Any] = {}
    for name in names:
        option = st.session_state[_key(conflict, name)]
        found[name] = (
            fields.written(name, _key(conflict, name) + "_text")
            if option == EDIT
            else sides[option][name]
        )
    return found


def _keep(conflict: Conflict, names: list[str]) -> None:
    chosen = _chosen(conflict, names)
    who.decides(
        lambda store, by: _settles(conflict)(store, by, conflict, chosen), _("Kept as you chose.")
    )


def _settles(conflict: Conflict) -> Callable[..., None]:
    """What is chosen of a goal or an initiative is looked at once more: each side alone was in order, both together may
    not be."""
    checked = {"goal": goals.settled, "initiative": initiatives.settled}
    return checked.get(conflict.kind, settle)


def _removed_by_me(conflict: Conflict) -> None:
    st.markdown(_("You wanted to remove it. This is what it says now:"))
    _facts(conflict, conflict.theirs or {})
    with st.container(horizontal=True):
        st.button(
            _("Remove it all the same"), type="primary", key="conflict_remove",
            on_click=who.decides,
            args=(lambda store, by: remove(store, by, conflict), _("Removed.")),
        )  # fmt: skip
        st.button(_("Leave it as it is"), key="conflict_leave", on_click=who.decided)


def _removed_by_them(conflict: Conflict) -> None:
    st.markdown(_("It was removed. This is what you wrote:"))
    _facts(conflict, conflict.mine or {})
    with st.container(horizontal=True):
        if can_be_kept(conflict):
            st.button(
                _("Keep mine as a new one"), type="primary", key="conflict_keep",
                on_click=who.decides,
                args=(lambda store, by: _settles(conflict)(store, by, conflict, {}), _("Kept.")),
            )  # fmt: skip
        else:
            st.caption(
                _("The people of the group went with it: save it anew where they are listed.")
            )
        st.button(_("Leave it removed"), key="conflict_leave", on_click=who.decided)


def _facts(conflict: Conflict, facts: Facts) -> None:
    rows = "".join(
        f"<tr><th scope='row'>{words.escaped(fields.field(name))}</th>"
        f"<td>{words.escaped(fields.value(name, value))}</td></tr>"
        for name, value in facts.items()
    )
    st.html(f'<table class="mp-record">{rows}</table>')
