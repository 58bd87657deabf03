"""Parquet as records, checked against all that the file says of itself.

Page checksums are verified where the writer put them; the rows of each group are counted, and the
least, the greatest and the missing values compared with the group's statistics. A changed value
between least and greatest in a page without checksum cannot be seen.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import Refused
from dashboard.ingest.calendar import without_impossible
from dashboard.ingest.columns import Column
from dashboard.ingest.records import LONGEST_FIELD, Records, batch_rows, names
from dashboard.ingest.statistics import Seen
from dashboard.ingest.text import is_plain, unreadable
from dashboard.ingest.written import plainly, writer

_BEFORE = 3
"""Columns of a batch before those of the file."""
_LARGEST_BYTES = 64 << 30
_LARGEST_RATIO = 1000
_ALWAYS_FINE = 1 << 30
_UNSOUND = (pa.ArrowException, OSError, UnicodeError)
"""What a reader raises on damaged bytes; names of columns and least values may be no text."""


def parquet(path: Path, label: str) -> Records:
    """The columns and rows of a Parquet file, in their own types: storing them makes them text."""
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        _refuse_bomb(file, path, label)
        _refuse_nested(file, label)
        file = pq.ParquetFile(
            path, page_checksum_verification=True, read_dictionary=_repeating(file)
        )
    except _UNSOUND as error:
        raise _damaged(label, error) from None
    return Records(tuple(file.schema_arrow.names), _batches(file, path, label))


def _repeating(file: pq.ParquetFile) -> list[str]:
    """Columns whose texts stand once for many rows: of others each takes four bytes and more."""
    metadata = file.metadata
    chunks = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    return [
        field.name
        for place, field in enumerate(file.schema_arrow)
        if _is_text(field.type)
        and any(
            group.column(place).total_uncompressed_size < 4 * group.num_rows for group in chunks
        )
    ]


def _is_text(kind: pa.DataType) -> bool:
    return any(is_kind(kind) for is_kind in (pa.types.is_string, pa.types.is_large_string))


def _batches(file: pq.ParquetFile, path: Path, label: str) -> Iterator[pa.RecordBatch]:
    number = 1
    unpacked = 0
    most = max(_LARGEST_RATIO * path.stat().st_size, _ALWAYS_FINE)
    try:
        for index in range(file.num_row_groups):
            seen = Seen(file.metadata.row_group(index))
            for read in file.iter_batches(batch_rows(), row_groups=[index]):
                unpacked += sum(_unpacked(column) for column in read.columns)
                if unpacked > most:
                    raise _bomb(label, unpacked)
                columns = [_plain(column) for column in read.columns]
                seen.add(columns)
                odd = [place for place, column in enumerate(read.columns) if _is_odd(column)]
                yield _judged(columns, file.schema_arrow.names, odd, number)
                number += read.num_rows
            if fault := seen.fault():
                raise _damaged(label, fault)
    except _UNSOUND as error:
        raise _damaged(label, error) from None
    if number - 1 != file.metadata.num_rows:
        raise _damaged(label, f"{number - 1:,} rows where it says {file.metadata.num_rows:,}")


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


def _unpacked(column: pa.Array) -> int:
    """Bytes of the texts of a column once each row has its own."""
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.take(pc.binary_length(column.dictionary), column.indices)
    return int(pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0)


def _plain(column: pa.Array) -> pa.Array:
    """Texts that are sound UTF-8, one per row; other columns as they are."""
    if pa.types.is_dictionary(column.type):
        column.dictionary.validate(full=True)
        return column.dictionary_decode()
    column.validate(full=_is_text(column.type))
    return column


def _judged(
    columns: list[pa.Array], titles: list[str], odd: list[int], number: int
) -> pa.RecordBatch:
    rows = len(columns[0]) if columns else 0
    lines = pa.array(range(number, number + rows), pa.int64())
    faults, wholes = _faults([columns[place] for place in odd], number, rows)
    possible = []
    for column, title in zip(columns, titles, strict=True):
        kept, impossible = without_impossible(column)
        possible.append(kept)
        for row, count in impossible.items():
            faults[row], wholes[row] = "impossible_time", f"{title} holds {count} as {column.type}"
    said = [pa.array(texts, pa.string()) for texts in (faults, wholes)]
    return pa.record_batch(
        [lines, *said, *possible],
        names=["line", "fault", "whole", *names(len(columns))],
    )


Texts = list[str | None]


def _faults(columns: list[pa.Array], number: int, rows: int) -> tuple[Texts, Texts]:
    """Reason and text of the rows with a character that cannot be seen in one of these columns."""
    faults: Texts = [None] * rows
    wholes: Texts = [None] * rows
    for column in columns:
        for row, text in enumerate(column.to_pylist()):
            found = unreadable(number + row, text or "")
            if found:
                faults[row], wholes[row] = found.reason, found.whole[:LONGEST_FIELD]
    return faults, wholes


def _is_odd(column: pa.Array) -> bool:
    """Whether some text of a column may hold a character that cannot be seen."""
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    if not _is_text(texts.type):
        return False
    content = texts.buffers()[2]
    return content is not None and not is_plain(content.to_pybytes())


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
    if size > _LARGEST_BYTES or size > max(_LARGEST_RATIO * path.stat().st_size, _ALWAYS_FINE):
        raise _bomb(label, size)


def _bomb(label: str, size: int) -> Refused:
    return Refused(
        "bomb", f"{label}: the file unpacks to {size:,} bytes. Split it into smaller files."
    )


def _damaged(label: str, error: Exception | str) -> Refused:
    reason = next(iter(str(error).splitlines()), "it ends too early")
    return Refused(
        "damaged_parquet",
        f"{label}: not a sound Parquet file ({reason}). Fetch or write it again.",
    )
