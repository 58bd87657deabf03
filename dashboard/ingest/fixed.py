"""Fixed-width text as records."""

from collections.abc import Iterator
from itertools import islice
from typing import TextIO

import pyarrow as pa

from dashboard.ingest.records import Faulty, Records, batch, batch_rows, faulty_batch
from dashboard.ingest.text import unreadable

Span = tuple[int, int]
"""First and last character of a column, counted from 1."""


def fixed_width(stream: TextIO, spans: tuple[Span, ...]) -> Records:
    """Rows cut at the columns that the mapping declares; such a file has no header."""
    return Records((), _batches(stream, spans))


def _batches(stream: TextIO, spans: tuple[Span, ...]) -> Iterator[pa.RecordBatch]:
    number = 1
    gaps = _gaps(spans)
    while lines := list(islice(stream, batch_rows())):
        cut = [
            (number + index, _cut(number + index, line, spans, gaps))
            for index, line in enumerate(lines)
        ]
        good = [(line, row) for line, row in cut if not isinstance(row, Faulty)]
        bad = [row for _, row in cut if isinstance(row, Faulty)]
        if good:
            yield batch([line for line, _ in good], [row for _, row in good], len(spans))
        if bad:
            yield faulty_batch(bad, len(spans))
        number += len(lines)


def _gaps(spans: tuple[Span, ...]) -> list[slice]:
    """The stretches of a line that no column covers and that must be empty."""
    gaps = []
    position = 0
    for start, end in sorted(spans):
        if start - 1 > position:
            gaps.append(slice(position, start - 1))
        position = max(position, end)
    return [*gaps, slice(position, None)]


def fixed_cells(number: int, line: str, spans: tuple[Span, ...]) -> list[str] | Faulty:
    """The cells of one line."""
    return _cut(number, line, spans, _gaps(spans))


def _cut(number: int, line: str, spans: tuple[Span, ...], gaps: list[slice]) -> list[str] | Faulty:
    text = line.rstrip("\r\n")
    cells = [text[start - 1 : end].strip() for start, end in spans]
    if any(text[gap].strip() for gap in gaps) or (text.strip() and _is_short(text, spans)):
        return Faulty(number, "ragged", text, cells)
    return unreadable(number, line) or cells


def _is_short(text: str, spans: tuple[Span, ...]) -> bool:
    return len(text) < max(start for start, _ in spans)
