"""Parquet as records; page checksums are verified where the file has them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import Refused
from dashboard.ingest.columns import Column
from dashboard.ingest.records import BATCH_ROWS, Records, names
from dashboard.ingest.written import plainly, writer

_BEFORE = 3
"""Columns of a batch before those of the file."""
_LARGEST_BYTES = 64 << 30
_LARGEST_RATIO = 1000


def parquet(path: Path, label: str) -> Records:
    """The columns and rows of a Parquet file, in their own types: storing them makes them text."""
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(label, error) from None
    _refuse_bomb(file, path, label)
    _refuse_nested(file, label)
    return Records(tuple(file.schema_arrow.names), _batches(file, label))


def _batches(file: pq.ParquetFile, label: str) -> Iterator[pa.RecordBatch]:
    number = 1
    try:
        for read in file.iter_batches(BATCH_ROWS):
            yield _numbered(read, number)
            number += read.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _damaged(label, error) from None


def as_declared(
    batches: Iterator[pa.RecordBatch], declared: Mapping[int, Column]
) -> Iterator[pa.RecordBatch]:
    """Values of columns that declare how their texts are written, written so."""
    writers = {place + _BEFORE: writer(column) for place, column in declared.items()}
    written = {place: write for place, write in writers.items() if write is not plainly}
    for read in batches:
        for place, write in written.items():
            values = read.column(place)
            if not pa.types.is_string(values.type) and not pa.types.is_large_string(values.type):
                texts = pa.array([write(value) for value in values.to_pylist()], pa.string())
                read = read.set_column(place, read.schema.names[place], texts)
        yield read


def _numbered(read: pa.RecordBatch, number: int) -> pa.RecordBatch:
    lines = pa.array(range(number, number + read.num_rows), pa.int64())
    nothing = pa.nulls(read.num_rows, pa.string())
    return pa.record_batch(
        [lines, nothing, nothing, *read.columns],
        names=["line", "fault", "whole", *names(read.num_columns)],
    )


def _refuse_nested(file: pq.ParquetFile, label: str) -> None:
    for field in file.schema_arrow:
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            raise Refused(
                "nested_column",
                f"{label}: column '{field.name}' holds {field.type}, not plain values. "
                "Write plain columns.",
            )


def _refuse_bomb(file: pq.ParquetFile, path: Path, label: str) -> None:
    groups = (file.metadata.row_group(index) for index in range(file.metadata.num_row_groups))
    size = sum(group.total_byte_size for group in groups)
    if size > _LARGEST_BYTES or size > max(_LARGEST_RATIO * path.stat().st_size, 1 << 30):
        raise Refused(
            "bomb", f"{label}: the file unpacks to {size:,} bytes. Split it into smaller files."
        )


def _damaged(label: str, error: Exception) -> Refused:
    reason = str(error).splitlines()[0]
    return Refused(
        "damaged_parquet",
        f"{label}: not a sound Parquet file ({reason}). Fetch or write it again.",
    )
