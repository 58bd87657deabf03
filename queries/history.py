"""What the warehouse holds and how far it reaches: feeds, holes, loads, what was set aside."""

from typing import Any

from sqlalchemy import Select, func, select

from queries.marts import (
    audit,
    feed,
    feed_event,
    hole,
    identity,
    ledger,
    meta,
    presence,
    quarantine,
)
from queries.slice import Slice


def feeds(slice: Slice) -> Select[Any]:
    """One row per feed: how far it reaches (UTC), when it was loaded, how many rows came in."""
    return select(feed).order_by(feed.c.feed)


def feed_events(slice: Slice) -> Select[Any]:
    """One row per feed and kind of event that it gives."""
    return select(feed_event).order_by(feed_event.c.feed, feed_event.c.event)


def holes(slice: Slice) -> Select[Any]:
    """Spans in which a feed and region fell silent; those of the regions asked for."""
    return (
        select(hole)
        .where(*slice.kept({"region": hole.c.region}))
        .order_by(hole.c.start_day, hole.c.feed, hole.c.region)
    )


def loads(slice: Slice) -> Select[Any]:
    """The ledger: one row per file and feed."""
    return select(ledger).order_by(ledger.c.seq.desc(), ledger.c.path)


def set_aside(slice: Slice) -> Select[Any]:
    """How many rows wait in quarantine, by feed and reason."""
    return (
        select(
            quarantine.c.feed,
            quarantine.c.reason,
            func.count().label("rows"),
            func.min(quarantine.c.message).label("example"),
        )
        .where(quarantine.c.resolved_at.is_(None))
        .group_by(quarantine.c.feed, quarantine.c.reason)
        .order_by(func.count().desc(), quarantine.c.reason)
    )


def quarantined_rows(slice: Slice) -> Select[Any]:
    """The rows that wait, as they were read: personal data, for those who may see people in every region."""
    return (
        select(quarantine)
        .where(quarantine.c.resolved_at.is_(None))
        .order_by(quarantine.c.id)
        .limit(1000)
    )


def joined_identities(slice: Slice) -> Select[Any]:
    """How well visits and people are joined: one row."""
    return select(identity)


def audits(slice: Slice) -> Select[Any]:
    """What the audits said when the version was published: rows that break each sentence."""
    return select(audit).order_by(audit.c.rows == 0, audit.c.severity, audit.c.name)


def about(slice: Slice) -> Select[Any]:
    """Number, birth and settings of the version: one row."""
    return select(meta)


def first_order_day(slice: Slice) -> Select[Any]:
    """When the history of orders starts: no look-back reaches further."""
    return select(func.min(presence.c.day).label("day")).where(presence.c.kind == "buyer")


quarantined_rows.lists_people = True  # type: ignore[attr-defined]
quarantined_rows.names_people = True  # type: ignore[attr-defined]
quarantined_rows.spans_regions = True  # type: ignore[attr-defined]
