"""Answers: a metric's values over a slice, each with its parts, its limits, its completeness or its reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.business_hours import EXAMPLE
from dashboard.errors import BadUse
from dashboard.insight.compare import Change
from dashboard.language import recalled, said
from dashboard.metrics.certainty import Measurement
from dashboard.metrics.coverage import (
    EVER,
    Coverage,
    Hole,
    coverage,
    first_order_day,
    holes,
    is_covered,
    overlapping,
    settings,
)
from dashboard.metrics.declare import Horizon, Metric
from dashboard.metrics.of_people import refuses_groups
from dashboard.warehouse import reader
from dashboard.warehouse.model_reasons import REASONS
from queries.calendar import year_before as year_before
from queries.people import Members, people_count_of, people_in_groups_of, people_of
from queries.slice import Period, Slice, Window

THIN = 30
"""Below so many people or answers a value is marked as thin."""
FEW = 5
"""Below so many a value is kept from viewers who may not see people."""

Group = dict[str, str | None]


@dataclass(frozen=True)
class Value:
    """One value of a metric, or the reason why there is none."""

    metric: Metric
    period: Period
    group: Group
    value: float | None
    low: float | None = None
    high: float | None = None
    n: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    is_complete: bool = True
    reason: str | None = None
    """Why there is no value, or why it is not complete."""
    missing: tuple[Hole, ...] = ()
    """Holes in the data that it rests on."""
    starts_history: bool = False
    """In the first year of orders, in which everybody looks new."""
    measurement: Measurement | None = field(default=None, repr=False, compare=False)

    @property
    def missing_words(self) -> str:
        """The holes in words, the first three by name."""
        named = [
            f"{h.feed} {h.region or 'everywhere'} {h.window.start} to {h.window.end - timedelta(days=1)}"
            for h in self.missing[:3]
        ]
        more = [f"{len(self.missing) - 3} more"] if len(self.missing) > 3 else []
        return "data missing: " + ", ".join([*named, *more]) if named else ""

    @property
    def note(self) -> str:
        """What a reader should know of this very value."""
        return self.measurement.note if self.measurement else ""

    @property
    def is_thin(self) -> bool:
        return self.n is not None and self.n < THIN

    def row(self) -> dict[str, Any]:
        """What the command line and exports print."""
        return {
            "period": self.period.start.isoformat(),
            "group": self.group,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "complete": self.is_complete,
            "reason": "; ".join(filter(None, self._remarks)) or None,
        }

    @property
    def _remarks(self) -> tuple[str | None, ...]:
        history = "history starts here" if self.starts_history else None
        return self.reason, self.missing_words, self.note, history


def checked(metric: Metric, slice: Slice) -> Slice:
    """The slice as the metric takes it, or `BadUse` that names what it can be sliced by."""
    for dimension in sorted(slice.dimensions - set(metric.sliced_by)):
        raise BadUse(
            said(
                "{label} cannot be sliced by '{dimension}'. It can be by {others}.",
                label=said(metric.label), dimension=dimension, others=", ".join(metric.sliced_by),
            )
        )  # fmt: skip
    if slice.people is not None and (why := refuses_groups(metric)):
        raise BadUse(why)
    missing = tuple(
        name
        for name in metric.always_by
        if name not in slice.by and len(slice.values(name) or ()) != 1 and not _pools(metric, slice)
    )
    return replace(slice, by=(*slice.by, *missing))


def _pools(metric: Metric, slice: Slice) -> bool:
    """Channels may be pooled by 'online', which says which of them belong together."""
    return metric.always_by == ("channel",) and slice.uses("online")


def series(metric: Metric, viewer: Viewer, slice: Slice) -> list[Value]:
    """One value for each period and group, in order; periods without any are there with their reason."""
    metric = metric.of(slice)
    covered = coverage(metric)
    asked = with_coverage(checked(metric, slice), covered)
    lacking = _lacking(metric, covered) or refusal(metric)
    if lacking:
        return [_without(metric, period, {}, lacking) for period in asked.periods]
    rows = [
        row for part in _parts(metric, asked) for row in reader.read(viewer, metric.question, part)
    ]
    context = _Context(
        metric, viewer, covered, first_order_day(), tuple(holes(metric, viewer, asked)), asked,
        _few(metric, viewer, asked),
    )  # fmt: skip
    return _in_order(context, rows)


def refusal(metric: Metric) -> str | None:
    """Why the model behind a metric cannot be made; None where it can or where there is none."""
    if metric.model is None:
        return None
    [row] = reader.read(EVERYONE, metric.model, EVER)
    return recalled(row["reason"], REASONS) if row["reason"] else None


def _parts(metric: Metric, slice: Slice) -> list[Slice]:
    """The slice as its whole periods, which roll-ups answer, and those that only rows can: the part periods at its
    ends, and for some metrics the one that the data end in."""
    periods = slice.periods
    if slice.grain is None:
        return [slice]
    rolled = [p for p in periods if p.is_whole and not _is_cut(metric, slice, p)]
    if not rolled or len(rolled) == len(periods):
        return [slice]
    middle = Window(rolled[0].window.start, rolled[-1].window.end)
    others = [period.window for period in periods if period not in rolled]
    return [slice.with_window(window) for window in sorted([middle, *others])]


def _is_cut(metric: Metric, slice: Slice, period: Period) -> bool:
    return metric.ends_with_the_data and period.window.end > slice.covered_day


def whole(metric: Metric, viewer: Viewer, slice: Slice) -> list[Value]:
    """One value for each group over the whole window."""
    return series(metric, viewer, replace(slice, grain=None))


def change(after: Value, before: Value) -> Change | None:
    """What changed from one value to another; None where either is missing. Judged only when both are complete and
    neither lies in the first year of orders, in which everybody looks new."""
    if after.measurement is None or before.measurement is None:
        return None
    complete = after.is_complete and before.is_complete
    sound = complete and not after.missing and not before.missing
    sound = sound and not after.starts_history and not before.starts_history
    return after.metric.certainty.change(after.measurement, before.measurement, sound)


def behind(metric: Metric, slice: Slice) -> tuple[Members, Slice]:
    """The rows of people that a value of one window is counted from, and the slice as they are asked for."""
    if metric.members is None:
        raise BadUse(said("{label} is not counted from people.", label=said(metric.label)))
    covered = coverage(metric.of(slice))
    asked = with_coverage(checked(metric, replace(slice, grain=None)), covered)
    return metric.members, replace(asked, by=())


def people(metric: Metric, viewer: Viewer, slice: Slice) -> tuple[dict[str, Any], ...]:
    """The people behind the value of one window, those who add most first."""
    reader.refuse_people(viewer)
    members, asked = behind(metric, slice)
    return reader.read(viewer, people_of(members), asked)


def people_count(metric: Metric, viewer: Viewer, slice: Slice) -> dict[str, Any]:
    """How many people there are behind a value, and what rows of nobody add to it."""
    members, asked = behind(metric, slice)
    [row] = reader.read(viewer, people_count_of(members), asked)
    return row


def statement(metric: Metric, viewer: Viewer, slice: Slice) -> reader.Statement:
    """The SQL behind a metric's values over a slice."""
    metric = metric.of(slice)
    asked = with_coverage(checked(metric, slice), coverage(metric))
    return reader.statement(metric.question, reader.narrow(viewer, asked))


