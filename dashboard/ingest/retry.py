"""Another try for rows in quarantine, after a mapping, a rate or the rows themselves were mended.

What is brought in leaves quarantine and moves, in the ledger entry of its file, from quarantined to
what it became: the number of rows read stays what it was.
"""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import duckdb

from dashboard.errors import BadData
from dashboard.ingest import forgotten, header, ledger, staging, verdicts
from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES
from dashboard.ingest.fixed import fixed_cells
from dashboard.ingest.json_lines import json_cells
from dashboard.ingest.layout import WHOLE_ROW, Layout, layout
from dashboard.ingest.load import choose_settings, finish, transaction
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.money import MADE_ROWS
from dashboard.ingest.quarantine import Rejected
from dashboard.ingest.records import Faulty, Records, batch, faulty_batch
from dashboard.ingest.sources import JSON_LINES, WORKBOOKS
from dashboard.ingest.verdicts import Counts
from dashboard.settings import stored_settings


@dataclass(frozen=True)
class Retried:
    """What became of the rows of one file that were tried again."""

    path: str
    feed: str
    counts: Counts

    @property
    def brought_in(self) -> int:
        return self.counts.read - self.counts.quarantined


def retry(
    connection: duckdb.DuckDBPyConnection,
    rows: Sequence[Rejected],
    mapping_of: Callable[[str], Mapping],
    tried_at: datetime,
) -> list[Retried]:
    """Try rows again, file by file; `mapping_of` gives the mapping of a feed."""
    staging.create_reasons(connection)
    ordered = sorted(rows, key=lambda row: (row.feed, row.file_id, row.id))
    results = []
    for (feed, _), group in groupby(ordered, key=lambda row: (row.feed, row.file_id)):
        members = list(group)
        mapping = mapping_of(feed)
        with transaction(connection, members[0].path):
            counts = _retry_file(connection, members, mapping, tried_at)
        results.append(Retried(members[0].path, feed, counts))
    return results


def _retry_file(
    connection: duckdb.DuckDBPyConnection,
    rows: list[Rejected],
    mapping: Mapping,
    tried_at: datetime,
) -> Counts:
    _note_tried(connection, rows)
    plain = [row for row in rows if MADE_ROWS not in row.row]
    made = [row for row in rows if MADE_ROWS in row.row]
    found = _layout(plain, mapping)
    records = _records(plain, found, mapping)
    read = staging.take_in(connection, records, found, rows[0].file_id, tried_at)
    read += _stage_made(connection, made, mapping)
    choose_settings(connection, mapping)
    finish(connection, mapping)
    connection.execute(_STILL_AS_READ)
    forgotten.leave_out_faulty(connection, mapping)
    counts = verdicts.counts(connection, read)
    if not counts.is_complete or read != len(rows):
        raise BadData(f"{rows[0].path}: rows do not add up ({counts}). Please report this.")
    connection.execute(_STILL_WAITING, {"path": rows[0].path})
    connection.execute(_RESOLVED, [tried_at])
    entry = ledger.Entry(rows[0].file_id, rows[0].feed, rows[0].path, mapping.kind, tried_at)
    ledger.bring_in(connection, entry, counts, stored_settings(connection).reporting_zone)
    _add(connection, rows[0], mapping)
    return counts


def _note_tried(connection: duckdb.DuckDBPyConnection, rows: list[Rejected]) -> None:
    connection.execute(
        "create or replace temp table tried (id bigint, key bigint, line bigint, row_json varchar)"
    )
    connection.executemany(
        "insert into tried values ($1, $2, $3, $4)",
        [(row.id, _key(row), row.line, json.dumps(row.row, ensure_ascii=False)) for row in rows],
    )


def _key(row: Rejected) -> int:
    """What stands for the line in staging; rows that had been in already come before the others."""
    return -row.id if MADE_ROWS in row.row else row.id


def _layout(rows: list[Rejected], mapping: Mapping) -> Layout:
    """Where the mapping's columns stand in rows as quarantine keeps them."""
    if not rows:
        return layout(mapping, header.by_position(mapping), tuple(mapping.columns))
    names = tuple(name for name in rows[0].row if name != WHOLE_ROW)
    if not mapping.has_header or mapping.is_fixed_width or _is_json(rows[0]):
        return layout(mapping, {name: names.index(name) for name in mapping.columns}, names)
    return layout(mapping, header.positions(mapping, names, rows[0].path), names)


def _is_json(row: Rejected) -> bool:
    return row.path.lower().removesuffix(".gz").endswith(JSON_LINES)


