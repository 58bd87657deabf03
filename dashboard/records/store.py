"""The database of the records: a file in the home, or Postgres where MILEPOST_RECORDS_URL names one.

Reading and writing are transactions of their own. On SQLite a writer begins IMMEDIATE: one that read first and wrote
later would lose the changes of others without an error. Nothing is created before something is written down.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from dashboard.errors import BadUse, Busy, MilepostError, is_no_room
from dashboard.paths import Home
from dashboard.records import migrate
from dashboard.records.tables import Base

ADDRESS = "MILEPOST_RECORDS_URL"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
WAIT_SECONDS = 30
"""How long a writer waits for another process."""
WAL_IS_SOUND = (3, 51, 3)
"""Before this version of SQLite a write-ahead log that is reset can lose a commit."""


class RecordsUnreachable(MilepostError):
    """The database of the records does not answer as it should."""


class Store:
    """The records of one home."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_file = url.get_backend_name() == "sqlite"
        self._engine = _engine(url)
        self._alone = threading.Lock()
        """One writer at a time in this process: waiting here is fair and quick, in a database it is neither."""
        self._is_ready = False
        self._ready_file: tuple[int, int] | None = None

    @property
    def place(self) -> str:
        """Where the records are, for people: no password, no options."""
        if self.is_file:
            return str(self.url.database)
        url = self.url
        shown = URL.create(url.drivername, url.username, None, url.host, url.port, url.database)
        return shown.render_as_string()

    @property
    def is_empty(self) -> bool:
        """Nothing was ever written down: there is no file yet."""
        return self.is_file and not Path(str(self.url.database)).exists()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One view of the records; changes nothing."""
        if self.is_empty:
            with _nothing_yet() as session:
                yield session
            return
        with self._spoken():
            self.prepare()
            with Session(self._engine, expire_on_commit=False) as session:
                yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept, or nothing."""
        with self._spoken(), self._alone:
            self.prepare()
            engine = self._engine.execution_options(writes=True)
            with Session(engine, expire_on_commit=False) as session, session.begin():
                yield session

    def prepare(self) -> None:
        """Bring the tables to the shape that this release knows, once per process."""
        if (
            self._file() != self._ready_file
        ):  # taken away or replaced while we ran: open the one that is there
            self._engine.dispose()
            self._is_ready = False
        if not self._is_ready:
            if self.is_file:
                Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            migrate.upgrade(self._engine.execution_options(writes=True), self.place)
            self._is_ready, self._ready_file = True, self._file()

    def _file(self) -> tuple[int, int] | None:
        """Which file it is, whatever its name: a connection goes on writing into one that was removed."""
        if not self.is_file or not os.path.exists(str(self.url.database)):
            return None
        found = os.stat(str(self.url.database))
        return found.st_dev, found.st_ino

    def begin(self) -> AbstractContextManager[Connection]:
        """A transaction below the records, for those who look at the tables themselves."""
        return self._engine.execution_options(writes=True).begin()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def shrink(self) -> None:
        """Write the database anew without what was removed from it, so that its bytes are gone too."""
        if self.is_empty:
            return
        with self._spoken(), self._alone:
            if self.is_file:
                self._shrink_file()
            else:
                anew = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                with anew.connect() as connection:
                    for table in Base.metadata.sorted_tables:
                        connection.exec_driver_sql(f"vacuum full {table.name}")

    def _shrink_file(self) -> None:
        with self._engine.connect() as connection:
            plain = connection.connection.cursor()  # a vacuum allows no transaction around it
            plain.execute("vacuum")
            plain.execute("pragma wal_checkpoint(truncate)")

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """What a database says becomes one sentence, without the password whatever happens."""
        try:
            yield
        except IntegrityError:  # a name that is taken: for those who know which
            raise
        except (DBAPIError, OSError) as error:
            raise self._words(error) from None

    def _words(self, error: Exception) -> MilepostError:
        said = str(getattr(error, "orig", None) or error).strip().splitlines() or [""]
        words = without_password(said[0].rstrip("."), self.url)
        if is_no_room(error) or "disk is full" in words:
            return RecordsUnreachable(
                f"There is no room left to write in {self.place}. Nothing was changed; make room and try again."
            )
        if "database is locked" in words:
            return Busy(
                f"Somebody else is writing in {self.place} and did not finish within {WAIT_SECONDS} seconds. "
                "Nothing was changed; try again."
            )
        remedy = "Is the folder there, and may it be written?" if self.is_file else "Is it running?"
        return RecordsUnreachable(f"The records in {self.place} cannot be used: {words}. {remedy}")


def opened(home: Home) -> Store:
    """The records of a home; the same object for the same place."""
    address = os.environ.get(ADDRESS)
    return _store(_url(address) if address else URL.create("sqlite", database=str(home.records)))


@lru_cache(maxsize=16)
def _store(url: URL) -> Store:
    return Store(url)


def _url(address: str) -> URL:
    """The address that the setting names; `BadUse` where it cannot be one, and never with the address."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise BadUse(
            f"{ADDRESS} cannot be read. It is written like postgresql://user:password@host/name."
        ) from None
    kind = url.get_backend_name()
    if kind not in DRIVERS or (kind == "sqlite" and not url.database):
        raise BadUse(
            f"{ADDRESS} names a database of the kind '{kind}'. Records are kept in Postgres "
            "(postgresql://user:password@host/name) or in a file (sqlite:////folder/records.sqlite)."
        )
    return url if "+" in url.drivername else url.set(drivername=DRIVERS[url.drivername])


def without_password(words: str, url: URL) -> str:
    """A text of the database or its driver in which the password is not written, however it was."""
    from urllib.parse import quote, quote_plus

    secret = str(url.password or "")
    for written in {secret, quote(secret, safe=""), quote_plus(secret)} - {""}:
        words = words.replace(written, "***")
    return words


def _engine(url: URL) -> Engine:
    is_file = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = (
        {"connect_args": {"timeout": WAIT_SECONDS}} if is_file else {"pool_pre_ping": True}
    )
    try:
        engine = create_engine(url, **options)
    except ModuleNotFoundError:
        raise BadUse(
            f"{ADDRESS}: the driver for Postgres is not installed. Run: pip install 'milepost[postgres]'"
        ) from None
    except (NoSuchModuleError, SQLAlchemyError, TypeError, ValueError):
        raise BadUse(
            f"{ADDRESS} has an option or a driver that is not known. It is written like "
            "postgresql://user:password@host/name."
        ) from None
    if is_file:
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _: Any) -> None:
    """Durable, with references held, and removed rows overwritten."""
    connection.isolation_level = None  # transactions are begun below, not by the driver
    wal = "wal" if sqlite3.sqlite_version_info >= WAL_IS_SOUND else "truncate"
    for pragma in (
        f"journal_mode={wal}",
        "synchronous=full",
        "foreign_keys=on",
        "secure_delete=on",
    ):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")


@lru_cache(maxsize=1)
def _empty() -> tuple[Engine, threading.Lock]:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    return engine, threading.Lock()


@contextmanager
def _nothing_yet() -> Iterator[Session]:
    """The same tables without a row."""
    engine, lock = _empty()
    with lock, Session(engine) as session:
        yield session
