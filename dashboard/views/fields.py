"""What the fields of records are called, how their values read, and how they are written."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.metrics.analysis import ANALYSES
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.records.cases import STATUSES
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.notes import LONGEST
from dashboard.views import words

TEXTS = ("text", "note", "name", "owner")
DAYS = ("starts_on", "ends_on", "answered_on")
INSTANTS = ("contacted_at", "resolved_at")


def kind(table: str) -> str:
    """What a reader calls a record."""
    return {
        "annotation": _("note"), "saved_view": _("saved view"), "people_group": _("group"),
        "survey_case": _("case"),
    }[table]  # fmt: skip


def field(name: str) -> str:
    """The title of a field."""
    titles = {
        "text": _("Text"), "starts_on": _("First day"), "ends_on": _("Last day"),
        "metrics": _("Charts"), "concerns": _("About"), "name": _("Name"), "page": _("Page"),
        "query": _("Filters"), "owner": _("Owner"), "is_shared": _("For everybody"),
        "origin": _("How it came about"), "size": _("People"), "status": _("Status"),
        "warehouse_version": _("Warehouse version"), "note": _("Note"), "survey": _("Survey"),
        "person_id": _("Person"), "answered_on": _("Answered"), "contacted_at": _("Contacted"),
        "resolved_at": _("Resolved"),
    }  # fmt: skip
    return titles.get(name, name)


def value(name: str, kept: Any) -> str:
    """A value as the audit keeps it, in words."""
    if kept is None or kept == "":
        return "–"
    if name in DAYS:
        return words.day(date.fromisoformat(kept))
    if name in INSTANTS:
        at = datetime.fromisoformat(kept)
        return _("{day} at {time} UTC", day=words.day(at.date()), time=f"{at:%H:%M}")
    match name:
        case "metrics":
            return scope(kept)
        case "concerns":
            return about(kept)
        case "is_shared":
            return _("yes") if kept else _("no")
        case "status":
            return status(kept)
        case "size":
            return words.number(kept)
        case _:
            return str(kept)


def scope(metrics: list[str]) -> str:
    """The charts that a note stands on."""
    return words.listed([_label(name) for name in metrics]) if metrics else _("all charts")


def about(concerns: dict[str, list[str]]) -> str:
    """'region: North, South; channel: web', or everybody."""
    parts = [
        _(
            "{dimension}: {values}",
            dimension=words.dimension_title(name),
            values=", ".join(words.named(value) for value in values),
        )
        for name, values in concerns.items()
    ]
    return "; ".join(parts) if parts else _("everything")


def status(name: str) -> str:
    return {"open": _("still open"), "contacted": _("contacted"), "resolved": _("resolved")}.get(
        name, name
    )


def _label(name: str) -> str:
    if name in CATALOGUE:
        return _(CATALOGUE[name].label)
    return _(ANALYSES[name].label) if name in ANALYSES else name


def is_telling(name: str) -> bool:
    """Whether it says what a record is, when it is new or gone."""
    return name in ("text", "name", "size", "person_id", "survey", "status")


def can_be_written(name: str) -> bool:
    return name in (*TEXTS, *DAYS, "status")


def write(name: str, kept: Any, key: str) -> None:
    """A widget in which the value is written anew."""
    if name in DAYS:
        st.date_input(field(name), date.fromisoformat(kept), key=key, format="YYYY-MM-DD")
    elif name == "status":
        st.selectbox(field(name), STATUSES, STATUSES.index(kept), key=key, format_func=status)
    elif name in ("text", "note"):
        st.text_area(field(name), kept, key=key, max_chars=LONGEST)
    else:
        st.text_input(field(name), kept, key=key, max_chars=LONGEST_NAME)


def written(name: str, key: str) -> Any:
    """What was written, as the audit keeps it."""
    told = st.session_state[key]
    return told.isoformat() if isinstance(told, date) else told
