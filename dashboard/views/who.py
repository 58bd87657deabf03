"""Who acts: every change is made in somebody's name. How it is known, a setting says: see dashboard/identity.py.

ask     the first change asks "I am …"; the browser remembers the name; the audit calls it unverified
header  a proxy says it; without its word nothing is shown
login   an identity provider says it (OpenID Connect, `st.login`); without a login nothing is shown
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.errors import BadUse, MilepostError
from dashboard.identity import ASK, HEADER, LOGIN, way
from dashboard.language import _
from dashboard.records.keep import LONGEST_NAME, Actor, Conflict, named
from dashboard.records.store import Store
from dashboard.views import kept

SCRIPT = Path(__file__).parent / "who.js"
NAME, WAITING, SAID, CONFLICT, FORGET = (
    "who_name",
    "who_waiting",
    "who_said",
    "who_conflict",
    "who_forget",
)
MATTERS, LEARNED, ANSWERED = "who_matters", "who_learned", "who_answered"

Writing = Callable[[Store, Actor], Any]
"""A change, such as `lambda store, by: notes.add(store, by, …)`."""


@dataclass(frozen=True)
class Wanted:
    """A change that waits for a name, and what is said when it is made."""

    change: Writing
    done: str


def known() -> Actor | None:
    """Who acts, where that is known already."""
    if way() != ASK:
        name = _vouched()
        return Actor(name, is_verified=True) if name else None
    name = st.session_state.get(NAME, "")
    return Actor(name) if name else None


def is_admitted() -> bool:
    """Whether a page may be shown at all; where not, this says what is missing."""
    try:
        if way() == HEADER:
            return _is_vouched_for()
        return way() == ASK or _is_logged_in()
    except MilepostError as error:
        st.error(_(error.args[0]), icon=":material/error:")
        return False


def _is_vouched_for() -> bool:
    if _vouched():
        return True
    st.error(
        _(
            "Milepost is set to learn who you are from the proxy in front of it, and the proxy did not "
            "say. Nothing is shown. Open Milepost by the proxy's address, or ask who set it up."
        ),
        icon=":material/lock:",
    )
    return False


def matters() -> None:
    """What this run shows depends on who it is: once the browser has told the name, it is drawn again."""
    st.session_state[MATTERS] = True


def _vouched() -> str:
    """The name that a proxy or an identity provider vouches for."""
    user = st.user.to_dict()
    if way() == LOGIN and not _is_current(user):
        return ""
    return str(user.get("email") or (user.get("name") if way() == LOGIN else "") or "").strip()[
        :LONGEST_NAME
    ]


def _is_current(user: dict[str, Any]) -> bool:
    """Logged in, and not for longer than the provider said: Streamlit itself does not look at that."""
    until = user.get("exp")
    return bool(user.get("is_logged_in")) and (until is None or float(until) > time.time())


def _is_logged_in() -> bool:
    if _vouched():
        return True
    if st.user.to_dict().get("is_logged_in"):
        st.info(_("Your login has run out. Log in again."), icon=":material/lock:")
    else:
        st.info(_("Milepost is shown to people who have logged in."), icon=":material/lock:")
    try:
        st.button(_("Log in"), on_click=st.login, type="primary", key="who_login")
    except Exception as error:  # Streamlit names what is missing in secrets.toml
        raise BadUse(str(error)) from error
    return False


def acts(change: Writing, done: str = "") -> None:
    """Make a change in the reader's name; one who is not known yet is asked first, and then it is made.

    For callbacks: what comes of it is said when the page is drawn (`aftermath`).
    """
    if by := known():
        _make(Wanted(change, done), by)
    else:
        st.session_state[WAITING] = Wanted(change, done)


def _make(wanted: Wanted, by: Actor) -> None:
    kept.anew()
    try:
        wanted.change(kept.store(), by)
    except Conflict as conflict:
        st.session_state[CONFLICT] = conflict
    except MilepostError as error:
        st.session_state[SAID] = (False, _(error.args[0]))
    else:
        st.session_state[SAID] = (True, wanted.done) if wanted.done else None


def tells(words: str, is_done: bool = True) -> None:
    """Say something when the page is drawn; for changes that are made in nobody's name."""
    st.session_state[SAID] = (is_done, words)


