"""Is it right? What the Data page says about files, rows, feeds and versions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dashboard.access import Viewer
from dashboard.language import _, n_, said
from dashboard.metrics import coverage, reads
from dashboard.views import words
from dashboard.warehouse import reader
from dashboard.warehouse.publish import Version, versions
from queries import history

Row = dict[str, Any]

COUNTS = ("read", "accepted", "quarantined", "duplicate", "ignored", "blank")
"""What is read is what the other five add up to."""
COUNT_WORDS = {
    "read": said("read"), "accepted": said("accepted"), "quarantined": said("quarantined"),
    "duplicate": said("duplicate"), "ignored": said("ignored"), "blank": said("blank"),
}  # fmt: skip


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
        return _("✓ All {audits} audits hold.", audits=len(audits))
    if not errors:
        return _(
            "△ Of {audits} audits, {warnings} to look at.", audits=len(audits), warnings=warnings
        )
    if not warnings:
        return _("✕ Of {audits} audits, {errors} broken.", audits=len(audits), errors=errors)
    return _(
        "✕ Of {audits} audits, {errors} broken and {warnings} to look at.",
        audits=len(audits), errors=errors, warnings=warnings,
    )  # fmt: skip


def audit_row(audit: Row) -> Row:
    """An audit as the table shows it."""
    found = int(audit["rows"])
    holds = _("✓ holds")
    if found:
        holds = _("✕ broken") if audit["severity"] == "error" else _("△ look")
    return {
        _("state"): holds,
        _("what must be so"): _(audit["sentence"]),
        _("rows against it"): found,
    }


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
        return _("The counts do not add up: rows were lost. Run `milepost check` and load again.")
    if not record.waiting:
        return _("All {rows:,} rows are accounted for; none wait in quarantine.", rows=read_)
    return n_(
        "All {rows:,} rows are accounted for: {accepted:,} are in, {count} row waits in quarantine.",
        "All {rows:,} rows are accounted for: {accepted:,} are in, {count} rows wait in quarantine.",
        record.waiting, rows=read_, accepted=accepted,
    )  # fmt: skip


def file_row(row: Row) -> Row:
    """One file of the ledger as the table shows it."""
    counts = {name: int(row[name] or 0) for name in COUNTS}
    return {
        _("file"): row["path"],
        _("feed"): row["feed"],
        **{_(COUNT_WORDS[name]): count for name, count in counts.items()},
        _("adds up"): _("yes") if counts["read"] == sum(counts[n] for n in COUNTS[1:]) else _("NO"),
        _("ignored by rule"): rules(row["ignored_by"]),
        _("loaded (UTC)"): row["loaded_at"],
        _("covers until (UTC)"): row["covers_until"],
    }


def rules(stored: str | None) -> str:
    """'test orders: 12, cancelled: 3' from the ledger's JSON."""
    counted = json.loads(stored or "{}")
    return ", ".join(f"{rule}: {words.number(count)}" for rule, count in counted.items())


def reason_row(row: Row) -> Row:
    return {
        _("feed"): row["feed"],
        _("reason"): row["reason"],
        _("rows"): int(row["rows"]),
        _("for example"): row["example"],
    }


def feed_row(feed: Feed) -> Row:
    return {
        _("feed"): feed.name,
        _("from"): feed.first,
        _("until"): feed.until - timedelta(days=1),
        _("rows"): feed.rows,
        _("behind"): _("newest") if not feed.lag_days else words.counted_word(feed.lag_days, "day"),
    }


def hole_row(hole: Hole) -> Row:
    return {
        _("feed"): hole.feed,
        _("region"): words.named(hole.region),
        _("silent from"): hole.first,
        _("until"): hole.until - timedelta(days=1),
        _("days"): (hole.until - hole.first).days,
    }


def version_row(version: Version) -> Row:
    return {
        _("version"): version.seq,
        _("published (UTC)"): version.published_at,
        _("in use"): _("yes") if version.is_current else "",
    }


def joined_words(identity: Row) -> str:
    """How many visits belong to a known person."""
    visits, joined = int(identity["visits"] or 0), int(identity["joined_visits"] or 0)
    if not visits:
        return _("There are no visits to join to people.")
    parts = [
        _(
            "{share:.1f} % of {visits:,} visits are joined to a person",
            share=100 * joined / visits, visits=visits,
        )
    ]  # fmt: skip
    nobody, conflicts = (
        int(identity["nobodys_visits"] or 0),
        int(identity["conflicting_links"] or 0),
    )
    if nobody:
        parts.append(_("{nobody:,} carry no id at all and count for nobody", nobody=nobody))
    if conflicts:
        parts.append(
            _("{links:,} later links of an id to another person were not followed", links=conflicts)
        )
    text = "; ".join(parts) + "."
    if identity["links"]:
        return text
    no_links = _(
        "No visitor is linked to a customer, so visits and orders meet only where they share an id."
    )
    return f"{text} {no_links}"
