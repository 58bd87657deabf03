"""What the form of an initiative holds: put into its widgets when it is opened, read from them whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard.language import said
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.progress import goals, quarters, series
from dashboard.progress.goal import Goal
from dashboard.records import initiatives
from dashboard.records.store import Store
from dashboard.records.tables import Initiative
from dashboard.views.goal_typed import held
from queries.calendar import Calendar

Facts = dict[str, Any]
"""Fields of an initiative as the records keep them."""

LINES = ("risks", "links")
TAGS = ("team", "departments", "systems", "processes")
NUMBERS = (
    "cost_once",
    "cost_month",
    "benefit_low",
    "benefit_high",
    "person_weeks",
    "promised_effect",
)
LAST_DAYS = {"end": "last", "promised_by": "promised_last"}
"""Days that are no longer counted → what their last day is called in the form."""
TEXTS = ("title", "owner", "department", "hypothesis", "benefit_why", "dropped_why")
PLAIN = (
    "state",
    "promised_unit",
    "design",
    "metric",
    "guardrails",
    "pilot",
    "control",
    "depends_on",
    "start",
)
SHARE = 100
QUARTERS_BEFORE, QUARTERS_AFTER = 4, 8


@dataclass(frozen=True)
class Known:
    """What is there to be chosen."""

    goals: Mapping[int, Goal]
    others: Mapping[int, Initiative]
    today: date
    calendar: Calendar

    def tags(self, name: str) -> list[str]:
        """What other initiatives say already, so that one thing has one name."""
        return sorted({tag for one in self.others.values() for tag in getattr(one, name)})

    def quarters(self, own: str | None) -> list[str]:
        """Those around today, '' first: none yet."""
        now = quarters.quarter_of(self.today, self.calendar)
        near = {
            quarters.shifted(now, n, self.calendar)
            for n in range(-QUARTERS_BEFORE, QUARTERS_AFTER + 1)
        }
        return ["", *sorted({*near, *([own] if own else [])})]


def known(store: Store, today: date, calendar: Calendar) -> Known:
    return Known(
        {goal.id: goal for goal in goals.every(store)},
        {one.id: one for one in initiatives.initiatives(store)},
        today,
        calendar,
    )


@dataclass(frozen=True)
class Form:
    """One opened form: what its widgets are called by, and which version its reader saw."""

    of: str
    known: Known
    id: int = 0
    """The initiative that is changed; 0 for a new one."""
    seen: int = 0

    def key(self, name: str) -> str:
        return f"{self.of}_{name}"

    def value(self, name: str, usual: Any = None) -> Any:
        return st.session_state.get(self.key(name), usual)

    def usual(self, name: str, value: Any = None) -> str:
        """The key of a widget, which shows `value` until somebody changes it."""
        return held(self.key(name), value)

    @property
    def goal(self) -> Goal | None:
        return self.known.goals.get(self.value("goal") or 0)

    @property
    def metric(self) -> Metric | None:
        """That in which the effect is looked for."""
        name = self.value("metric")
        return series.metric_of(name) if name else self.goal.metric if self.goal else None


def new(goal: str, owner: str) -> Facts:
    """An idea of which nothing is said yet."""
    return {
        "title": "", "goal_id": int(goal) if goal.isdigit() else None, "owner": owner, "state": "idea",
        "promised_unit": "points", "design": "none",
    }  # fmt: skip


def of_record(row: Initiative) -> Facts:
    return {column.key: getattr(row, column.key) for column in Initiative.__mapper__.column_attrs}


def begin(form: Form, facts: Facts) -> None:
    """What the widgets hold when the form is opened."""
    if form.value("title") is not None:
        return
    told: Facts = {name: facts.get(name) or "" for name in TEXTS}
    told |= {name: facts.get(name) for name in NUMBERS}
    told |= {
        name: list(facts.get(name) or ())
        for name in (*TAGS, "guardrails", "pilot", "control", "depends_on")
    }
    told |= {name: "\n".join(facts.get(name) or ()) for name in LINES}
    told |= {name: facts.get(name) or usual for name, usual in
             (("state", "idea"), ("promised_unit", "points"), ("design", "none"), ("metric", ""))}  # fmt: skip
    told |= {
        "goal": facts.get("goal_id"),
        "quarter": facts.get("quarter") or "",
        "start": facts.get("start"),
    }
    told |= {
        last: end - timedelta(days=1) if (end := facts.get(name)) else None
        for name, last in LAST_DAYS.items()
    }
    confidence = facts.get("confidence")
    told["confidence"] = None if confidence is None else round(SHARE * confidence)
    told |= {
        "stages_rows": stage_rows(facts.get("stages") or ()),
        "milestones_rows": milestone_rows(facts.get("milestones") or ()),
    }
    for name, value in told.items():
        st.session_state[form.key(name)] = value


def facts(form: Form) -> Facts:
    """Everything that the form holds, as the records keep it."""
    told: Facts = {
        name: " ".join(str(form.value(name) or "").split())
        for name in ("title", "owner", "department")
    }
    told |= {
        name: str(form.value(name) or "").strip()
        for name in ("hypothesis", "benefit_why", "dropped_why")
    }
    told |= {name: form.value(name) for name in NUMBERS}
    told |= {
        name: list(form.value(name) or ())
        for name in (*TAGS, "guardrails", "pilot", "control", "depends_on")
    }
    told |= {name: lines(form.value(name) or "") for name in LINES}
    told |= {name: form.value(name) for name in ("state", "promised_unit", "design", "start")}
    told |= {
        "metric": form.value("metric") or "",
        "goal_id": form.value("goal"),
        "quarter": form.value("quarter") or None,
    }
    told |= {
        name: day + timedelta(days=1) if (day := form.value(last)) else None
        for name, last in LAST_DAYS.items()
    }
    confidence = form.value("confidence")
    told["confidence"] = None if confidence is None else confidence / SHARE
    told["stages"] = stages(form.value("stages_now", form.value("stages_rows")) or ())
    told["milestones"] = milestones(
        form.value("milestones_now", form.value("milestones_rows")) or ()
    )
    return told


def lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


Rows = Sequence[Mapping[str, Any]]


def stage_rows(rows: Rows) -> list[Facts]:
    """Stages as the little table shows them: days as days, the end as the last of them."""
    return [
        {
            "name": row.get("name") or "", "what": row.get("what") or "", "start": _day(row.get("start")),
            "last": end - timedelta(days=1) if (end := _day(row.get("end"))) else None, "gate": row.get("gate") or "",
        }
        for row in rows
    ]  # fmt: skip


def stages(rows: Rows) -> list[Facts]:
    """As the records keep them; rows of which nothing is said are left out."""
    return [
        {
            "name": _text(row, "name"), "what": _text(row, "what"), "start": _iso(row.get("start")),
            "end": _iso(last + timedelta(days=1) if (last := _day(row.get("last"))) else None),
            "gate": _text(row, "gate") or None,
        }
        for row in rows
        if any(_text(row, name) for name in ("name", "what")) or row.get("start") or row.get("last")
    ]  # fmt: skip


def milestone_rows(rows: Rows) -> list[Facts]:
    return [
        {"name": row["name"], "due": _day(row["due"]), "done_on": _day(row.get("done_on"))}
        for row in rows
    ]


def milestones(rows: Rows) -> list[Facts]:
    return [
        {
            "name": _text(row, "name"),
            "due": _iso(row.get("due")),
            "done_on": _iso(row.get("done_on")),
        }
        for row in rows
        if _text(row, "name") or row.get("due")
    ]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day(told: Any) -> date | None:
    if isinstance(told, str):
        return date.fromisoformat(told[:10]) if told else None
    return told if isinstance(told, date) else None


def _iso(told: Any) -> str | None:
    day = _day(told)
    return day.isoformat()[:10] if day else None


def guardrails() -> list[str]:
    """Numbers that have a better side."""
    return [name for name, metric in CATALOGUE.items() if metric.better is not Better.NEITHER]


def mistakes(form: Form) -> list[str]:
    """What is missing, as `said`."""
    told = facts(form)
    wanted = {
        "title": said("It has no title."), "goal_id": said("It serves no goal: choose one."),
        "promised_effect": said("It promises no effect: by how much is the number to change?"),
        "promised_by": said("It does not say by when."), "owner": said("Nobody owns it."),
    }  # fmt: skip
    return [text for name, text in wanted.items() if told[name] in (None, "")]
