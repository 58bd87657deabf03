"""A file opened the way its ending and the mapping say, with its declared columns found."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import Refused
from dashboard.ingest import header
from dashboard.ingest.delimited import Layout as Delimited
from dashboard.ingest.delimited import delimited
from dashboard.ingest.fixed import fixed_width
from dashboard.ingest.flaws import letters
from dashboard.ingest.json_lines import decimal_marks, json_lines
from dashboard.ingest.layout import Layout, layout
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.parquet import as_declared, parquet
from dashboard.ingest.query import Query
from dashboard.ingest.records import Records
from dashboard.ingest.sources import (
    JSON_LINES,
    OTHER_WORKBOOKS,
    PARQUET,
    WORKBOOKS,
    Copy,
    Source,
    copied,
)
from dashboard.ingest.spool import Told, respooled, spooled
from dashboard.ingest.text import opened_text
from dashboard.ingest.workbook import identified
from dashboard.ingest.worksheet import Worksheet, batches, worksheet

Opened = tuple[Records, Layout]


@contextmanager
def delivered(
    source: Source | Query, mapping: Mapping, scratch: Path, told: Told = lambda rows: None
) -> Iterator[Copy]:
    """What a source holds, on disk, with what identifies it."""
    if isinstance(source, Query):
        with spooled(source, mapping, scratch, told) as copy:
            yield copy
        return
    with unpacked(source, scratch, source.sheet or mapping.sheet) as copy:
        yield copy


@contextmanager
def unpacked(source: Source, scratch: Path, sheet: str | None) -> Iterator[Copy]:
    """The bytes of a file on disk; of a workbook the sheet that is meant is part of what it is."""
    if source.ending in OTHER_WORKBOOKS:
        raise Refused(
            "bad_workbook",
            f"{source.label}: of workbooks only .xlsx and .xlsm are read. Open it in a spreadsheet "
            "and save it as .xlsx, or the sheet as CSV in UTF-8.",
        )
    with copied(source, scratch) as copy:
        yield identified(copy, source.label, sheet) if source.ending in WORKBOOKS else copy


@contextmanager
def opened_records(source: Source | Query, copy: Copy, mapping: Mapping) -> Iterator[Opened]:
    """The rows of a source and where the mapping's columns stand in them."""
    if isinstance(source, Query):
        yield respooled(source, copy, mapping)
        return
    if source.ending in PARQUET:
        yield _parquet(source, copy, mapping)
        return
    if source.ending in WORKBOOKS:
        yield _worksheet(source, copy, mapping)
        return
    with opened_text(copy.path, source.label, mapping.encoding) as stream:
        if source.ending in JSON_LINES:
            columns = tuple(mapping.columns)
            strict = not mapping.ignores_others
            keys = header.keys(mapping)
            marks = decimal_marks(mapping)
            records = json_lines(stream, source.label, keys, columns, strict=strict, marks=marks)
            yield records, _by_position(mapping)
        elif mapping.is_fixed_width:
            spans = tuple(column.chars for column in mapping.columns.values() if column.chars)
            yield fixed_width(stream, spans), _by_position(mapping)
        else:
            records = delimited(stream, source.label, _delimited(source, mapping))
            yield records, _found(records, source, mapping)


def _parquet(source: Source, copy: Copy, mapping: Mapping) -> Opened:
    records = parquet(copy.path, source.label)
    places = header.positions(mapping, records.header, source.label)
    declared = {place: mapping.columns[name] for name, place in places.items()}
    written = Records(records.header, as_declared(records.batches, declared))
    return written, layout(mapping, places, records.header)


def _worksheet(source: Source, copy: Copy, mapping: Mapping) -> Opened:
    sheet = worksheet(copy.path, source.label, source.sheet or mapping.sheet)
    if not mapping.has_header:
        _refuse_wider(sheet, mapping)
        found = _by_position(mapping)
        everything = list(enumerate(mapping.columns.values()))
        return Records(found.header, batches(sheet, everything, after=0)), found
    row = mapping.header_row
    names = sheet.header(row)
    kept = _kept(sheet, names, mapping)
    headings = tuple(names[index] for index in kept)
    places = header.positions(mapping, headings, source.label, row)
    declared = {kept[place]: mapping.columns[name] for name, place in places.items()}
    taken = [(index, declared.get(index)) for index in kept]
    return Records(headings, batches(sheet, taken, after=row)), layout(mapping, places, headings)


def _refuse_wider(sheet: Worksheet, mapping: Mapping) -> None:
    if sheet.width > len(mapping.columns):
        raise Refused(
            "other_columns",
            f"{sheet.label}: {sheet.width} columns where the mapping declares "
            f"{len(mapping.columns)}. Check the columns of the mapping.",
        )


def _kept(sheet: Worksheet, names: Sequence[str], mapping: Mapping) -> list[int]:
    """The columns that have a name or hold something; all of them where the mapping counts places."""
    unnamed = sheet.unnamed(names, mapping.header_row)
    kept = [index for index, name in enumerate(names) if name or index in unnamed]
    if any(column.at for column in mapping.columns.values()):
        return list(range(kept[-1] + 1))
    if unnamed and not mapping.ignores_others:
        index, row = next(iter(unnamed.items()))
        raise Refused(
            "other_columns",
            f"{sheet.label}, line {mapping.header_row}: column {letters(index)} has no header and "
            f"holds something, first in row {row}. Give it a name, or clear it; "
            "if the names stand in another row, say header_row: in a mapping.",
        )
    return kept


def _by_position(mapping: Mapping) -> Layout:
    return layout(mapping, header.by_position(mapping), tuple(mapping.columns))


def _found(records: Records, source: Source, mapping: Mapping) -> Layout:
    if not mapping.has_header:
        return _by_position(mapping)
    columns = header.positions(mapping, records.header, source.label)
    return layout(mapping, columns, records.header)


def _delimited(source: Source, mapping: Mapping) -> Delimited:
    default = "\t" if source.ending == ".tsv" else ","
    return Delimited(
        delimiter=mapping.delimiter or default,
        quote=mapping.quote,
        header=mapping.has_header,
        width=len(mapping.columns),
    )
