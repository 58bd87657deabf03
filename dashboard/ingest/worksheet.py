"""A sheet of a workbook as records: its cells as text, each row under the number it has there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from dashboard.errors import Refused
from dashboard.ingest.columns import Column
from dashboard.ingest.flaws import Flaws, flaws, letters
from dashboard.ingest.records import Faulty, batch, batch_rows, faulty_batch
from dashboard.ingest.workbook import checked_sheets, chosen_sheet, damaged, opened_archive
from dashboard.ingest.written import Writer, plainly, writer

_LONG = 1e15
"""A number from here on has more digits than a workbook keeps."""

Row = list[str | None]
Taken = Sequence[tuple[int, Column | None]]
"""Columns of the sheet, each with what is declared of it."""
Area = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Worksheet:
    """The cells of one sheet, from column A and row 1 on."""

    label: str
    cells: CalamineSheet
    flaws: Flaws

    @property
    def first_column(self) -> int:
        return self.cells.start[1] if self.cells.start else 0

    @property
    def width(self) -> int:
        return self.cells.end[1] + 1 if self.cells.end else 0

    @property
    def last_row(self) -> int:
        """Index of the last row, from 0."""
        return self.cells.end[0] if self.cells.end else 0

    def rows(self, after: int = 0, width: int = 0) -> Iterator[tuple[int, list[Any]]]:
        """Each row below the given one, with its number, at least so many cells wide."""
        before = [None] * self.first_column
        behind = [None] * (width - self.width)
        for number, cells in enumerate(self.cells.iter_rows(), 1):
            if number > after:
                yield number, [*before, *cells, *behind]

    def header(self, row: int) -> tuple[str, ...]:
        """The names in a row; those of columns with nothing at all end where the last one stands."""
        cells = next((cells for number, cells in self.rows() if number == row), [])
        names = tuple((plainly(cell) or "").strip() for cell in cells)
        if not any(names):
            first = next((n for n, cells in self.rows() if any(map(_is_there, cells))), 0)
            raise Refused(
                "no_header",
                f"{self.label}, line {row}: there is no header. "
                + (f"Row {first} is the first with anything in it. " if first > row else "")
                + "Write the column names into the first row, or say header_row: or header: none "
                "in the mapping.",
            )
        return names

    def unnamed(self, names: Sequence[str], row: int) -> dict[int, int]:
        """Columns without a name that hold something, with the first row in which they do."""
        empty = [index for index, name in enumerate(names) if not name]
        found: dict[int, int] = {}
        for number, cells in self.rows(row) if empty else ():
            for index in empty:
                if index not in found and _is_there(cells[index]):
                    found[index] = number
        return found


def worksheet(path: Path, label: str, wanted: str | None) -> Worksheet:
    """The sheet that is meant, opened; the last one stays open, as a file is read more than once."""
    facts = path.stat()
    return _worksheet(path, label, wanted, (facts.st_size, facts.st_mtime_ns, facts.st_ino))


@lru_cache(maxsize=1)
def _worksheet(path: Path, label: str, wanted: str | None, _: tuple[int, ...]) -> Worksheet:
    sheet = chosen_sheet(checked_sheets(path, label), label, wanted)
    with opened_archive(path, label) as archive:
        found = flaws(archive, sheet.part, label)
    try:
        with path.open("rb") as stream:
            cells = CalamineWorkbook.from_filelike(stream).get_sheet_by_name(sheet.name)
    except (CalamineError, OSError) as error:
        raise damaged(label, str(error)) from None
    return Worksheet(label, cells, found)


def _is_there(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def batches(sheet: Worksheet, taken: Taken, after: int) -> Iterator[pa.RecordBatch]:
    """The rows below one, of the columns that are taken; a flaw counts in declared columns only."""
    reader = _Reader(sheet, taken)
    good: list[tuple[int, Row]] = []
    bad: list[Faulty] = []
    for number, cells in sheet.rows(after, width=1 + max(index for index, _ in taken)):
        row = reader.row(number, cells)
        if isinstance(row, Faulty):
            bad.append(row)
        else:
            good.append((number, row))
        if len(good) + len(bad) >= batch_rows():
            yield from _batches(good, bad, len(taken))
            good, bad = [], []
    yield from _batches(good, bad, len(taken))


def _batches(
    good: list[tuple[int, Row]], bad: list[Faulty], width: int
) -> Iterator[pa.RecordBatch]:
    if good:
        yield batch([number for number, _ in good], [row for _, row in good], width)
    if bad:
        yield faulty_batch(bad, width)


class _Reader:
    """Writes the cells of rows as text, and says what is wrong with one."""

    def __init__(self, sheet: Worksheet, taken: Taken) -> None:
        self.flaws = sheet.flaws.by_row
        self.columns: list[tuple[int, Writer]] = [
            (index, writer(column)) for index, column in taken
        ]
        self.declared = {index for index, column in taken if column}
        areas = sheet.cells.merged_cell_ranges or []
        self.covered = _covered(areas, self.declared, sheet.last_row)

    def row(self, number: int, cells: list[Any]) -> Row | Faulty:
        texts = [write(cells[index]) for index, write in self.columns]
        if flawed := self.flaws.get(number):
            texts = [flawed.get(i, text) for (i, _), text in zip(self.columns, texts, strict=True)]
            broken = min((index for index in flawed if index in self.declared), default=None)
            if broken is not None:
                place = f"{letters(broken)}{number} is {flawed[broken]}"
                return Faulty(number, "error_cell", place, texts)
        for index, cell in enumerate(cells):
            if type(cell) is float and abs(cell) >= _LONG and index in self.declared:
                place = f"{letters(index)}{number}"
                return Faulty(number, "long_number", f"{place} is {cell:.0f}", texts)
        if number in self.covered and any(map(_is_there, cells)):
            return Faulty(number, "merged_cell", self.covered[number], texts)
        return texts


def _covered(areas: Sequence[Area], declared: set[int], last_row: int) -> dict[int, str]:
    """Rows with a declared cell that is merged into another one, and which."""
    found: dict[int, str] = {}
    for (top, left), (bottom, right) in areas:
        for row in range(top, min(bottom, last_row) + 1):
            first = left + 1 if row == top else left
            lost = min((column for column in declared if first <= column <= right), default=None)
            if lost is not None:
                place = f"{letters(lost)}{row + 1} is part of {letters(left)}{top + 1}"
                found.setdefault(row + 1, place)
    return found
