"""The master file: every accepted event. Only the process that holds the load lock opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from dashboard.errors import BadData, Busy, MasterDamaged
from dashboard.ingest.contract import create_master
from dashboard.ingest.forgotten import know_again
from dashboard.paths import Home

MEMORY_LIMIT = "600MB"


@contextmanager
def opened_master(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The master file with all its tables, made if it is not there yet."""
    home.folder.mkdir(parents=True, exist_ok=True)
    home.scratch.mkdir(exist_ok=True)
    with _translated(home):
        connection = duckdb.connect(str(home.master), config=_config(home))
    try:
        with said_of_master(home):
            connection.execute("set timezone = 'UTC'")
            create_master(connection)
            know_again(connection, home)
            yield connection
    finally:
        _closed(connection)


@contextmanager
def read_master(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The master file for reading; `Busy` while a load holds it."""
    with _translated(home):
        connection = duckdb.connect(str(home.master), read_only=True)
    try:
        with said_of_master(home):
            yield connection
    finally:
        connection.close()


@contextmanager
def said_of_master(home: Home) -> Iterator[None]:
    """A block of the master that turns out damaged while it is read, in words."""
    try:
        yield
    except (duckdb.Error, BadData) as error:
        if not is_of_damage(error):
            raise
        raise MasterDamaged(
            f"{home.master}: the master file is damaged. Restore it from a backup; what was published is still "
            "shown."
        ) from error


def is_of_damage(error: Exception) -> bool:
    """Whether DuckDB found a block that does not hold what was written, now or earlier on this connection."""
    return any(words in str(error) for words in _DAMAGE)


_DAMAGE = ("Corrupt database file", "database has been invalidated")


def _closed(connection: duckdb.DuckDBPyConnection) -> None:
    """Closing writes what is in the log: a damaged file refuses, and has said so already."""
    try:
        connection.close()
    except duckdb.Error as error:
        if not is_of_damage(error):
            raise


def _config(home: Home) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(home.scratch),
        "checkpoint_threshold": "256MB",
        "preserve_insertion_order": "false",
    }


@contextmanager
def _translated(home: Home) -> Iterator[None]:
    """DuckDB's words for a held or broken file in ours."""
    try:
        yield
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise Busy(
                f"{home.master}: a load holds the file. Try again when it is done."
            ) from None
        raise BadData(
            f"{home.master}: the file cannot be opened: {_first_line(error)} "
            "Restore it from a backup, or move it away and load the files again."
        ) from None
    except duckdb.Error as error:
        raise BadData(
            f"{home.master}: the file is damaged: {_first_line(error)} "
            "Restore it from a backup, or move it away and load the files again."
        ) from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") + "."
