"""Columns of a file: how a text becomes a typed value, and what is said when it does not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import and_, case, func, literal, not_, null

from dashboard.ingest.local_time import REFUSE, is_skipped, utc
from dashboard.ingest.sql import Expression, TryCast, bound

TRUE = ("true", "t", "yes", "y", "1", "1.0")
FALSE = ("false", "f", "no", "n", "0", "0.0")

REASONS = {
    "text": "bad_value",
    "integer": "bad_number",
    "decimal": "bad_number",
    "number": "bad_number",
    "time": "bad_time",
    "date": "bad_time",
    "boolean": "bad_bool",
}
"""Reason code of a value that is not of its column's type."""

_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_CLOCK = r"([01]?\d|2[0-3]):\d{2}(:\d{2}(\.\d+)?)?"
_NAIVE = rf"{_DAY}([ T]{_CLOCK})?"
_OFFSET = rf"{_DAY}[ T]{_CLOCK} ?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?)"
_NO_OFFSET = r"\d:\d{2}(:\d{2}(\.\d+)?)? ?[+-](1[6-9]|[2-9]\d|\d{2}:?[6-9]\d)"
"""A clock with an offset that is nowhere in use, within a text of any form."""
_MIDNIGHT = rf"{_DAY}([ T]00:00(:00(\.0+)?)?)?"


@dataclass(frozen=True)
class Column:
    """One declared column of a file."""

    name: str
    kind: str = "text"
    headers: tuple[str, ...] = ()
    at: int | None = None
    chars: tuple[int, int] | None = None
    optional: bool = False
    empty: tuple[str, ...] = ()
    translate: Mapping[str, str | None] = field(default_factory=dict)
    otherwise: str = "refuse"
    formats: tuple[str, ...] = ()
    zone: str = "UTC"
    repeated_hour: str = REFUSE
    decimal_mark: str = "."
    thousands: str = ""
    true: tuple[str, ...] = TRUE
    false: tuple[str, ...] = FALSE


def trimmed(cell: Expression) -> Expression:
    """The text without spaces around it; NULL where nothing is left.

    Readers of text take off every other kind of blank already: there it costs a tenth.
    """
    return func.nullif(func.trim(cell), bound(""))


def cleaned(column: Column, cell: Expression) -> Expression:
    """The text as read; NULL where it means that there is no value."""
    gone = (*column.empty, *(text for text, value in column.translate.items() if value is None))
    text = trimmed(cell)
    return case((text.in_(gone), null()), else_=text) if gone else text


def typed(column: Column, text: Expression) -> Expression:
    """The value of a cleaned text; NULL where it is none of the column's type."""
    translated = _translated(column, text)
    match column.kind:
        case "integer":
            return _whole(_number(column, translated, "decimal(38,6)"))
        case "decimal":
            return _number(column, translated, "decimal(18,6)")
        case "number":
            value = _number(column, translated, "double")
            return case((func.isfinite(value), value))
        case "time":
            return instant(translated, column.formats, column.zone, column.repeated_hour)
        case "date":
            return _date(translated, column.formats)
        case "boolean":
            return _truth(column, translated)
        case _:
            return translated


def _translated(column: Column, text: Expression) -> Expression:
    pairs = [(old, new) for old, new in column.translate.items() if new is not None]
    if not pairs:
        return text
    other = text if column.otherwise == "keep" else null()
    return case(*((text == bound(old), bound(new)) for old, new in pairs), else_=other)


def is_faulty(column: Column, text: Expression, value: Expression) -> Expression:
    """Whether a text was there and no value came of it."""
    if column.translate and column.otherwise == "empty":
        known = [old for old, new in column.translate.items() if new is not None]
        return and_(text.in_(known), value.is_(None))
    return and_(text.is_not(None), value.is_(None))


def _number(column: Column, text: Expression, kind: str) -> Expression:
    is_number = func.regexp_full_match(text, bound(_number_pattern(column)))
    if column.thousands:
        text = func.replace(text, bound(column.thousands), bound(""))
    if column.decimal_mark != ".":
        text = func.replace(text, bound(column.decimal_mark), bound("."))
    return case((is_number, TryCast(text, kind)))


