"""HTML of our own in which every part can be clicked: leaderboards, cells, cards. The page runs again, not the browser.

An element with `data-click="…"` tells its value. Make it a `<button>`, or give it `tabindex="0"` and `role="button"`.
"""

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


def html(drawn: str, key: str) -> Click | None:
    """Draw it; the click since the last run, if there was one. A style of `milepost.css` holds inside as well."""
    found = _component()(data={"html": drawn}, key=key, on_click_change=_nothing)
    return _click(found.click)


def _click(told: Any) -> Click | None:
    """Only text of the form that our own script sends; anything else is no click."""
    if not isinstance(told, dict) or not isinstance(told.get("value"), str):
        return None
    return Click(told["value"], told.get("alt") is True)


def _nothing() -> None: ...


@lru_cache(maxsize=1)
def _component() -> Any:
    return st.components.v2.component(
        "milepost_clickable",
        html="<div data-room></div>\n",
        js=(HERE / "clickable.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
