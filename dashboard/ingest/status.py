"""What is loaded, how fresh it is and what waits: from the master or from a published version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dashboard.errors import Busy, NoWarehouse
from dashboard.ingest.master import read_master
from dashboard.ingest.quarantine import reasons
from dashboard.ingest.refusals import refused_files
from dashboard.paths import Home
from dashboard.settings import Settings, stored_settings

Facts = dict[str, Any]


@contextmanager
def readable(home: Home, version: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The master where it is free, else the published version; `NoWarehouse` without either."""
    if not home.master.exists() and version is None:
        raise NoWarehouse(
            f"Nothing is loaded in {home.folder} yet. Load a file with `milepost load FILE`, "
            "or make the demo with `milepost demo`."
        )
    try:
        with read_master(home) if home.master.exists() else _opened(version) as connection:
            yield connection
    except Busy:
        if version is None:
            raise
        with _opened(version) as connection:
            yield connection


@contextmanager
def _opened(version: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    assert version
    with duckdb.connect(str(version), read_only=True) as connection:
        yield connection


def feeds(connection: duckdb.DuckDBPyConnection) -> list[Facts]:
    """Each feed with the instant up to which it is complete, UTC."""
    return _facts(
        connection,
        """
        select
            feed, kind, count(*) as files, sum(read)::bigint as read,
            sum(quarantined)::bigint as quarantined,
            min(first_at) as first_at, max(last_at) as last_at,
            max(coalesce(covers_until, last_at)) as covered_until,
            max(loaded_at) as loaded_at
        from ledger group by feed, kind order by feed
        """,
    )


def files(connection: duckdb.DuckDBPyConnection) -> list[Facts]:
    """One entry per file with its counts, the newest first."""
    return _facts(
        connection,
        """
        select seq, path, feed, kind, loaded_at, read, accepted, quarantined, duplicate, ignored,
            blank, events, ignored_by, first_at, last_at, covers_until, file_id
        from ledger order by seq desc
        """,
    )


def facts(home: Home, version: Path | None) -> Facts:
    """Freshness per feed, the ledger, what waits in quarantine, and the settings."""
    if not home.master.exists() and version is None:
        return {
            "feeds": [], "files": [], "quarantine": {}, "refused": [],
            "settings": vars(Settings()),
        }  # fmt: skip
    with readable(home, version) as connection:
        return {
            "feeds": feeds(connection),
            "files": files(connection),
            "quarantine": reasons(connection),
            "refused": refused_files(connection),
            "settings": vars(stored_settings(connection)),
        }


def is_published(home: Home, newest: Path | None) -> bool:
    """Whether the newest version says what the master says. A master without files needs none."""
    with read_master(home) as connection:
        said = _fingerprint(connection)
    if said[0] == 0:
        return True
    if newest is None:
        return False
    with _opened(newest) as connection:
        return _fingerprint(connection) == said


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """What tells whether two copies of the ledger and the settings say the same."""
    row = connection.execute(
        "select count(*), max(seq), sum(accepted), sum(quarantined), "
        "bit_xor(hash(file_id, feed, covers_until, accepted, duplicate)) from ledger"
    ).fetchone()
    assert row
    return (*row, stored_settings(connection))


def _facts(connection: duckdb.DuckDBPyConnection, question: str) -> list[Facts]:
    cursor = connection.execute(question)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
