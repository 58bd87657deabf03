"""What belongs to people who are to be forgotten: found in a master that is attached as `old`, changed in nothing.

Gone is a row of the person; a row of a visitor that is theirs; and a row of nobody that names an order or a ticket
which only they have. A row of somebody else stays, whatever it names, and loses the visitor's id if that is theirs. The
first link wins, as in the marts.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dashboard.ingest.layout import WHOLE_ROW
from dashboard.ingest.mentions import row_holds, without, without_in_path

DERIVED = ("events", "quarantine", "ledger", "refusals", "forgotten")
"""Tables with a rule of their own. Every other one, groups included, loses rows by `person_id` and `visitor_id`."""


@dataclass(frozen=True)
class Belongings:
    """The ids that go, and how many rows of each table with them."""

    people: tuple[str, ...]
    visitors: tuple[str, ...]
    orders: tuple[str, ...]
    tickets: tuple[str, ...]
    rows: dict[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        """The ids that a person is known by."""
        return (*self.people, *self.visitors)

    @property
    def ids(self) -> list[tuple[str, str]]:
        """Pairs of kind and id, as hashes of them are kept."""
        listed = {
            "person": self.people, "visitor": self.visitors, "order": self.orders, "ticket": self.tickets,
        }  # fmt: skip
        return [(kind, id) for kind, ids in listed.items() for id in ids]


def belongings(connection: duckdb.DuckDBPyConnection, asked: Sequence[str]) -> Belongings:
    """Fill the temporary tables `gone_…` and `kept_…` for the ids asked, and say what is in them."""
    connection.execute("create or replace temp table asked (id varchar)")
    connection.executemany("insert into asked values ($1)", [[id] for id in asked])
    for statement in _WHO:
        connection.execute(statement)
    people, visitors = _ids(connection, "gone_person"), _ids(connection, "gone_visitor")
    for statement in _WHAT:
        connection.execute(statement)
    names = sorted({*asked, *people, *visitors})
    _find_in_quarantine(connection, names)
    _find_mentions(connection, names)
    tables = other_tables(connection)
    rows = {
        "events": _count(connection, "gone_event"),
        **{table: _count_other(connection, table, columns) for table, columns in tables.items()},
        "quarantine": _count(connection, "gone_quarantine"),
        "events of others, without the visitor": _count(connection, "kept_without_visitor"),
        "comments of others, without the name": _count(connection, "kept_comment"),
        "names of files, without the name": _count(connection, "kept_path"),
    }
    orders, tickets = _ids(connection, "gone_order"), _ids(connection, "gone_ticket")
    return Belongings(people, visitors, orders, tickets, rows)


def other_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Tables without a rule of their own that hold ids of people, with the columns that do."""
    rows = connection.execute(
        "select table_name, list(column_name order by column_name) from duckdb_columns() "
        "where database_name = 'old' and column_name in ('person_id', 'visitor_id') "
        "and not internal and not list_contains($1, table_name) group by 1 order by 1",
        [list(DERIVED)],
    ).fetchall()
    return dict(rows)


def is_theirs(columns: Sequence[str]) -> str:
    """The condition under which a row of a table without a rule of its own goes."""
    return " or ".join(
        f"coalesce({name} in (select id from gone_{name.removesuffix('_id')}), false)"
        for name in columns
    )


