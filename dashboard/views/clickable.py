"""HTML of our own in which every part can be clicked: leaderboards, cells, cards. The page runs again, not the browser.

An element with `data-click="…"` tells its value. Make it a `<button>` or a link, or give it `tabindex="0"` and
`role="button"`; a link keeps its way to open in a tab of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Click:
    """What was clicked, and whether Alt was held: not this one."""

    value: str
    is_not: bool = False


def html(drawn: str, key: str, on_click: Callable[[Click], None] | None = None) -> Click | None:
    """Draw it; the click since the last run, if there was one. The styles of `milepost.css` hold inside.

    `on_click` is called before the page runs, so that it may change what the address holds.
    """

    def clicked() -> None:
        told = _click(getattr(st.session_state[key], "click", None))
        if told and on_click:
            on_click(told)

    found = _component()(data={"html": drawn}, key=key, on_click_change=clicked)
    return _click(found.click)


def _click(told: Any) -> Click | None:
    """Only text of the form that our own script sends; anything else is no click."""
    if not isinstance(told, dict) or not isinstance(told.get("value"), str):
        return None
    return Click(told["value"], told.get("alt") is True)


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component(
        "milepost_clickable",
        html="<div data-room></div>\n",
        js=(HERE / "clickable.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
