"""CSV as records. A quote that cannot close costs its own line only: reading resumes on the next.

A quoted cell that closes may go over several lines and is one row. Where it closes with whole rows
inside, two rows may as well have lost a quote each: every line of it waits, and none is believed.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.csv as csv_of_arrow

from dashboard.errors import Refused
from dashboard.ingest.records import (
    Faulty,
    Records,
    batch,
    batch_of_columns,
    batch_rows,
    faulty_batch,
    names,
)
from dashboard.ingest.text import Lines, is_plain, is_readable, unreadable

_LONGEST_QUOTED = 16 << 20
"""Characters within which a quote must close; far more than a field may have, lest a long text be taken apart."""


@dataclass(frozen=True)
class Layout:
    """How a delimited file is written."""

    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    width: int = 0
    """Number of columns of a file without header."""


def delimited(stream: TextIO, label: str, layout: Layout) -> Records:
    """The header and rows of a delimited file."""
    csv.field_size_limit(_LONGEST_QUOTED)
    lines = Lines(iter(stream))
    header = _header(lines, label, layout) if layout.header else ()
    width = len(header) or layout.width
    if not layout.header:
        _check_width(lines, label, layout)
    return Records(header, _batches(lines, width, layout))


def _reader(lines: Any, layout: Layout) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=layout.delimiter, quotechar=layout.quote, strict=True)


def _header(lines: Lines, label: str, layout: Layout) -> tuple[str, ...]:
    lines.begin()
    try:
        cells = next(_reader(lines, layout), [])
    except csv.Error:
        cells = []
    if not any(cell.strip() for cell in cells):
        raise Refused(
            "no_header",
            f"{label}, line 1: there is no header. Write the column names into the first line, "
            "or say header: none in the mapping.",
        )
    broken = unreadable(1, "".join(lines.taken))
    if broken:
        raise Refused(
            "bad_header",
            f"{label}, line 1: the header holds characters that are no text. Save the file as UTF-8.",
        )
    return tuple(cell.strip() for cell in cells)


def _check_width(lines: Lines, label: str, layout: Layout) -> None:
    first = lines.several(1)
    lines.put_back(first)
    try:
        cells = next(_reader(first, layout), [])
    except csv.Error:
        return
    if cells and len(cells) != layout.width:
        raise Refused(
            "wrong_delimiter",
            f"{label}, line 1: {len(cells)} columns where the mapping declares {layout.width}. "
            f"Check the delimiter '{layout.delimiter}' and the columns of the mapping.",
        )


def _batches(lines: Lines, width: int, layout: Layout) -> Iterator[pa.RecordBatch]:
    while True:
        first = lines.number
        chunk = lines.several(batch_rows())
        if not chunk:
            return
        columns = _plain(chunk, width, layout)
        rows = None if columns else _one_per_line(chunk, layout)
        if columns:
            yield batch_of_columns(range(first, first + len(chunk)), columns)
        elif rows is not None:
            yield from _split(range(first, first + len(rows)), rows, chunk, width)
        else:
            lines.put_back(chunk)
            yield from _split(*_one_by_one(lines, len(chunk), width, layout), width)


def _plain(chunk: list[str], width: int, layout: Layout) -> list[pa.Array] | None:
    """The columns, if no line has quotes, blanks out or is ragged: five times as fast."""
    text = "".join(chunk)
    if layout.quote in text:
        return None
    try:
        content = text.encode()
        if not is_plain(content):
            return None
        table = csv_of_arrow.read_csv(
            pa.BufferReader(content),
            csv_of_arrow.ReadOptions(
                use_threads=False, column_names=names(width), block_size=len(content) + 1
            ),
            csv_of_arrow.ParseOptions(delimiter=layout.delimiter, quote_char=False),
            csv_of_arrow.ConvertOptions(column_types=dict.fromkeys(names(width), pa.string())),
        )
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return None
    if table.num_rows != len(chunk):
        return None
    return [column.combine_chunks() for column in table.columns]


def _one_per_line(chunk: list[str], layout: Layout) -> list[list[str]] | None:
    """The rows, if each line is one row; else they must be read one by one."""
    if not is_readable(chunk):
        return None
    try:
        rows = list(_reader(chunk, layout))
    except csv.Error:
        return None
    return rows if len(rows) == len(chunk) else None


Row = list[str] | Faulty


def _one_by_one(
    lines: Lines, count: int, width: int, layout: Layout
) -> tuple[list[int], list[Row], list[str]]:
    """At least so many lines as rows, with the lines they start on and their text."""
    numbers: list[int] = []
    rows: list[Row] = []
    texts: list[str] = []
    end = lines.number + count
    while lines.number < end:
        number = lines.number
        lines.begin()
        found = _record(lines, number, width, layout)
        if not found:
            break
        numbers.extend(range(number, number + len(found)))
        rows.extend(found)
        texts.extend(["".join(lines.taken)] if len(found) == 1 else lines.taken)
    return numbers, rows, texts


def _record(lines: Lines, number: int, width: int, layout: Layout) -> Sequence[Row]:
    """The next record, or each line of one that can be read two ways; none at the end."""
    try:
        row = next(_reader(lines, layout), None)
    except csv.Error as error:
        if "field larger" in str(error) and len(lines.taken) == 1:
            return [Faulty(number, "field_too_long", lines.taken[0].rstrip("\r\n"))]
        return [_resumed(lines, number)]
    if row is None:
        return []
    if len(lines.taken) > 1 and len(row) != width:
        return [_resumed(lines, number)]
    if _holds_rows(lines, width, layout):
        return [_broken(line, text, "two_ways") for line, text in enumerate(lines.taken, number)]
    return [unreadable(number, "".join(lines.taken)) or row]


def _resumed(lines: Lines, number: int) -> Faulty:
    """The first line alone, where its quote cannot be meant; the others are read anew."""
    lines.put_back(lines.taken[1:])
    del lines.taken[1:]
    return _broken(number, lines.taken[0], "bad_quote")


def _broken(number: int, text: str, reason: str) -> Faulty:
    return unreadable(number, text) or Faulty(number, reason, text.rstrip("\r\n"))


_ROWS_FROM = 4
"""Columns from which a line of text with as many delimiters as a row is taken for a row."""


def _holds_rows(lines: Lines, width: int, layout: Layout) -> bool:
    """Whether untouched rows seem to stand between the line that opens a quote and the one that closes it."""
    if width < _ROWS_FROM or len(lines.taken) < 3:
        return False
    return all(line.count(layout.delimiter) >= width - 1 for line in lines.taken[1:])


def _split(
    numbers: Sequence[int], rows: Sequence[Row], texts: Sequence[str], width: int
) -> Iterator[pa.RecordBatch]:
    """Batches of whole rows and of rows that have too few or too many columns."""
    if all(type(row) is list and len(row) == width for row in rows):
        yield batch(numbers, rows, width)  # type: ignore[arg-type]
        return
    good: list[tuple[int, list[str]]] = []
    bad: list[Faulty] = []
    for number, row, text in zip(numbers, rows, texts, strict=True):
        judged = _judged(number, row, text, width)
        if isinstance(judged, Faulty):
            bad.append(judged)
        else:
            good.append((number, judged))
    if good:
        yield batch([number for number, _ in good], [row for _, row in good], width)
    if bad:
        yield faulty_batch(bad, width)


def _judged(number: int, row: Row, text: str, width: int) -> Row:
    if isinstance(row, Faulty) or len(row) == width:
        return row
    if not text.strip():
        return [""] * width
    return Faulty(number, "ragged", text.rstrip("\r\n"), row)