def _ids(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[str, ...]:
    return tuple(
        id for (id,) in connection.execute(f"select id from {table} order by id").fetchall()
    )


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return int(count)


def _count_other(connection: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> int:
    return _count(connection, f'old."{table}" where {is_theirs(columns)}')


def _find_in_quarantine(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    connection.execute("create or replace temp table gone_quarantine (id bigint)")
    rows = _rows_naming(
        connection,
        "select id, row_json, replace(message, path, '') as message from old.quarantine",
        "row_json || message",
        names,
    )
    found = [
        [id]
        for id, row, message in rows
        if row_holds(row, names) or without(message, names) != message
    ]
    if found:
        connection.executemany("insert into gone_quarantine values ($1)", found)


def _find_mentions(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Comments of others and names of files that name one of the ids, as they are to be kept."""
    connection.execute("create or replace temp table kept_comment (row bigint, comment varchar)")
    rows = _rows_naming(
        connection,
        "select rowid, comment from old.events where comment is not null "
        "and rowid not in (from gone_event)", "comment", names,
    )  # fmt: skip
    _keep_changed(
        connection, "kept_comment", [(row, text, without(text, names)) for row, text in rows]
    )
    connection.execute("create or replace temp table kept_path (path varchar, shown varchar)")
    tables = connection.execute(
        "select table_name from duckdb_columns() where database_name = 'old' and column_name = 'path'"
    ).fetchall()
    paths = {
        path
        for (table,) in tables
        for (path,) in connection.execute(f'select path from old."{table}"').fetchall()
    }
    shown = [(path, path, without_in_path(path, names)) for path in sorted(paths)]
    _keep_changed(connection, "kept_path", shown)


def _keep_changed(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, str, str | None]]
) -> None:
    """Keep (key, new text) of (key, text, new text) where they differ."""
    changed = [(key, new) for key, text, new in rows if new != text]
    if changed:
        connection.executemany(f"insert into {table} values ($1, $2)", changed)


def _rows_naming(
    connection: duckdb.DuckDBPyConnection, rows: str, text: str, names: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Rows whose text holds the letters of an id anywhere: few, to be looked at one by one."""
    spelled = sorted(
        {spelling for id in names for spelling in (id, json.dumps(id, ensure_ascii=False)[1:-1])}
    )
    return connection.execute(
        f"from ({rows}) where list_bool_or([contains({text}, name) for name in $1]) "
        f"or contains({text}, $2)",
        [spelled, WHOLE_ROW],
    ).fetchall()


_LINKS = """
select visitor_id, person_id, occurred_at as linked_at
from old.events where visitor_id is not null and person_id is not null
union all
select visitor_id, person_id, linked_at from old.identities
"""


def _owners(visitors: str) -> str:
    return f"""
        create or replace temp table owner as
        select
            visitor_id,
            arg_min(person_id, (coalesce(linked_at, timestamp '1970-01-01'), person_id)) as person_id
        from ({_LINKS})
        where visitor_id in ({visitors})
        group by visitor_id
    """


_WHO = (
    """
    create or replace temp table known_person as
    select id from asked
    where id in (select person_id from old.events) or id in (select person_id from old.identities)
    """,
    _owners("select id from asked"),
    """
    create or replace temp table gone_person as
    from known_person
    union
    select person_id from owner where visitor_id not in (from known_person)
    """,
    _owners(f"select visitor_id from ({_LINKS}) where person_id in (from gone_person)"),
    """
    create or replace temp table gone_visitor as
    select visitor_id as id from owner where person_id in (from gone_person)
    union
    select id from asked
    where id in (select visitor_id from old.events)
        and id not in (select visitor_id from (""" + _LINKS + """) where visitor_id is not null)
    """,
)  # fmt: skip

_SOMEBODYS = "person_id is not null or visitor_id is not null"


def _only_theirs(kind: str) -> str:
    """Orders or tickets that people who go have a row of, and nobody else."""
    return f"""
        create or replace temp table gone_{kind} as
        select {kind}_id as id from old.events
        where {kind}_id in (select {kind}_id from old.events where rowid in (from gone_event))
            and ({_SOMEBODYS})
        group by {kind}_id
        having bool_and(rowid in (from gone_event))
    """


_WHAT = (
    """
    create or replace temp table gone_event as
    select rowid as row from old.events
    where person_id in (from gone_person)
        or (person_id is null and visitor_id in (from gone_visitor))
    """,
    _only_theirs("order"),
    _only_theirs("ticket"),
    f"""
    insert into gone_event
    select rowid from old.events
    where not ({_SOMEBODYS})
        and (order_id in (from gone_order) or ticket_id in (from gone_ticket))
    """,
    """
    create or replace temp table kept_without_visitor as
    select rowid as row from old.events
    where visitor_id in (from gone_visitor) and rowid not in (from gone_event)
    """,
)
