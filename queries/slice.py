"""What is asked for: a window of days, its periods, groups and filters. Opens nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Table,
    and_,
    bindparam,
    column,
    literal,
    literal_column,
    or_,
    values,
)
from sqlalchemy.sql.selectable import FromClause

from queries.attribution import Attribution
from queries.calendar import Calendar, Grain
from queries.kept_people import People
from queries.marts import origin, who

PERSON_DIMENSIONS = ("region", "segment", "identified")
FIRST_DIMENSIONS = ("first_source", "first_channel", "first_category")
SHOP_DIMENSIONS = ("channel", "source", "campaign", "device")
USUAL_DAYS = 90
"""Silence and horizon as the catalogue has them; roll-ups are kept for these."""
ALL_OF_IT: ColumnElement[date] = literal_column("date '1970-01-01'", Date)
"""The period of a window that is asked for as one. A constant: DuckDB groups by no parameter."""

Columns = Mapping[str, ColumnElement[Any]]

WHO: Columns = {name: who.c[name] for name in PERSON_DIMENSIONS}
ORIGIN: Columns = {name: origin.c[name] for name in FIRST_DIMENSIONS}


@dataclass(frozen=True, order=True)
class Window:
    """A half-open span of local days, `[start, end)`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(
                f"The window from {self.start} to {self.end} holds no day. "
                "The second date is the first day not included, so it lies after the first."
            )

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True)
class Period:
    """One calendar period, or the part of it that the window holds."""

    start: date
    """First day of the calendar period; names it even where the window begins later."""
    window: Window
    is_whole: bool


@dataclass(frozen=True)
class Slice:
    """A question's window, grain, groups and filters.

    `where` holds pairs of a dimension and the values kept; '' is the value that is not known.
    `covered_until` is the instant up to which the metric's data reach, as local wall clock; `covered_at` is
    the same in UTC.
    """

    window: Window
    grain: Grain | None = None
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    covered_until: datetime = datetime(4999, 1, 1)
    covered_at: datetime = datetime(4999, 1, 1)
    target_seconds: int = 3600
    resolution_target_seconds: int = 86400
    silence_days: int = USUAL_DAYS
    """How far back 'lately' reaches, and how long a silence counts as leaving."""
    horizon_days: int = USUAL_DAYS
    """How long people have to come back."""
    attribution: Attribution = Attribution.FIRST_ORDER
    """What a new customer is put down to."""
    people: People | None = None
    """Only what these people did, as if there were nobody else; None: everybody."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the window touches, in order; one, the window, where there is no grain."""
        if self.grain is None:
            return (Period(self.window.start, self.window, True),)
        found = []
        start = self.calendar.start(self.window.start, self.grain)
        while start < self.window.end:
            end = self.calendar.end(start, self.grain)
            part = Window(max(start, self.window.start), min(end, self.window.end))
            found.append(Period(start, part, part == Window(start, end)))
            start = end
        return tuple(found)

    @property
    def covered_day(self) -> date:
        """The first day that is not wholly covered."""
        return self.covered_until.date()

    def values(self, dimension: str) -> tuple[str, ...] | None:
        """The values of a dimension that are kept; None where it is not filtered."""
        return dict(self.where).get(dimension)

    def filtered(self, dimension: str, kept: Sequence[str]) -> "Slice":
        """This slice with a dimension narrowed to `kept` (and to what it was narrowed to already)."""
        before = self.values(dimension)
        both = tuple(sorted(set(kept) if before is None else set(kept) & set(before)))
        others = tuple(pair for pair in self.where if pair[0] != dimension)
        return replace(self, where=tuple(sorted((*others, (dimension, both)))))

    def with_window(self, window: Window) -> "Slice":
        return replace(self, window=window)

    def grouped(self, *dimensions: str) -> "Slice":
        return replace(self, by=dimensions)

    @property
    def dimensions(self) -> frozenset[str]:
        """Every dimension that groups or filters."""
        return frozenset(self.by) | {name for name, _ in self.where}

    def uses(self, *dimensions: str) -> bool:
        return not self.dimensions.isdisjoint(dimensions)

    def uses_only(self, *dimensions: str) -> bool:
        return self.dimensions <= set(dimensions)

    @property
    def stored_grain(self) -> Grain | None:
        """The grain whose roll-ups answer this slice: all its periods are whole ones of that grain.

        None where it holds only some people: roll-ups know no single ones.
        """
        if self.grain is Grain.DAY or self.people is not None:
            return None
        if self.grain is not None:
            return self.grain if all(period.is_whole for period in self.periods) else None
        for grain in (Grain.MONTH, Grain.WEEK, Grain.QUARTER, Grain.YEAR):
            start = self.calendar.start(self.window.start, grain)
            if self.window == Window(start, self.calendar.end(start, grain)):
                return grain
        return None

    # The pieces of SQL that every question needs.

    def inside(self, day: ColumnElement[date]) -> ColumnElement[bool]:
        """The day lies in the window."""
        return and_(day >= self.window.start, day < self.window.end)

    def period_of(self, day: ColumnElement[date]) -> ColumnElement[date]:
        """First day of the period that a day of the window lies in; without a grain, ALL_OF_IT."""
        if self.grain is None:
            return ALL_OF_IT
        return self.calendar.start_of(day, self.grain)

    def again(self, day: ColumnElement[date], next_day: ColumnElement[date]) -> ColumnElement[bool]:
        """The next day lies in the same period of the window as this one."""
        inside = next_day < self.window.end
        if self.grain is None:
            return inside
        return and_(inside, self.period_of(next_day) == self.period_of(day))

    def spans(self) -> FromClause:
        """The periods as a table: period (its name), start, stop (first day not included)."""
        name = (lambda p: p.start) if self.grain else (lambda p: date(1970, 1, 1))
        rows = [(name(p), p.window.start, p.window.end) for p in self.periods]
        return values(
            column("period", Date), column("start", Date), column("stop", Date), name="span"
        ).data(rows)

    def keys(self, columns: Columns) -> list[ColumnElement[Any]]:
        """The groups asked for, as far as `columns` knows them, each labelled with its dimension."""
        return [columns[name].label(name) for name in self.by if name in columns]

    def kept(self, columns: Columns) -> list[ColumnElement[bool]]:
        """The filters asked for, as far as `columns` knows them."""
        return [
            _is_one_of(columns[name], name, wanted)
            for name, wanted in self.where
            if name in columns
        ]


def _is_one_of(
    value: ColumnElement[Any], dimension: str, wanted: tuple[str, ...]
) -> ColumnElement[bool]:
    if dimension in ("identified", "online"):
        truths = [value == (text.lower() in ("true", "yes", "1")) for text in wanted]
        return or_(literal(False), *truths)
    return value.in_(bindparam(None, list(wanted), expanding=True))


def joined_to_people(source: FromClause, table: Table | FromClause, slice: Slice) -> FromClause:
    """`source` with region, segment and first … of the person, where the slice asks for them.

    `table` is the part of `source` that carries `who` and `origin`.
    """
    if slice.uses(*PERSON_DIMENSIONS):
        source = source.join(who, table.c.who == who.c.who)
    if slice.uses(*FIRST_DIMENSIONS):
        source = source.join(origin, table.c.origin == origin.c.origin)
    return source
