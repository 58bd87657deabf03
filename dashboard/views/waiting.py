"""What waits for its reader: actions that are due, goals to look at, check-ins to make, people to call back."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.progress.today import today
from dashboard.progress.waiting import Kind, Waits, waiting
from dashboard.records import goals
from dashboard.views import actions, clickable, frame, kept, links, who, words
from dashboard.views.clickable import Click


def draw(viewer: Viewer) -> None:
    """The list, or how it comes about."""
    frame.section(_("What waits for me"))
    by = who.known()
    if by is None:
        st.caption(
            _(
                "Milepost does not know yet who you are. Say your name as it stands beside goals and actions, and "
                "what is yours is listed here."
            )
        )
        st.button(_("Say who I am"), key="waiting_who", on_click=who.acts, args=(_nothing,))
        return
    found = read(viewer)
    if not found:
        st.caption(
            _("Nothing waits for {name}: no action is due, no goal of yours asks for a look.", name=by.name)
        )  # fmt: skip
        return
    _actions([one for one in found if one.kind is Kind.ACTION])
    _others([one for one in found if one.kind is not Kind.ACTION])


def read(viewer: Viewer) -> list[Waits]:
    """What waits for whoever looks; drawn again once the browser has told the name."""
    who.matters()
    by = who.known()
    if by is None:
        return []
    nothing: list[Waits] = []
    return kept.read(lambda store: waiting(by.name, viewer, store, today()), nothing)


def _nothing(*_given: object) -> None:
    """Nothing is changed: the question is only who."""


def _actions(found: Sequence[Waits]) -> None:
    actions.listed([one.action for one in found if one.action], "waiting", _goal_names())
    actions.edit_form("waiting")


def _goal_names() -> dict[int, str]:
    nothing: dict[int, str] = {}
    return kept.read(
        lambda store: {row.id: words.sentence(_(row.name)) for row in goals.goals(store)}, nothing
    )


def _others(found: Sequence[Waits]) -> None:
    if found:
        clickable.html(waits_html(found), "waiting_list", _opened)


def waits_html(found: Sequence[Waits]) -> str:
    """One button a line: what kind of thing, and what it is. A click opens where it is dealt with."""
    rows = "".join(
        f'<li><button type="button" class="mp-waits" data-click="{words.escaped(_target(one))}">'
        f"<small>{words.escaped(_kind(one.kind))}</small><span>{words.escaped(words.sentence(_(one.words)))}</span></button></li>"
        for one in found
    )
    return f'<ul class="mp-waiting">{rows}</ul>'


def _target(one: Waits) -> str:
    return f"{one.page}?{urlencode(one.query)}" if one.query else one.page


def _kind(kind: Kind) -> str:
    return {
        Kind.ACTION: _("action"), Kind.GOAL: _("look at"), Kind.MILESTONE: _("milestone missed"),
        Kind.CHECK_IN: _("check in"), Kind.DECISION: _("decided"), Kind.STEP: _("milestone missed"),
        Kind.CASE: _("call back"),
    }[kind]  # fmt: skip


def _opened(click: Click) -> None:
    links.go(click.value)
