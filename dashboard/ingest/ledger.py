"""The ledger: one entry per file and feed, with what became of its rows."""

import json
from collections import Counter
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
            $ignored_by, $first_at, $last_at, $covers_until, false
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
            "ignored_by": _ignored_by(connection, None),
            **vars(counts),
        },
    )


def bring_in(
    connection: duckdb.DuckDBPyConnection, entry: Entry, counts: Counts, zone: str
) -> None:
    """Move rows that were tried again from quarantined to what became of them."""
    first_at, last_at = _span(connection, entry, zone)
    known = connection.execute(
        "select ignored_by from ledger where file_id = $1 and feed = $2",
        [entry.file_id, entry.feed],
    ).fetchone()
    values = {name: count for name, count in vars(counts).items() if name != "read"}
    connection.execute(
        """
        update ledger
        set accepted = accepted + $accepted, duplicate = duplicate + $duplicate,
            ignored = ignored + $ignored, blank = blank + $blank, events = events + $events,
            quarantined = quarantined - $quarantined, ignored_by = $ignored_by,
            first_at = least(first_at, $first_at), last_at = greatest(last_at, $last_at)
        where file_id = $file_id and feed = $feed
        """,
        {
            **values,
            "quarantined": counts.read - counts.quarantined,
            "ignored_by": _ignored_by(connection, known[0] if known else None),
            "first_at": first_at,
            "last_at": last_at,
            "file_id": entry.file_id,
            "feed": entry.feed,
        },
    )


def _ignored_by(connection: duckdb.DuckDBPyConnection, known: str | None) -> str | None:
    """Rows by the rule that ignored them, added to what is known, as JSON."""
    rows = connection.execute(
        "select ignored_by, count(*) from outcome "
        "where ignored_by is not null and not blank group by 1"
    ).fetchall()
    total = Counter(json.loads(known or "{}"))
    total.update(dict(rows))
    return json.dumps(dict(sorted(total.items())), ensure_ascii=False) if total else None


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
