"""The header and first rows of a file that no mapping describes yet, and how it is written."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from dashboard.errors import BadData
from dashboard.ingest import files
from dashboard.ingest.delimited import Layout, delimited
from dashboard.ingest.json_lines import json_cells
from dashboard.ingest.parquet import parquet
from dashboard.ingest.records import Faulty, Records
from dashboard.ingest.sources import JSON_LINES, PARQUET, WORKBOOKS, Copy, Source
from dashboard.ingest.text import opened_text
from dashboard.ingest.worksheet import Worksheet, batches, worksheet

MOST_ROWS = 50_000
_FIRST_LINES = 200
_START = 1 << 20
DELIMITERS = (",", ";", "\t", "|")

Column = list[str]
"""The texts of a column, one a row; empty where there is no value."""


@dataclass(frozen=True)
class Sample:
    """What a file shows of itself."""

    label: str
    header: tuple[str, ...]
    columns: list[Column]
    is_whole: bool
    """Whether every row of the file was read."""
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    unread: tuple[str, ...] = ()
    """Why rows could not be read: a reason for each."""

    @property
    def rows(self) -> int:
        return len(self.columns[0]) if self.columns else 0


def sampled(source: Source, scratch: Path) -> Sample:
    """The header and first rows of a file; `BadData` where there are none."""
    with files.unpacked(source, scratch, source.sheet) as copy:
        sample = _read(source, copy)
    if not sample.rows:
        raise BadData(f"{source.label}: the file holds no row to learn from.")
    return sample


def _read(source: Source, copy: Copy) -> Sample:
    if source.ending in PARQUET:
        return _of_records(source.label, parquet(copy.path, source.label))
    if source.ending in WORKBOOKS:
        return _of_workbook(source, copy)
    encoding = _encoding(copy.path)
    with opened_text(copy.path, source.label, encoding) as stream:
        if source.ending in JSON_LINES:
            return _of_json(source.label, stream)
        return _of_text(source, stream, encoding)


def _of_records(label: str, records: Records) -> Sample:
    columns: list[Column] = [[] for _ in records.header]
    is_whole = True
    unread: list[str] = []
    for read in records.batches:
        unread.extend(read["fault"].drop_null().to_pylist())
        whole = read.filter(pa.compute.is_null(read["fault"]))
        for column, values in zip(columns, whole.columns[3:], strict=True):
            texts = values.cast(pa.string()).to_pylist()
            column.extend((text or "").strip() for text in texts)
        if columns and len(columns[0]) >= MOST_ROWS:
            is_whole = False
            break
    return Sample(label, records.header, columns, is_whole, unread=tuple(unread))


def _of_workbook(source: Source, copy: Copy) -> Sample:
    sheet = worksheet(copy.path, source.label, source.sheet)
    row = _header_row(sheet)
    names = sheet.header(row)
    unnamed = sheet.unnamed(names, row)
    kept = [index for index, name in enumerate(names) if name or index in unnamed]
    header = tuple(names[index] for index in kept)
    rows = batches(sheet, [(index, None) for index in kept], row)
    found = _of_records(source.label, Records(header, rows))
    return Sample(
        source.label,
        header,
        found.columns,
        found.is_whole,
        sheet=source.sheet,
        header_row=row,
        unread=found.unread,
    )


def _header_row(sheet: Worksheet) -> int:
    """The first row that is nearly as full as the fullest near the top: titles are short."""
    filled = {
        number: sum(cell not in (None, "") for cell in cells)
        for number, cells in islice(sheet.rows(), 50)
    }
    most = max(filled.values(), default=0)
    return next((number for number, count in filled.items() if count >= 0.6 * most > 0), 1)


def _of_json(label: str, stream: TextIO) -> Sample:
    lines = list(islice(stream, MOST_ROWS + 1))
    objects = [found for line in lines[:MOST_ROWS] if (found := _object(line))]
    header = tuple(dict.fromkeys(key for found in objects for key in _paths(found)))
    keys = {name: index for index, name in enumerate(header)}
    columns: list[Column] = [[] for _ in header]
    unread: list[str] = []
    for line in lines[:MOST_ROWS]:
        row = json_cells(label, 1, line, keys, len(header), strict=False)
        if isinstance(row, Faulty):
            unread.append(row.reason)
        else:
            for column, text in zip(columns, row, strict=True):
                column.append((text or "").strip())
    return Sample(label, header, columns, len(lines) <= MOST_ROWS, unread=tuple(unread))


def _paths(found: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The keys of an object; those of objects inside it with a dotted path, as mappings name them."""
    for key, item in found.items():
        if isinstance(item, dict):
            yield from _paths(item, f"{path}{key}.")
        else:
            yield path + key


def _object(line: str) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_text(source: Source, stream: TextIO, encoding: str) -> Sample:
    first = list(islice(stream, _FIRST_LINES))
    mark = _delimiter(first)
    lines = _again(first, stream)
    records = delimited(lines, source.label, Layout(delimiter=mark))  # type: ignore[arg-type]
    found = _of_records(source.label, records)
    is_usual = mark == ("\t" if source.ending == ".tsv" else ",")
    return Sample(
        source.label,
        found.header,
        found.columns,
        found.is_whole,
        delimiter=None if is_usual else mark,
        encoding=None if encoding == "utf-8" else encoding,
        unread=found.unread,
    )


def _again(first: Iterable[str], rest: Iterator[str]) -> Iterator[str]:
    yield from first
    yield from rest


def _delimiter(lines: list[str]) -> str:
    """The mark that parts nearly all lines into equally many cells, and most of them."""
    best, most = ",", 1
    for mark in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            continue
        same = sum(width == widths[0] for width in widths) if widths else 0
        if widths and same >= 0.9 * len(widths) and widths[0] > most:
            best, most = mark, widths[0]
    return best


def _encoding(path: Path) -> str:
    """UTF-8 where the bytes are; else by whether letters beyond ASCII stand together, as in Russian."""
    with path.open("rb") as stream:
        start = stream.read(_START)
    start = start[: start.rfind(b"\n") + 1] or start
    try:
        start.decode("utf-8")
    except UnicodeDecodeError:
        high = [byte > 127 for byte in start]
        together = sum(a and b for a, b in pairwise(high))
        return "cp1251" if together > sum(high) / 2 else "cp1252"
    return "utf-8"
