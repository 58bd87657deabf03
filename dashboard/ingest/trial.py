"""What a load would do with the first rows of a file: the same steps, in memory, and nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from dashboard.ingest import staging, verdicts
from dashboard.ingest.contract import create_master
from dashboard.ingest.files import delivered
from dashboard.ingest.load import Request, judge
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.outcomes import Outcome, Part, outcomes, parts
from dashboard.ingest.records import batch_rows, in_batches_of
from dashboard.ingest.refusals import MOST_BAD
from dashboard.ingest.sources import Source
from dashboard.ingest.verdicts import Counts
from dashboard.settings import Settings, store_setting

MOST_MADE = 50
_MEMORY = {"memory_limit": "400MB", "threads": "1"}


@dataclass(frozen=True)
class Background:
    """What a home knows that decides about rows: its money, its zone, its rates."""

    settings: Settings = field(default_factory=Settings)
    rates: Sequence[tuple[date, str, float]] = ()


@dataclass(frozen=True)
class Trial:
    """What would become of the rows that were tried."""

    counts: Counts
    parts: tuple[Part, ...]
    rows: tuple[Outcome, ...]
    made: tuple[dict[str, Any], ...]
    """The first events, or rows of a small table, as they would be kept."""
    is_whole: bool
    """Whether every row of the file was tried."""

    @property
    def bad(self) -> int:
        """Rows in which something is to be mended; one that waits for a rate is as it should be."""
        waiting = sum(part.rows for part in self.parts if part.why == "no_rate")
        return self.counts.quarantined - waiting

    @property
    def is_refused(self) -> bool:
        """Whether a file with such a share of bad rows is refused."""
        told = self.counts.read - self.counts.blank - self.counts.ignored
        return self.bad * 100 > told * MOST_BAD


def tried(
    source: Source,
    mapping: Mapping,
    scratch: Path,
    loaded_at: datetime,
    background: Background,
    most: int | None = None,
) -> Trial:
    """Try the first rows, or all; a file that cannot be read so is `Refused` as it would be."""
    request = Request(mapping, loaded_at)
    with (
        in_batches_of(most or batch_rows()),
        duckdb.connect(config=dict(_MEMORY)) as connection,
        delivered(source, mapping, scratch) as copy,
    ):
        _furnish(connection, background)
        read = judge(connection, source, copy, request, most)
        counts = verdicts.counts(connection, read)
        return Trial(
            counts,
            parts(connection),
            outcomes(connection, source, copy, mapping, loaded_at, most),
            _made(connection),
            is_whole=most is None or read < most,
        )


def _furnish(connection: duckdb.DuckDBPyConnection, background: Background) -> None:
    connection.execute("set timezone = 'UTC'")
    create_master(connection)
    staging.create_reasons(connection)
    for name in ("currency", "zone"):
        if value := getattr(background.settings, name):
            store_setting(connection, name, value)
    if background.rates:
        connection.executemany(
            "insert into fx_rates (day, currency, rate) values ($1, $2, $3)", background.rates
        )


def _made(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Any], ...]:
    cursor = connection.execute(
        "select * exclude (part, once, problem) from staged order by line, part limit $1",
        [MOST_MADE],
    )
    names = [column[0] for column in cursor.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
