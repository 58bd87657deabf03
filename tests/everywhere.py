"""Looking for a text in every value of every table of every database of a home, and in the bytes of all other files."""

from pathlib import Path

import duckdb

from dashboard.paths import Home


def places(home: Home, *texts: str) -> list[str]:
    """Where any of the texts still stands, as file.table.column or file."""
    found = []
    for path in sorted(home.folder.rglob("*")):
        if path.suffix == ".duckdb":
            found += [f"{path.name}.{place}" for place in _columns(path, texts)]
        elif path.is_file() and any(text.encode() in path.read_bytes() for text in texts):
            found.append(path.name)
    return found


def _columns(path: Path, texts: tuple[str, ...]) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() where not internal order by all"
        ).fetchall()
        return [
            f"{table}.{name}" for table, name in columns if _holds(connection, table, name, texts)
        ]


def _holds(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, texts: tuple[str, ...]
) -> bool:
    [(rows,)] = connection.execute(
        f'select count(*) from "{table}" '
        f'where list_bool_or([contains("{column}"::varchar, wanted) for wanted in $1])',
        [list(texts)],
    ).fetchall()
    return bool(rows)
