"""Rows as they stand in a file, all as text, each with its line: nothing is judged here.

Every reader yields Arrow batches of the same shape: `line` (of the file, from 1), `fault` (a reason
code where the row could not be taken apart), `whole` (such a row's text), then one text column per
column of the file, `c0`, `c1` …, without the blanks around it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

LONGEST_FIELD = 65_536
"""Bytes; a longer field is quarantined."""

BATCH_ROWS = 50_000

Cells = Sequence[str | None]


@dataclass(frozen=True)
class Records:
    """The columns of a file, in its order, and its rows."""

    header: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]


@dataclass(frozen=True)
class Faulty:
    """A row that could not be taken apart."""

    line: int
    reason: str
    whole: str
    cells: Cells = ()


def names(width: int) -> list[str]:
    """The names of the text columns: ours, never the file's."""
    return [f"c{index}" for index in range(width)]


def schema(width: int) -> pa.Schema:
    """The shape of a batch with so many text columns."""
    head = [("line", pa.int64()), ("fault", pa.string()), ("whole", pa.string())]
    return pa.schema(head + [(name, pa.string()) for name in names(width)])


def batch(lines: Sequence[int], rows: Sequence[Cells], width: int) -> pa.RecordBatch:
    """Rows of equal width as one batch."""
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    return batch_of_columns(lines, columns)


def batch_of_columns(lines: Sequence[int], columns: Sequence[pa.Array]) -> pa.RecordBatch:
    """Columns of text as one batch."""
    nothing = pa.nulls(len(lines), pa.string())
    trimmed = [pc.utf8_trim_whitespace(column) for column in columns]
    return pa.record_batch(
        [pa.array(lines, pa.int64()), nothing, nothing, *trimmed], schema=schema(len(columns))
    )


def faulty_batch(rows: Sequence[Faulty], width: int) -> pa.RecordBatch:
    """Rows that could not be taken apart, with the cells that could be made out."""
    padded = [[*row.cells, *[None] * width][:width] for row in rows]
    cells = [pa.array(column, pa.string()) for column in zip(*padded, strict=True)]
    return pa.record_batch(
        [
            pa.array([row.line for row in rows], pa.int64()),
            pa.array([row.reason for row in rows], pa.string()),
            pa.array([row.whole for row in rows], pa.string()),
            *cells,
        ],
        schema=schema(width),
    )
