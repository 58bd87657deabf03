"""What people of the demo company keep by hand, want, say about their goals and do: data/demo/measures,
strategy.yaml, check_ins.yaml."""

from datetime import date
from typing import Any

import yaml

from dashboard.access import EVERYONE
from dashboard.paths import DEMO, Home
from dashboard.progress import check_ins, measure_file, strategy
from dashboard.progress.foretelling import foretold
from dashboard.progress.goal import Goal
from dashboard.progress.goals import PLANNER, goals
from dashboard.progress.measures import PREFIX
from dashboard.records import check_ins as said
from dashboard.records import goals as goal_records
from dashboard.records import measures as records
from dashboard.records import strategies
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.warehouse import reader

MEASURES = DEMO / "measures"
CHECK_INS = DEMO / "check_ins.yaml"
STRATEGY = DEMO / "strategy.yaml"
LATEST = date(2026, 9, 30)
"""The last day of the demo company."""


def set_demo_measures(store: Store) -> None:
    """The demo company's hand-kept measures with their goals, where none of that name is there yet."""
    known = {one.name for one in records.measures(store)}
    for facts in _read(MEASURES / "measures.yaml")["measures"]:
        if facts["name"] in known:
            continue
        file, goal = facts.pop("file"), facts.pop("goal", None)
        by = Actor(facts["owner"])
        made = records.add(store, by, **facts)
        read = measure_file.read((MEASURES / file).read_bytes(), LATEST)
        assert not read.bad, f"{file}: {read.bad}"
        records.write(store, by, made.id, read.rows)
        if goal:
            _set_goal(store, made.id, facts, goal)


def _set_goal(store: Store, id: int, measure: dict[str, Any], goal: dict[str, Any]) -> None:
    goal_records.add(
        store, PLANNER, name=goal["name"], metric=f"{PREFIX}{id}", grain=measure["grain"], kind="reach",
        target=float(goal["target"]), starts_on=goal["start"], due_on=goal["due"], owner=measure["owner"],
        department=measure["department"], why=goal["why"],
    )  # fmt: skip


def set_demo_strategy(home: Home) -> None:
    """The demo company's strategy, with its numbers as they were at its start; once."""
    before = reader.home()
    reader.use(home)
    try:
        store = opened(home)
        if strategies.strategy(store) is None:
            told = _read(STRATEGY)
            by, on = Actor(told.pop("by")), told["starts_on"]
            frozen = strategy.frozen_at(on)
            strategies.write(store, by, strategies.FIRST, **told, frozen=frozen)
    finally:
        reader.use(before)


def set_demo_check_ins(home: Home) -> None:
    """What was said and is done about the demo's goals, with value and chance of each day; once."""
    before = reader.home()
    reader.use(home)
    try:
        _set_check_ins(opened(home))
    finally:
        reader.use(before)


def _set_check_ins(store: Store) -> None:
    if said.check_ins(store):
        return
    by_name = {goal.name: goal for goal in goals(store)}
    for row in _read(CHECK_INS)["check_ins"]:
        if goal := by_name.get(row["goal"]):
            _say(store, goal, row)


def _say(store: Store, goal: Goal, row: dict[str, Any]) -> None:
    """One check-in with its actions. No forecast was kept then: the chance is worked out from what was known."""
    by, day = Actor(row["by"]), row["day"]
    made = said.add(
        store, by, goal.id, on_day=day, status=row["status"], confidence=row["confidence"], text=row["text"],
        value=check_ins.value_on(goal, day, store), chance=foretold(goal, EVERYONE, store, day).chance,
    )  # fmt: skip
    for one in row.get("actions", ()):
        action = said.add_action(
            store, by, text=one["text"], owner=one["owner"], due_on=one["due"], goal_id=goal.id, check_in_id=made.id
        )  # fmt: skip
        if done := one.get("done"):
            said.change_action(store, Actor(one["owner"]), action.id, action.version, done_on=done)


def _read(path: Any) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
