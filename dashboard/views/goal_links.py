"""Ways from a goal to its own page and to its metric."""

from urllib.parse import urlencode

from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress.goal import Goal
from dashboard.progress.measures import HandKept
from dashboard.views import state

NO_DEPARTMENT = "(none)"
"""How the address writes what belongs to no department."""


def to_department(name: str) -> str:
    return f"department?{urlencode({'department': name or NO_DEPARTMENT})}"


def to_goal(goal: Goal) -> str:
    return f"goals?{urlencode({'goal': goal.id})}"


def to_metric(goal: Goal) -> str:
    """The metric's page in the goal's own grain, part and filters; of one that is kept by hand, its own page."""
    if isinstance(goal.metric, HandKept):
        return f"measure?{urlencode({'id': goal.metric.id})}"
    if goal.metric.name not in CATALOGUE:
        return ""
    asked = [("metric", goal.metric.name), ("grain", goal.grain.value)]
    if goal.part:
        asked.append((f"{goal.metric.always_by[0]}_part", goal.part))
    asked += [(f"define_{name}", value) for name, value in goal.defined]
    asked += [
        (name, value)
        for name, kept in goal.where
        if name in state.DIMENSIONS
        for value in state.written(kept)
    ]
    return f"metric?{urlencode(asked)}"