def _is_without_text(row: Rejected) -> bool:
    """Whether the row came from a workbook or a database: nothing there can be taken apart anew."""
    if "://" in row.path:
        return True
    return any(f"{ending}:" in f"{row.path.lower().removesuffix('.gz')}:" for ending in WORKBOOKS)


def _records(rows: list[Rejected], found: Layout, mapping: Mapping) -> Records:
    """Rows as a reader would give them; their quarantine id stands for the line."""
    whole: list[tuple[int, list[str | None]]] = []
    faulty: list[Faulty] = []
    for row in rows:
        cells = _cells(row, found, mapping)
        if isinstance(cells, Faulty):
            faulty.append(cells)
        else:
            whole.append((row.id, cells))
    batches = []
    if whole:
        batches.append(batch([line for line, _ in whole], [c for _, c in whole], found.width))
    if faulty:
        batches.append(faulty_batch(faulty, found.width))
    return Records(found.header, iter(batches))


_UNSURE = ("bad_encoding", "control_character", "two_ways", "impossible_time")
"""Reasons for which the text that quarantine keeps is not, or not surely, the row of the file."""


def _cells(row: Rejected, found: Layout, mapping: Mapping) -> list[str | None] | Faulty:
    """The row's cells; a text that could not be taken apart is tried once more."""
    text = row.row.get(WHOLE_ROW)
    if not text:
        return [row.row.get(name) for name in found.header]
    if row.reason in _UNSURE and not row.is_mended:
        return Faulty(row.id, row.reason, text)
    again: list[str | None] | Faulty
    if _is_json(row):
        again = json_cells("", row.id, text, header.keys(mapping), found.width, strict=False)
    elif _is_without_text(row):
        again = Faulty(row.id, row.reason, text)
    elif mapping.is_fixed_width:
        spans = tuple(column.chars for column in mapping.columns.values() if column.chars)
        fixed = fixed_cells(row.id, text, spans)
        again = fixed if isinstance(fixed, Faulty) else list(fixed)
    else:
        again = _delimited_cells(row, text, found, mapping)
    return Faulty(row.id, row.reason, text) if isinstance(again, Faulty) else again


def _delimited_cells(
    row: Rejected, text: str, found: Layout, mapping: Mapping
) -> list[str | None] | Faulty:
    default = "\t" if row.path.lower().removesuffix(".gz").endswith(".tsv") else ","
    mark = mapping.delimiter or default
    try:
        lines = list(csv.reader([text], delimiter=mark, quotechar=mapping.quote, strict=True))
    except csv.Error:
        return Faulty(row.id, row.reason, text)
    if len(lines) != 1 or len(lines[0]) != found.width:
        return Faulty(row.id, row.reason, text)
    return list(lines[0])


def _stage_made(
    connection: duckdb.DuckDBPyConnection, rows: list[Rejected], mapping: Mapping
) -> int:
    """Rows that had been events before their rate was missed are staged as they were."""
    columns = SMALL_TABLES[mapping.table] if mapping.table else EVENT_COLUMNS
    fields = ", ".join(f"(made ->> '{name}')::{kind}" for name, kind in columns.items())
    for row in rows:
        connection.execute(
            f"insert into staged select $1, row_number() over () - 1, null, {fields}, null "
            "from (select unnest(from_json($2, '[\"json\"]')) as made)",
            [_key(row), json.dumps(row.row[MADE_ROWS])],
        )
    return len(rows)


_STILL_AS_READ = "insert into as_read select key, row_json from tried where key not in (select line from as_read)"

_STILL_WAITING = """
update quarantine
set reason = problem[1], "column" = nullif(problem[2], ''),
    row_json = case
        when json_exists(quarantine.row_json, '$."(made rows)"') then quarantine.row_json
        else tried.row_json
    end,
    message = $path || ', line ' || quarantine.line || ': ' || replace(
        replace(sentence, '{column}', coalesce(problem[2], '')),
        '{value}', coalesce(left(problem[3], 100), '')
    )
from outcome
join tried on tried.key = outcome.line
join reasons on reasons.code = outcome.problem[1]
where quarantine.id = tried.id and outcome.problem is not null
"""

_RESOLVED = """
update quarantine set resolved_at = $1
where id in (
    select id from tried
    where key not in (select line from outcome where problem is not null)
)
"""


def _add(connection: duckdb.DuckDBPyConnection, row: Rejected, mapping: Mapping) -> None:
    """Put what is new where it belongs, under the line on which it stood."""
    connection.execute(
        "delete from staged using verdict "
        "where staged.line = verdict.line and staged.part = verdict.part"
    )
    connection.execute("delete from verdict")
    connection.execute(
        "update staged set line = tried.line from tried where staged.line = tried.key"
    )
    verdicts.add(connection, mapping.table, row.feed, row.file_id)
