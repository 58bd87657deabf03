"""Business hours, walked through half an hour at a time."""

from bisect import bisect_left
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tests.oracle.facts import Ticket
from tests.oracle.world import World

CELL = timedelta(minutes=30)
"""Hours of the made worlds and offsets of their zones are multiples of it."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def business_elapsed(world: World, ticket: Ticket, until: datetime) -> float:
    """Whole seconds from the opening in which the ticket's region was open."""
    start = ticket.opened.at
    cells = _open_cells(world, _hours_of(world, ticket.opened.dims["region"]))
    total = timedelta(0)
    for cell in cells[max(0, bisect_left(cells, start) - 1) :]:
        if cell >= until:
            break
        total += max(timedelta(0), min(until, cell + CELL) - max(start, cell))
    return round(total / timedelta(seconds=1))


def business_age(world: World, ticket: Ticket) -> float:
    """The same to the coverage, to the microsecond."""
    cells = _open_cells(world, _hours_of(world, ticket.opened.dims["region"]))
    start, until = ticket.opened.at, world.coverage
    spans = [min(until, cell + CELL) - max(start, cell) for cell in cells]
    return sum((span for span in spans if span > timedelta(0)), timedelta(0)) / timedelta(seconds=1)


def _hours_of(world: World, region: str | None) -> str:
    """'mon-fri 09:00-17:30; north: sat 10:00-12:00': the region's own, else those without a name."""
    by_region: dict[str | None, str] = {}
    for rule in world.settings.business_hours.split("; "):
        name, colon, hours = rule.partition(": ")
        by_region[name if colon else None] = hours if colon else rule
    return by_region.get(region, by_region[None])


@lru_cache(maxsize=32)
def _open_cells(world: World, hours: str) -> list[datetime]:
    """Starts of the half hours of UTC whose wall clock lies in the hours."""
    zone = ZoneInfo(world.settings.zone)
    instants = [row["occurred_at"] for row in world.events]
    cell = datetime.combine(min(instants), time()) - timedelta(days=1)
    found = []
    while cell < max(world.coverage, *instants) + timedelta(days=1):
        local = cell.replace(tzinfo=UTC).astimezone(zone)
        if any(_is_open(part, local) for part in hours.split(", ")):
            found.append(cell)
        cell += CELL
    return found


def _is_open(part: str, local: datetime) -> bool:
    days, clock = part.split(" ")
    first, _, last = days.partition("-")
    opens, closes = (_minutes(text) for text in clock.split("-"))
    position, end = (
        (n - WEEKDAYS.index(first)) % 7 for n in (local.weekday(), WEEKDAYS.index(last or first))
    )
    return position <= end and opens <= local.hour * 60 + local.minute < closes


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
