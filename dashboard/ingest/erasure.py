"""Forgetting people in the master: the file is written anew without them and takes the old one's place in one step.

Deleting rows would leave their bytes in the file. Killed at any moment, either the old master or the new one is there.
"""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dashboard.errors import BadData
from dashboard.ingest import belongings
from dashboard.ingest.belongings import Belongings, is_theirs, other_tables
from dashboard.ingest.forgotten import RULE, is_forgotten, made_key, remember
from dashboard.ingest.master import opened_master, read_master, said_of_master
from dashboard.paths import Home

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1."""


def found(home: Home, ids: Sequence[str]) -> Belongings:
    """What forgetting these ids would take out of the master; changes nothing."""
    with beside(home, None) as connection:
        return belongings.belongings(connection, ids)


def known_from_before(home: Home, ids: Sequence[str]) -> set[str]:
    """Those of the ids that were forgotten already."""
    if not home.forgotten_key.exists():
        return set()
    key = made_key(home)
    with read_master(home) as connection:
        return {id for id in ids if is_forgotten(connection, key, id)}


def write_without(
    home: Home, ids: Sequence[str], first_version: int, progress: Progress
) -> Belongings:
    """Write the master anew without these people, with hashes by which they are known again.

    The caller holds the load lock.
    """
    with opened_master(
        home
    ):  # what a killed load left in the log comes into the file, and the key is checked
        key = made_key(home)
    draft = home.scratch / f"forgetting-{os.getpid()}.duckdb"
    _remove(draft)
    try:
        with beside(home, draft) as connection:
            gone = belongings.belongings(connection, ids)
            connection.execute("copy from database old to new (schema)")
            _write_tables(connection, progress)
            remember(connection, key, [*gone.ids, *_unknown(gone, ids)], first_version)
            connection.execute("checkpoint new")
        _take_its_place(home, draft)
    finally:
        _remove(draft)
    return gone


def _unknown(gone: Belongings, ids: Sequence[str]) -> list[tuple[str, str]]:
    """Ids that the master knows from quarantine at most may come back as either kind."""
    return [(kind, id) for id in ids if id not in gone.names for kind in ("person", "visitor")]


@contextmanager
def beside(home: Home, draft: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the master as `old`, for reading, and writes to a draft called `new`."""
    with read_master(home):  # says in words what is wrong with the file, if anything
        pass
    with said_of_master(home), duckdb.connect(config=_config(home)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"attach {_quoted(home.master)} as old (read_only)")
        if draft:
            connection.execute(f"attach {_quoted(draft)} as new")
            connection.execute("use new")
        yield connection


def _config(home: Home) -> dict[str, str | bool | int | float | list[str]]:
    home.scratch.mkdir(exist_ok=True)
    return {
        "memory_limit": "1GB",
        "temp_directory": str(home.scratch),
        "preserve_insertion_order": "false",
    }


def _write_tables(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    tables = [
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'old' order by table_name"
        ).fetchall()
    ]
    theirs = other_tables(connection)
    _write_adjustments(connection)
    for done, table in enumerate(tables):
        progress(f"writing {table}", done / len(tables))
        rows = _KEPT.get(table) or f'from old."{table}"'
        if table in theirs:
            rows = f'from old."{table}" where not ({is_theirs(theirs[table])})'
        connection.execute(f'insert into new."{table}" {rows}')
    _keep_highest_number(connection)


