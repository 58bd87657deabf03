"""What a home knows that decides about rows of a file: its money, its zone, its rates."""

from functools import lru_cache

import duckdb

from dashboard.errors import MilepostError
from dashboard.ingest.lock import locked
from dashboard.ingest.master import read_master
from dashboard.ingest.trial import Background
from dashboard.paths import Home
from dashboard.settings import stored_settings


def background(connection: duckdb.DuckDBPyConnection) -> Background:
    """As a master says it."""
    rates = connection.execute("select day, currency, rate from fx_rates").fetchall()
    return Background(stored_settings(connection), tuple(rates))


def known(home: Home) -> Background:
    """As the home's master says it; nothing where there is none, or where a load is at work on it."""
    try:
        facts = home.master.stat()
    except FileNotFoundError:
        return Background()
    try:
        return _known(home, facts.st_mtime_ns, facts.st_size)
    except MilepostError:
        return Background()


@lru_cache(maxsize=4)
def _known(home: Home, written_at: int, size: int) -> Background:
    """Under the lock of loads, so that none finds the master held; they wait for the moment that it takes."""
    with locked(home), read_master(home) as connection:
        return background(connection)
