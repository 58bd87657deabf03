"""Which days of a window stand against the same days a year before: those that both years have."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.language import Said, said
from dashboard.metrics.coverage import Coverage, first_order_day
from queries.slice import Slice, Window
from queries.year_ago import pairs


@dataclass(frozen=True)
class SameDays:
    """The slice narrowed to days that both years have; `now` and `then` are the days compared."""

    slice: Slice
    now: Window
    then: Window
    left_out: Said | None
    """Which days of the window are in neither sum, and why."""


def same_days(slice: Slice, covered: Coverage) -> SameDays | Said:
    """As `channel_growth` reads them: the same dates, and only whole covered days; or why there are none.

    `slice` carries its coverage. Days whose day a year before lies before the first order are left out.
    """
    first = first_order_day()
    if first is None or covered.day is None:
        return said("needs orders")
    begins = year_after(first)
    start = max(slice.window.start, begins)
    if start >= min(slice.window.end, covered.day):
        return said(
            "no day of it is known in both years: orders start on {first}, and the data end before {end}",
            first=first,
            end=covered.day,
        )
    narrowed = slice.with_window(Window(start, slice.window.end))
    [pair] = pairs(narrowed)
    return SameDays(narrowed, pair.now, pair.then, _left_out(slice.window, pair.now))


def year_after(day: date) -> date:
    """The first day whose day a year before is this one or later; 1 March after a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _left_out(window: Window, now: Window) -> Said | None:
    days = window.days - now.days
    if days == 0:
        return None
    return said(
        "{days} of {all} days are left out: they are not known in both years. "
        "Compared are {start} to {end}.",
        days=days,
        all=window.days,
        start=now.start,
        end=now.end - timedelta(days=1),
    )
