"""Rows with long texts, for pages that have an end: a row goes on in the next, a page takes what it has room for."""

import textwrap
from collections.abc import Iterator, Sequence
from math import ceil

Row = tuple[str, ...]


def broken(rows: Sequence[Row], letters: Sequence[int], most: int) -> tuple[Row, ...]:
    """The same rows, none higher than so many lines in columns of so many letters: what is longer goes on in rows
    below, between words."""
    return tuple(line for row in rows for line in _lines(row, letters, most))


def _lines(row: Row, letters: Sequence[int], most: int) -> Iterator[Row]:
    parts = [
        textwrap.wrap(text, n * most) if len(text) > n * most else [text]
        for text, n in zip(row, letters, strict=True)
    ]
    for n in range(max(map(len, parts), default=0)):
        yield tuple(part[n] if n < len(part) else "" for part in parts)


def pages(rows: Sequence[Row], letters: Sequence[int], most: int) -> list[tuple[Row, ...]]:
    """The rows on pages of at most so many lines, in columns of so many letters a line; a page has one row at least."""
    found: list[list[Row]] = []
    used = most
    for row in rows:
        high = (
            max((ceil(len(text) / n) for text, n in zip(row, letters, strict=True)), default=1) or 1
        )
        if used + high > most:
            found.append([])
            used = 0
        found[-1].append(row)
        used += high
    return [tuple(page) for page in found]
