"""What the SQL of the business clock needs: the hours of each region, and how the reporting zone's clock is set."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from dashboard.business_hours import Hours, business_hours
from dashboard.settings import Settings

DAY = timedelta(days=1)
INSTANT = pa.timestamp("us")


def write_business_hours(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Temporary tables business_region, business_hour and zone_span, which marts/05_business_time.sql reads."""
    hours = business_hours(settings.business_hours)
    _write(connection, "business_region", _regions(hours))
    _write(connection, "business_hour", _hours(hours))
    _write(connection, "zone_span", _spans(connection, settings.reporting_zone))


def _write(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("given_rows", rows)
    connection.execute(f"create temp table {name} as from given_rows")
    connection.unregister("given_rows")


def _regions(hours: Sequence[Hours]) -> pa.Table:
    """Which clock a region goes by: 0 is that of everywhere else and has no row."""
    named = [h.region for h in hours if h.region is not None]
    return pa.table(
        {
            "region": pa.array(named, pa.string()),
            "clock": pa.array(range(1, len(named) + 1), pa.int16()),
        }
    )


def _hours(hours: Sequence[Hours]) -> pa.Table:
    """One row per clock, weekday (0 is Monday) and opening, in seconds of the day."""
    rows = [
        (clock, weekday, opening.opens * 60, opening.closes * 60)
        for clock, of_region in enumerate(hours)
        for opening in of_region.openings
        for weekday in opening.weekdays
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 4
    names = ("clock", "weekday", "opens", "closes")
    kinds = (pa.int16(), pa.int16(), pa.int64(), pa.int64())
    return pa.table({n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)})


def _spans(connection: duckdb.DuckDBPyConnection, zone: str) -> pa.Table:
    """Spans of UTC in which nobody sets the zone's clock, from the first ticket to where the data end: from_at,
    until_at, and how many seconds local time is ahead."""
    [(first, last)] = connection.execute(
        """
        select
            (select min(occurred_at) from master.events where event = 'ticket_opened'),
            greatest(
                (select max(occurred_at) from master.events where event in ('ticket_answered', 'ticket_closed')),
                (select max(coalesce(covers_until, last_at)) from master.ledger)
            )
        """
    ).fetchall()
    found = []
    if first:
        until = datetime.combine(max(first, last or first), time()) + 2 * DAY
        found = list(steady_spans(zone, datetime.combine(first, time()) - DAY, until))
    return pa.table(
        {
            "from_at": pa.array([start for start, _, _ in found], INSTANT),
            "until_at": pa.array([end for _, end, _ in found], INSTANT),
            "ahead": pa.array([ahead for _, _, ahead in found], pa.int64()),
        }
    )


def steady_spans(
    zone: str, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime, int]]:
    """Spans of naive UTC, between two midnights of it, and by how many seconds local time is ahead in each."""
    start = at = first
    while at < last:
        after = min(at + DAY, last)
        if _ahead(zone, after) != _ahead(zone, at):
            change = _change(zone, at, after)
            yield start, change, _ahead(zone, start)
            start = change
        at = after
    yield start, last, _ahead(zone, start)


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    """The second at which the clock is set between two instants."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _ahead(zone, middle) == _ahead(zone, before):
            before = middle
        else:
            after = middle
    return after


def _ahead(zone: str, at: datetime) -> int:
    offset = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int((offset or timedelta()).total_seconds())
