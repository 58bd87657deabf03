"""What kind of values a column holds, and how they are written: by what its texts prove."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dashboard.ingest.columns import EPOCHS

_DAY = r"(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})"
_CLOCK = r"(?P<gap>[ T]| - |, )(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2})?(?P<half> ?[AaPp][Mm])?"
_SHAPE = re.compile(rf"{_DAY}(?:{_CLOCK})?")
_YEAR_FIRST = re.compile(
    r"\d{4}(?P<mark>[./])\d{1,2}(?P=mark)\d{1,2}(?:(?P<gap>[ T])\d{1,2}:\d{2}(?P<second>:\d{2})?)?"
)
_ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?(Z|[+-]\d{2}(:?\d{2})?))?)?"
)
_NUMBER = re.compile(r"[+-]?\d[\d.,' \u00a0\u202f]*(?:[eE][+-]?\d{1,3})?|[+-]?[.,]\d+")
_BLANKS = (" ", "\u00a0", "\u202f", "'")
_TRUTHS = (
    (("true",), ("false",)), (("yes",), ("no",)), (("y",), ("n",)), (("t",), ("f",)),
    (("ja",), ("nein",)), (("j",), ("n",)), (("да",), ("нет",)),
)  # fmt: skip
_LARGEST_DECIMAL = 12
_MOST_PROBES = 5_000
NEARLY_ALL = 0.98


@dataclass(frozen=True)
class Guess:
    """A column's type as the mapping says it, and what somebody should look at."""

    kind: str = "text"
    formats: tuple[str, ...] = ()
    decimal_mark: str = "."
    thousands: str = ""
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    check: str = ""
    empty: tuple[str, ...] = ()
    """Texts that seem to mean that there is no value."""
    has_negative: bool = False
    may_be_either: bool = field(default=False, compare=False)
    """Whether a single comma or point could part thousands or decimals."""


MISSING = frozenset(
    ("?", "-", "--", "n/a", "N/A", "#N/A", "NA", "NULL", "null", "None", "NaN", "nan", "\\N")
)
"""Texts with which exports say that there is no value."""


def guessed(texts: Sequence[str], is_named_time: bool) -> Guess:
    """The type of a column; numbers that count from 1970 only under a header that speaks of time."""
    values = list(dict.fromkeys(text for text in texts if text))[:_MOST_PROBES]
    if not values:
        return Guess(check="empty in every row that was read")
    for rule in (_truth, _iso_time, _written_time, _number):
        found = rule(values)
        if found:
            break
    else:
        return Guess()
    if found.kind == "integer" and is_named_time:
        return _counted_time(values) or found
    return found


def _truth(values: Sequence[str]) -> Guess | None:
    lower = {value.lower() for value in values}
    for true, false in _TRUTHS:
        if lower <= {*true, *false}:
            return Guess("boolean", true=true, false=false)
    return None


def _missed(values: Sequence[str], count: int, what: str) -> str:
    return (
        f"{len(values) - count} of {len(values)} values are no {what}"
        if count < len(values)
        else ""
    )


def _iso_time(values: Sequence[str]) -> Guess | None:
    fitting = [value for value in values if _ISO.fullmatch(value)]
    if len(fitting) < NEARLY_ALL * len(values):
        return None
    return Guess("time", check=_missed(values, len(fitting), "dates"))


def _written_time(values: Sequence[str]) -> Guess | None:
    shapes = [match for value in values if (match := _SHAPE.fullmatch(value))]
    if len(shapes) >= NEARLY_ALL * len(values):
        return _day_and_month(values, shapes)
    year_first = [match for value in values if (match := _YEAR_FIRST.fullmatch(value))]
    if len(year_first) >= NEARLY_ALL * len(values):
        formats = tuple(dict.fromkeys(map(_year_first_format, year_first)))
        return Guess("time", formats, check=_missed(values, len(year_first), "dates"))
    return None


def _day_and_month(values: Sequence[str], shapes: Sequence[re.Match[str]]) -> Guess:
    """Day first where points part them, or where a value proves it; never by custom alone."""
    day_first = any(int(shape["a"]) > 12 for shape in shapes)
    month_first = any(int(shape["b"]) > 12 for shape in shapes)
    if not month_first and all(shape["mark"] == "." for shape in shapes):
        day_first = True
    if day_first == month_first:
        example = shapes[0][0]
        both = " or ".join(str(list(_formats(shapes, order)))[1:-1] for order in ("dm", "md"))
        why = "some rows have the day first, some the month" if day_first else "no row tells"
        return Guess(
            "time", check=f"{example}: is the day or the month first? {why}. Say formats: [{both}]"
        )
    formats = tuple(_formats(shapes, "dm" if day_first else "md"))
    sound = [value for value in values if any(_reads(value, pattern) for pattern in formats)]
    return Guess("time", formats, check=_missed(values, len(sound), "dates"))


