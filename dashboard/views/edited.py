"""Which record a form of the page changes: one at a time, in the version that its reader saw when it was opened."""

from typing import TypeVar

import streamlit as st

from dashboard.records.tables import Record

R = TypeVar("R", bound=Record)


def begin(key: str, record: Record) -> None:
    """The form under this key changes this record now. For callbacks."""
    st.session_state[_name(key, type(record))] = record


def end(key: str, kind: type[Record]) -> None:
    """It changes none any more. For callbacks."""
    st.session_state.pop(_name(key, kind), None)


def record(key: str, kind: type[R]) -> R | None:
    """What it changes; None where it writes a new one."""
    found: R | None = st.session_state.get(_name(key, kind))
    return found


def _name(key: str, kind: type[Record]) -> str:
    return f"{kind.__tablename__}_edited_{key}"
