"""A file of hand-kept values: day, group, value. Every row is told apart, and one bad row keeps all of them out."""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.errors import BadData
from dashboard.language import Said, said
from dashboard.records.measures import LONGEST_GROUP, Row

DAY, GROUP, VALUE = COLUMNS = ("day", "group", "value")
DELIMITERS = ",;\t"
MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
FIRST_YEAR = 1900
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
THOUSANDS = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")


@dataclass(frozen=True)
class Bad:
    """One row that cannot be kept: its line in the file, and why."""

    line: int
    reason: Said


@dataclass(frozen=True)
class Read:
    """A file: rows to keep, bad ones, and lines without anything; together all lines below the head."""

    rows: tuple[Row, ...] = ()
    bad: tuple[Bad, ...] = ()
    blank: int = 0
    lines: int = 0
    names: tuple[str, ...] = field(default=COLUMNS)
    """The columns that the file has."""


@dataclass(frozen=True)
class Preview:
    """What keeping the rows would do to what is there."""

    new: int
    replaced: tuple[tuple[Row, float], ...]
    """Rows that replace another value, with that value."""
    same: int


def preview(rows: Iterable[Row], there: Iterable[Row]) -> Preview:
    """Each row is new, replaces another value of its day and group, or says the same again."""
    known = {(day, group): value for day, group, value in there}
    given = list(rows)
    old = [(row, known[row[:2]]) for row in given if row[:2] in known]
    replaced = tuple((row, before) for row, before in old if before != row[2])
    return Preview(len(given) - len(old), replaced, len(old) - len(replaced))


def read(data: bytes, latest: date) -> Read:
    """A CSV file with the columns day, group (may be left out) and value. Days after `latest` are refused.

    `BadData` where it is no such file at all.
    """
    text = _text(data)
    delimiter = _delimiter(text)
    lines = _records(text, delimiter)
    head = next(lines, None)
    names = _head(head[1] if head else [])
    rows: list[Row] = []
    bad: list[Bad] = []
    blank = count = 0
    seen: dict[tuple[date, str], int] = {}
    for line, cells in lines:
        count += 1
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        told = _row(cells, names, delimiter, latest)
        if isinstance(told, Said):
            bad.append(Bad(line, told))
        elif told[:2] in seen:
            bad.append(Bad(line, said("the same day and group as in line {line}", line=seen[told[:2]])))  # fmt: skip
        else:
            seen[told[:2]] = line
            rows.append(told)
    if count - blank > MOST_ROWS:
        raise BadData(
            said(
                "The file has {rows} rows. At most {most} are taken at once: split it.",
                rows=count - blank, most=MOST_ROWS,
            )
        )  # fmt: skip
    return Read(tuple(rows), tuple(bad), blank, count, tuple(n for n in names if n))


def template(groups: Sequence[str], days: Sequence[date]) -> bytes:
    """An empty file to be filled in: one row for each day and group."""
    rows = [(day.isoformat(), group, "") for day in days for group in groups or ("",)]
    return written(rows)


def written(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """Rows under their head, as `read` takes them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadData(said("The file is larger than {mb} MB. Split it.", mb=MOST_BYTES // 10**6))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(
            said("The file is not written in UTF-8. Save it as 'CSV UTF-8' and try again.")
        ) from error


def _delimiter(text: str) -> str:
    """What stands between the names of the head."""
    head = next((line for line in text.splitlines() if _is_head(line)), "")
    return max(DELIMITERS, key=head.count)


def _is_head(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells; comments above the head are left out, as our own files have them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    is_begun = False
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadData(
                said("Line {line} cannot be read: a quotation mark is not closed, or stands in the middle.", line=line)
            ) from error  # fmt: skip
        if is_begun or _is_head(delimiter.join(cells)):
            is_begun = True
            yield line, cells


def _head(cells: Sequence[str]) -> list[str]:
    """The columns in the file's order; `BadData` where one is missing, unknown or there twice."""
    names = [cell.strip().lower() for cell in cells]
    for wanted in (DAY, VALUE):
        if wanted not in names:
            raise BadData(
                said(
                    "The file has no column '{column}'. Its first line names the columns: day, group, value. "
                    "Download the template to begin with.",
                    column=wanted,
                )
            )
    for name in names:
        if name and name not in COLUMNS:
            raise BadData(
                said(
                    "The file has a column '{column}'. There are day, group and value; take it out.",
                    column=name,
                )
            )
        if name and names.count(name) > 1:
            raise BadData(said("The file has the column '{column}' twice.", column=name))
    return names


def _row(cells: Sequence[str], names: Sequence[str], delimiter: str, latest: date) -> Row | Said:
    """Day, group and value; or why it is none."""
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        return said(
            "{found} cells, but the first line names {wanted} columns", found=len(cells), wanted=len(names)
        )  # fmt: skip
    told = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    day = _day(told.get(DAY, ""), latest)
    group = " ".join(told.get(GROUP, "").split())
    number = _number(told.get(VALUE, ""), delimiter)
    if isinstance(day, Said):
        return day
    if isinstance(number, Said):
        return number
    if len(group) > LONGEST_GROUP:
        return said(
            "the group has {length} letters; at most {most}", length=len(group), most=LONGEST_GROUP
        )
    return day, group, number


def _day(text: str, latest: date) -> date | Said:
    if not text:
        return said("day is empty")
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        day = None
    if day is None:
        return said("day is '{text}', which is not a date. Dates are written 2026-01-31", text=text)
    if day.year < FIRST_YEAR:
        return said("day is {text}. Years go from {first} on", text=text, first=FIRST_YEAR)
    if day > latest:
        return said("day is {text}, which is still to come", text=text)
    return day


def _number(text: str, delimiter: str) -> float | Said:
    """'1234.5', '1 234.5'; a comma as the decimal mark where it does not stand between the columns."""
    plain = text
    if THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[ \u00a0\u202f]", "", plain)
    if delimiter != "," and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not text:
        return said("value is empty")
    number = float(plain) if NUMBER.fullmatch(plain) else math.nan
    if not math.isfinite(number):
        return said("value is '{text}', which is not a number. Numbers are written 1234.5", text=text)  # fmt: skip
    return number