def with_coverage(slice: Slice, covered: Coverage) -> Slice:
    """The slice with the calendar and reach of the version in use."""
    now = settings()
    return replace(
        slice,
        calendar=now.calendar,
        covered_until=covered.until or datetime(1970, 1, 1),
        covered_at=covered.at or datetime(1970, 1, 1),
        target_seconds=now.response_target_seconds,
        resolution_target_seconds=now.resolution_target_seconds,
    )


@dataclass(frozen=True)
class _Context:
    metric: Metric
    viewer: Viewer
    covered: Coverage
    first_order: date | None
    holes: tuple[Hole, ...]
    slice: Slice
    few: frozenset[tuple[Any, ...]] = frozenset()
    """Periods and groups of fewer than FEW people, where n counts something else."""


def _few(metric: Metric, viewer: Viewer, slice: Slice) -> frozenset[tuple[Any, ...]]:
    """Where a handful of people stands behind many orders or tickets; asked only for viewers who may not see people."""
    if viewer.may_see_people or metric.members is None:
        return frozenset()
    only = None if slice.grain else slice.window.start
    return frozenset(
        (only or row["period"], *(_said(row[name]) for name in slice.by))
        for row in reader.read(viewer, people_in_groups_of(metric.members), slice)
        if 0 < row["people"] < FEW and row["people"] + (row["nobodys"] or 0) < FEW
    )


def _in_order(context: _Context, rows: Iterable[dict[str, Any]]) -> list[Value]:
    names = context.slice.by
    only = None if context.slice.grain else context.slice.window.start
    found = {(only or row["period"], *(row[name] for name in names)): row for row in rows}
    groups = list(dict.fromkeys(key[1:] for key in found)) if names else [()]
    return [
        _value(context, period, dict(zip(names, map(_said, group), strict=True)),
               found.get((period.start, *group)))
        for group in sorted(groups, key=lambda g: tuple(map(str, g)))
        for period in context.slice.periods
    ]  # fmt: skip


