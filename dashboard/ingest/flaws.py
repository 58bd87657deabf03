"""Cells of a sheet that hold no value although they are not empty: errors, formulas never worked out.

The reader of workbooks gives them as empty, and lays out every cell up to the farthest: so the
sheet is looked through once, as bytes, before it is opened.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashboard.errors import Refused

MOST_CELLS = 50_000_000
_CHUNK = 4 << 20
_CELL = rb"<(?:\w+:)?c\b"
_FULL = re.compile(_CELL + rb"""[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_ANY = re.compile(_CELL)
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_CONTENT = re.compile(_CELL + rb"([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.S)
_MARK = re.compile(rb"""<(?:\w+:)?f\b|\bt=["']e["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)|<(?:\w+:)?v\b[^>]*/>")

NO_VALUE = "a formula without a value"


@dataclass
class Flaws:
    """What the bytes of a sheet say about its cells."""

    by_row: defaultdict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """Row (from 1) -> column (from 0) -> what stands there instead of a value."""
    rows: int = 0
    columns: int = 0


def flaws(archive: zipfile.ZipFile, part: str, label: str) -> Flaws:
    """The flawed cells of a sheet, which is refused where it reaches too far to be laid out."""
    found = Flaws()
    for rows in _whole_rows(archive, part):
        _measure(found, rows)
        if _MARK.search(rows):
            _note(found, rows, label)
    if found.rows * found.columns > MOST_CELLS:
        raise Refused(
            "bad_workbook",
            f"{label}: the sheet reaches to column {letters(found.columns - 1)} and row "
            f"{found.rows:,}, more than {MOST_CELLS:,} cells. Delete what stands far outside the "
            "table, or save the sheet as CSV.",
        )
    return found


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet in pieces that end between two rows."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            end = max((match.end() for match in _ROW_END.finditer(rest)), default=0)
            if end:
                yield rest[:end]
                rest = rest[end:]
    yield rest


def _measure(found: Flaws, rows: bytes) -> None:
    """How far the cells reach; those without a place of their own follow one another."""
    places = set(_FULL.findall(rows))
    if places:
        columns = {letter for letter, _ in places}
        found.columns = max(found.columns, *(position(letter) + 1 for letter in columns))
        found.rows = max(found.rows, *(int(number) for _, number in places))
    else:
        pieces = _ROW_END.split(rows)
        found.columns = max(found.columns, *(len(_ANY.findall(piece)) for piece in pieces))
        found.rows += len(pieces) - 1


def _note(found: Flaws, rows: bytes, label: str) -> None:
    for cell in _CONTENT.finditer(rows):
        text = _flaw(cell[1], cell[2])
        if text is None:
            continue
        place = _PLACE.search(cell[1])
        if place is None:
            raise Refused(
                "bad_workbook",
                f"{label}: the sheet holds {text} in a cell that does not say where it stands. "
                "Save the workbook again from a spreadsheet.",
            )
        found.by_row[int(place[2])][position(place[1])] = text


def _flaw(attributes: bytes, content: bytes) -> str | None:
    value = _VALUE.search(content)
    if _ERROR.search(attributes):
        return (value[1] or b"").decode("utf-8", "replace") if value else "an error"
    return NO_VALUE if value is None and _FORMULA.search(content) else None


def position(letter: bytes) -> int:
    """The column's index, from 0."""
    index = 0
    for character in letter:
        index = index * 26 + character - 64
    return index - 1


def letters(index: int) -> str:
    """A column as a spreadsheet names it."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
