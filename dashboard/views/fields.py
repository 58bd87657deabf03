"""What the fields of records are called, how their values read, and how they are written."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from dashboard import language
from dashboard.language import _
from dashboard.metrics.analysis import ANALYSES
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress import conditions
from dashboard.records import check_ins, decisions, measures
from dashboard.records.cases import STATUSES
from dashboard.records.keep import LONGEST_NAME
from dashboard.records.notes import LONGEST
from dashboard.views import fields_roadmap, names, words

TEXTS = (
    "text",
    "note",
    "name",
    "owner",
    "meaning",
    "department",
    "part",
    "why",
    "because",
    *fields_roadmap.TEXTS,
)
DAYS = ("starts_on", "ends_on", "answered_on", "on_day", "due_on", "done_on",
        "base_starts_on", "base_ends_on", "decided_on", "closed_on", "snoozed_until", *fields_roadmap.DAYS)  # fmt: skip
LEVELS = ("target", "change_percent", "change_points", *fields_roadmap.LEVELS)
NUMBERS = ("value", "confidence", *LEVELS)
INSTANTS = ("contacted_at", "resolved_at")


def kind(table: str) -> str:
    """What a reader calls a record."""
    return {
        "annotation": _("note"), "saved_view": _("saved view"), "people_group": _("group"),
        "survey_case": _("case"), "check_in": _("check-in"), "action": _("action"),
        "measure": _("measure"), "measure_value": _("hand-kept value"), "goal": _("goal"),
        "alert_rule": _("alert"), "digest_subscription": _("digest"), "shift": _("new normal"),
        **fields_roadmap.kinds(),
    }.get(table, table.replace("_", " "))  # fmt: skip


def field(name: str) -> str:
    """The title of a field."""
    titles = {
        "text": _("Text"), "starts_on": _("First day"), "ends_on": _("Last day"),
        "metrics": _("Charts"), "concerns": _("About"), "name": _("Name"), "page": _("Page"),
        "query": _("Filters"), "owner": _("Owner"), "is_shared": _("For everybody"),
        "origin": _("How it came about"), "size": _("People"), "status": _("Status"),
        "warehouse_version": _("Warehouse version"), "note": _("Note"), "survey": _("Survey"),
        "person_id": _("Person"), "answered_on": _("Answered"), "contacted_at": _("Contacted"),
        "resolved_at": _("Resolved"), "on_day": _("Day"), "due_on": _("Due"), "done_on": _("Done"),
        "confidence": _("Own confidence"), "value": _("Value"), "chance": _("Computed chance"),
        "unit": _("Unit"), "better": _("Better is"), "combined": _("Days of a period"),
        "across": _("Groups"), "grain": _("Period"), "meaning": _("Meaning"),
        "department": _("Department"), "part": _("Group"), "metric": _("Number"), "kind": _("Kind"),
        "defined": _("Definition"), "target": _("Target"), "change_percent": _("Change in %"),
        "change_points": _("Change"), "base_starts_on": _("Base from"), "base_ends_on": _("Base until before"),
        "milestones": _("Milestones"), "why": _("Why"), "is_pinned": _("Pinned"), "parent_id": _("Part of the goal"),
        "because": _("Because"), "decided_on": _("Decided on"), "closed_on": _("Closed on"),
        "conditions": _("Speaks when"), "least_n": _("Silent below"), "channels": _("Sent to"),
        "language": _("Written in"), "quiet_from": _("Quiet from"), "quiet_until": _("Quiet until"),
        "is_on": _("On"), "snoozed_until": _("Silent until"), "weekday": _("Weekday"), "hour": _("Hour"),
        **fields_roadmap.titles(),
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
    if name in fields_roadmap.SHOWN:
        return fields_roadmap.shown(name, kept)
    match name:
        case "goal_id" | "parent_id":
            return names.goal(kept)
        case "metrics":
            return scope(kept)
        case "concerns":
            return about(kept)
        case "is_shared" | "is_pinned" | "is_on":
            return _("yes") if kept else _("no")
        case "metric":
            return _label(kept)
        case "kind":
            return kind_of_goal(kept)
        case "defined":
            return ", ".join(kept) or _("as usual")
        case "milestones":
            return "; ".join(_milestone(row) for row in kept) or "–"
        case "target" | "change_percent" | "change_points":
            return language.decimal(f"{kept:,.10g}").replace("-", words.MINUS)
        case "conditions":
            return conditions.plain(kept)
        case "channels":
            return ", ".join(kept) or "–"
        case "status":
            return status(kept)
        case "size":
            return words.number(kept)
        case "confidence":
            kept = 100 * kept if isinstance(kept, float) else kept  # an initiative's is a share
            return _("{percent} %", percent=words.number(kept))
        case "chance":
            return _("{percent} %", percent=words.number(100 * kept))
        case "value":
            return words.number(kept, 2)
        case "unit" | "better" | "combined" | "across" | "grain":
            return option(name, kept)
        case _:
            return str(kept)


def kind_of_goal(name: str) -> str:
    known = {"reach": _("reach a level"), "change": _("change"), "total": _("add up to a total")}
    return known.get(name, name)


def _milestone(row: dict[str, Any]) -> str:
    """'1 Jul 2026: 18, the new pages are live'; of an initiative, its name and day."""
    if "due" in row:
        return fields_roadmap.milestone(row)
    level, on = language.decimal(f"{row['level']:,.10g}"), words.day(date.fromisoformat(row["on"]))
    text = row.get("text", "")
    return (
        _("{day}: {level}, {text}", day=on, level=level, text=text)
        if text
        else _("{day}: {level}", day=on, level=level)
    )


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
    """Of a case, or of a goal as somebody sees it."""
    return {
        "open": _("still open"), "contacted": _("contacted"), "resolved": _("resolved"),
        "met": _("met"), "on track": _("on track"), "at risk": _("at risk"), "off track": _("off track"),
        "too early to tell": _("too early to tell"),
    }.get(name, name)  # fmt: skip


def option(field: str, kept: str) -> str:
    """A choice of a hand-kept measure in words."""
    return {
        "unit": {
            "count": _("a number"), "percent": _("per cent"), "money": _("money"), "points": _("points"),
            "seconds": _("seconds"), "days": _("days"), "ratio": _("a ratio"),
        },
        "better": {
            "higher": _("more is better"), "lower": _("less is better"), "neither": _("neither is better"),
        },
        "combined": {
            "sum": _("are added up"), "mean": _("make a mean"), "last": _("the last one stands"),
        },
        "across": {"sum": _("are added up"), "mean": _("make a mean")},
        "grain": {
            "day": _("day"), "week": _("week"), "month": _("month"), "quarter": _("quarter"),
            "year": _("year"),
        },
    }[field].get(kept, kept)  # fmt: skip


CHOICES = {
    "unit": measures.UNITS, "better": measures.BETTER, "combined": measures.COMBINED,
    "across": measures.ACROSS, "grain": measures.GRAINS,
}  # fmt: skip


def _label(name: str) -> str:
    if name in CATALOGUE:
        return _(CATALOGUE[name].label)
    return _(ANALYSES[name].label) if name in ANALYSES else name


def is_telling(name: str) -> bool:
    """Whether it says what a record is, when it is new or gone."""
    return name in ("text", "name", "title", "what", "size", "person_id", "survey", "status")


def can_be_written(name: str) -> bool:
    return name in (*TEXTS, *DAYS, *NUMBERS, *CHOICES, "status")


def write(name: str, kept: Any, key: str) -> None:
    """A widget in which the value is written anew."""
    if name in DAYS:
        day = date.fromisoformat(kept) if kept else None
        st.date_input(field(name), day, key=key, format="YYYY-MM-DD")
    elif name == "status":
        of_cases = kept in STATUSES
        statuses = list(STATUSES if of_cases else check_ins.STATUSES)
        st.selectbox(field(name), statuses, statuses.index(kept), key=key, format_func=status)
    elif name in CHOICES:
        known = CHOICES[name]
        st.selectbox(
            field(name),
            known,
            known.index(kept),
            key=key,
            format_func=lambda one: option(name, one),
        )
    elif name == "confidence" and isinstance(kept, float):
        st.number_input(field(name), 0.0, 1.0, kept, key=key)
    elif name == "confidence":
        st.number_input(field(name), 0, 100, kept, key=key)
    elif name in LEVELS:
        st.number_input(field(name), value=kept, key=key, format="%.10g")
    elif name == "value":
        st.number_input(field(name), value=float(kept), key=key, format="%g")
    elif name in fields_roadmap.LONG:
        st.text_area(field(name), kept, key=key, max_chars=decisions.LONGEST)
    elif name in ("text", "note", "why", "because"):
        st.text_area(field(name), kept, key=key, max_chars=LONGEST)
    else:
        st.text_input(field(name), kept, key=key, max_chars=LONGEST_NAME)


def written(name: str, key: str) -> Any:
    """What was written, as the audit keeps it."""
    told = st.session_state[key]
    return told.isoformat() if isinstance(told, date) else told
