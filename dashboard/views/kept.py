"""The records of the home that is looked at. A page whose records cannot be read is shown without them, and says so."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard.errors import MilepostError
from dashboard.language import _
from dashboard.records import notes as noted
from dashboard.records import store as records
from dashboard.records.store import Store
from dashboard.records.tables import Annotation
from dashboard.warehouse import reader

T = TypeVar("T")
RUN = "kept_in_this_run"
"""What this run of the page knows already: ten charts ask for the notes once."""


def store() -> Store:
    """Where this home's records are."""
    return records.opened(reader.home())


def anew() -> None:
    """Forget what was read: a page begins, or something was changed."""
    st.session_state[RUN] = {}


def read(question: Callable[[Store], T], otherwise: T) -> T:
    """What the records say; where they do not answer, a warning once a run, and the page without them."""
    known = st.session_state.setdefault(RUN, {})
    if known.get("silent"):
        return otherwise
    try:
        return question(store())
    except MilepostError as error:
        known["silent"] = True
        st.warning(_(error.args[0]), icon=":material/warning:")
        return otherwise


def notes() -> Sequence[Annotation]:
    """All notes, newest day first."""
    known = st.session_state.setdefault(RUN, {})
    if "notes" not in known:
        nothing: Sequence[Annotation] = ()
        known["notes"] = read(noted.notes, nothing)
    found: Sequence[Annotation] = known["notes"]
    return found
