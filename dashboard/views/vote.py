"""The laptop passed round: one votes, hands it on, and nobody sees what was voted before."""

from collections.abc import Sequence

import streamlit as st

from dashboard.errors import MilepostError
from dashboard.language import _, n_
from dashboard.progress import private_codes, session, votes
from dashboard.progress.agenda import Item
from dashboard.progress.votes import Form, Question
from dashboard.records import sessions as records
from dashboard.records.ideas import DOTS
from dashboard.records.tables import Session, Vote
from dashboard.views import ballot_server, frame, kept, links, state, who, words
from dashboard.views.ballot_page import CHANCES, SURE


def draw() -> None:
    """The open question of the workshop in the address."""
    none: Session | None = None
    id = state.number("session")
    found = kept.read(lambda store: records.session(store, id), none) if id else None
    item = session.open_item(found) if found and found.state == "running" else None
    empty: Question | None = None
    asked = kept.read(lambda store: votes.question(item, store), empty) if item else None
    if found is None or item is None or asked is None:
        frame.title(_("Vote"))
        st.info(
            _("Nothing is voted on right now. The workshop's screen asks for a vote."),
            icon=":material/how_to_vote:",
        )
        _back(found)
        return
    frame.title(_(asked.words), _("One votes, then hands the laptop on."))
    _form(found, item, asked)
    _back(found)


def _back(found: Session | None) -> None:
    item = session.open_item(found) if found else None
    target = links.to("workshop")
    if found:
        target = links.to("workshop", session=str(found.id), present=item.key if item else "1")
    st.button(_("Back to the screen"), key="vote_back", type="tertiary", icon=":material/arrow_back:",
              on_click=links.go, args=(target,))  # fmt: skip


def _form(found: Session, item: Item, asked: Question) -> None:
    nothing: Sequence[Vote] = ()
    count = len(kept.read(lambda store: records.votes(store, found.id, item.key), nothing))
    with st.form(f"vote_{item.key}", border=True, clear_on_submit=True):
        if asked.form is Form.DOTS:
            for id, title in asked.options:
                st.number_input(_(title), 0, DOTS, 0, key=f"vote_dots_{id}")
        elif asked.form is Form.CHANCE:
            st.radio(_("From impossible (0 %) to certain (100 %)"), [f"{n}" for n in CHANCES], None, key="vote_answer",
                     format_func=lambda n: f"{n}{words.THIN}%", horizontal=True)  # fmt: skip
        else:
            names = dict(asked.options)
            st.radio(
                _("My answer"),
                list(names),
                None,
                key="vote_answer",
                format_func=lambda a: _(names[a]),
            )
            st.radio(_("How sure are you? (if you want to say)"), [f"{n}" for n in SURE], None, key="vote_sure",
                     format_func=lambda n: f"{n}{words.THIN}%", horizontal=True)  # fmt: skip
        st.form_submit_button(_("Vote and hand it on"), type="primary", on_click=_cast, args=(found, item))  # fmt: skip
    st.caption(n_("{count} has voted so far.", "{count} have voted so far.", count))


def _cast(found: Session, item: Item) -> None:
    """Each time another voter, of whom nothing is known."""
    names = ("answer", "sure")
    told = {name: str(st.session_state.get(f"vote_{name}") or "") for name in names}
    dots = {
        str(name)[5:]: str(value)
        for name, value in st.session_state.items()
        if str(name).startswith("vote_dots_")
    }
    voted = {"item": item.key, **told, **dots}

    try:
        ballot_server.cast(kept.store(), found, private_codes.new_voter(), voted)
    except MilepostError as error:
        who.tells(_(error.args[0]), is_done=False)
    else:
        who.tells(_("Your vote is counted. Hand the laptop on."))
