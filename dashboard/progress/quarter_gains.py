"""What a goal gained in a quarter: its newest whole period there beside the last one before the quarter began."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.errors import MilepostError
from dashboard.insight.compare import Change
from dashboard.language import said
from dashboard.metrics import evaluate, reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind, is_visible
from dashboard.records.store import Store
from queries.slice import Window


@dataclass(frozen=True)
class Gain:
    """Of one goal in one quarter. Either a change, or of a total what was added, or the reason why there is neither."""

    goal: Goal
    before: Value | None = None
    after: Value | None = None
    change: Change | None = None
    added: float | None = None
    """Of a total: its whole periods inside the quarter, in the metric's unit."""
    reason: str = ""
    """As `said`."""
    is_to_come: bool = False
    """The quarter has not begun."""


def gain(goal: Goal, quarter: Window, viewer: Viewer, store: Store) -> Gain:
    """Periods are those of the goal; one that lies across the quarter's edge belongs to neither side."""
    if not is_visible(goal, viewer):
        return Gain(goal, reason=said("of more regions than you may see"))
    if reads.about().covered_day <= quarter.start:
        return Gain(goal, reason=said("not begun"), is_to_come=True)
    try:
        values = reading.values(reading.read_as(goal), viewer, store)
    except MilepostError as error:
        return Gain(goal, reason=str(error.args[0]))
    return gain_of(goal, values, quarter)


def gain_of(goal: Goal, values: Sequence[Value], quarter: Window) -> Gain:
    """The same from the goal's values, oldest first."""
    whole = [v for v in values if v.is_complete and v.value is not None]
    inside = [
        v for v in whole if v.period.start >= quarter.start and v.period.window.end <= quarter.end
    ]
    earlier = [v for v in whole if v.period.window.end <= quarter.start]
    if not inside:
        return Gain(goal, reason=said("no whole period yet"))
    if goal.kind is Kind.TOTAL:
        return Gain(goal, after=inside[-1], added=sum(v.value or 0.0 for v in inside))
    if not earlier:
        return Gain(goal, after=inside[-1], reason=said("nothing before it to compare with"))
    change = evaluate.change(inside[-1], earlier[-1])
    if change is None:
        return Gain(goal, earlier[-1], inside[-1], reason=said("nothing before it to compare with"))
    return Gain(goal, earlier[-1], inside[-1], change)
