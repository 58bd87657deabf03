"""Rows as they stand in a file, all as text, each with its line: nothing is judged here.

Every reader yields Arrow batches of the same shape: `line` (of the file, from 1), `fault` (a reason
code where the row could not be taken apart), `whole` (such a row's text), then one text column per
column of the file, `c0`, `c1` …, without the blanks around it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

LONGEST_FIELD = 65_536
"""Bytes; a longer field is quarantined."""

_batch_rows: ContextVar[int] = ContextVar("batch_rows", default=50_000)

Cells = Sequence[str | None]


@dataclass(frozen=True)
class Records:
    """The columns of a file, in its order, and its rows."""

    header: tuple[str, ...]
    batches: Iterator[pa.RecordBatch]

    def first(self, most: int | None) -> "Records":
        """At most so many rows; all of them where nothing is said."""
        return self if most is None else Records(self.header, _first(self.batches, most))


@dataclass(frozen=True)
class Faulty:
    """A row that could not be taken apart."""

    line: int
    reason: str
    whole: str
    cells: Cells = ()


def _after(part: pa.RecordBatch, lines: list[pa.Array]) -> bool:
    first, last = pc.min(part["line"]).as_py(), pc.max(pa.chunked_array(lines)).as_py()
    return bool(first > last)


def batch_rows() -> int:
    """Rows that a reader takes in at once."""
    return _batch_rows.get()


@contextmanager
def in_batches_of(rows: int) -> Iterator[None]:
    """Readers take in so many rows at once: few, where only the first are wanted."""
    token = _batch_rows.set(rows)
    try:
        yield
    finally:
        _batch_rows.reset(token)


def _first(batches: Iterator[pa.RecordBatch], most: int) -> Iterator[pa.RecordBatch]:
    """By line: rows that could not be taken apart come in a batch behind the others of their stretch."""
    taken: list[pa.RecordBatch] = []
    for part in batches:
        lines = [part["line"] for part in taken]
        if sum(map(len, lines)) >= most and _after(part, lines):
            break
        taken.append(part)
    every = sorted(line for part in taken for line in part["line"].to_pylist())
    last = every[most - 1] if len(every) > most else None
    for part in taken:
        yield part if last is None else part.filter(pc.less_equal(part["line"], last))


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
