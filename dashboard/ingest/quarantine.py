"""Quarantine: rows set aside with file, line, column, reason and the row as read."""

import csv
import json
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
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*ABOUT, *names])
        for row in rows:
            about = (row.id, row.path, row.line, row.column, row.reason, row.message)
            writer.writerow([*about, *(_safe(row.row.get(name)) for name in names)])
    return len(rows)


def _safe(text: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    if isinstance(text, str) and text.startswith(_FORMULA) and not _is_number(text):
        return "'" + text
    return text


def _as_read(text: str) -> str | None:
    """The reverse of `_safe`; an empty cell is no value."""
    if text.startswith("'") and text[1:].startswith(_FORMULA):
        return text[1:]
    return text or None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def mended(connection: duckdb.DuckDBPyConnection, path: Path) -> list[Rejected]:
    """Waiting rows with the values of an exported and mended CSV file; no others."""
    known = {row.id: row for row in waiting(connection)}
    return [_mended(known, path, line, values) for line, values in _lines(path)]


def _mended(known: dict[int, Rejected], path: Path, line: int, values: dict[str, str]) -> Rejected:
    text = values.get("quarantine_id", "")
    row = known.get(int(text)) if text.isdigit() else None
    if row is None:
        raise BadData(
            f"{path}, line {line}: quarantine_id '{text}' does not wait in quarantine. "
            "Leave the column as exported, and take out rows that were already brought in."
        )
    cells = {name: _as_read(values.get(name, "")) for name in row.row}
    if WHOLE_ROW in cells and _changed(row.row, cells) - {WHOLE_ROW}:
        cells[WHOLE_ROW] = None  # the columns were filled in: they count, not the broken text
    return replace(row, row=cells, is_mended=bool(_changed(row.row, cells)))


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if (before[name] or None) != after[name]}


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            if "quarantine_id" not in header:
                raise BadUse(
                    f"{path}: no column quarantine_id in the first line. Retry takes a file "
                    "written by `milepost quarantine export`."
                )
            for cells in reader:
                if cells:
                    yield reader.line_num, dict(zip(header, cells, strict=False))
    except OSError as error:
        raise BadUse(f"{path}: the file cannot be read ({error.strerror}).") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadData(f"{path}: not a CSV file in UTF-8 ({error}). Save it as such.") from None
