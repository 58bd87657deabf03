"""Short names for the rows of hand-made tables, and for what is read off an answer."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.groups import Answers, Group
from tests.oracle.world import Event, event


def on(month: int, day: int, hour: int = 12, second: int = 0) -> datetime:
    """An instant of 2025, at noon unless said; any number of seconds after the hour."""
    return datetime(2025, month, day, hour) + timedelta(seconds=second)


def parts(answers: Answers) -> dict[Group, tuple[float, float | None]]:
    """group -> (numerator, denominator)."""
    return {group: (a.numerator, a.denominator) for group, a in answers.items()}


def numerators(answers: Answers) -> dict[Group, float]:
    return {group: a.numerator for group, a in answers.items()}


def visit(event_id: str, at: datetime, **columns: Any) -> Event:
    return event(event_id, "visit", at, **columns)


def line(event_id: str, at: datetime, amount: int, **columns: Any) -> Event:
    return event(event_id, "order", at, amount=Decimal(amount), **columns)


def refund(event_id: str, at: datetime, amount: int, **columns: Any) -> Event:
    return event(event_id, "refund", at, amount=Decimal(amount), **columns)
