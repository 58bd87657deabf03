"""A query of the user's own on a database of the user's own, as something to load."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Connection, CursorResult, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dashboard.errors import BadData, BadUse

CHUNK_ROWS = 10_000
_SHOWN = 60  # characters of a query in messages and in the ledger

_DRIVERS = {
    "postgresql": "psycopg",
    "postgres": "psycopg",
    "mysql": "pymysql",
    "mariadb": "pymysql",
}
"""What reaches a database where the address names no driver."""

_INSTALLED_BY = {
    "psycopg": "'milepost[postgres]'",
    "psycopg2": "psycopg2-binary",
    "MySQLdb": "mysqlclient",
}
"""What pip is told, where it is not the name of the driver."""

_NOT_CODE = re.compile(
    r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/", re.S
)
_READS = re.compile(r"[\s(]*(select|with|values|table)\b", re.I)


@dataclass(frozen=True)
class Query:
    """A database and what is asked of it."""

    url: URL
    text: str

    @property
    def label(self) -> str:
        """Where the rows come from, without password or options."""
        words = " ".join(self.text.split())
        short = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
        url = self.url
        shown = URL.create(url.drivername, url.username, None, url.host, url.port, url.database)
        return f"{shown.render_as_string()}: {short}"


def stated_query(address: str, text: str) -> Query:
    """The query that a user states; `BadUse` where it cannot be one, and never with the address."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise BadUse(
            "--sql: the address of the database cannot be read. It is written like "
            "postgresql://user:password@host/name or sqlite:///file.db."
        ) from None
    if url.drivername in _DRIVERS:
        kind = "postgresql" if url.drivername == "postgres" else url.drivername
        url = url.set(drivername=f"{kind}+{_DRIVERS[kind]}")
    code = _NOT_CODE.sub(" ", text).strip().removesuffix(";")
    if ";" in code or not _READS.match(code):
        raise BadUse(
            "--sql takes one query that reads: a single select, also one that begins with."
        )
    return Query(url, text.strip().removesuffix(";"))


@contextmanager
def answered(query: Query) -> Iterator[CursorResult[Any]]:
    """The rows of a query as they stream in; what goes wrong is said in the database's own words."""
    engine = _engine(query)
    try:
        with _connected(engine, query) as connection:
            _only_read(connection)
            yield _result(connection, query)
    except DBAPIError as error:
        raise BadData(f"{query.label}: the database broke off: {_words(error, query)}.") from None
    finally:
        engine.dispose()


def _engine(query: Query) -> Engine:
    url = query.url
    is_file = url.get_backend_name() == "sqlite" and url.database
    if (
        is_file
        and not str(url.database).startswith("file:")
        and not Path(str(url.database)).is_file()
    ):
        raise BadUse(f"{url.database}: there is no such database file. Check the path for a slip.")
    try:
        return create_engine(url, poolclass=NullPool)
    except NoSuchModuleError:
        raise BadUse(
            f"--sql: no kind of database '{url.drivername}' is known. There are: postgresql, mysql, "
            "mariadb, sqlite, oracle, mssql, and others once their SQLAlchemy dialect is installed."
        ) from None
    except ModuleNotFoundError as error:
        name = str(error.name)
        package = _INSTALLED_BY.get(name, name.replace("_", "-"))
        raise BadUse(
            f"--sql: the driver {name} for {url.get_backend_name()} is not installed. "
            f"Run: pip install {package}"
        ) from None


@contextmanager
def _connected(engine: Engine, query: Query) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except (SQLAlchemyError, TypeError, ValueError) as error:  # drivers check their options late
        raise BadData(
            f"{query.label}: cannot connect: {_words(error, query)}. "
            "Check host, name, user and password."
        ) from None
    with connection:
        yield connection


def _only_read(connection: Connection) -> None:
    """The database itself holds the query to reading, where it can."""
    if connection.dialect.name == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    elif connection.dialect.name == "sqlite":
        connection.exec_driver_sql("pragma query_only = on")


def _result(connection: Connection, query: Query) -> CursorResult[Any]:
    """The result before its first row; `no_parameters` lets a % in the query be a %."""
    options = connection.execution_options(
        stream_results=True, max_row_buffer=CHUNK_ROWS, no_parameters=True
    )
    try:
        result = options.exec_driver_sql(query.text)
    except DBAPIError as error:
        raise BadUse(f"{query.label}: the database refuses it: {_words(error, query)}.") from None
    if not result.returns_rows:
        raise BadUse(f"{query.label}: the query gives no rows at all. Write a select.")
    return result


def _words(error: Exception, query: Query) -> str:
    """The first line of what the database says, without the password whatever happens."""
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    words = said.splitlines()[0].rstrip(".")
    secret = query.url.password or ""
    for written in {secret, quote(secret, safe=""), quote_plus(secret)} - {""}:
        words = words.replace(written, "***")
    return words
