"""Quarantine: rows set aside with file, line, column, reason and the row as read."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import BadData, BadUse
from dashboard.ingest.layout import WHOLE_ROW
from dashboard.ingest.ledger import Entry

ABOUT = ("quarantine_id", "file", "line", "column", "reason", "message")
"""Columns that an export puts before those of the row itself."""

_ID = "quarantine_id"
_LONGEST_CELL = 64 << 20
"""Above the longest line of a file, which quarantine may keep whole in one cell."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Rejected:
    """One row in quarantine."""

    id: int
    file_id: str
    feed: str
    path: str
    line: int
    column: str | None
    reason: str
    message: str
    row: dict[str, Any]
    is_mended: bool = False
    """Whether the row was changed since it was set aside."""


_FIELDS = tuple(field.name for field in fields(Rejected) if field.name != "is_mended")


def keep_rejected(connection: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """Put the rows of `rejected` into quarantine."""
    connection.execute(
        """
        insert into quarantine
        select
            (select coalesce(max(id), 0) from quarantine) + row_number() over (order by line),
            $file_id, $feed, $path, line, "column", reason,
            $path || ', line ' || line || ': ' || sentence,
            row_json, $loaded_at, null
        from rejected
        """,
        {
            "file_id": entry.file_id,
            "feed": entry.feed,
            "path": entry.path,
            "loaded_at": entry.loaded_at,
        },
    )


def waiting(
    connection: duckdb.DuckDBPyConnection, reason: str | None = None, limit: int | None = None
) -> list[Rejected]:
    """Rows that wait in quarantine, by file and line; of one reason or of all, at most so many."""
    rows = connection.execute(
        'select id, file_id, feed, path, line, "column", reason, message, row_json '
        "from quarantine where resolved_at is null and reason = coalesce($1, reason) "
        "order by path, line, id limit $2",
        [reason, limit],
    ).fetchall()
    return [_rejected(row) for row in rows]


def _rejected(row: tuple[Any, ...]) -> Rejected:
    values = dict(zip(_FIELDS, row, strict=True))
    return Rejected(**{**values, "row": json.loads(values["row"])})


def reasons(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows wait, by reason code, the most frequent first."""
    rows = connection.execute(
        "select reason, count(*) from quarantine where resolved_at is null "
        "group by reason order by count(*) desc, reason"
    ).fetchall()
    return dict(rows)


def export(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the waiting rows to a CSV file that can be mended and retried; how many."""
    rows = waiting(connection)
    names = list(dict.fromkeys(name for row in rows for name in row.row))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)  # ends lines with \r\n, so it quotes a cell that holds a \r
        writer.writerow([*ABOUT, *names])
        for row in rows:
            about = (row.id, row.path, row.line, row.column, row.reason, row.message)
            writer.writerow([*about, *(_safe(row.row.get(name)) for name in names)])
    return len(rows)


def _safe(text: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it.

    Text that begins so already gets one more, so that `_as_read` gives back what was there.
    """
    if isinstance(text, str) and _is_formula(text) and not _is_number(text):
        return "'" + text
    return text


def _as_read(text: str) -> str | None:
    """The reverse of `_safe`; an empty cell is no value."""
    if text.startswith("'") and _is_formula(text):
        return text[1:]
    return text or None


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def mended(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Rejected]:
    """Waiting rows with the values of an exported and mended CSV file; no others."""
    known = {row.id: row for row in waiting(connection)}
    lines: dict[int, int] = {}
    rows = []
    for line, values in _lines(path):
        row = _mended(known, f"{path}, line {line}", values)
        if row.id in lines:
            raise BadData(
                f"{path}, line {line}: quarantine_id {row.id} stands in line {lines[row.id]} "
                "already. Keep one of the two."
            )
        lines[row.id] = line
        rows.append(row)
    return rows


def _mended(known: dict[int, Rejected], place: str, values: dict[str, str]) -> Rejected:
    text = values[_ID]
    row = known.get(int(text)) if re.fullmatch("[0-9]{1,18}", text) else None
    if row is None:
        raise BadData(
            f"{place}: quarantine_id '{_short(text)}' does not wait in quarantine. "
            "Leave the column as exported, and take out rows that were already brought in."
        )
    gone = [name for name in row.row if name not in values]
    if gone:
        raise BadData(
            f"{place}: column '{gone[0]}' of the export is missing. Put it back; "
            "to take a value away, leave its cell empty."
        )
    cells = {name: _as_read(values[name]) for name in row.row}
    if WHOLE_ROW in cells and _changed(row.row, cells) - {WHOLE_ROW}:
        cells[WHOLE_ROW] = None  # the columns were filled in: they count, not the broken text
    return replace(row, row=cells, is_mended=bool(_changed(row.row, cells)))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if (before[name] or None) != after[name]}


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a mended file, each with the line that it begins on."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            places = _places(path, header)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    _check_width(f"{path}, line {line}", cells, header)
                    yield line, {name: cells[place] for name, place in places.items()}
                line = reader.line_num + 1
    except OSError as error:
        raise BadUse(f"{path}: the file cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadData(f"{path}: not a CSV file in UTF-8 ({error}). Save it as such.") from None


def _places(path: Path, header: list[str]) -> dict[str, int]:
    """Where the id and each column of the rows stand; a row may have a column called `line` too."""
    if _ID not in header:
        raise BadUse(
            f"{path}: no column quarantine_id in the first line. Retry takes a file "
            "written by `milepost quarantine export`."
        )
    about = {name: header.index(name) for name in ABOUT if name in header}
    places = {_ID: about[_ID]}
    for place, name in enumerate(header):
        if place in about.values():
            continue
        if name in places:
            raise BadData(f"{path}: column '{name}' stands twice in the first line. Keep one.")
        places[name] = place
    return places


def _check_width(place: str, cells: list[str], header: list[str]) -> None:
    if len(cells) != len(header):
        raise BadData(
            f"{place}: the row has {len(cells)} cells and the first line {len(header)}. "
            "Give each column its cell, an empty one where there is no value."
        )
