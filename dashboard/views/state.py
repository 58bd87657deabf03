"""What a page shows, as its address holds it: the one truth. Widgets are set from it and write to it.

Names and values in the address are the same in every language. What is SHARED goes along from page to page.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.language import language

SCRIPT = Path(__file__).parent / "address.js"

DIMENSIONS = (
    "region", "segment", "channel", "source", "category", "campaign", "device", "first_source",
    "first_channel", "first_category", "identified", "online",
)  # fmt: skip
NOT = "not_"
SHARED = (
    "window", "grain", "from", "until", "compare", "as_of", "group", "lang",
    *DIMENSIONS, *(NOT + name for name in DIMENSIONS),
)  # fmt: skip
LAST_NUMBER = 2**31 - 1
"""No record has a higher number."""
UNKNOWN = "(unknown)"
"""How the address writes the value that is not known."""

CARRIED, ARRIVED, TOLD = "carried", "arrived", "told"
ARRIVING = 5  # seconds

Told = str | Sequence[str] | None


@dataclass(frozen=True)
class Arrival:
    """When a page was opened from another, and what its address held then."""

    asked: dict[str, str]
    at: float


def one(name: str, usual: str = "") -> str:
    """A single value of the address."""
    found = st.query_params.get(name, usual)
    return found or usual


def number(name: str) -> int | None:
    """The number of a record that the address names; None where it names none, or none that a record can have."""
    return numbered(one(name))


def numbered(told: str) -> int | None:
    """The number that a text is; None where no record can have it."""
    is_number = told.isascii() and told.isdigit() and len(told) <= len(str(LAST_NUMBER))
    return int(told) if is_number and 1 <= int(told) <= LAST_NUMBER else None


def many(name: str) -> list[str]:
    return [value for value in st.query_params.get_all(name) if value]


def tell(**changes: Told) -> None:
    """Change the address in one step that Back undoes; None or nothing takes a name out of it."""
    wanted = {name: _listed(value) for name, value in changes.items()}
    changed = {
        name: value for name, value in wanted.items() if st.query_params.get_all(name) != value
    }
    if not changed:
        return  # a run that another cut off makes widgets tell what they held already
    st.query_params.update(changed)  # an empty list is written as nothing
    st.session_state.pop(ARRIVED, None)
    st.session_state[TOLD] = True
    kept = {**st.session_state.get(CARRIED, {}), **changed}
    st.session_state[CARRIED] = {name: v for name, v in kept.items() if name in SHARED and v}


def held(widget: str, value: Any) -> str:
    """The key of a widget that shows `value`, whatever it showed before."""
    st.session_state[widget] = value
    return widget


def teller(widget: str, name: str, usual: str = "") -> Callable[[], None]:
    """What a widget does when it is changed: its value goes to the address, the usual one as nothing."""

    def changed() -> None:
        value = st.session_state[widget]
        told = list(value) if isinstance(value, list | tuple) else str(value or "")
        tell(**{name: None if told == usual else told})

    return changed


def carry(page: str) -> None:
    """On another page that was opened without filters, go on with those of the page before."""
    before = st.session_state.get("carried_page")
    st.session_state["carried_page"] = page
    kept: dict[str, list[str]] = st.session_state.get(CARRIED, {})
    asked = st.query_params.to_dict()
    if before not in (None, page):
        st.session_state[ARRIVED] = Arrival(asked, time.monotonic())
    is_told = st.session_state.pop(TOLD, False)  # something was changed just before the page was
    if kept and (is_told or not shared()) and _is_arriving(asked):
        there = shared()  # what a link says stands
        st.query_params.update({name: v for name, v in kept.items() if name not in there})
    st.session_state[CARRIED] = shared()


def _is_arriving(asked: dict[str, str]) -> bool:
    """A page that was just opened, also where it runs again before the browser knows what was carried."""
    arrived: Arrival | None = st.session_state.get(ARRIVED)
    if arrived is None:
        return False
    return asked == arrived.asked and time.monotonic() - arrived.at < ARRIVING


def one_step() -> None:
    """Let Back undo a change of page together with what it shows; tell the browser the page's language."""
    _steps()(data={"language": language()}, key="address_steps", height=1)


@lru_cache(maxsize=1)
def _steps() -> Any:
    return st.components.v2.component(
        "milepost_address", html="<span></span>\n", js=SCRIPT.read_text(encoding="utf-8")
    )


def shared() -> dict[str, list[str]]:
    """What goes along to other pages."""
    return {name: values for name in SHARED if (values := many(name))}


def _listed(value: Told) -> list[str]:
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str) else [text for text in value if text]


def written(values: Iterable[str]) -> list[str]:
    """Values of a dimension as the address writes them."""
    return [value or UNKNOWN for value in values]


def read(values: Iterable[str]) -> list[str]:
    return ["" if value == UNKNOWN else value for value in values]
