"""Quarters by their name, '2026-Q4': by the month in which they begin, as they are written everywhere else."""

import re
from datetime import date

from dashboard.errors import BadUse
from dashboard.language import said
from queries.calendar import Calendar, Grain
from queries.slice import Window

NAMED = re.compile(r"(\d{4})-Q([1-4])")
MONTHS = 3


def quarter_of(day: date, calendar: Calendar) -> str:
    """The quarter in which a day lies."""
    return _name(calendar.start(day, Grain.QUARTER))


def window_of(quarter: str, calendar: Calendar) -> Window:
    """Its days; `BadUse` where it is no name of a quarter."""
    found = NAMED.fullmatch(quarter)
    if found is None or int(found[1]) == 0:
        raise BadUse(
            said("'{quarter}' is not a quarter. Write one such as 2026-Q4.", quarter=quarter)
        )
    first = MONTHS * (int(found[2]) - 1) + 1
    start = next(
        on
        for month in range(first, first + MONTHS)
        if calendar.start(on := date(int(found[1]), month, 1), Grain.QUARTER) == on
    )
    return Window(start, calendar.end(start, Grain.QUARTER))


def shifted(quarter: str, count: int, calendar: Calendar) -> str:
    """So many quarters after it (before, if negative)."""
    start = window_of(quarter, calendar).start
    return _name(calendar.shifted(start, Grain.QUARTER, count))


def is_quarter(text: str) -> bool:
    return NAMED.fullmatch(text) is not None


def _name(start: date) -> str:
    return f"{start.year}-Q{(start.month - 1) // MONTHS + 1}"
