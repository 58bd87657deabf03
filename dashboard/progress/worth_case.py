"""The numbers that a goal's gap is multiplied by: its own over the last year, and other metrics' of the same slice."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.access import Viewer
from dashboard.insight.product import Limited, difference, exact
from dashboard.language import said
from dashboard.metrics import reads
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading, series
from dashboard.progress.goal import Goal, Kind
from dashboard.records.store import Store
from queries.calendar import Grain
from queries.slice import Slice, Window

QUARTERS = 4


class Unknown(Exception):
    """A part of the sum is not there; its text says which."""


@dataclass(frozen=True)
class Case:
    """A goal's numbers over the last year, and those of other metrics of the same slice."""

    goal: Goal
    values: tuple[Value, ...]
    target: float
    viewer: Viewer
    store: Store

    @cached_property
    def latest(self) -> Value:
        return self.values[-1]

    @cached_property
    def is_yearly(self) -> bool:
        return self.goal.kind is not Kind.TOTAL

    @cached_property
    def gap(self) -> Limited:
        """How far the value is from the target, the better way counted up; in the metric's unit."""
        is_lower = self.goal.metric.better is Better.LOWER
        pair = (self._value, self._aim) if is_lower else (self._aim, self._value)
        return difference(*pair)

    @property
    def no_gap(self) -> str:
        if self.is_yearly:
            return said("no gap: the target is reached")
        return said("no gap: the total is as far as it should be by now")

    @property
    def _value(self) -> Limited:
        if self.is_yearly:
            return _limited(self.latest)
        parts = [_limited(v) for v in self.values if v.value is not None]
        return Limited(*(sum(getattr(p, at) for p in parts) for at in ("value", "low", "high")))

    @property
    def _aim(self) -> Limited:
        """The target, as sure as the base that it follows from."""
        if self.goal.kind is not Kind.CHANGE:
            return exact(self.target)
        calendar = reads.about().settings.calendar
        found = {v.period.start: v for v in self.values}
        base = reading.base_at(self.goal, found, self.latest.period.start, calendar)
        if base is None:
            return exact(self.target)
        return Limited(
            *(reading.changed(self.goal, at) for at in (base.value, base.low, base.high))
        )

    @cached_property
    def window(self) -> Window:
        """The year that ends with the newest period."""
        calendar = reads.about().settings.calendar
        start = calendar.year_before(self.latest.period.start, self.goal.grain)
        return Window(calendar.end(start, self.goal.grain), self.latest.period.window.end)

    @cached_property
    def periods(self) -> float:
        """Periods of a year."""
        slice = reading.slice_of(self.goal, self.window)
        return float(len(slice.periods)) if self.is_yearly else 1.0

    @property
    def year(self) -> list[Value]:
        """The goal's own periods of the last year."""
        return self._whole([v for v in self.values if v.period.start >= self.window.start])

    def concerned(self) -> float:
        """What the metric divides by, over a year: people, orders, spend."""
        known = [v.denominator for v in self.year]
        if any(one is None for one in known):
            raise Unknown(said("not put in money: you may not see what it is counted from"))
        return sum(one or 0.0 for one in known) / len(known) * self.periods

    def a_buyer(self, **only: Sequence[str]) -> Limited:
        """What a buyer of a period brings in it: revenue by buyers over the last year."""
        slice = reading.slice_of(self.goal, self.window)
        sold = {v.period.start: v for v in self._whole(self.of("revenue", slice, **only))}
        bought = {v.period.start: v for v in self._whole(self.of("buyers", slice, **only))}
        both = sorted(sold.keys() & bought.keys())
        people = sum(bought[start].value or 0.0 for start in both)
        if people <= 0:
            raise Unknown(_no_value("revenue_per_buyer"))
        parts = [_limited(sold[start]) for start in both]
        return Limited(
            *(sum(getattr(p, at) for p in parts) / people for at in ("value", "low", "high"))
        )

    def a_buyer_of_a_quarter(self) -> Limited:
        """What a buyer brings in a quarter: over the whole quarters of the last year."""
        calendar = reads.about().settings.calendar
        end = calendar.start(self.latest.period.window.end, Grain.QUARTER)
        window = Window(calendar.shifted(end, Grain.QUARTER, -QUARTERS), end)
        slice = replace(reading.slice_of(self.goal, window), grain=Grain.QUARTER)
        found = self._whole(self.of("revenue_per_buyer", slice))
        return _mean(found, "revenue_per_buyer")

    def channels_with_visits(self) -> tuple[str, ...]:
        """Of the slice's channels those that record visits; empty where all of them do."""
        slice = reading.slice_of(self.goal, self.window)
        found = self.of("conversion", replace(slice, grain=None, by=("channel",)))
        visited = {v.group["channel"] or "" for v in found if v.value is not None}
        every = {*(slice.values("channel") or reads.choices(self.viewer).get("channel", []))}
        return tuple(sorted(visited)) if every - visited else ()

    def mean(self, name: str, **only: Sequence[str]) -> Limited:
        """A ratio over the last year: its numerators by its denominators."""
        found = self.of(name, reading.slice_of(self.goal, self.window), **only)
        return _mean(self._whole(found), name)

    def of(self, name: str, slice: Slice, **only: Sequence[str]) -> tuple[Value, ...]:
        """Another metric over the same slice."""
        metric = CATALOGUE[name]
        for dimension, kept in only.items():
            slice = slice.filtered(dimension, kept)
        refused = [d for d in sorted(slice.dimensions) if d not in metric.sliced_by]
        if refused:
            raise Unknown(
                said("not put in money: {metric} is not sliced by {dimension}",
                     metric=said(metric.label), dimension=said(refused[0].replace("_", " ")))
            )  # fmt: skip
        return series.series(metric, self.viewer, slice, self.store)

    def _whole(self, found: Sequence[Value]) -> list[Value]:
        sound = [v for v in found if reading.is_sound(v)]
        if not sound:
            raise Unknown(_no_value(found[-1].metric.name if found else self.goal.metric.name))
        return sound


def _mean(found: Sequence[Value], name: str) -> Limited:
    """The mean of a ratio's periods by their denominators, with limits as if all erred the same way."""
    weights = [v.denominator or 0.0 for v in found]
    if sum(weights) <= 0:
        raise Unknown(_no_value(name))
    parts = [_limited(v) for v in found]

    low, value, high = (
        sum(at * w for at, w in zip(column, weights, strict=True)) / sum(weights)
        for column in zip(*((p.low, p.value, p.high) for p in parts), strict=True)
    )
    return Limited(value, low, high)


def _limited(value: Value) -> Limited:
    assert value.value is not None
    if value.low is None or value.high is None:
        return exact(value.value)
    return Limited(value.value, value.low, value.high)


def _no_value(name: str) -> str:
    return said("not put in money: {metric} has no value here", metric=said(CATALOGUE[name].label))
