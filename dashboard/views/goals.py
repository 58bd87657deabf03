"""Where each goal stands in its newest complete period."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import language
from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import coverage, evaluate, reads, switches
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress.goal import Goal
from dashboard.progress.goals import goals as goals
from dashboard.views import words
from dashboard.views.choice import year_before
from queries.calendar import Grain
from queries.slice import Slice, Window


def title(goal: Goal) -> str:
    return words.sentence(_(goal.name))


@dataclass(frozen=True)
class Standing:
    """Where a goal stands."""

    goal: Goal
    value: Value | None
    target: float | None
    is_met: bool | None
    words: str
    """'goal 20 %: 2.4 points to go'."""

    @property
    def grain(self) -> Grain:
        return self.goal.grain

    @property
    def mark(self) -> str:
        return {True: "✓", False: "△", None: "·"}[self.is_met]

    @property
    def state(self) -> str:
        return {True: _("reached"), False: _("not yet"), None: _("no data")}[self.is_met]

    @property
    def tone(self) -> str:
        return {True: "better", False: "worse", None: "even"}[self.is_met]


def goal_of(metric: Metric, part: str) -> Goal | None:
    """The first goal on a metric and, where it has parts, on this one."""
    found = [goal for goal in goals() if goal.metric is metric and goal.part == part]
    return found[0] if found else None


def part_of(metric: Metric) -> str:
    """The part of a metric that a goal is set on, if any."""
    return next((goal.part for goal in goals() if goal.metric is metric), "")


def standings(viewer: Viewer) -> list[Standing]:
    """Where each goal stands, pinned ones first."""
    ordered = sorted(goals(), key=lambda goal: not goal.is_pinned)
    return [standing(goal, viewer) for goal in ordered]


def standing(goal: Goal, viewer: Viewer, chosen: Definition = ()) -> Standing:
    """The goal against the newest complete period of its own grain and slice; its metric read as it is chosen."""
    goal = replace(goal, metric=switches.variant(goal.metric, _known(goal, chosen)))
    values = [v for v in _values(goal, viewer, chosen) if v.value is not None and v.is_complete]
    if not values:
        return Standing(goal, None, goal.target, None, _("no complete period yet"))
    target = target_of(goal, values)
    if target is None:
        return Standing(goal, values[-1], None, None, _("nothing to compare with yet"))
    return judged(goal, values[-1], target, reads.currency())


def judged(goal: Goal, latest: Value, target: float, currency: str) -> Standing:
    """Met or not, and how much there is to go, in words."""
    assert latest.value is not None
    gap = latest.value - target if goal.metric.better is Better.LOWER else target - latest.value
    size = words.difference(goal.metric.unit, gap, currency)
    level = goal_words(goal, target, currency)
    if gap <= 0:
        text = _("{goal}: reached, {size} to spare", goal=level, size=size)
    else:
        text = _("{goal}: {size} to go", goal=level, size=size)
    return Standing(goal, latest, target, gap <= 0, text)


def goal_words(goal: Goal, target: float, currency: str) -> str:
    """'goal 20 %', 'goal at most €51 (−10 %)'."""
    level = words.target(goal.metric, target, currency) + _by(goal)
    if goal.metric.better is Better.LOWER:
        return _("goal at most {level}", level=level)
    return _("goal {level}", level=level)


def _by(goal: Goal) -> str:
    """' (−10 %)' where the goal is a change."""
    if goal.change_percent is not None:
        size = f"{_signed(goal.change_percent)}{words.THIN}%"
    elif goal.change_points is not None:
        size = _("{number} points", number=_signed(goal.change_points))
    else:
        return ""
    return f" ({size})"


def _signed(number: float) -> str:
    return language.decimal(f"{number:+g}").replace("-", words.MINUS)


def verdict(found: Sequence[Standing]) -> str:
    """'5 of 13 goals are reached.'"""
    judged_ones = [s for s in found if s.is_met is not None]
    met = sum(bool(s.is_met) for s in judged_ones)
    of = words.number(len(judged_ones))
    return n_("{count} of {of} goals is reached", "{count} of {of} goals are reached", met, of=of)


def target_of(goal: Goal, values: Sequence[Value]) -> float | None:
    """The level to reach; for a change it follows from the base."""
    if goal.target is not None:
        return goal.target
    base = _base_value(goal, values)
    if base is None:
        return None
    if goal.change_points is not None:
        return base + goal.change_points
    return base * (1 + (goal.change_percent or 0.0) / 100)


def _base_value(goal: Goal, values: Sequence[Value]) -> float | None:
    """The mean period of the base window, or the same period a year before the newest."""
    if goal.base:
        span = goal.base
        inside = [v.value for v in values if span.start <= v.period.start < span.end]
        known = [value for value in inside if value is not None]
        return sum(known) / len(known) if known else None
    start = year_before(values[-1].period.start, goal.grain, reads.about().settings.calendar)
    return {v.period.start: v.value for v in values}.get(start)


def _known(goal: Goal, chosen: Definition) -> Definition:
    """A reading that the metric is not kept for leaves it as it is."""
    led_to = dict(goal.metric.variants)
    return tuple(
        (name, value)
        for name, value in chosen
        if name in goal.metric.switches or f"{name}={value}" in led_to
    )


def _values(goal: Goal, viewer: Viewer, chosen: Definition = ()) -> tuple[Value, ...]:
    """The goal's metric from its base, or from two years back, to where the data end."""
    about = reads.about()
    calendar = about.settings.calendar
    reach = coverage.coverage(goal.metric).day or about.covered_day
    end = calendar.start(reach, goal.grain)
    start = calendar.start(evaluate.year_before(evaluate.year_before(end)), goal.grain)
    if goal.base:
        start = min(start, calendar.start(goal.base.start, goal.grain))
    slice = Slice(Window(start, end), goal.grain, where=goal.where, calendar=calendar)
    slice = switches.defined(goal.metric, slice, chosen)
    return reads.series(goal.metric.name, viewer, _pooled(goal.metric, slice))


def _pooled(metric: Metric, slice: Slice) -> Slice:
    """Channels that a goal names are one number together."""
    if metric.always_by == ("channel",) and not slice.uses("online"):
        return slice.filtered("online", ["true", "false"])
    return slice
