"""An initiative as everything else reads it: what is done for which goal, and what it promised when it started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dashboard.access import Viewer
from dashboard.metrics.declare import Metric
from dashboard.progress import goals
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.series import here, metric_of
from dashboard.records import initiatives as records
from dashboard.records import tables
from dashboard.records.store import Store


class State(StrEnum):
    """How far an initiative is."""

    IDEA = "idea"
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


AT_WORK = (State.PLANNED, State.RUNNING)
STARTED = (State.RUNNING, State.DONE)


@dataclass(frozen=True)
class Stage:
    """A part of the work: the pilot, or a wave of it."""

    name: str
    what: str = ""
    start: date | None = None
    end: date | None = None
    """The first day not included."""
    gate: str | None = None
    """What was said at its end: 'scale', 'adjust' or 'stop'; None: not asked yet."""


@dataclass(frozen=True)
class Milestone:
    """Something that is there by a day."""

    name: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True)
class Frozen:
    """What an initiative is judged by, as it was said when it started."""

    on: date
    """The day from which it was so."""
    hypothesis: str
    metric: str
    start: date | None
    by: date | None
    """With `start` the window of the promise; the first day no longer counted."""
    effect: float | None
    """The threshold: what was promised, in `unit`."""
    unit: str
    guardrails: tuple[str, ...]
    design: str
    pilot: tuple[str, ...]
    control: tuple[str, ...]


@dataclass(frozen=True)
class Initiative:
    """One initiative, as one of its versions says."""

    id: int
    version: int
    title: str
    goal: Goal | None
    """What it serves; None where it is over and the goal was taken away."""
    metric: str
    """What the effect is looked for in: its own metric, or the goal's; '' where neither is known."""
    goal_id: int | None = None
    department: str = ""
    owner: str = ""
    state: State = State.IDEA
    quarter: str | None = None
    start: date | None = None
    end: date | None = None
    """The first day on which it no longer runs."""
    position: float = 0.0
    promised_effect: float | None = None
    """Signed, in `promised_unit`."""
    promised_unit: str = "points"
    promised_by: date | None = None
    """The first day no longer counted."""
    hypothesis: str = ""
    guardrails: tuple[str, ...] = ()
    design: str = "none"
    pilot: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    team: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    cost_once: float | None = None
    cost_month: float | None = None
    benefit_low: float | None = None
    benefit_high: float | None = None
    benefit_why: str = ""
    confidence: float | None = None
    """0 to 1."""
    person_weeks: float | None = None
    milestones: tuple[Milestone, ...] = ()
    depends_on: tuple[int, ...] = ()
    risks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    dropped_why: str = ""
    because: str = ""
    decided_on: date | None = None
    frozen: Frozen | None = None

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.DROPPED)

    @property
    def changed_since_start(self) -> tuple[str, ...]:
        """The fields that it is judged by and that are no longer what they were when it started."""
        if self.frozen is None:
            return ()
        now = freeze(self, self.frozen.on)
        return tuple(
            field for name, field in JUDGED_BY.items() if getattr(now, name) != getattr(self.frozen, name)
        )  # fmt: skip


JUDGED_BY = {
    "hypothesis": "hypothesis", "metric": "metric", "start": "start", "by": "promised_by",
    "effect": "promised_effect", "unit": "promised_unit", "guardrails": "guardrails", "design": "design",
    "pilot": "pilot", "control": "control",
}  # fmt: skip
"""Each part of `Frozen` and the field that it is of."""


def freeze(initiative: Initiative, on: date) -> Frozen:
    """What it is judged by, as it stands."""
    return Frozen(on, **{name: getattr(initiative, field) for name, field in JUDGED_BY.items()})


def written(frozen: Frozen) -> dict[str, Any]:
    """The same as the records keep it."""
    return {
        "on": frozen.on.isoformat(),
        "hypothesis": frozen.hypothesis,
        "metric": frozen.metric,
        "window": [_iso(frozen.start), _iso(frozen.by)],
        "threshold": {"effect": frozen.effect, "unit": frozen.unit},
        "guardrails": list(frozen.guardrails),
        "design": frozen.design,
        "pilot": list(frozen.pilot),
        "control": list(frozen.control),
    }


def frozen_of(kept: Mapping[str, Any] | None) -> Frozen | None:
    if not kept:
        return None
    start, by = map(_day, kept["window"])
    return Frozen(
        date.fromisoformat(kept["on"]), kept["hypothesis"], kept["metric"], start, by,
        kept["threshold"]["effect"], kept["threshold"]["unit"], tuple(kept["guardrails"]), kept["design"],
        tuple(kept["pilot"]), tuple(kept["control"]),
    )  # fmt: skip


def roadmap(store: Store | None = None) -> tuple[Initiative, ...]:
    """All initiatives in the order of the board: by quarter (those without one last), then by position."""
    store = store or here()
    known = goals_by_id(store)
    return tuple(of_record(row, known) for row in records.initiatives(store))


def initiative(store: Store, id: int) -> Initiative | None:
    row = records.initiative(store, id)
    return of_record(row, goals_by_id(store)) if row else None


def goals_by_id(store: Store) -> dict[int, Goal]:
    return {goal.id: goal for goal in goals.every(store)}


def of_goal(found: Sequence[Initiative], goal_id: int) -> tuple[Initiative, ...]:
    """Those that serve a goal."""
    return tuple(one for one in found if one.goal_id == goal_id)


def measured(initiative: Initiative, store: Store | None = None) -> Metric | None:
    """The metric that its effect is looked for in; None where it is no longer known."""
    return metric_of(initiative.metric, store) if initiative.metric else None


def may_see(initiative: Initiative, viewer: Viewer) -> bool:
    """Whether a viewer may see every number that it is about."""
    return initiative.goal is None or is_visible(initiative.goal, viewer)


def of_record(row: tables.Initiative, known: Mapping[int, Goal]) -> Initiative:
    """The initiative that a row says; `known` are all goals by number."""
    goal = known.get(row.goal_id) if row.goal_id else None
    lists: dict[str, Any] = {name: tuple(getattr(row, name)) for name in LISTS}
    same: dict[str, Any] = {name: getattr(row, name) for name in SAME}
    return Initiative(
        goal=goal,
        metric=row.metric or (goal.metric.name if goal else ""),
        state=State(row.state),
        stages=stages_of(row.stages),
        milestones=milestones_of(row.milestones),
        frozen=frozen_of(row.frozen),
        **lists,
        **same,
    )


LISTS = (
    "guardrails", "pilot", "control", "team", "departments", "systems", "processes", "depends_on", "risks", "links",
)  # fmt: skip
SAME = (
    "id", "version", "title", "goal_id", "department", "owner", "quarter", "start", "end", "position",
    "promised_effect", "promised_unit", "promised_by", "hypothesis", "design", "cost_once", "cost_month",
    "benefit_low", "benefit_high", "benefit_why", "confidence", "person_weeks", "dropped_why", "because",
    "decided_on",
)  # fmt: skip


def stages_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Stage, ...]:
    return tuple(
        Stage(r["name"], r.get("what", ""), _day(r.get("start")), _day(r.get("end")), r.get("gate"))
        for r in rows
    )


def milestones_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Milestone, ...]:
    found = (
        Milestone(r["name"], date.fromisoformat(r["due"]), _day(r.get("done_on"))) for r in rows
    )
    return tuple(sorted(found, key=lambda milestone: (milestone.due, milestone.name)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
