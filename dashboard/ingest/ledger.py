"""The ledger: one entry per file and feed, with what became of its rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dashboard.ingest.verdicts import Counts

_DAY_TABLES = ("spend", "fx_rates")


@dataclass(frozen=True)
class Entry:
    """What identifies a file in the ledger."""

    file_id: str
    feed: str
    path: str
    kind: str
    loaded_at: datetime
    covers_until: datetime | None = None


def is_known(connection: duckdb.DuckDBPyConnection, file_id: str, feed: str) -> bool:
    """Whether these bytes were loaded by this feed."""
    question = "select 1 from ledger where file_id = $1 and feed = $2"
    return connection.execute(question, [file_id, feed]).fetchone() is not None


def state_coverage(connection: duckdb.DuckDBPyConnection, entry: Entry) -> bool:
    """Note until when a known file covers its feed; whether that is news."""
    changed = connection.execute(
        "update ledger set covers_until = $1 "
        "where file_id = $2 and feed = $3 and covers_until is distinct from $1",
        [entry.covers_until, entry.file_id, entry.feed],
    ).fetchone()
    return bool(changed and changed[0])


def enter(connection: duckdb.DuckDBPyConnection, entry: Entry, counts: Counts, zone: str) -> None:
    """Add an entry for the rows in `staged`."""
    first_at, last_at = _span(connection, entry, zone)
    connection.execute(
        """
        insert into ledger
        select $file_id, $feed, $path, $loaded_at, (select coalesce(max(seq), 0) + 1 from ledger),
            $kind, $read, $accepted, $quarantined, $duplicate, $ignored, $blank, $events,
            (
                select json_group_object(ignored_by, rows)::varchar from (
                    select ignored_by, count(*) as rows from outcome
                    where ignored_by is not null and not blank group by 1 order by 1
                )
            ),
            $first_at, $last_at, $covers_until, false
        """,
        {
            "file_id": entry.file_id,
            "feed": entry.feed,
            "path": entry.path,
            "loaded_at": entry.loaded_at,
            "kind": entry.kind,
            "covers_until": entry.covers_until,
            "first_at": first_at,
            "last_at": last_at,
            **vars(counts),
        },
    )


def _span(
    connection: duckdb.DuckDBPyConnection, entry: Entry, zone: str
) -> tuple[datetime | None, datetime | None]:
    """Oldest accepted instant, newest one not after the load; a day counts to its end."""
    if entry.kind in ("channels", "sources"):
        return None, None
    if entry.kind in _DAY_TABLES:
        row = _fetched(connection, "select min(day), max(day) from staged", [])
        if row[0] is None:
            return None, None
        ends = midnight(row[1] + timedelta(days=1), zone)
        return midnight(row[0], zone), min(ends, entry.loaded_at)
    at = "occurred_at" if entry.kind == "events" else "linked_at"
    question = f"select min({at}), max({at}) filter ({at} <= $1) from staged"
    row = _fetched(connection, question, [entry.loaded_at])
    return row[0], row[1]


def _fetched(
    connection: duckdb.DuckDBPyConnection, question: str, parameters: list[datetime]
) -> tuple[Any, ...]:
    row = connection.execute(question, parameters).fetchone()
    assert row
    return row


def midnight(day: date, zone: str) -> datetime:
    """The start of a local day as naive UTC."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
