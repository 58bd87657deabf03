"""Which instant a local time means, and whether it means one at all.

Where daylight saving begins an hour is skipped: no instant has its times. Where it ends an hour is
repeated: each of its times has two. Neither is guessed. A bare day is its first instant.
"""

from sqlalchemy import and_, case, func, null

from dashboard.ingest.sql import Expression, TryCast, bound

REFUSE, FIRST, SECOND = "refuse", "first", "second"


def utc(local: Expression, zone: str, repeated_hour: str, is_day: Expression) -> Expression:
    """Naive UTC of a local time; NULL where its hour was skipped, or repeated and none is chosen."""
    if zone == "UTC":
        return local
    later = _later(local, zone)
    earlier = later - _set_back(later, zone)
    chosen = {FIRST: earlier, SECOND: later}.get(repeated_hour, null())
    return case(
        (local.is_(None), null()),
        (_local_at(later, zone) != local, case((is_day, later))),
        (
            and_(_set_back(later, zone) > _NO_TIME, _local_at(earlier, zone) == local),
            case((is_day, earlier), else_=chosen),
        ),
        else_=later,
    )


def is_skipped(local: Expression, zone: str) -> Expression:
    """Whether clocks never showed this time."""
    return _local_at(_later(local, zone), zone) != local


def _later(local: Expression, zone: str) -> Expression:
    """The only instant of a local time, the later of two, or one beside the gap."""
    return func.timezone(bound("UTC"), func.timezone(bound(zone), local))


def _local_at(instant: Expression, zone: str) -> Expression:
    return func.timezone(bound(zone), func.timezone(bound("UTC"), instant))


def _set_back(instant: Expression, zone: str) -> Expression:
    """By how much clocks were set back in the day before an instant; not above zero for no change."""
    before = instant - _DAY
    return (_local_at(before, zone) - before) - (_local_at(instant, zone) - instant)


_DAY = TryCast(bound("1 day"), "interval")
_NO_TIME = TryCast(bound("0 seconds"), "interval")
