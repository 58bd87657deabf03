"""The rows of one file on their way in, set-wise in temporary tables: raw, fired, outcome, staged."""

from collections.abc import Callable, Iterator
from datetime import datetime

import duckdb
import pyarrow as pa

from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES
from dashboard.ingest.layout import Layout
from dashboard.ingest.plan import statements
from dashboard.ingest.reasons import REASONS
from dashboard.ingest.records import Records, names
from dashboard.ingest.sql import Statement

PIECE_ROWS = 200_000


def take_in(
    connection: duckdb.DuckDBPyConnection,
    records: Records,
    layout: Layout,
    file_id: str,
    loaded_at: datetime,
    told: Callable[[int], None] = lambda rows: None,
) -> int:
    """Everything that the rows of a file make, piece by piece to keep memory small; rows read."""
    _create(connection, layout.mapping.table)
    read = 0
    for piece in _pieces(records):
        read += _fill_raw(connection, piece, layout.width)
        _stage(connection, layout, loaded_at)
        keep_as_read(connection, layout, loaded_at)
        told(read)
    set_aside(connection)
    _keep_first(connection, layout)
    if layout.mapping.event_id.occurrence:
        count_present(connection, file_id, layout.mapping.name)
        connection.execute(_NUMBER_REPEATS)
    return read


def read_again(
    connection: duckdb.DuckDBPyConnection, records: Records, layout: Layout, loaded_at: datetime
) -> None:
    """Fetch the text of rows that were set aside after their piece had passed."""
    for piece in _pieces(records):
        _fill_raw(connection, piece, layout.width)
        keep_as_read(connection, layout, loaded_at)


def keep_shown(
    connection: duckdb.DuckDBPyConnection, records: Records, layout: Layout, loaded_at: datetime
) -> None:
    """Fill `texts` with the rows, as read, of the lines that stand in `shown`."""
    connection.execute("create or replace temp table texts (line bigint, row_json varchar)")
    text, parameters = statements(layout, loaded_at).row_json
    for piece in _pieces(records):
        _fill_raw(connection, piece, layout.width)
        connection.execute(
            f"insert into texts from ({text}) as mine semi join shown using (line)", parameters
        )


def lacks_text(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether rows were set aside after their piece had passed."""
    query = "select count(*) from outcome anti join as_read using (line) where problem is not null"
    return number(connection, query) > 0


def _pieces(records: Records) -> Iterator[list[pa.RecordBatch]]:
    piece: list[pa.RecordBatch] = []
    for batch in records.batches:
        piece.append(batch)
        if sum(part.num_rows for part in piece) >= PIECE_ROWS:
            yield piece
            piece = []
    if piece:
        yield piece


def _fill_raw(
    connection: duckdb.DuckDBPyConnection, piece: list[pa.RecordBatch], width: int
) -> int:
    """Rows as text, with the lines they stand on; how many."""
    cells = ", ".join(f"{name} varchar" for name in names(width))
    connection.execute(
        f"create or replace temp table raw (line bigint, fault varchar, whole varchar, {cells})"
    )
    for batch in piece:
        connection.register("incoming", batch)
        connection.execute("insert into raw select * from incoming")
        connection.unregister("incoming")
    return number(connection, "select count(*) from raw")


def _stage(connection: duckdb.DuckDBPyConnection, layout: Layout, loaded_at: datetime) -> None:
    """What each row of `raw` makes, and the rows that make nothing."""
    sql = statements(layout, loaded_at)
    _execute(connection, "create or replace temp table fired as", sql.fired)
    _execute(connection, "insert into outcome", sql.outcomes)
    for made in sql.made:
        _execute(connection, "insert into staged", made)


def _create(connection: duckdb.DuckDBPyConnection, small: str | None) -> None:
    columns = SMALL_TABLES[small] if small else EVENT_COLUMNS
    fields = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    for table, shape in {
        "staged": f"line bigint, part integer, once varchar, {fields}, problem varchar[]",
        "outcome": "line bigint, blank boolean, ignored_by varchar, problem varchar[]",
        "verdict": "line bigint, part integer, is_same boolean",
        "as_read": "line bigint, row_json varchar",
    }.items():
        connection.execute(f"create or replace temp table {table} ({shape})")


def _execute(connection: duckdb.DuckDBPyConnection, verb: str, statement: Statement) -> None:
    text, parameters = statement
    connection.execute(f"{verb} {text}", parameters)


def keep_as_read(
    connection: duckdb.DuckDBPyConnection, layout: Layout, loaded_at: datetime
) -> None:
    """Keep the text of the rows of `raw` that are set aside."""
    text, parameters = statements(layout, loaded_at).row_json
    connection.execute(
        f"insert into as_read from ({text}) as mine semi join (" + _AT_FAULT + ") using (line) "
        "anti join as_read using (line)",
        parameters,
    )


_AT_FAULT = (
    "select line from outcome where problem is not null "
    "union select line from staged where problem is not null"
)


def _keep_first(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Of rows with one key, only the first makes the event of a rule with `first_per`.

    Another file of the feed may have brought the first: its event is there, with other content.
    """
    keys = {rule.first_per for rule in layout.mapping.rules if rule.first_per}
    if not keys:
        return
    connection.execute(_LATER_ROWS)
    connection.execute(_LATER_FILES, [layout.mapping.name])
    connection.execute("delete from staged using later where " + _IS_LATER)
    rule = "later row of " + " or ".join(", ".join(key) for key in sorted(keys))
    connection.execute(
        "insert into outcome select distinct line, false, $1, null from later "
        "anti join staged using (line)",
        [rule],
    )


_LATER_ROWS = """
create or replace temp table later as
select line, part from staged where once is not null
qualify row_number() over (partition by part, once order by line) > 1
"""

_LATER_FILES = f"""
insert into later
select staged.line, staged.part from staged
join events using (event_id)
where once is not null and events.feed = $1
    and ({" or ".join(f'staged."{name}" is distinct from events."{name}"' for name in EVENT_COLUMNS)})
"""

_IS_LATER = "staged.line = later.line and staged.part = later.part"

_NUMBER_REPEATS = """
update staged set event_id = staged.event_id || '-' || repeats.ordinal
from (
    select
        line, part,
        row_number() over (partition by event_id order by line) + coalesce(repeats, 0) as ordinal
    from staged
    left join present using (event_id)
    qualify ordinal > 1
) as repeats
where staged.line = repeats.line and staged.part = repeats.part
"""


def count_present(connection: duckdb.DuckDBPyConnection, file_id: str, feed: str) -> None:
    """Identical rows of the file that are in already: a retry numbers on from them."""
    connection.execute(
        "create or replace temp table present as "
        "select regexp_replace(event_id, '-[0-9]+$', '') as event_id, count(*) as repeats "
        "from events where file_id = $1 and feed = $2 group by 1",
        [file_id, feed],
    )


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


def number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])


def create_reasons(connection: duckdb.DuckDBPyConnection) -> None:
    """The sentences for reason codes, where `reject` finds them."""
    connection.execute("create or replace temp table reasons (code varchar, sentence varchar)")
    connection.executemany("insert into reasons values ($1, $2)", list(REASONS.items()))


def reject(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill a temporary table `rejected`: line, column, reason, sentence, the row as read."""
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
