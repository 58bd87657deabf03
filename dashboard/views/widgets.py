"""Widgets whose choice stands in the address: shown from it, written to it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Literal

import streamlit as st

from dashboard.errors import BadUse
from dashboard.language import _
from dashboard.views import state, words

Saying = Callable[[Any], str]


def choose(
    address: str,
    label: str,
    options: Sequence[str],
    said: Saying = words.option,
    width: int | Literal["stretch"] = "stretch",
    usual: str = "",
) -> str:
    """One of a few: a select box whose choice stands in the address; the first, or `usual`, where none does."""
    usual = usual or options[0]
    told = state.one(address, usual)
    told = told if told in options else usual
    st.selectbox(
        label, options, key=state.held(f"w_{address}", told), format_func=said,
        on_change=state.teller(f"w_{address}", address, usual), width=width,
    )  # fmt: skip
    return told


def segments(
    address: str, label: str, options: Sequence[str], said: Saying, usual: str = ""
) -> str:
    """One of a handful, side by side; the choice stands in the address."""
    usual = usual or options[0]
    told = state.one(address, usual)
    told = told if told in options else usual
    st.segmented_control(
        label, options, key=state.held(f"w_{address}", told), format_func=said, required=True,
        on_change=state.teller(f"w_{address}", address, usual), label_visibility="collapsed",
    )  # fmt: skip
    return told


def search(address: str = "search", placeholder: str = "") -> str:
    """A few words to look for."""
    told = state.one(address)
    st.text_input(
        _("Search"), key=state.held(f"w_{address}", told),
        placeholder=placeholder or _("Search names, meanings, formulas"),
        on_change=state.teller(f"w_{address}", address), label_visibility="collapsed", width=340,
        icon=":material/search:",
    )  # fmt: skip
    return told


def day(
    address: str,
    label: str,
    usual: date,
    last: date,
    width: int | Literal["stretch"] = "stretch",
    first: date | None = None,
) -> date:
    """A day of the address; one that cannot be read is refused by name. With a `first`, one outside is drawn at the
    nearer end."""
    found = told_day(address, usual)
    if first is not None:
        found = min(max(found, first), last)
    st.date_input(
        label, key=state.held(f"w_{address}", found), format="YYYY-MM-DD", max_value=max(last, found),
        min_value=first or min(found, usual - timedelta(days=36500)),
        on_change=state.teller(f"w_{address}", address), width=width,
    )  # fmt: skip
    return found


def told_day(address: str, usual: date) -> date:
    """The day that the address tells; `BadUse` names what is none."""
    told = state.one(address)
    try:
        return date.fromisoformat(told) if told else usual
    except ValueError as error:
        raise BadUse(
            _("'{told}' in the address is not a date. Write one such as 2026-01-31.", told=told)
        ) from error
