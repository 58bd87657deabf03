"""The rows of one file on their way in, set-wise in temporary tables: raw, outcome, staged, verdict."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLE_KEYS, SMALL_TABLES
from dashboard.ingest.plan import Layout, events, outcomes, row_json, small_rows
from dashboard.ingest.reasons import REASONS
from dashboard.ingest.records import Records, names
from dashboard.ingest.sql import compiled


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


def fill_raw(connection: duckdb.DuckDBPyConnection, records: Records, width: int) -> None:
    """Rows as text, with the lines they stand on."""
    cells = ", ".join(f"{name} varchar" for name in names(width))
    connection.execute(
        f"create or replace temp table raw (line bigint, fault varchar, whole varchar, {cells})"
    )
    for batch in records.batches:
        connection.register("incoming", batch)
        connection.execute("insert into raw select * from incoming")
        connection.unregister("incoming")


def stage(connection: duckdb.DuckDBPyConnection, layout: Layout, loaded_at: datetime) -> None:
    """What each row of `raw` makes, and the rows that make nothing."""
    _create(connection, layout.mapping.table)
    _insert(connection, "outcome", outcomes(layout))
    if layout.mapping.table:
        _insert(connection, "staged", small_rows(layout, loaded_at))
    for index in range(len(layout.mapping.rules)):
        _insert(connection, "staged", events(layout, index, loaded_at))
    set_aside(connection)


def _create(connection: duckdb.DuckDBPyConnection, small: str | None) -> None:
    columns = SMALL_TABLES[small] if small else EVENT_COLUMNS
    fields = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(
        f"create or replace temp table staged (line bigint, part integer, {fields}, problem varchar[])"
    )
    connection.execute(
        "create or replace temp table outcome "
        "(line bigint, blank boolean, ignored_by varchar, problem varchar[])"
    )
    connection.execute(
        "create or replace temp table verdict (line bigint, part integer, is_same boolean)"
    )


def _insert(connection: duckdb.DuckDBPyConnection, target: str, query: object) -> None:
    text, parameters = compiled(query)  # type: ignore[arg-type]
    connection.execute(f"insert into {target} {text}", parameters)


def set_aside(connection: duckdb.DuckDBPyConnection) -> None:
    """Rows of which any part has a problem make nothing at all."""
    found = connection.execute(
        "insert into outcome select line, false, null, arg_min(problem, part) from staged "
        "where problem is not null group by line"
    ).fetchall()
    if found and found[0][0]:
        connection.execute(
            "delete from staged where line in (select line from outcome where problem is not null)"
        )


def compare_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Find duplicates and conflicts, in the file and with what is there; conflicts are set aside."""
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
    _set_conflicts_aside(connection, " and ".join(SMALL_TABLE_KEYS[table]), f"concat_ws(', ', {key})")


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


def add(
    connection: duckdb.DuckDBPyConnection, table: str | None, feed: str, file_id: str
) -> None:
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


def _add_small(
    connection: duckdb.DuckDBPyConnection, table: str, feed: str, file_id: str
) -> None:
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


def counts(connection: duckdb.DuckDBPyConnection) -> Counts:
    """What became of the rows of `raw`; each part is counted by itself."""
    read = _number(connection, "select count(*) from raw")
    row = connection.execute(
        "select count_if(blank), count_if(not blank and ignored_by is not null), "
        "count_if(not blank and ignored_by is null and problem is not null) from outcome"
    ).fetchone()
    assert row
    added = _number(connection, "select count(*) from staged anti join verdict using (line, part)")
    accepted = _number(
        connection,
        "select count(distinct line) from staged anti join verdict using (line, part)",
    )
    duplicate = _number(
        connection,
        "select count(distinct line) from staged where line not in "
        "(select line from staged anti join verdict using (line, part))",
    )
    return Counts(read, accepted, row[2], duplicate, row[1], row[0], added)


def _number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


def create_reasons(connection: duckdb.DuckDBPyConnection) -> None:
    """The sentences for reason codes, where `quarantined_rows` finds them."""
    connection.execute("create or replace temp table reasons (code varchar, sentence varchar)")
    connection.executemany("insert into reasons values ($1, $2)", list(REASONS.items()))


def reject(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Fill a temporary table `rejected`: line, column, reason, sentence, the row as read."""
    connection.execute("create or replace temp table as_read (line bigint, row_json varchar)")
    text, parameters = compiled(row_json(layout))
    connection.execute(
        f"insert into as_read from ({text}) semi join "
        "(from outcome where problem is not null) as at_fault using (line)",
        parameters,
    )
    connection.execute(_REJECTED)


_REJECTED = """
create or replace temp table rejected as
select
    line,
    nullif(problem[2], '') as "column",
    problem[1] as reason,
    replace(
        replace(sentence, '{column}', coalesce(problem[2], '')),
        '{value}', coalesce(left(problem[3], 100), '')
    ) as sentence,
    row_json
from outcome
join as_read using (line)
join reasons on reasons.code = outcome.problem[1]
where problem is not null
"""
