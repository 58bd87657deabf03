"""Values that come with a type, written as the text that their column's declaration reads back.

A column that declares how its texts are written (`formats`, `decimal_mark`, `true`) still takes a
value that is a date, a number or a truth by itself: it is written the declared way.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dashboard.ingest.columns import EPOCHS, FALSE, TRUE, Column

Writer = Callable[[Any], str | None]

_NUMERIC = ("integer", "decimal", "number")
_WHOLE_BELOW = 1e15  # every whole number below it has one double, and 15 digits


def plainly(value: Any) -> str | None:
    """The text of a value where nothing else is declared; None for no value."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            is_whole = value.is_integer() and abs(value) < _WHOLE_BELOW
            return str(int(value)) if is_whole else repr(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value).isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _clock(value)
        case bytes() | bytearray() | memoryview():
            return f"({len(value):,} bytes)"
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)


def _clock(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}"


def writer(column: Column | None) -> Writer:
    """How values of a declared column are written; `None` stands for one that is not declared."""
    if column is None:
        return plainly
    if column.kind in _NUMERIC and column.decimal_mark != ".":
        return _with_mark(column.decimal_mark)
    if column.kind in ("time", "date") and column.formats:
        return _in_format(column.formats)
    if column.kind == "boolean" and (column.true, column.false) != (TRUE, FALSE):
        return _in_words(column)
    return plainly


def _with_mark(mark: str) -> Writer:
    def write(value: Any) -> str | None:
        text = plainly(value)
        is_number = isinstance(value, int | float | Decimal) and text is not None
        return text.replace(".", mark) if is_number and text else text

    return write


def _in_format(formats: tuple[str, ...]) -> Writer:
    """In the first format that loses nothing; else plainly, and the row waits in quarantine."""

    def write(value: Any) -> str | None:
        if isinstance(value, date):
            for pattern in formats:
                text = _formatted(value, pattern)
                if text:
                    return text
        return plainly(value)

    return write


def _formatted(value: date, pattern: str) -> str | None:
    if pattern in EPOCHS:
        return None
    whole = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    text = whole.strftime(pattern)
    try:
        return text if datetime.strptime(text, pattern.replace("%-", "%")) == whole else None
    except (ValueError, TypeError):
        return None


def _in_words(column: Column) -> Writer:
    def write(value: Any) -> str | None:
        if not isinstance(value, bool):
            return plainly(value)
        known = column.true if value else column.false
        text = "true" if value else "false"
        return text if text in [word.lower() for word in known] else known[0]

    return write
