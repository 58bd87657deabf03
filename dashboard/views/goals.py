"""The demo company's goals, and where each stands in its newest complete period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from dashboard.access import Viewer
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.paths import DEMO
from dashboard.views import reads, words
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice, Window

GOALS = "goals.yaml"


@dataclass(frozen=True)
class Goal:
    """A level to reach, or a change against a base, by a date."""

    name: str
    metric: Metric
    grain: Grain
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    target: float | None = None
    change_percent: float | None = None
    """Against the same period a year before; then `target` follows from the data."""
    base: str = ""
    due: date | None = None
    owner: str = ""
    department: str = ""
    why: str = ""
    is_pinned: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a goal stands."""

    goal: Goal
    value: Value | None
    target: float | None
    is_met: bool | None
    words: str
    """'goal 20 % a month: 2.4 points to go'."""

    @property
    def grain(self) -> Grain:
        return self.goal.grain

    @property
    def mark(self) -> str:
        return {True: "✓", False: "△", None: "·"}[self.is_met]

    @property
    def state(self) -> str:
        return {True: "reached", False: "not yet", None: "no data"}[self.is_met]

    @property
    def tone(self) -> str:
        return {True: "better", False: "worse", None: "even"}[self.is_met]


def goals() -> tuple[Goal, ...]:
    """The goals kept beside the data; the demo company's own where the warehouse is the demo."""
    beside = reader.home().folder / GOALS
    if beside.exists():
        return _read(beside)
    return _read(DEMO / GOALS) if (DEMO / GOALS).exists() and reads.is_demo() else ()


@lru_cache(maxsize=4)
def _read(path: Path) -> tuple[Goal, ...]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = found["goals"] if isinstance(found, dict) else found
    return tuple(_goal(row) for row in rows if row["metric"] in CATALOGUE)


def _goal(row: dict[str, Any]) -> Goal:
    where = tuple(
        (
            name,
            tuple(kept)
            if isinstance(kept, list)
            else (str(kept).lower() if isinstance(kept, bool) else str(kept),),
        )
        for name, kept in (row.get("where") or {}).items()
    )
    return Goal(
        name=row["name"],
        metric=CATALOGUE[row["metric"]],
        grain=Grain(row.get("grain", "month")),
        where=where,
        target=row.get("target"),
        change_percent=row.get("change_percent"),
        base=str(row.get("base") or ""),
        due=row.get("due"),
        owner=row.get("owner", ""),
        department=row.get("department", ""),
        why=row.get("why", ""),
        is_pinned=bool(row.get("pinned")),
    )


def standings(viewer: Viewer) -> list[Standing]:
    """Where each goal stands, pinned ones first."""
    ordered = sorted(goals(), key=lambda goal: not goal.is_pinned)
    return [standing(goal, viewer) for goal in ordered]


def standing(goal: Goal, viewer: Viewer) -> Standing:
    """The goal against the newest complete period of its own grain and slice."""
    values = [v for v in _values(goal, viewer) if v.value is not None and v.is_complete]
    if not values:
        return Standing(goal, None, goal.target, None, "no complete period yet")
    latest = values[-1]
    target = _target(goal, values)
    if target is None:
        return Standing(goal, latest, None, None, "nothing to compare with yet")
    return judged(goal, latest, target, reads.currency())


def judged(goal: Goal, latest: Value, target: float, currency: str) -> Standing:
    """Met or not, and how much there is to go, in words."""
    assert latest.value is not None
    lower = goal.metric.better is Better.LOWER
    gap = latest.value - target if lower else target - latest.value
    is_met = gap <= 0
    limit = "at most " if lower else ""
    text = f"goal {limit}{words.value(goal.metric, target, currency)}"
    if goal.change_percent is not None:
        text += f" ({goal.change_percent:+g} %)".replace("-", words.MINUS)
    size = words.difference(goal.metric.unit, gap, currency)
    text += f": reached, by {size}" if is_met else f": {size} to go"
    return Standing(goal, latest, target, is_met, text)


def verdict(found: Sequence[Standing]) -> str:
    """'5 of 13 goals are reached.'"""
    judged_ones = [s for s in found if s.is_met is not None]
    met = sum(bool(s.is_met) for s in judged_ones)
    verb = "is" if met == 1 else "are"
    return f"{met} of {len(judged_ones)} goals {verb} reached"


def _values(goal: Goal, viewer: Viewer) -> list[Value]:
    """The goal's metric over two years and a half, of the survey with the most answers where there are several."""
    calendar = reads.about().settings.calendar
    end = calendar.start(
        coverage.coverage(goal.metric).day or reads.about().covered_day, goal.grain
    )
    back = {Grain.MONTH: 30, Grain.QUARTER: 10, Grain.WEEK: 130, Grain.YEAR: 3, Grain.DAY: 400}
    start = calendar.shifted(end, goal.grain, -back[goal.grain])
    slice = Slice(Window(start, end), goal.grain, where=goal.where, calendar=calendar)
    groups: dict[str, list[Value]] = {}
    for value in reads.series(goal.metric.name, viewer, slice):
        groups.setdefault(str(value.group), []).append(value)
    return max(groups.values(), key=lambda values: sum(v.n or 0 for v in values))


def _target(goal: Goal, values: Sequence[Value]) -> float | None:
    if goal.target is not None:
        return goal.target
    base = {v.period.start: v.value for v in values}.get(_base_start(goal, values[-1].period.start))
    if base is None or goal.change_percent is None:
        return None
    return base * (1 + goal.change_percent / 100)


def _base_start(goal: Goal, start: date) -> date:
    if goal.grain is Grain.WEEK:
        return start - timedelta(weeks=52)
    return evaluate.year_before(start)
