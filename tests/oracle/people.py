"""Whose an event is."""

from datetime import datetime

from tests.oracle.world import Event, Row

Person = tuple[str, str]
"""("person", person_id), or ("visitor", visitor_id) for somebody known only by a cookie."""


def links(events: list[Event], identities: list[Row]) -> dict[str, str]:
    """visitor_id -> person_id: the earliest link wins, then the smaller person_id.

    A link without an instant was always there.
    """
    claims: dict[str, list[tuple[datetime, str]]] = {}
    for row in events:
        if row["visitor_id"] is not None and row["person_id"] is not None:
            claim = (row["occurred_at"], row["person_id"])
            claims.setdefault(row["visitor_id"], []).append(claim)
    for row in identities:
        claim = (row["linked_at"] or datetime.min, row["person_id"])
        claims.setdefault(row["visitor_id"], []).append(claim)
    return {visitor: min(made)[1] for visitor, made in claims.items()}


def person_of(event: Event, linked: dict[str, str]) -> Person | None:
    """The person; None is nobody."""
    if event["person_id"] is not None:
        return ("person", event["person_id"])
    visitor = event["visitor_id"]
    if visitor is None:
        return None
    if visitor in linked:
        return ("person", linked[visitor])
    return ("visitor", visitor)
