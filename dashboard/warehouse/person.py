"""Everything that is kept about one person: as it was loaded, and what the current version makes of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb

from dashboard.errors import BadData, NoWarehouse
from dashboard.ingest.belongings import Belongings, belongings, is_theirs, other_tables
from dashboard.ingest.erasure import beside
from dashboard.ingest.leftovers import PERSON
from dashboard.paths import Home
from dashboard.warehouse.publish import LOCKED
from dashboard.warehouse.whole import in_use

Facts = dict[str, Any]

INTERNAL = {"person", "bucket", "seq", "order_no", "who", "origin"}
"""Columns of marts that number rows; `who` and `origin` are written out."""


def kept_about(home: Home, id: str, is_elsewhere: bool = False) -> Facts:
    """All of it under plain names; `BadData` where nothing is kept, here or elsewhere."""
    with beside(home, None) as connection:
        theirs = belongings(connection, [id])
        if not any(theirs.rows.values()) and not is_elsewhere:
            raise BadData(
                f"Nothing is kept about '{id}' in {home.folder}. Check the id for a slip."
            )
        loaded = _loaded(connection)
    return {
        PERSON: id,
        "person_ids": list(theirs.people),
        "visitor_ids": list(theirs.visitors),
        **_derived(home, theirs),
        **loaded,
    }


def _loaded(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Rows of the master, whole."""
    facts = {
        "events": _rows(
            connection,
            "from old.events where rowid in (from gone_event) order by occurred_at, event_id",
        )
    }
    for table, columns in other_tables(connection).items():
        facts[table] = _rows(connection, f'from old."{table}" where {is_theirs(columns)}')
    facts["quarantine"] = _rows(
        connection, "from old.quarantine where id in (from gone_quarantine) order by id"
    )
    return facts


def _derived(home: Home, theirs: Belongings) -> Facts:
    """Rows of the marts: first and last order, orders, revenue, tickets, answers, days, and whatever else there is."""
    try:
        path = in_use(home).version.path
    except NoWarehouse:
        return {}
    with duckdb.connect(str(path), read_only=True, config=dict(LOCKED)) as connection:
        numbers = _numbers(connection, theirs)
        tables = connection.execute(
            "select table_name from duckdb_columns() "
            "where column_name = 'person' and table_name <> 'person' and not internal order by table_name"
        ).fetchall()
        marts = {table: _mart_rows(connection, table, numbers) for (table,) in tables}
        return {
            "version": path.name,
            "customer": marts.pop("customer", []),
            "marts": {table: rows for table, rows in marts.items() if rows},
        }


def _numbers(connection: duckdb.DuckDBPyConnection, theirs: Belongings) -> list[int]:
    """The numbers under which the marts know the person and visitors of theirs that are nobody else's."""
    rows = connection.execute(
        "select person from person where (not is_visitor and list_contains($1, person_id)) "
        "or (is_visitor and list_contains($2, person_id))",
        [list(theirs.people), list(theirs.visitors)],
    ).fetchall()
    return [number for (number,) in rows]


def _mart_rows(
    connection: duckdb.DuckDBPyConnection, table: str, numbers: Sequence[int]
) -> list[Facts]:
    rows = _rows(connection, f'from "{table}" where list_contains($1, person)', [list(numbers)])
    for row in rows:
        for key in ("who", "origin"):
            if row.get(key) is not None:
                [words] = _rows(connection, f"from {key} where {key} = $1", [row[key]])
                row.update(words)
    return [{name: value for name, value in row.items() if name not in INTERNAL} for row in rows]


def _rows(
    connection: duckdb.DuckDBPyConnection, question: str, parameters: Sequence[Any] = ()
) -> list[Facts]:
    cursor = connection.execute(question, list(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [
        {name: _plain(value) for name, value in zip(names, row, strict=True)}
        for row in cursor.fetchall()
    ]


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
