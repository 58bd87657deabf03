"""A document to take along: what it is of, then sections of sentences, charts and tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from dashboard import language
from dashboard.language import _


class Look(Enum):
    """What a line is, and so how it is drawn."""

    MAIN = "main"
    OTHER = "other"
    """Beside the main one."""
    CONTEXT = "context"
    """For comparison: a year before, a usual level."""
    TARGET = "target"
    POINTS = "points"
    """Single marks that no line joins."""


class Kind(Enum):
    LINES = "lines"
    """Along days; `where` are dates."""
    CURVES = "curves"
    """Along a number; `where` are numbers."""
    BARS = "bars"
    """One bar per place, from the top."""
    STACKED = "stacked"
    """Columns; what stands in one place is piled up."""


Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Line:
    """A value, or none, for each place of the chart."""

    name: str
    values: Values
    look: Look = Look.MAIN
    low: Values = ()
    high: Values = ()
    """The interval around each value, of bars."""


@dataclass(frozen=True)
class Band:
    """An area between two limits: an interval, a usual range."""

    name: str
    low: Values
    high: Values


@dataclass(frozen=True)
class Axis:
    """How values are written: a number format of spreadsheets, and round values with their words."""

    format: str = "#,##0.##"
    ticks: tuple[tuple[float, str], ...] = ()
    title: str = ""
    factor: float = 1.0
    """By which a value is multiplied where only numbers can be written: seconds become minutes."""


@dataclass(frozen=True)
class Chart:
    """Lines over places that they share."""

    kind: Kind
    places: tuple[str, ...]
    """Each place in words."""
    lines: tuple[Line, ...]
    bands: tuple[Band, ...] = ()
    where: tuple[date | float, ...] = ()
    """Where each place lies on the axis; of bars nothing."""
    axis: Axis = Axis()
    across: str = ""
    """What the places count, where it is a number: 'days'."""
    alt: str = ""
    """What the picture shows, for who cannot see it."""


@dataclass(frozen=True)
class Table:
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...] = ()
    """Which columns are numbers and stand at the right."""


@dataclass(frozen=True)
class Section:
    heading: str
    about: str = ""
    """Unit, period and n."""
    sentences: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    small: tuple[str, ...] = ()
    """Definition, period, filters, notes: beneath."""
    level: int = 2
    """1 begins a part of the document."""


@dataclass(frozen=True)
class Document:
    title: str
    below: str = ""
    said: tuple[str, ...] = ()
    """How far the data reach, filters, versions."""
    sections: tuple[Section, ...] = ()
    language: str = "en"
    name: str = "milepost"
    """Names its files."""


def table_of(rows: Iterable[Mapping[str, Any]]) -> Table | None:
    """Rows in words as a table; None where there are none."""
    found = [dict(row) for row in rows]
    heads = tuple(dict.fromkeys(name for row in found for name in row))
    if not heads:
        return None
    cells = tuple(tuple(cell(row.get(head)) for head in heads) for row in found)
    numeric = tuple(
        _is_numeric([row.get(head) for row in found], n, cells) for n, head in enumerate(heads)
    )
    return Table(tuple(map(str, heads)), cells, numeric)


def cell(value: Any) -> str:
    """A value as a table writes it in the reader's language."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int():
            return language.number(value)
        case float():
            return language.number(value, 0 if value == int(value) else 2)
        case datetime():
            return f"{language.day(value.date())}, {value:%H:%M}"
        case date():
            return language.day(value)
        case list() | tuple():
            return ", ".join(map(cell, value))
        case _:
            return str(value)


def _is_numeric(values: Sequence[Any], column: int, cells: Sequence[Sequence[str]]) -> bool:
    """Numbers, or words that begin with a digit, a sign or a currency in most rows."""
    if column == 0:
        return False
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values if v is not None):
        return any(v is not None for v in values)
    told = [row[column] for row in cells if row[column] not in ("", "–")]
    numbers = [text for text in told if _begins_as_number(text)]
    return bool(told) and len(numbers) == len(told)


def _begins_as_number(text: str) -> bool:
    stripped = text.lstrip("+−-<>≈ €$£¥₽")
    is_day = re.search(r"\d \D+ \d{4}\b|^\D+ \d{4}$", text)
    return stripped[:1].isdigit() and len(text) <= 24 and not is_day
