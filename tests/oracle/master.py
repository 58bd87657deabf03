"""Putting a world into the tables of a master file, as a load would leave it."""

from datetime import datetime
from typing import Any

import duckdb

from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES, create_master
from tests.oracle.world import World

FEED = "test"
LOADED_AT = datetime(2100, 1, 1)
AT_ONCE = 200
"""Rows of one statement: a statement for each is slow."""


def write_world(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    """Create the master tables and insert the world: one file of feed `test` for each table."""
    create_master(connection)
    connection.begin()
    _insert(connection, "events", list(EVENT_COLUMNS), world.events, numbered=True)
    instants = [row["occurred_at"] for row in world.events]
    _ledger(connection, 1, "events", world, instants)
    for seq, (table, columns) in enumerate(SMALL_TABLES.items(), start=2):
        rows = getattr(world, table)
        if rows:
            _insert(connection, table, list(columns), rows)
            _ledger(connection, seq, table, world, [None] * len(rows))
    for name, value in vars(world.settings).items():
        connection.execute("insert or replace into settings values (?, ?)", [name, str(value)])
    connection.commit()


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
    rows: list[dict[str, Any]],
    numbered: bool = False,
) -> None:
    names = [*columns, "feed", "file_id", *(["line"] if numbered else [])]
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    full = [
        [*(row[name] for name in columns), FEED, table, *([line] if numbered else [])]
        for line, row in enumerate(rows, start=2)  # line 1 is the header
    ]
    for start in range(0, len(full), AT_ONCE):
        part = full[start : start + AT_ONCE]
        all_marks = ", ".join(f"({marks})" for _ in part)
        values = [value for row in part for value in row]
        connection.execute(f'insert into "{table}" ({quoted}) values {all_marks}', values)


def _ledger(
    connection: duckdb.DuckDBPyConnection,
    seq: int,
    kind: str,
    world: World,
    instants: list[datetime | None],
) -> None:
    known = [at for at in instants if at is not None]
    entry = {
        "file_id": kind, "feed": FEED, "path": f"{kind}.csv", "loaded_at": LOADED_AT, "seq": seq,
        "kind": kind, "read": len(instants), "accepted": len(instants), "quarantined": 0,
        "duplicate": 0, "ignored": 0, "blank": 0,
        "events": len(instants) if kind == "events" else 0,
        "first_at": min(known, default=None), "last_at": max(known, default=None),
        "covers_until": world.coverage,
    }  # fmt: skip
    names, marks = ", ".join(entry), ", ".join("?" for _ in entry)
    connection.execute(f"insert into ledger ({names}) values ({marks})", list(entry.values()))
