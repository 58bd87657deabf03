"""What a promised effect would bring in a year: the effect multiplied as the gap of a goal is, by the same sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.product import Limited, exact, product
from dashboard.language import said
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.roadmap import Initiative, measured
from dashboard.progress.worth import Worth
from dashboard.progress.worth_case import Case, Unknown
from dashboard.progress.worth_ways import WAYS, reason
from dashboard.records.store import Store

NO_EFFECT = said("not put in money: no effect is promised")
NO_GOAL = said("not put in money: the goal that it served was taken away")
NO_DATA = said("not put in money: data are missing")
MAY_NOT = said("not put in money: you may not see the numbers that it is about")


@dataclass(frozen=True)
class Promise(Case):
    """The numbers that a promised effect is multiplied by: those that the gap of its goal would be."""

    effect: float = 0.0
    unit: str = "points"

    @cached_property
    def gap(self) -> Limited:
        """The effect in the metric's unit, the better way counted up; a share is one of the last year's mean."""
        size = -self.effect if self.goal.metric.better is Better.LOWER else self.effect
        if self.unit == "points":
            return exact(size)
        return _mean(self.year).times(size / 100)

    @cached_property
    def is_yearly(self) -> bool:
        return True


def worth_of_promise(initiative: Initiative, viewer: Viewer, store: Store) -> Worth:
    """Money a year if the metric changed as promised, from the next year on; or why it is not put in money."""
    goal, metric = initiative.goal, measured(initiative, store)
    if goal is None or metric is None:
        return Worth(reason=NO_GOAL)
    if not initiative.promised_effect:
        return Worth(reason=NO_EFFECT)
    way = WAYS.get(metric.name)
    if way is None:
        return Worth(reason=reason(metric.name))
    asked = _as_goal(goal, metric)
    if asked.defined:
        return Worth(reason=said("not put in money: the metric is read with another definition"))
    try:
        case = _case(asked, initiative, viewer, store)
        parts, words = way(case)
    except Unknown as unknown:
        return Worth(reason=unknown.args[0])
    except BadUse as error:  # its metric cannot be asked so, or not by this viewer
        return Worth(reason=str(error.args[0]))
    found = product(parts)
    return Worth(found.value, found.low, found.high, words)


def _as_goal(goal: Goal, metric: Metric) -> Goal:
    """The goal's slice and period, of the metric that the effect is promised on."""
    defined = goal.defined if metric.name == goal.metric.name else ()
    return replace(goal, metric=metric, kind=Kind.REACH, defined=defined)


def _case(goal: Goal, initiative: Initiative, viewer: Viewer, store: Store) -> Promise:
    found = [v for v in reading.values(goal, viewer, store) if reading.is_sound(v)]
    if not found:
        raise Unknown(NO_DATA)
    return Promise(
        goal, tuple(found), 0.0, viewer, store, initiative.promised_effect or 0.0,
        initiative.promised_unit,
    )  # fmt: skip


def _mean(found: Sequence[Value]) -> Limited:
    """The mean of periods, by their denominators where they have them."""
    known = [v for v in found if v.value is not None]
    weights = [1.0 if v.denominator is None else v.denominator for v in known]
    if sum(weights) <= 0:
        raise Unknown(NO_DATA)
    columns = zip(*(_limits(v) for v in known), strict=True)
    low, value, high = (
        sum(at * w for at, w in zip(column, weights, strict=True)) / sum(weights)
        for column in columns
    )
    return Limited(value, low, high)


def _limits(value: Value) -> tuple[float, float, float]:
    at = value.value or 0.0
    low = at if value.low is None else value.low
    high = at if value.high is None else value.high
    return low, at, high
