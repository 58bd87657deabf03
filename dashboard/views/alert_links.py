"""“Watch this”: from a metric or a goal to an alert form that is filled in."""

import json
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.progress.goal import Goal
from dashboard.views import links, state
from dashboard.views.metric import Found

NEW = "new"


def watch_metric(found: Found) -> None:
    """On the page of a metric: the same slice and grain."""
    concerns = {name: list(kept) for name, kept in found.slice.where}
    about = {
        "metric": found.metric.name, "grain": found.grain.value, "concerns": concerns,
        "defined": [f"{name}={value}" for name, value in found.defined],
    }  # fmt: skip
    if found.slice.people is None:
        _button(about, "watch_metric")


def watch_goal(goal: Goal) -> None:
    """On the page of a goal."""
    _button({"goal": goal.id}, "watch_goal")


def _button(about: dict[str, Any], key: str) -> None:
    if st.button(
        _("Watch this"), key=key, type="tertiary", icon=":material/notifications:",
        help=_("An alert that tells you when this changes"),
    ):  # fmt: skip
        links.go(links.to("inbox", alert=NEW, about=json.dumps(about, ensure_ascii=False)))


def told_about() -> dict[str, Any]:
    """What the address says that a new alert is about; nothing where it cannot be read."""
    try:
        told = json.loads(state.one("about") or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) and _is_sound(told) else {}


def _is_sound(told: dict[str, Any]) -> bool:
    concerns = told.get("concerns") or {}
    return (
        isinstance(concerns, dict)
        and all(isinstance(kept, list) and all(isinstance(v, str) for v in kept) for kept in concerns.values())
        and isinstance(told.get("defined") or [], list)
        and told.get("grain", "month") in ("day", "week", "month", "quarter", "year")
    )  # fmt: skip
