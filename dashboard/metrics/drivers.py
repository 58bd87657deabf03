"""Where did it change: which values of which dimension account for what a metric did between two windows.

Each window is asked whole and by each dimension; nothing is made by subtraction. Values that exclude each other add up
to the whole; where a person or an order counts in several, what is left is said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.insight.compare import Change, Verdict
from dashboard.insight.drivers import (
    Part,
    Split,
    Sums,
    explained,
    is_beyond,
    split_of_ratio,
    split_of_sum,
)
from dashboard.insight.intervals import Interval
from dashboard.language import said
from dashboard.metrics import evaluate, spread
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import THIN, Value
from queries.slice import Slice, Window


@dataclass(frozen=True)
class Driver:
    """One value of a dimension: its numbers in both windows, its part of the change, and whether that is noise."""

    name: str
    """'' is the value that is not known."""
    before: Value | None
    after: Value | None
    part: Part
    limits: Interval | None
    """95 % limits of the part that hold for all values of the dimension at once; None where nothing is judged."""

    @property
    def is_thin(self) -> bool:
        """Both windows hold fewer than 30."""
        return max((v.n or 0.0 for v in (self.before, self.after) if v), default=0.0) < THIN

    @property
    def verdict(self) -> Verdict:
        if self.limits is None or self.is_thin or not is_beyond(self.limits):
            return "can't tell"
        return "up" if self.part.total > 0 else "down"

    @property
    def is_noise(self) -> bool:
        return self.verdict == "can't tell"


@dataclass(frozen=True)
class Dimension:
    """The change by one dimension: its values, the largest part first, and what they leave."""

    name: str
    drivers: tuple[Driver, ...]
    remainder: float
    explained: float
    """What at most three values take from where the change would be, had all changed alike, beyond noise."""
    hidden: int = 0
    """Values that this viewer may not see: few people stand behind them. Their part is in the remainder."""


@dataclass(frozen=True)
class Why:
    """A metric's change between two windows by every dimension, that which explains most first."""

    metric: Metric
    before: Value
    after: Value
    change: Change | None
    dimensions: tuple[Dimension, ...]
    reason: str | None = None
    """Why there is no split."""
    alike: tuple[str, ...] = ()
    """Dimensions in which only one value occurs."""


def why(
    metric: Metric,
    viewer: Viewer,
    slice: Slice,
    before: Window,
    dimensions: Sequence[str] | None = None,
    whole: "Whole | None" = None,
) -> Why:
    """What changed from the window `before` to that of the slice. `whole` reads the values; a page's is cached."""
    read = whole or _whole
    slice = replace(slice, grain=None, by=())
    refuse_overlap(slice.window, before)
    refuse_pooled(metric, slice)
    windows = slice.with_window(before), slice
    [then], [now] = (read(metric, viewer, window) for window in windows)
    change = evaluate.change(now, then)
    reason = _no_split(metric, then, now)
    if reason or change is None:
        return Why(metric, then, now, change, (), reason)
    found, alike = [], []
    for name in dimensions or by(metric, slice):
        olds, news = (read(metric, viewer, window.grouped(name)) for window in windows)
        pairs, hidden = _pairs(name, olds, news, viewer)
        if len(pairs) + hidden < 2:
            alike.append(name)
            continue
        split = _split(metric, [p[1:] for p in pairs], then, now)
        if split is not None:
            found.append(_dimension(name, pairs, split, change, hidden))
    found.sort(key=lambda d: -d.explained)
    return Why(metric, then, now, change, tuple(found), None, tuple(alike))


Whole = Callable[[Metric, Viewer, Slice], Sequence[Value]]
Pair = tuple[str, Value | None, Value | None]


def _whole(metric: Metric, viewer: Viewer, slice: Slice) -> Sequence[Value]:
    return evaluate.whole(metric, viewer, slice)


def by(metric: Metric, slice: Slice) -> list[str]:
    """The dimensions to look along: those that no filter has narrowed to one value."""
    return [name for name in along(metric) if len(slice.values(name) or ("", "")) > 1]


