"""The other way to a number: SQL by hand over the master's events, one file per metric in raw/.

`staging.sql` holds what these files share (whose an event is, its local day, its money, first lines of orders) as
views, so that a question pays for what it uses. Values are bound as variables of the connection.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from dashboard.metrics import coverage
from dashboard.paths import Home
from dashboard.warehouse.reader import LOCKED
from tests.bench.panels import Panel

FOLDER = Path(__file__).parent
Rows = list[dict[str, Any]]


def opened(home: Home, knows_links: bool = False) -> duckdb.DuckDBPyConnection:
    """The master's events under the views, with the threads and memory that a reader has.

    With `knows_links` it is known beforehand who each visitor belongs to.
    """
    config = {name: LOCKED[name] for name in ("threads", "memory_limit")}
    connection = duckdb.connect(":memory:", config={**config, "temp_directory": str(home.scratch)})
    connection.execute(
        f"attach '{str(home.master).replace(chr(39), chr(39) * 2)}' as master (read_only)"
    )
    connection.execute((FOLDER / "staging.sql").read_text(encoding="utf-8"))
    settings = coverage.settings()
    _set(connection, zone=settings.reporting_zone, currency=settings.currency)
    if knows_links:
        connection.execute("create table known_link as from link")
        connection.execute("create or replace view link as from known_link")
    return connection


def bind(connection: duckdb.DuckDBPyConnection, panel: Panel) -> None:
    """Set what the panel's SQL refers to: days of the window, instants of its ends, group and region."""
    window, settings = panel.slice.window, coverage.settings()
    covered = coverage.coverage(panel.metric)
    _set(
        connection,
        start=window.start,
        stop=window.end,
        from_at=_midnight(window.start, settings.reporting_zone),
        until_at=_midnight(window.end, settings.reporting_zone),
        breakdown=panel.by,
        region=panel.region,
        covered_at=covered.at,
        covered_day=covered.day,
        target_seconds=settings.response_target_seconds,
        resolution_target_seconds=settings.resolution_target_seconds,
    )


def rows(connection: duckdb.DuckDBPyConnection, panel: Panel) -> Rows:
    """One row per period and group: period, `part` (the group of a breakdown), numerator, denominator."""
    found: Rows = connection.sql(question(panel)).to_arrow_table().to_pylist()
    return found


def question(panel: Panel) -> str:
    """The SQL of the panel's metric."""
    return (FOLDER / "raw" / f"{panel.metric.name}.sql").read_text(encoding="utf-8")


def _midnight(day: date, zone: str) -> datetime:
    """When a local day begins, as naive UTC."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    offset = begins.utcoffset() or timedelta()
    return begins.replace(tzinfo=None) - offset


def _set(connection: duckdb.DuckDBPyConnection, **variables: object) -> None:
    for name, value in variables.items():
        connection.execute(f"set variable {name} = $1", [value])
