"""A file opened the way its ending and the mapping say, with its declared columns found."""

from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.ingest import header
from dashboard.ingest.delimited import Layout as Delimited
from dashboard.ingest.delimited import delimited
from dashboard.ingest.fixed import fixed_width
from dashboard.ingest.json_lines import json_lines
from dashboard.ingest.layout import Layout, layout
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.parquet import parquet
from dashboard.ingest.records import Records
from dashboard.ingest.sources import JSON_LINES, PARQUET, Copy, Source
from dashboard.ingest.text import opened_text

Opened = tuple[Records, Layout]


@contextmanager
def opened_records(source: Source, copy: Copy, mapping: Mapping) -> Iterator[Opened]:
    """The rows of a source and where the mapping's columns stand in them."""
    if source.ending in PARQUET:
        yield _parquet(source, copy, mapping)
        return
    with opened_text(copy.path, source.label, mapping.encoding) as stream:
        if source.ending in JSON_LINES:
            columns = tuple(mapping.columns)
            strict = not mapping.ignores_others
            keys = header.keys(mapping)
            records = json_lines(stream, source.label, keys, columns, strict=strict)
            yield records, _by_position(mapping)
        elif mapping.is_fixed_width:
            spans = tuple(column.chars for column in mapping.columns.values() if column.chars)
            yield fixed_width(stream, spans), _by_position(mapping)
        else:
            records = delimited(stream, source.label, _delimited(source, mapping))
            yield records, _found(records, source, mapping)


def _parquet(source: Source, copy: Copy, mapping: Mapping) -> Opened:
    records = parquet(copy.path, source.label)
    columns = header.positions(mapping, records.header, source.label)
    return records, layout(mapping, columns, records.header)


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
