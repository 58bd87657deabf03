"""What is opened on a page, such as a cell or a bar with its people: it stands in the address as `open=`."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.views import state
from dashboard.views.clickable import Click

OPEN = "open"
SHOWN = "shown_open"
OPENINGS = "openings"
SCRIPT = Path(__file__).parent / "in_sight.js"


def opened(kind: str) -> list[str] | None:
    """The parts of what is opened ('cohort:2026-03-01:2' → ['2026-03-01', '2']) where it is of this kind."""
    name, _colon, rest = state.one(OPEN).partition(":")
    return rest.split(":") if name == kind else None


def open(spec: str) -> None:
    """Open it, or close it where it is open already. For callbacks."""
    st.session_state.pop(SHOWN, None)
    state.tell(**{OPEN: None if state.one(OPEN) == spec else spec})


def close() -> None:
    state.tell(**{OPEN: None})


def opener(kind: str) -> Callable[[Click], None]:
    """For `clickable.html(on_click=…)`: what is clicked is opened as of this kind."""
    return lambda click: open(f"{kind}:{click.value}")


def closing(key: str) -> None:
    """The button that closes what is opened."""
    st.button(_("Close"), key=key, icon=":material/close:", type="tertiary", on_click=close)


def in_sight() -> None:
    """The head of what is opened: it is scrolled to when it has just been opened, or is what a link leads to."""
    spec = state.one(OPEN)
    if st.session_state.get(SHOWN) != spec:
        st.session_state[SHOWN] = spec
        st.session_state[OPENINGS] = st.session_state.get(OPENINGS, 0) + 1
    opening = f"{spec} {st.session_state[OPENINGS]}"
    _in_sight()(key="in_sight", data={"opening": opening}, height=1)


@lru_cache(maxsize=1)
def _in_sight() -> Any:
    return st.components.v2.component(
        "milepost_in_sight",
        html='<span class="mp-in-sight"></span>\n',
        js=SCRIPT.read_text(encoding="utf-8"),
        isolate_styles=False,
    )
