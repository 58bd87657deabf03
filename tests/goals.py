"""Goals for tests: values of their own, and goals kept in a home's records."""

from datetime import date
from typing import Any

import yaml

from dashboard.metrics.declare import Metric
from dashboard.paths import Home
from dashboard.progress import goal_apply, goal_file
from dashboard.progress.goal import Goal, Kind
from dashboard.records import goals as records
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from queries.calendar import Grain


def a_goal(metric: Metric, **facts: Any) -> Goal:
    """A goal of the year 2026 by month: what `facts` do not say is of no matter."""
    usual: dict[str, Any] = {
        "id": 1, "version": 1, "name": "g", "grain": Grain.MONTH,
        "kind": Kind.REACH if "target" in facts else Kind.CHANGE,
        "starts_on": date(2026, 1, 1), "due_on": date(2027, 1, 1),
    }  # fmt: skip
    return Goal(metric=metric, **{**usual, **facts})


def keep(home: Home, text: str) -> None:
    """Keep goals, written as in a YAML file; start and due are those of 2026 where they say none."""
    rows = [
        {"start": date(2026, 1, 1), "due": date(2027, 1, 1), **row} for row in yaml.safe_load(text)
    ]
    entries = goal_file.read(yaml.safe_dump({"goals": rows}), "goals.yaml")
    steps = goal_apply.steps(records.goals(opened(home)), entries)
    goal_apply.apply(opened(home), Actor("Ann"), steps)
