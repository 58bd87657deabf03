"""The numbers of a goal: those that its kind has, within what its metric can be."""

import math
from collections.abc import Iterator
from itertools import pairwise

from dashboard.language import said
from dashboard.metrics.certainty import SATISFACTION, SHARE
from dashboard.metrics.certainty_returns import RETURNS
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.progress.goal import Kind
from dashboard.progress.goal_draft import Draft

Wrong = tuple[str, str]
"""A field and what is wrong with it."""

BELOW_ZERO = ("channel_growth",)
"""Metrics in per cent whose value may be nought or less."""
NUMBERS = ("target", "change_percent", "change_points")


def wrong(draft: Draft, metric: Metric) -> Iterator[Wrong]:
    """Numbers that are missing, too many, or no value that the metric could have."""
    kept = [name for name in NUMBERS if getattr(draft, name) is not None]
    for name in kept:
        if not math.isfinite(getattr(draft, name)):
            yield name, said("That is no number. Write one such as 20 or 4.5.")
            return
    yield from _of_kind(draft, metric, kept)
    yield from _levels(draft, metric)
    yield from _base(draft)


def _of_kind(draft: Draft, metric: Metric, kept: list[str]) -> Iterator[Wrong]:
    if draft.kind == Kind.CHANGE:
        yield from _change(draft, metric, kept)
        return
    if draft.target is None:
        yield "target", said("The target is missing. Say which value is to be reached.")
    for name in kept:
        if name != "target":
            yield (
                name,
                said("This goal is to reach a level, so it has a target and no change. Say one."),
            )
    if draft.kind == Kind.TOTAL and not metric.adds_up:
        yield (
            "kind",
            said(
                "{label} of several periods does not add up to a total. Choose a level, or a sum such as revenue, "
                "orders or new_customers.",
                label=said(metric.label),
            ),
        )


def _change(draft: Draft, metric: Metric, kept: list[str]) -> Iterator[Wrong]:
    changes = [name for name in kept if name != "target"]
    if draft.target is not None:
        yield (
            "target",
            said("This goal is a change against its base, so it has no target. Say one."),
        )
    if len(changes) != 1:
        yield (
            "change_percent",
            said("Say by how much: change_percent or change_points, one of them."),
        )
        return
    if getattr(draft, changes[0]) == 0:
        yield changes[0], said("A change of nought is no goal. Say by how much, with its sign.")
    if draft.change_percent is not None and not takes_percent(metric):
        yield (
            "change_percent",
            said(
                "{label} can be zero or negative, so a share of it means nothing. Say the change in points.",
                label=said(metric.label),
            ),
        )
    elif draft.change_percent is not None and draft.change_percent <= -100:
        yield "change_percent", said("Less than nothing cannot be left. Say a change above −100 %.")


def takes_percent(metric: Metric) -> bool:
    """Whether '+15 %' of it means anything whatever its value is."""
    return metric.unit is not Unit.POINTS and metric.name not in BELOW_ZERO


def bounds(metric: Metric) -> tuple[float, float]:
    """Between which values it always lies."""
    if metric.unit is Unit.POINTS:
        return -100.0, 100.0
    if metric.unit is Unit.PERCENT:
        if metric.certainty in (SHARE, SATISFACTION, RETURNS):
            return 0.0, 100.0
        return -math.inf, math.inf
    return (-math.inf if metric.unit is Unit.MONEY else 0.0), math.inf


def _levels(draft: Draft, metric: Metric) -> Iterator[Wrong]:
    low, high = bounds(metric)
    levels = [("target", draft.target)] if draft.target is not None else []
    levels += [("milestones", milestone.level) for milestone in draft.milestones]
    for name, level in levels:
        if not math.isfinite(level):
            yield name, said("That is no number. Write one such as 20 or 4.5.")
        elif not low <= level <= high:
            yield name, _out_of_range(metric, level, low, high)
    if not math.isinf(high) and abs(draft.change_points or 0.0) > high - low:
        yield (
            "change_points",
            _out_of_range(metric, draft.change_points or 0.0, low - high, high - low),
        )
    yield from _way(draft, metric)


def _out_of_range(metric: Metric, level: float, low: float, high: float) -> str:
    if math.isinf(high):
        return said(
            "{label} is never below nought; {level:g} cannot be reached.",
            label=said(metric.label), level=level,
        )  # fmt: skip
    return said(
        "{level:g} is outside of {low:g} to {high:g}, where {label} lies.",
        label=said(metric.label), level=level, low=low, high=high,
    )  # fmt: skip


def _way(draft: Draft, metric: Metric) -> Iterator[Wrong]:
    """Milestones lead towards the target and not past it."""
    sign = -1.0 if metric.better is Better.LOWER and draft.kind != Kind.TOTAL else 1.0
    levels = [sign * milestone.level for milestone in draft.milestones]
    if any(later < earlier for earlier, later in pairwise(levels)):
        yield (
            "milestones",
            said("A milestone is behind the one before it. Order their levels by day."),
        )
    elif levels and draft.target is not None and levels[-1] > sign * draft.target:
        yield (
            "milestones",
            said("The last milestone is beyond the target. Lower it, or raise the target."),
        )


def _base(draft: Draft) -> Iterator[Wrong]:
    if draft.base is None:
        return
    if draft.kind != Kind.CHANGE:
        yield "base", said("Only a change has a base. Take it out, or make the goal a change.")
    elif draft.base[0] >= draft.base[1]:
        yield (
            "base",
            said(
                "The base from {start} to {end} holds no day. Its end is the first day not included.",
                start=draft.base[0], end=draft.base[1],
            ),
        )  # fmt: skip
    elif draft.base[0] >= draft.due:
        yield "base", said("The base lies after the goal. Choose days before it is due.")