def _number_pattern(column: Column) -> str:
    """Numbers with the declared marks at their places, so that 49,90 never becomes 4990.

    An exponent must be negative: 1.23E+05 is what a spreadsheet leaves of 123456.
    """
    mark = re.escape(column.decimal_mark)
    whole = r"\d+"
    if column.thousands:
        gap = re.escape(column.thousands)
        whole = rf"(\d+|\d{{1,3}}({gap}\d{{2,3}})*{gap}\d{{3}})"
    return rf"[+-]?({whole}({mark}\d*)?|{mark}\d+)([eE]-\d{{1,3}})?"


def _whole(value: Expression) -> Expression:
    """A whole number written 17850 or 17850.0."""
    whole = TryCast(value, "bigint")
    return case((whole == value, whole))


def _truth(column: Column, text: Expression) -> Expression:
    lower = func.lower(text)
    return case(
        (lower.in_([word.lower() for word in column.true]), literal(True)),
        (lower.in_([word.lower() for word in column.false]), literal(False)),
    )


def instant(
    text: Expression, formats: tuple[str, ...], zone: str, repeated_hour: str = REFUSE
) -> Expression:
    """Naive UTC of a text; a time without an offset is local to the zone."""
    if formats:
        tried = (_by_format(text, pattern, zone, repeated_hour) for pattern in formats)
        return func.coalesce(*tried, null())
    local = TryCast(text, "timestamp")
    return case(
        (
            func.regexp_full_match(text, bound(_NAIVE)),
            utc(local, zone, repeated_hour, func.length(text) <= _LONGEST_DAY),
        ),
        (func.regexp_full_match(text, bound(_OFFSET)), _naive(_with_offset(text))),
    )


_LONGEST_DAY = len("2026-01-31")


def _with_offset(text: Expression) -> Expression:
    """An instant whose offset stands apart or has no colon (` +0200`): DuckDB reads +02:00 alone."""
    joined = func.regexp_replace(text, bound(r" (Z|[+-][\d:]+)$"), bound(r"\1"))
    whole = func.regexp_replace(joined, bound(r"([+-]\d{2})(\d{2})$"), bound(r"\1:\2"))
    return TryCast(whole, "timestamptz")


def time_fault(text: Expression, formats: tuple[str, ...], zone: str) -> Expression:
    """Why a text gave no instant: its local hour was skipped or repeated, or it is no time at all."""
    if zone == "UTC":
        return bound("bad_time")
    local = _local(text, formats)
    return case(
        (local.is_(None), bound("bad_time")),
        (is_skipped(local, zone), bound("skipped_hour")),
        else_=bound("repeated_hour"),
    )


def _local(text: Expression, formats: tuple[str, ...]) -> Expression:
    """The local time that a text says; NULL where it says none, or says its offset too."""
    if formats:
        plain = [pattern for pattern in formats if pattern not in EPOCHS and "%z" not in pattern]
        return func.coalesce(*(func.try_strptime(text, bound(form)) for form in plain), null())
    return case((func.regexp_full_match(text, bound(_NAIVE)), TryCast(text, "timestamp")))


def _by_format(text: Expression, pattern: str, zone: str, repeated_hour: str) -> Expression:
    if pattern in EPOCHS:
        microseconds, digits = EPOCHS[pattern]
        is_count = func.regexp_full_match(text, bound(rf"-?\d{{1,{digits}}}"))
        ticks = TryCast(case((is_count, text)), "bigint") * bound(microseconds)
        return func.make_timestamp(ticks)
    value = func.try_strptime(text, bound(pattern))
    if "%z" in pattern:
        is_impossible = func.regexp_matches(text, bound(_NO_OFFSET))
        return case((not_(is_impossible), _naive(value)))
    return utc(value, zone, repeated_hour, bound(not _CLOCK_FORMAT.search(pattern)))


_CLOCK_FORMAT = re.compile("%-?[HIpMSfgncTXs]")


EPOCHS = {
    "epoch_seconds": (1_000_000, 12),
    "epoch_milliseconds": (1_000, 15),
    "epoch_microseconds": (1, 18),
}
"""Formats that count from 1970: the microseconds of one tick, and the digits that fit an instant."""


def _naive(instant_: Expression) -> Expression:
    return func.timezone(bound("UTC"), instant_)


def _date(text: Expression, formats: tuple[str, ...]) -> Expression:
    if formats:
        tried = (func.try_strptime(text, bound(pattern)) for pattern in formats)
        return TryCast(func.coalesce(*tried, null()), "date")
    is_day = func.regexp_full_match(text, bound(_MIDNIGHT))
    return case((is_day, TryCast(TryCast(text, "timestamp"), "date")))
