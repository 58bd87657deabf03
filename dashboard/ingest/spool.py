"""Rows of a query written down as text, so that they can be known by their content and read twice."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pyarrow as pa

from dashboard.errors import BadData
from dashboard.ingest import header
from dashboard.ingest.columns import Column
from dashboard.ingest.layout import Layout, layout
from dashboard.ingest.mapping import Mapping as Declared
from dashboard.ingest.query import CHUNK_ROWS, Query, answered
from dashboard.ingest.records import Cells, Faulty, Records, batch, faulty_batch, schema
from dashboard.ingest.sources import Copy
from dashboard.ingest.text import unreadable
from dashboard.ingest.written import writer

_NAMES = b"milepost.columns"
_BINARY = (bytes, bytearray, memoryview)

Told = Callable[[int], None]
"""Called with the number of rows that have come."""


class Identity:
    """What makes two answers the same: their columns and rows, in whatever order these came."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._sum = 0
        self.rows = 0

    def add(self, row: Cells) -> None:
        digest = hashlib.sha256(json.dumps(row, ensure_ascii=True).encode()).digest()
        self._sum = (self._sum + int.from_bytes(digest)) % (1 << 256)
        self.rows += 1

    @property
    def sha256(self) -> str:
        whole = json.dumps([list(self._names), self.rows, self._sum])
        return hashlib.sha256(whole.encode()).hexdigest()


@contextmanager
def spooled(query: Query, mapping: Declared, scratch: Path, told: Told) -> Iterator[Copy]:
    """The rows of a query on disk."""
    with NamedTemporaryFile(dir=scratch, prefix="reading-") as target:
        with answered(query) as result:
            names = [column[0] for column in result.cursor.description]
            places = header.positions(mapping, tuple(names), query.label)
            identity = Identity(names)
            declared = {place: mapping.columns[name] for name, place in places.items()}
            shape = schema(len(names)).with_metadata({_NAMES: json.dumps(names).encode()})
            with pa.ipc.new_stream(target.name, shape) as stream:
                while rows := result.fetchmany(CHUNK_ROWS):
                    _refuse_binary(query, names, declared, rows)
                    for written in _written(rows, declared, identity):
                        stream.write_batch(written)
                    told(identity.rows)
        path = Path(target.name)
        yield Copy(path, identity.sha256, path.stat().st_size)


def _refuse_binary(
    query: Query, names: Sequence[str], declared: Mapping[int, Column], rows: Sequence[Any]
) -> None:
    for place in declared:
        if any(isinstance(row[place], _BINARY) for row in rows):
            raise BadData(
                f"{query.label}: column '{names[place]}' holds bytes, not plain values. "
                "Cast it to text in the query."
            )


def _written(
    rows: Sequence[Any], declared: Mapping[int, Column], identity: Identity
) -> Iterator[pa.RecordBatch]:
    writers = [writer(declared.get(place)) for place in range(len(rows[0]))]
    good: list[tuple[int, Cells]] = []
    bad: list[Faulty] = []
    for row in rows:
        texts = [write(value) for write, value in zip(writers, row, strict=True)]
        identity.add(texts)
        fault = unreadable(identity.rows, "".join(filter(None, texts)))
        if fault:
            bad.append(fault)
        else:
            good.append((identity.rows, texts))
    if good:
        yield batch([number for number, _ in good], [texts for _, texts in good], len(writers))
    if bad:
        yield faulty_batch(bad, len(writers))


def respooled(query: Query, copy: Copy, mapping: Declared) -> tuple[Records, Layout]:
    """The rows that were written down, numbered from 1 as they came."""
    reader = pa.ipc.open_stream(str(copy.path))
    names = tuple(json.loads(reader.schema.metadata[_NAMES]))
    places = header.positions(mapping, names, query.label)
    return Records(names, _batches(reader)), layout(mapping, places, names)


def _batches(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    with reader:
        yield from reader
