"""What the form of an initiative holds: put into its widgets when it is opened, read from them whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st

from dashboard.language import said
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.progress import initiatives, quarters, roadmap, roadmap_check, series
from dashboard.progress.goal import Goal
from dashboard.progress.roadmap import Initiative, Milestone, Stage
from dashboard.progress.roadmap_draft import Draft, tidy
from dashboard.records.store import Store
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
        roadmap.goals_by_id(store),
        {one.id: one for one in roadmap.roadmap(store)},
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


def new(goal: int | None, owner: str) -> Facts:
    """An idea of which nothing is said yet."""
    return {
        "title": "", "goal_id": goal, "owner": owner, "state": "idea",
        "promised_unit": "points", "design": "none",
    }  # fmt: skip


def of(one: Initiative, metric: str) -> Facts:
    """What is kept of an initiative; `metric` is its own, '' for its goal's."""
    return {**vars(one), "metric": metric}


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
    told |= {name: str(facts.get(name) or usual) for name, usual in
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
    told["position"] = facts.get("position", 0.0)
    told["stages_rows"] = [
        {"name": s.name, "what": s.what, "start": s.start, "last": s.end - timedelta(days=1) if s.end else None,
         "gate": s.gate or ""}
        for s in facts.get("stages", ())
    ]  # fmt: skip
    told["milestones_rows"] = [vars(one) for one in facts.get("milestones", ())]
    for name, value in told.items():
        st.session_state[form.key(name)] = value


def draft(form: Form) -> Draft:
    """Everything that the form holds; days that are no longer counted follow their last."""
    goal = form.goal
    lists: Facts = {
        name: tuple(form.value(name) or ()) for name in (*TAGS, "guardrails", "pilot", "control")
    }
    texts: Facts = {name: str(form.value(name) or "") for name in (*TEXTS, "because")}
    numbers: Facts = {name: form.value(name) for name in NUMBERS}
    ends: Facts = {
        name: day + timedelta(days=1) if (day := form.value(last)) else None for name, last in LAST_DAYS.items()
    }  # fmt: skip
    confidence = form.value("confidence")
    if form.value("design") == "none":
        lists |= {"pilot": (), "control": ()}
    others = form.known.others
    return Draft(
        goal=goal.name if goal else "", state=form.value("state"), quarter=form.value("quarter") or "",
        start=form.value("start"), position=form.value("position") or 0.0,
        promised_unit=form.value("promised_unit"), metric=form.value("metric") or "", design=form.value("design"),
        stages=stages(form.value("stages_now", form.value("stages_rows")) or ()),
        confidence=None if confidence is None else confidence / SHARE,
        milestones=milestones(form.value("milestones_now", form.value("milestones_rows")) or ()),
        depends_on=tuple(others[id].title for id in form.value("depends_on") or () if id in others),
        risks=tuple(lines(form.value("risks") or "")), links=tuple(lines(form.value("links") or "")),
        **lists, **texts, **numbers, **ends,
    )  # fmt: skip


def as_planned(form: Form) -> Initiative | None:
    """What would be tried, as far as a trial of it needs; None once it runs, or while days or number are missing."""
    if form.value("state") not in ("idea", "planned"):
        return None
    told, metric = draft(form), form.metric
    if metric is None or told.start is None or told.promised_by is None:
        return None
    return Initiative(
        id=form.id, version=form.seen, title=told.title, goal=form.goal, metric=metric.name, start=told.start,
        promised_effect=told.promised_effect, promised_unit=told.promised_unit, promised_by=told.promised_by,
        design=told.design, pilot=told.pilot, control=told.control,
    )  # fmt: skip


def lines(text: str) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


Rows = Sequence[Mapping[str, Any]]


def stages(rows: Rows) -> tuple[Stage, ...]:
    """Lines of the little table; those of which nothing is said are left out."""
    return tuple(
        Stage(
            _text(row, "name"), _text(row, "what"), _day(row.get("start")),
            last + timedelta(days=1) if (last := _day(row.get("last"))) else None, _text(row, "gate") or None,
        )
        for row in rows
        if any(row.get(name) for name in ("name", "what", "start", "last"))
    )  # fmt: skip


def milestones(rows: Rows) -> tuple[Milestone, ...]:
    """The same; one without a day is not there yet."""
    return tuple(
        Milestone(_text(row, "name"), due, _day(row.get("done_on")))
        for row in rows
        if (due := _day(row.get("due")))
    )


def undated(rows: Rows) -> list[str]:
    """Names of milestones that say no day."""
    return [_text(row, "name") for row in rows if _text(row, "name") and not row.get("due")]


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day(told: Any) -> date | None:
    """A day as the table tells it: as text, as a day, or as an instant."""
    if isinstance(told, str):
        return date.fromisoformat(told[:10]) if told else None
    if isinstance(told, datetime):
        return told.date()
    return told if isinstance(told, date) else None


def guardrails() -> list[str]:
    """Numbers that have a better side."""
    return [name for name, metric in CATALOGUE.items() if metric.better is not Better.NEITHER]


def mistakes(form: Form, store: Store, before: Draft | None) -> list[str]:
    """All that is wrong with what it holds, as `said`."""
    rows = form.value("milestones_now", form.value("milestones_rows")) or ()
    found: list[str] = [
        said("The milestone '{name}' says no day. Say one.", name=name) for name in undated(rows)
    ]
    told = tidy(draft(form))
    known = roadmap_check.with_others(initiatives.known(store, initiatives.wall_day()), [told])
    one = form.known.others.get(form.id)
    wrong = roadmap_check.mistakes(told, known, before, bool(one and one.frozen))
    return list(dict.fromkeys([*found, *(mistake.words for mistake in wrong)]))
