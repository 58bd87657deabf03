"""Is it right? What the Data page says about files, rows, feeds and versions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.access import Viewer
from dashboard.metrics import coverage
from dashboard.views import reads, words
from dashboard.warehouse import reader
from dashboard.warehouse.publish import Version, versions
from queries import history

Row = dict[str, Any]

COUNTS = ("read", "accepted", "quarantined", "duplicate", "ignored", "blank")
"""What is read is what the other five add up to."""


@dataclass(frozen=True)
class Feed:
    """How far one feed reaches, in local days, and where it fell silent."""

    name: str
    first: date
    until: date
    """The first day not wholly covered."""
    rows: int
    lag_days: int
    """Days behind the feed that reaches furthest."""


@dataclass(frozen=True)
class Hole:
    feed: str
    region: str
    first: date
    until: date


@dataclass(frozen=True)
class Record:
    """Everything the Data page shows."""

    files: tuple[Row, ...]
    totals: dict[str, int]
    reasons: tuple[Row, ...]
    audits: tuple[Row, ...]
    feeds: tuple[Feed, ...]
    holes: tuple[Hole, ...]
    identity: Row
    versions: tuple[Version, ...]

    @property
    def adds_up(self) -> bool:
        return self.totals["read"] == sum(self.totals[name] for name in COUNTS[1:])

    @property
    def waiting(self) -> int:
        return sum(int(row["rows"]) for row in self.reasons)


def read(viewer: Viewer) -> Record:
    files = reads.rows(viewer, history.loads)
    [identity] = reads.rows(viewer, history.joined_identities)
    return Record(
        files=files,
        totals={name: sum(int(row[name] or 0) for row in files) for name in COUNTS},
        reasons=reads.rows(viewer, history.set_aside),
        audits=reads.rows(viewer, history.audits),
        feeds=feeds(reads.rows(viewer, history.feeds), reads.about().settings.reporting_zone),
        holes=holes(reads.rows(viewer, history.holes)),
        identity=identity,
        versions=tuple(versions(reader.home())),
    )


def audit_words(audits: Sequence[Row]) -> str:
    """How the audits came out, in one sentence."""
    errors = sum(row["rows"] > 0 and row["severity"] == "error" for row in audits)
    warnings = sum(row["rows"] > 0 and row["severity"] != "error" for row in audits)
    if not errors and not warnings:
        return f"✓ All {len(audits)} audits hold."
    parts = [f"{n} {word}" for n, word in ((errors, "broken"), (warnings, "to look at")) if n]
    return f"{'✕' if errors else '△'} Of {len(audits)} audits, {' and '.join(parts)}."


def audit_row(audit: Row) -> Row:
    """An audit as the table shows it."""
    found = int(audit["rows"])
    holds = "✓ holds" if not found else "✕ broken" if audit["severity"] == "error" else "△ look"
    return {"state": holds, "what must be so": audit["sentence"], "rows against it": found}


def feeds(rows: Sequence[Row], zone: str) -> tuple[Feed, ...]:
    """Feeds with their reach; the furthest first."""
    known = [row for row in rows if row["covered_until"] and row["first_at"]]
    if not known:
        return ()
    ends = {row["feed"]: _day(row["covered_until"], zone) for row in known}
    newest = max(ends.values())
    found = [
        Feed(
            row["feed"],
            _day(row["first_at"], zone),
            ends[row["feed"]],
            int(row["accepted"] or 0),
            (newest - ends[row["feed"]]).days,
        )
        for row in known
    ]
    return tuple(sorted(found, key=lambda feed: (feed.lag_days, feed.name)))


def holes(rows: Sequence[Row]) -> tuple[Hole, ...]:
    """Spans of silence, the newest first."""
    found = (Hole(row["feed"], row["region"], row["start_day"], row["end_day"]) for row in rows)
    return tuple(sorted(found, key=lambda hole: hole.first, reverse=True))


def _day(at: datetime, zone: str) -> date:
    return coverage.local(at, zone).date()


def finding(record: Record) -> str:
    """The page's sentence."""
    read_, accepted = record.totals["read"], record.totals["accepted"]
    if not record.adds_up:
        return "The counts do not add up: rows were lost. Run `milepost check` and load again."
    if not record.waiting:
        return f"All {read_:,} rows are accounted for; none wait in quarantine."
    wait = "row waits" if record.waiting == 1 else "rows wait"
    return (
        f"All {read_:,} rows are accounted for: {accepted:,} are in, "
        f"{record.waiting:,} {wait} in quarantine."
    )


def file_row(row: Row) -> Row:
    """One file of the ledger as the table shows it."""
    counts = {name: int(row[name] or 0) for name in COUNTS}
    return {
        "file": row["path"],
        "feed": row["feed"],
        **counts,
        "adds up": "yes" if counts["read"] == sum(counts[n] for n in COUNTS[1:]) else "NO",
        "ignored by rule": rules(row["ignored_by"]),
        "loaded (UTC)": row["loaded_at"],
        "covers until (UTC)": row["covers_until"],
    }


def rules(stored: str | None) -> str:
    """'test orders: 12, cancelled: 3' from the ledger's JSON."""
    counted = json.loads(stored or "{}")
    return ", ".join(f"{rule}: {count:,}" for rule, count in counted.items())


def reason_row(row: Row) -> Row:
    return {
        "feed": row["feed"],
        "reason": row["reason"],
        "rows": int(row["rows"]),
        "for example": row["example"],
    }


def feed_row(feed: Feed) -> Row:
    return {
        "feed": feed.name,
        "from": feed.first,
        "until": feed.until - timedelta(days=1),
        "rows": feed.rows,
        "behind": "newest" if not feed.lag_days else words.counted_word(feed.lag_days, "day"),
    }


def hole_row(hole: Hole) -> Row:
    return {
        "feed": hole.feed,
        "region": words.named(hole.region),
        "silent from": hole.first,
        "until": hole.until - timedelta(days=1),
        "days": (hole.until - hole.first).days,
    }


def version_row(version: Version) -> Row:
    return {
        "version": version.seq,
        "published (UTC)": version.published_at,
        "in use": "yes" if version.is_current else "",
    }


def joined_words(identity: Row) -> str:
    """How many visits belong to a known person."""
    visits, joined = int(identity["visits"] or 0), int(identity["joined_visits"] or 0)
    if not visits:
        return "There are no visits to join to people."
    share = f"{joined / visits:.1%}".replace("%", f"{words.THIN}%")
    text = f"{share} of {visits:,} visits are joined to a person"
    nobody, conflicts = (
        int(identity["nobodys_visits"] or 0),
        int(identity["conflicting_links"] or 0),
    )
    if nobody:
        text += f"; {nobody:,} carry no id at all and count for nobody"
    if conflicts:
        text += f"; {conflicts:,} later links of an id to another person were not followed"
    if not identity["links"]:
        text += ". No visitor is linked to a customer, so visits and orders meet only where they share an id"
    return text + "."