def _write_adjustments(connection: duckdb.DuckDBPyConnection) -> None:
    """What changes in the ledger: rows that were accepted or waited are now ignored by the rule."""
    parts = [_GONE_ROWS["events"], _GONE_ROWS["quarantine"]]
    parts += [
        f'select file_id, feed, 1 as accepted, 0 as quarantined, 0 as events from old."{table}" '
        f"where {is_theirs(columns)}"
        for table, columns in other_tables(connection).items()
        if table == "identities"
    ]
    connection.execute(
        "create or replace temp table adjustment as select file_id, feed, sum(accepted)::bigint as accepted, "
        "sum(quarantined)::bigint as quarantined, sum(events)::bigint as events "
        f"from ({' union all '.join(parts)}) group by file_id, feed"
    )
    connection.execute(
        "create or replace temp table ignored (file_id varchar, feed varchar, ignored_by varchar)"
    )
    rows = connection.execute(
        "select file_id, feed, adjustment.accepted + adjustment.quarantined, ignored_by from adjustment "
        "join old.ledger using (file_id, feed) "
        "where adjustment.accepted + adjustment.quarantined > 0"
    ).fetchall()
    counted = [(file_id, feed, _added(known, rows)) for file_id, feed, rows, known in rows]
    if counted:
        connection.executemany("insert into ignored values ($1, $2, $3)", counted)


def _added(known: str | None, rows: int) -> str:
    counts = json.loads(known or "{}")
    counts[RULE] = counts.get(RULE, 0) + rows
    return json.dumps(dict(sorted(counts.items())), ensure_ascii=False)


def _keep_highest_number(connection: duckdb.DuckDBPyConnection) -> None:
    """Rows in quarantine are numbered on from the highest: it must not fall, or an older export names other rows."""
    connection.execute(
        """
        insert into new.quarantine by name
        select
            max(id) as id, '' as file_id, '' as feed, '' as path, 0 as line, $1 as reason, $1 as message,
            '{}' as row_json, max(quarantined_at) as quarantined_at, max(quarantined_at) as resolved_at
        from old.quarantine
        having max(id) in (from gone_quarantine)
        """,
        [RULE],
    )


def _take_its_place(home: Home, draft: Path) -> None:
    for file in (draft, home.master):
        if Path(f"{file}.wal").exists():
            raise BadData(
                f"{file}: its log could not be written into it. Nothing was changed; try again."
            )
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(draft, home.master)
    folder = os.open(home.folder, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    Path(f"{draft}.wal").unlink(missing_ok=True)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


_GONE_ROWS = {
    "events": """
        select
            file_id, feed,
            bool_and(rowid in (from gone_event))::integer as accepted,
            0 as quarantined,
            count(*) filter (rowid in (from gone_event)) as events
        from old.events
        where (file_id, feed, line) in (
            select (file_id, feed, line) from old.events where rowid in (from gone_event)
        )
        group by file_id, feed, line
    """,
    "quarantine": """
        select file_id, feed, 0 as accepted, (resolved_at is null)::integer as quarantined, 0 as events
        from old.quarantine
        where id in (from gone_quarantine)
    """,
}

_PATH = "coalesce((select shown from kept_path where kept_path.path = {0}.path), {0}.path) as path"

_KEPT = {
    "refusals": "from old.refusals where path not in (select path from kept_path)",
    "events": """
        select events.* replace (
            if(events.rowid in (from kept_without_visitor), null, visitor_id) as visitor_id,
            coalesce(kept_comment.comment, events.comment) as comment
        )
        from old.events
        left join kept_comment on kept_comment.row = events.rowid
        where events.rowid not in (from gone_event)
    """,
    "ledger": f"""
        select ledger.* replace (
            {_PATH.format("ledger")},
            ledger.accepted - coalesce(adjustment.accepted, 0) as accepted,
            ledger.quarantined - coalesce(adjustment.quarantined, 0) as quarantined,
            ledger.ignored + coalesce(adjustment.accepted + adjustment.quarantined, 0) as ignored,
            ledger.events - coalesce(adjustment.events, 0) as events,
            coalesce(ignored.ignored_by, ledger.ignored_by) as ignored_by
        )
        from old.ledger
        left join adjustment using (file_id, feed)
        left join ignored using (file_id, feed)
    """,
    "quarantine": f"""
        select quarantine.* replace (
            {_PATH.format("quarantine")},
            replace(message, path, coalesce((select shown from kept_path where kept_path.path = quarantine.path), path))
                as message
        )
        from old.quarantine
        where id not in (from gone_quarantine)
    """,
}
