"""Everything that the Metric page shows of one metric, read once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.language import _
from dashboard.metrics import reads, switches
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress.standing import Standing
from dashboard.views import board, changes, goals, parts, words
from dashboard.views.board import Card
from dashboard.views.choice import Choice, with_running_period, with_year_before
from queries.calendar import Grain
from queries.slice import FIRST_DIMENSIONS, PERSON_DIMENSIONS, Slice


@dataclass(frozen=True)
class Found:
    """A metric under the filters: its trend, its newest complete period, its goal."""

    metric: Metric
    card: Card
    grain: Grain
    currency: str
    slice: Slice
    """Window and filters of the trend, one part only where parts are never pooled."""
    year_ago: tuple[float | None, ...]
    """The value a year before each point of the trend."""
    standing: Standing | None
    refused: tuple[str, ...]
    defined: Definition = ()
    """How the metric is read, where not as usual."""

    @property
    def newest(self) -> Slice:
        """The period that the page speaks of, as one window."""
        assert self.card.shown is not None
        return replace(self.slice, window=self.card.shown.period.window, grain=None)


def part_names(metric: Metric, viewer: Viewer, choice: Choice) -> list[str]:
    """The surveys or channels to choose from, that of the goal first; nothing for a metric of one number."""
    names = list(parts.parts(metric, viewer, _wide(metric, choice)))
    usual = goals.part_of(metric)
    return sorted(names, key=lambda name: name != usual) if names != [""] else []


def read(metric: Metric, viewer: Viewer, choice: Choice, part: str | None) -> Found:
    """The metric without the filters that it cannot take."""
    declared, metric = metric, switches.variant(metric, choice.defined)
    refused = tuple(choice.refused(metric))
    wide = _wide(metric, choice)
    asked = parts.parts(metric, viewer, wide)
    name = part if part in asked else next(iter(asked))
    slice = asked[name]
    values = parts.series(metric, viewer, wide, name)
    card = replace(board.of_values(metric, values, choice, slice.calendar), group=name)
    known = {v.period.start: v.value for v in values if v.is_complete}
    ago = tuple(
        known.get(slice.calendar.year_before(v.period.start, choice.grain)) for v in card.trail
    )
    return Found(
        metric.of(slice),
        card,
        choice.grain,
        reads.currency(),
        slice,
        ago,
        _standing(declared, card, viewer, choice),
        refused,
        choice.defined,
    )


def _wide(metric: Metric, choice: Choice) -> Slice:
    calendar = reads.about().settings.calendar
    return with_year_before(with_running_period(choice, calendar), calendar).slice(metric, calendar)


def _standing(metric: Metric, card: Card, viewer: Viewer, choice: Choice) -> Standing | None:
    """The goal of what the card shows, where nothing is filtered: goals are for the whole company."""
    if choice.is_filtered:
        return None
    goal = goals.goal_of(metric, card.group, viewer)
    return goals.standing(goal, viewer, choice.defined) if goal else None


def groups(found: Found, viewer: Viewer, dimension: str) -> tuple[Value, ...]:
    """The newest complete period by a dimension."""
    return reads.whole(found.metric.name, viewer, found.newest.grouped(dimension))


def finding(found: Found) -> str:
    """The page's sentence: what the newest complete period says."""
    card, metric = found.card, found.metric
    label = f"{_(metric.label)} ({_(card.group)})" if card.group else _(metric.label)
    if card.shown is None:
        return _("{label} has no value yet: {reason}", label=label, reason=_(card.reason))
    value = words.value(metric, card.shown.value, found.currency)
    when = words.period(card.shown.period, found.grain)
    if card.latest is None:
        none = words.sentence(words.none_complete(found.grain))
        return _(
            "{none}: {label} is {value} in {period} so far", none=none, label=label, value=value, period=when
        )  # fmt: skip
    text = _moved(card.since_before).format(label=label, value=value, period=when)
    return text + _against(metric, card, found.grain, found.currency)


def _moved(change: Change | None) -> str:
    """A template: its gaps are filled by who asks."""
    match change.verdict if change else "":
        case "up":
            return _("{label} rose to {value} in {period}")
        case "down":
            return _("{label} fell to {value} in {period}")
        case _none:
            return _("{label} was {value} in {period}")


def _against(metric: Metric, card: Card, grain: Grain, currency: str) -> str:
    if card.since_before is None or card.before is None:
        return ""
    before = words.period(card.before.period, grain)
    if card.before.missing or (card.latest and card.latest.missing):
        return _("; not compared with {period}, since data are missing", period=before)
    if card.since_before.verdict == "can't tell":
        return _("; no change from {period} that can be told from noise", period=before)
    size = words.difference(metric.unit, card.since_before.difference, currency)
    text = _(", {size} below {period}", size=size, period=before)
    if card.since_before.difference > 0:
        text = _(", {size} above {period}", size=size, period=before)
    match changes.tone_of(metric, card.since_before):
        case "better":
            return _("{text}, which is better", text=text)
        case "worse":
            return _("{text}, which is worse", text=text)
    return text


def left_out(value: Value, dimension: str, currency: str) -> str:
    """A group that has a sum but no value, such as spend that no region was given."""
    size = value.numerator or 0.0
    amount = words.value(value.metric, size, currency)
    return _(
        "Not in the bars: {name}, {amount} ({reason}).", name=words.named(value.group[dimension]),
        amount=amount, reason=_(value.reason or ""),
    )  # fmt: skip


def not_additive(metric: Metric, dimension: str) -> str:
    """Why the bars do not add up to the total, where a reader would expect it."""
    if metric.unit is not Unit.COUNT or dimension in (*PERSON_DIMENSIONS, *FIRST_DIMENSIONS):
        return ""
    if metric.name in ("orders", "repeat_orders"):
        return (
            _(
                "An order counts in each category it contains, so categories do not add up to the total."
            )
            if dimension == "category"
            else ""
        )
    return _(
        "A person counts under each value they used ({dimension}), so the bars do not add up to the total.",
        dimension=words.dimension(dimension),
    )


def breakdowns(metric: Metric) -> Sequence[str]:
    """The dimensions to break down by; not the one that the page shows a part of."""
    taken = {"channel", "online"} if metric.always_by == ("channel",) else set(metric.always_by)
    return [name for name in metric.sliced_by if name not in taken]
