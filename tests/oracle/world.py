"""A small world: what a company's files hold, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Event = dict[str, Any]
Row = dict[str, Any]
Window = tuple[date, date]
"""Half-open: first day, first day no longer in it."""
Where = dict[str, set[Any]]
"""Dimension -> values to keep; None stands for unknown."""
By = tuple[str, ...]

COLUMNS = (
    "event_id", "event", "occurred_at", "person_id", "visitor_id", "identified", "region",
    "segment", "channel", "source", "category", "device", "campaign", "order_id", "ticket_id",
    "quantity", "amount", "cost", "currency", "score", "weight", "survey", "comment",
)  # fmt: skip


@dataclass(frozen=True)
class Settings:
    zone: str = "UTC"
    currency: str = "EUR"
    week_start: str = "monday"
    fiscal_year_start: int = 1
    response_target_seconds: int = 3600
    resolution_target_seconds: int = 86400
    business_hours: str = "mon-fri 09:00-17:30"


@dataclass(frozen=True, eq=False)
class World:
    """Rows are dicts keyed by the contract's columns; instants are naive UTC, days local.

    `coverage` is the instant up to which every feed is known. Two worlds are equal only if they
    are the same object, so that what is worked out of one can be kept.
    """

    events: list[Event]
    spend: list[Row] = field(default_factory=list)
    fx_rates: list[Row] = field(default_factory=list)
    channels: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    identities: list[Row] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    coverage: datetime = datetime(2100, 1, 1)


def event(event_id: str, kind: str, occurred_at: datetime, **columns: Any) -> Event:
    """A row of the contract: what is not said is unknown, a weight is 1."""
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise ValueError(f"{event_id}: no column {', '.join(sorted(unknown))}")
    row: Event = dict.fromkeys(COLUMNS)
    row.update(event_id=event_id, event=kind, occurred_at=occurred_at, weight=1.0)
    row.update(columns)
    return row