def _formats(shapes: Iterable[re.Match[str]], order: str) -> Iterable[str]:
    return dict.fromkeys(_format(shape, order) for shape in shapes)


def _format(shape: re.Match[str], order: str) -> str:
    first, second = (f"%{letter}" for letter in order)
    year = "%Y" if len(shape["year"]) == 4 else "%y"
    day = f"{first}{shape['mark']}{second}{shape['mark']}{year}"
    if shape["hour"] is None:
        return day
    half = shape["half"] or ""
    clock = ("%I:%M" if half else "%H:%M") + (":%S" if shape["second"] else "")
    return f"{day}{shape['gap']}{clock}" + (" %p" if half.startswith(" ") else "%p" if half else "")


def _year_first_format(shape: re.Match[str]) -> str:
    day = f"%Y{shape['mark']}%m{shape['mark']}%d"
    if shape["gap"] is None:
        return day
    return f"{day}{shape['gap']}%H:%M" + (":%S" if shape["second"] else "")


def _reads(value: str, pattern: str) -> bool:
    try:
        datetime.strptime(value, pattern)
    except ValueError:
        return False
    return True


def _counted_time(values: Sequence[str]) -> Guess | None:
    for pattern, (microseconds, _) in EPOCHS.items():
        digits = 17 - len(str(microseconds))  # of an instant after 2001
        if all(len(value) == digits and value.isdigit() and value[0] in "12" for value in values):
            return Guess("time", (pattern,))
    if all(len(value) == 8 and _reads(value, "%Y%m%d") for value in values):
        return Guess("time", ("%Y%m%d",))
    return None


def _number(values: Sequence[str]) -> Guess | None:
    fitting = [value for value in values if _NUMBER.fullmatch(value)]
    if len(fitting) < NEARLY_ALL * len(values):
        return None
    if any(re.fullmatch(r"[+-]?0\d+", value) for value in fitting):
        return Guess()  # 007 is a name, not a number
    marks = _marks(fitting)
    if marks is None:
        return None
    plain = [_plain(value, marks) for value in fitting]
    kind = _number_kind(plain)
    missed = _missed(values, len(fitting), "numbers")
    return replace(
        marks,
        kind=kind,
        check=missed or marks.check,
        has_negative=any(value.startswith("-") for value in plain),
    )


def _marks(values: Sequence[str]) -> Guess | None:
    """Which mark parts decimals and which thousands; None where the values contradict each other."""
    blank = next((mark for mark in _BLANKS if any(mark in value for value in values)), "")
    points = [value for value in values if "." in value]
    commas = [value for value in values if "," in value]
    decimal = _proven(values, ".", ",") | _proven(values, ",", ".")
    if len(decimal) > 1:
        return None
    mark = next(iter(decimal), "")
    if mark:
        other = "," if mark == "." else "."
        parted = other if any(other in value for value in values) else blank
        return Guess(decimal_mark=mark, thousands=parted)
    if commas or points:
        example = (commas or points)[0]
        return Guess(
            thousands=blank,
            may_be_either=True,
            check=f"is {example} a number with decimals, or above a thousand? Say decimal_mark or thousands",
        )
    return Guess(thousands=blank)


def _proven(values: Sequence[str], mark: str, other: str) -> set[str]:
    """The decimal mark, as far as values with this mark prove it."""
    proven = set()
    for value in values:
        if mark not in value:
            continue
        after = value.rpartition(mark)[2]
        if value.count(mark) > 1:
            proven.add(other)  # only thousands are parted twice
        elif other in value:
            proven.add(mark if value.rindex(mark) > value.rindex(other) else other)
        elif not re.fullmatch(r"\d{3}", after) or re.match(r"[+-]?(0|\d{4,})\D", value):
            proven.add(mark)
    return proven


def settled(guess: Guess, decimal_mark: str) -> Guess:
    """A column that could be read two ways, in a file whose other columns prove the decimal mark."""
    other = "," if decimal_mark == "." else "."
    return replace(
        guess,
        decimal_mark=decimal_mark,
        thousands=guess.thousands or other,
        check=f"read with '{decimal_mark}' before decimals, as in the other columns",
        may_be_either=False,
        kind="decimal",
    )


def _plain(value: str, marks: Guess) -> str:
    if marks.thousands:
        value = value.replace(marks.thousands, "")
    return value.replace(marks.decimal_mark, ".")


def _number_kind(plain: Sequence[str]) -> str:
    if all(re.fullmatch(r"[+-]?\d+(\.0+)?", value) for value in plain):
        longest = max(len(value.partition(".")[0].lstrip("+-")) for value in plain)
        return "integer" if longest <= 18 else "text"
    is_decimal = all(
        "e" not in value.lower()
        and len(value.partition(".")[2]) <= 6
        and len(value.partition(".")[0].lstrip("+-")) <= _LARGEST_DECIMAL
        for value in plain
    )
    return "decimal" if is_decimal else "number"