def along(metric: Metric) -> list[str]:
    """The dimensions that a metric takes, but for the one whose values it never pools."""
    pooled = {"channel", "online"} if metric.always_by == ("channel",) else set(metric.always_by)
    return [name for name in metric.sliced_by if name not in pooled]


def refuse_overlap(window: Window, before: Window) -> None:
    if window.start < before.end and before.start < window.end:
        raise BadUse(
            said(
                "The two windows share days ({first} to {last}), so a change between them is no change of either.",
                first=max(window.start, before.start),
                last=min(window.end, before.end) - timedelta(days=1),
            )
        )  # fmt: skip


def refuse_pooled(metric: Metric, slice: Slice) -> None:
    """Surveys and channels that are never pooled: one must be chosen."""
    pooled = evaluate.checked(metric, slice).by
    if pooled:
        raise BadUse(
            said(
                "{metric} is never pooled over each {dimension}. Choose one: --where {dimension}=…",
                metric=said(metric.label), dimension=pooled[0],
            )
        )  # fmt: skip


def _no_split(metric: Metric, then: Value, now: Value) -> str | None:
    """Why the change is not made of the changes of groups; None where it is."""
    for value in (then, now):
        if value.value is None:
            return value.reason
    if not spread.splits(metric):
        return said("{metric} is no sum and no ratio of two sums: that of all is not made of those of groups. "
            "Compare the values of a dimension instead.", metric=said(metric.label))  # fmt: skip
    for value in (then, now):
        if not spread.is_sum(metric) and not _is_ratio(value):
            return said("Some people are too young to be counted as having come back or not, so that the share is "
                "estimated and not made of those of groups.")  # fmt: skip
    return None


def _is_ratio(value: Value) -> bool:
    assert value.value is not None
    plain = value.metric.scale * (value.numerator or 0.0) / (value.denominator or 1.0)
    return abs(plain - value.value) <= 1e-9 * max(1.0, abs(plain))


def _pairs(
    dimension: str, olds: Sequence[Value], news: Sequence[Value], viewer: Viewer
) -> tuple[list[Pair], int]:
    """Each value with its numbers in both windows; and how many are left out since few people stand behind them."""
    then, now = ({v.group[dimension] or "": v for v in side if v.group} for side in (olds, news))
    names = sorted(then.keys() | now.keys())
    pairs = [(name, then.get(name), now.get(name)) for name in names]
    if viewer.may_see_people:
        return pairs, 0
    shown = [p for p in pairs if all(v is None or v.value is not None for v in p[1:])]
    if len(pairs) - len(shown) == 1 and shown:  # alone it would be what the others leave
        shown.remove(min(shown, key=_size))
    return shown, len(pairs) - len(shown)


def _size(pair: Pair) -> tuple[float, str]:
    return sum(v.n or 0.0 for v in pair[1:] if v), pair[0]


def _split(
    metric: Metric, pairs: Sequence[tuple[Value | None, Value | None]], then: Value, now: Value
) -> Split | None:
    before, after = ([_sums(metric, pair[n]) for pair in pairs] for n in (0, 1))
    split = split_of_sum if spread.is_sum(metric) else split_of_ratio
    return split(
        before, after, _sums(metric, then), _sums(metric, now), spread.degrees_of_freedom(metric)
    )


def _sums(metric: Metric, value: Value | None) -> Sums:
    if value is None:
        return Sums()
    return spread.sums(metric, value.numerator, value.denominator, value.measurement)


def _dimension(
    name: str, pairs: Sequence[Pair], split: Split, change: Change, hidden: int
) -> Dimension:
    judged = change.low is not None
    drivers = [
        Driver(*pair, part, split.limits(part) if judged else None)
        for pair, part in zip(pairs, split.parts, strict=True)
    ]
    found = explained(split, [not driver.is_thin for driver in drivers]) if judged else 0.0
    ranked = sorted(drivers, key=lambda d: (d.is_noise, -abs(d.part.total), d.name))
    return Dimension(name, tuple(ranked), split.remainder, found, hidden)
