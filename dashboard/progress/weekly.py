"""When a digest is due: once in each ISO week, from its weekday and hour on the clock of the reporting zone."""

from datetime import date, datetime, timedelta

from dashboard.records.tables import DigestSubscription

WEEK = timedelta(days=7)


def due_period(one: DigestSubscription, now: datetime, changed: datetime) -> str | None:
    """'digest 2026-W48' where a digest is due by the clock on the wall; None before its first time has come.

    Whoever was away at its hour sends it late, until the next one is due; a digest is of one ISO week.
    """
    slot = latest_slot(one, now)
    return period_of(slot.date()) if changed < slot else None


def latest_slot(one: DigestSubscription, now: datetime) -> datetime:
    """The newest of its weekly times that has come."""
    day = now.date() - timedelta(days=(now.weekday() - one.weekday) % 7)
    slot = datetime(day.year, day.month, day.day, one.hour)
    return slot if slot <= now else slot - WEEK


def period_of(day: date) -> str:
    """'digest 2026-W48': the ISO week that a day lies in."""
    year, week, _weekday = day.isocalendar()
    return f"digest {year}-W{week:02}"