def _said(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or None


def _value(context: _Context, period: Period, group: Group, row: dict[str, Any] | None) -> Value:
    metric, covered = context.metric, context.covered
    too_early = _before_history(metric, period, context.first_order)
    if too_early:
        return _without(metric, period, group, too_early)
    if covered.day is not None and period.window.start >= covered.day:
        return _without(metric, period, group, _why_incomplete(metric, period, covered) or "")
    measured = metric.certainty.measure(row, metric.scale) if row else None
    complete = period.is_whole and is_covered(metric, period, covered)
    if measured is None:
        nothing = said("{nothing} in this window", nothing=said(metric.nothing))
        reason = nothing if complete else _why_incomplete(metric, period, covered) or nothing
        known = row if row and context.viewer.may_see_people else {}
        return replace(
            _without(metric, period, group, reason),
            is_complete=complete,
            numerator=known.get("numerator") or None,
            denominator=known.get("denominator") or None,
        )
    of_few = measured.n < FEW or (period.start, *group.values()) in context.few
    if of_few and not context.viewer.may_see_people:
        return _without(metric, period, group, said("fewer than {few} people: not shown", few=FEW))
    start = context.first_order
    return Value(
        metric=metric,
        period=period,
        group=group,
        value=measured.value,
        low=measured.low,
        high=measured.high,
        n=measured.n,
        numerator=measured.numerator,
        denominator=measured.denominator,
        is_complete=complete,
        reason=None if complete else _why_incomplete(metric, period, covered),
        missing=tuple(_missing(metric, period, _of_group(context.holes, group))),
        starts_history=bool(
            metric.needs_year_of_history and start and period.window.start < start + timedelta(365)
        ),
        measurement=replace(measured, sums=row),
    )


def _missing(metric: Metric, period: Period, found: list[Hole]) -> list[Hole]:
    here = overlapping(period.window, found)
    if not metric.looks_at_year_before:
        return here
    start, end = year_before(period.window.start), year_before(period.window.end)
    then = Window(start, max(end, start + timedelta(days=1)))
    return [*overlapping(then, found), *here]


def _of_group(found: Iterable[Hole], group: Group) -> list[Hole]:
    region = group.get("region")
    return [hole for hole in found if region is None or hole.region == region]


def _before_history(metric: Metric, period: Period, first_order: date | None) -> str | None:
    if not metric.look_back_days or first_order is None:
        return None
    if period.window.start - timedelta(days=metric.look_back_days) < first_order:
        return said(
            "looks back {days} days, but orders start on {day}",
            days=metric.look_back_days, day=first_order,
        )  # fmt: skip
    return None


def _why_incomplete(metric: Metric, period: Period, covered: Coverage) -> str | None:
    if covered.day is None:
        return needs(metric.needed)
    if not period.is_whole and is_covered(metric, period, covered):
        return said("only {days} days of the period are asked for", days=period.window.days)
    if metric.horizon_days and period.window.end <= covered.day:
        edge = period.window.start if metric.horizon_from is Horizon.START else period.window.end
        return said(
            "complete once the data reach {day}", day=edge + timedelta(days=metric.horizon_days)
        )
    done = max(0, min(period.window.days, (covered.day - period.window.start).days))
    return said("{done} of {days} days", done=done, days=period.window.days)


def _lacking(metric: Metric, covered: Coverage) -> str | None:
    """What must be loaded or said before there can be any value."""
    if covered.missing_kinds:
        return needs(covered.missing_kinds)
    if metric.needs_setting and not getattr(settings(), metric.needs_setting):
        return said(
            "needs business hours: `milepost settings set {setting} '{example}'`",
            setting=metric.needs_setting, example=EXAMPLE,
        )  # fmt: skip
    return None


def needs(kinds: tuple[str, ...]) -> str:
    """What must be loaded before there is a value."""
    events = [kind for kind in kinds if kind not in NOT_EVENTS]
    if not events:
        return said("needs {tables}", tables=_both([NOT_EVENTS[kind] for kind in kinds]))
    named = _both(events)
    if len(events) == len(kinds):
        return said("needs events of the kind {kinds}", kinds=named)
    others = [NOT_EVENTS[kind] for kind in kinds if kind in NOT_EVENTS]
    return said("needs events of the kind {kinds} and {tables}", kinds=named, tables=_both(others))


NOT_EVENTS = {"spend": said("spend"), "cost": said("order lines with a cost")}


def _both(texts: Sequence[str]) -> str:
    """'visit and order'."""
    first, *others = texts
    for text in others:
        first = said("{first} and {second}", first=first, second=text)
    return first


def _without(metric: Metric, period: Period, group: Group, reason: str) -> Value:
    return Value(metric, period, group, None, reason=reason, is_complete=False)