def conflict() -> Conflict | None:
    """Two versions of a record between which the reader has to choose."""
    found: Conflict | None = st.session_state.get(CONFLICT)
    return found


def decided() -> None:
    """Nothing is left to choose. For callbacks."""
    st.session_state.pop(CONFLICT, None)


def decides(change: Writing, done: str) -> None:
    """Make the change that ends a conflict; where it cannot be made, there is still something to choose."""
    before = st.session_state.pop(CONFLICT, None)
    acts(change, done)
    told = st.session_state.get(SAID)
    if told and not told[0]:
        st.session_state[CONFLICT] = before


def aftermath() -> None:
    """Say what came of a change, ask for the name that one waits for, and remember it. At the end of every page."""
    if told := st.session_state.pop(SAID, None):
        is_done, words = told
        st.toast(words, icon=":material/check:" if is_done else ":material/error:",
                 duration="short" if is_done else "long")  # fmt: skip
    if way() != ASK:
        st.session_state.pop(WAITING, None)
        return
    st.session_state.pop(ANSWERED, None)
    _remembered()
    if st.session_state.get(WAITING):
        st.dialog(_("Who are you?"), on_dismiss=_let_go)(_ask)()


def _ask() -> None:
    """Inside the dialog: a name, then the change that waits for it."""
    with st.form("who_form", border=False):
        st.text_input(
            _("I am …"), key="who_typed", max_chars=LONGEST_NAME, placeholder=_("Your name")
        )
        st.caption(
            _(
                "Your name stands beside what you write, and in the list of changes as not verified. "
                "This browser remembers it."
            )
        )
        st.form_submit_button(_("That is me"), type="primary", on_click=_answered)
    _close_dialog()


def _answered() -> None:
    try:
        name = named(st.session_state["who_typed"], "Your name")
    except BadUse:
        return
    st.session_state[NAME] = name
    st.session_state[ANSWERED] = True
    if wanted := st.session_state.pop(WAITING, None):
        _make(wanted, Actor(name))


def _close_dialog() -> None:
    """A form inside a dialog runs the dialog alone, which would stay open; another part may cut that off."""
    if st.session_state.get(ANSWERED):
        st.rerun()


def _let_go() -> None:
    st.session_state.pop(WAITING, None)


def change_name() -> None:
    """Somebody else sits here now. For callbacks."""
    st.session_state[NAME] = ""
    st.session_state[FORGET] = True


@st.fragment
def _remembered() -> None:
    """Learn the name from the browser, or give it to it; only this little part runs again for that."""
    forget = st.session_state.pop(FORGET, False)
    _browser()(
        data={"name": st.session_state.get(NAME, ""), "forget": forget}, key="who_browser", height=1,
        default={"name": ""}, on_name_change=_told,
    )  # fmt: skip
    _close_dialog()
    _drawn_again()


def _told() -> None:
    """The name that the browser knows, cut to what a name can be."""
    name = str(getattr(st.session_state.get("who_browser"), "name", "") or "")
    if name and not st.session_state.get(NAME):
        st.session_state[NAME] = " ".join(name.split())[:LONGEST_NAME]
        st.session_state[LEARNED] = True


def _drawn_again() -> None:
    if st.session_state.pop(LEARNED, False) and st.session_state.pop(MATTERS, False):
        st.rerun()


@lru_cache(maxsize=1)
def _browser() -> Any:
    return st.components.v2.component(
        "milepost_who", html="<span></span>\n", js=SCRIPT.read_text(encoding="utf-8")
    )
