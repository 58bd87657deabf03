"""What is opened on a page, such as a cell or a bar with its people: it stands in the address as `open=`."""

from collections.abc import Callable

import streamlit as st

from dashboard.language import _
from dashboard.views import state
from dashboard.views.clickable import Click

OPEN = "open"


def opened(kind: str) -> list[str] | None:
    """The parts of what is opened ('cohort:2026-03-01:2' → ['2026-03-01', '2']) where it is of this kind."""
    name, _colon, rest = state.one(OPEN).partition(":")
    return rest.split(":") if name == kind else None


def open(spec: str) -> None:
    """Open it, or close it where it is open already. For callbacks."""
    state.tell(**{OPEN: None if state.one(OPEN) == spec else spec})


def close() -> None:
    state.tell(**{OPEN: None})


def opener(kind: str) -> Callable[[Click], None]:
    """For `clickable.html(on_click=…)`: what is clicked is opened as of this kind."""
    return lambda click: open(f"{kind}:{click.value}")


def closing(key: str) -> None:
    """The button that closes what is opened."""
    st.button(_("Close"), key=key, icon=":material/close:", type="tertiary", on_click=close)
