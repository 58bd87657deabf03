"""An initiative as somebody writes it, by form or by file, before it is kept: plain values, goal and others by name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from dashboard.progress.roadmap import (
    LISTS,
    Milestone,
    Stage,
    milestones_of,
    stages_of,
)
from dashboard.records import tables
from dashboard.records.keep import Facts

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What can be written of an initiative, under the names that files have."""

    title: str
    goal: str
    """The goal's name; '' only where it is over and its goal was taken away."""
    state: str = "idea"
    quarter: str = ""
    start: date | None = None
    end: date | None = None
    """The first day on which it no longer runs."""
    position: float = 0.0
    promised_effect: float | None = None
    promised_unit: str = "points"
    promised_by: date | None = None
    hypothesis: str = ""
    metric: str = ""
    """'': the goal's own."""
    guardrails: Texts = ()
    design: str = "none"
    pilot: Texts = ()
    control: Texts = ()
    stages: tuple[Stage, ...] = ()
    owner: str = ""
    team: Texts = ()
    department: str = ""
    departments: Texts = ()
    systems: Texts = ()
    processes: Texts = ()
    cost_once: float | None = None
    cost_month: float | None = None
    benefit_low: float | None = None
    benefit_high: float | None = None
    benefit_why: str = ""
    confidence: float | None = None
    person_weeks: float | None = None
    milestones: tuple[Milestone, ...] = ()
    depends_on: Texts = ()
    """Titles of initiatives that come first."""
    risks: Texts = ()
    links: Texts = ()
    dropped_why: str = ""
    because: str = ""
    decided: date | None = None


FIELDS = tuple(field.name for field in fields(Draft))
LINES = ("title", "goal", "metric", "owner", "department", "quarter")
"""Texts of one line."""
PARAGRAPHS = ("hypothesis", "benefit_why", "dropped_why", "because")
TEXT_LISTS = tuple(name for name in LISTS if name != "depends_on")
JUDGED_BY = (
    "hypothesis", "metric", "start", "promised_by", "promised_effect", "promised_unit", "guardrails", "design",
    "pilot", "control",
)  # fmt: skip
"""What is frozen when it starts: a later change says because of what."""


def tidy(draft: Draft) -> Draft:
    """The same without blanks around texts; empty and double lines of lists left out, milestones in order."""
    changed: dict[str, Any] = {n: " ".join(getattr(draft, n).split()) for n in LINES}
    changed |= {name: getattr(draft, name).strip() for name in PARAGRAPHS}
    changed |= {name: _tidy(getattr(draft, name)) for name in (*TEXT_LISTS, "depends_on")}
    stages = tuple(
        replace(s, name=" ".join(s.name.split()), what=s.what.strip()) for s in draft.stages
    )
    milestones = sorted(
        (replace(m, name=" ".join(m.name.split())) for m in draft.milestones),
        key=lambda m: (m.due, m.name),
    )
    return replace(draft, **changed, stages=stages, milestones=tuple(milestones))


def _tidy(texts: Texts) -> Texts:
    return tuple(dict.fromkeys(line for line in (" ".join(t.split()) for t in texts) if line))


SAME = tuple(
    name for name in FIELDS
    if name not in (*TEXT_LISTS, "goal", "quarter", "stages", "milestones", "depends_on", "decided")
)  # fmt: skip
"""Fields that the records have under the same name and in the same shape."""


def of_record(row: tables.Initiative, goals: Mapping[int, str], titles: Mapping[int, str]) -> Draft:
    """What is kept; `goals` and `titles` are the names of all goals and initiatives by number."""
    lists: dict[str, Any] = {name: tuple(getattr(row, name)) for name in TEXT_LISTS}
    same: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return Draft(
        goal=goals.get(row.goal_id, "") if row.goal_id else "",
        quarter=row.quarter or "",
        stages=stages_of(row.stages),
        milestones=milestones_of(row.milestones),
        depends_on=tuple(titles[id] for id in row.depends_on if id in titles),
        decided=row.decided_on,
        **lists,
        **same,
    )


def facts(draft: Draft, goals: Mapping[str, int], numbers: Mapping[str, int]) -> Facts:
    """The draft as the records keep it; `goals` and `numbers` are those of all goals and initiatives by name."""
    return {
        **{name: getattr(draft, name) for name in SAME},
        **{name: list(getattr(draft, name)) for name in TEXT_LISTS},
        "goal_id": goals[draft.goal] if draft.goal else None,
        "quarter": draft.quarter or None,
        "stages": [_stage(stage) for stage in draft.stages],
        "milestones": [_milestone(one) for one in draft.milestones],
        "depends_on": [numbers[title] for title in draft.depends_on],
        "decided_on": draft.decided,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name, "what": stage.what, "start": _iso(stage.start), "end": _iso(stage.end),
        "gate": stage.gate,
    }  # fmt: skip


def _milestone(one: Milestone) -> dict[str, Any]:
    return {"name": one.name, "due": one.due.isoformat(), "done_on": _iso(one.done_on)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def differing(before: Draft, after: Draft) -> tuple[str, ...]:
    """The fields in which they differ."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
