"""The goals that pages speak of: where they stand, and which is about what a card shows."""

from collections.abc import Sequence

from dashboard.access import Viewer
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import Definition
from dashboard.progress import goals as pursued
from dashboard.progress import standing as progress
from dashboard.progress import standings_kept
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.standing import Standing
from dashboard.views import kept


def goals() -> Sequence[Goal]:
    """Those that are pursued, pinned ones first; none where the records do not answer."""
    return kept.read(pursued.goals, ())


def standings(viewer: Viewer) -> Sequence[Standing]:
    """Where each goal stands that the viewer may see, pinned ones first."""
    return kept.read(lambda store: standings_kept.standings(viewer, store), ())


def standing(goal: Goal, viewer: Viewer, chosen: Definition = ()) -> Standing:
    """Where one goal stands, its metric read as it is chosen."""
    return progress.standing(goal, viewer, kept.store(), chosen)


def goal_of(metric: Metric, part: str, viewer: Viewer) -> Goal | None:
    """The first goal on a metric and, where it has parts, on this one."""
    for goal in goals():
        if goal.metric.name == metric.name and goal.part == part and is_whole(goal):
            return goal if is_visible(goal, viewer) else None
    return None


def part_of(metric: Metric) -> str:
    """The part of a metric that a goal is set on, if any."""
    return next((goal.part for goal in goals() if goal.metric.name == metric.name), "")


def is_whole(goal: Goal) -> bool:
    """Of the whole company, or of a survey or of online channels whole: what an unfiltered card shows."""
    return {name for name, _kept in goal.where} <= {"survey", "online"}
