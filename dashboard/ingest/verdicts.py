"""Staged rows judged by what is there already: duplicates, conflicts, and what is new."""

from dataclasses import dataclass

import duckdb

from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLE_KEYS, SMALL_TABLES
from dashboard.ingest.staging import number


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a file."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicate: int = 0
    ignored: int = 0
    blank: int = 0
    events: int = 0
    """Rows added to events, or to the small table."""

    @property
    def is_complete(self) -> bool:
        """The identity of row accounting."""
        parts = self.accepted + self.quarantined + self.duplicate + self.ignored + self.blank
        return self.read == parts


NOTHING = Counts()


def compare_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Find duplicates and conflicts, in the file and in events; conflicts are set aside."""
    while True:
        connection.execute("delete from verdict")
        connection.execute(_KNOWN_EVENTS)
        connection.execute(_REPEATED_EVENTS)
        if not _set_conflicts_aside(connection, "event_id", "event_id"):
            return


def compare_small(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """The same for a small table; there, what a later file says replaces what is there."""
    connection.execute("delete from verdict")
    connection.execute(_known_small(table))
    connection.execute(_repeated_small(table))
    key = ", ".join(f'"{name}"' for name in SMALL_TABLE_KEYS[table])
    _set_conflicts_aside(
        connection, " and ".join(SMALL_TABLE_KEYS[table]), f"concat_ws(', ', {key})"
    )


def _same(columns: dict[str, str]) -> str:
    return " and ".join(f'mine."{name}" is not distinct from theirs."{name}"' for name in columns)


_KNOWN_EVENTS = f"""
insert into verdict
select mine.line, mine.part, {_same(EVENT_COLUMNS)}
from staged as mine
join events as theirs on theirs.event_id = mine.event_id
"""

_REPEATED_EVENTS = f"""
insert into verdict
with repeated_ids as (
    select event_id from staged group by event_id having count(*) > 1
),
repeats as (
    select
        staged.*,
        row_number() over (partition by event_id order by line, part) as ordinal
    from staged
    semi join repeated_ids using (event_id)
    anti join verdict using (line, part)
)
select mine.line, mine.part, {_same(EVENT_COLUMNS)}
from repeats as mine
join repeats as theirs on theirs.event_id = mine.event_id and theirs.ordinal = 1
where mine.ordinal > 1
"""


def _key_matches(table: str) -> str:
    return _same(dict.fromkeys(SMALL_TABLE_KEYS[table], ""))


def _known_small(table: str) -> str:
    return (
        f"insert into verdict select mine.line, mine.part, true from staged as mine "
        f'join "{table}" as theirs on {_same(SMALL_TABLES[table])}'
    )


def _repeated_small(table: str) -> str:
    key = ", ".join(f'"{name}"' for name in SMALL_TABLE_KEYS[table])
    return f"""
        insert into verdict
        with repeats as (
            select *, row_number() over (partition by {key} order by line) as ordinal
            from staged
            anti join verdict using (line, part)
        )
        select mine.line, mine.part, {_same(SMALL_TABLES[table])}
        from repeats as mine
        join repeats as theirs on theirs.ordinal = 1 and {_key_matches(table)}
        where mine.ordinal > 1
    """


def _set_conflicts_aside(connection: duckdb.DuckDBPyConnection, named: str, shown: str) -> bool:
    """Whether any row was set aside for saying something else under a known id."""
    found = connection.execute(
        "insert into outcome "
        f"select line, false, null, ['conflict', $1, any_value({shown})] "
        "from staged semi join (from verdict where not is_same) using (line, part) group by line",
        [named],
    ).fetchall()
    if not (found and found[0][0]):
        return False
    connection.execute(
        "delete from staged where line in (select line from outcome where problem is not null)"
    )
    connection.execute("delete from verdict where line not in (select line from staged)")
    return True


def add(connection: duckdb.DuckDBPyConnection, table: str | None, feed: str, file_id: str) -> None:
    """Put everything staged that is no duplicate into events or a small table."""
    if table:
        _add_small(connection, table, feed, file_id)
    else:
        _add_events(connection, feed, file_id)


def _add_events(connection: duckdb.DuckDBPyConnection, feed: str, file_id: str) -> None:
    """Everything staged that is not there yet."""
    fields = ", ".join(f'"{name}"' for name in EVENT_COLUMNS)
    connection.execute(
        f"insert into events select {fields}, $1, $2, line from staged "
        "anti join verdict using (line, part)",
        [feed, file_id],
    )


def _add_small(connection: duckdb.DuckDBPyConnection, table: str, feed: str, file_id: str) -> None:
    """New rows of a small table; those with equal keys give way."""
    fields = ", ".join(f'"{name}"' for name in SMALL_TABLES[table])
    connection.execute(
        f'delete from "{table}" as theirs using '
        f"(from staged anti join verdict using (line, part)) as mine where {_key_matches(table)}"
    )
    connection.execute(
        f'insert into "{table}" select {fields}, $1, $2 from staged '
        "anti join verdict using (line, part)",
        [feed, file_id],
    )


def counts(connection: duckdb.DuckDBPyConnection, read: int) -> Counts:
    """What became of the rows read; each part is counted by itself."""
    row = connection.execute(
        "select count(*) filter (blank), count(*) filter (not blank and ignored_by is not null), "
        "count(*) filter (not blank and ignored_by is null and problem is not null) from outcome"
    ).fetchone()
    assert row
    added = number(connection, f"select count(*) from {_NEW}")
    accepted = number(connection, f"select count(distinct line) from {_NEW}")
    duplicate = number(
        connection,
        f"select count(distinct line) from staged anti join (select line from {_NEW}) using (line)",
    )
    return Counts(read, accepted, row[2], duplicate, row[1], row[0], added)


_NEW = "(from staged anti join verdict using (line, part))"
