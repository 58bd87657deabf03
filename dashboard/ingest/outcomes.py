"""What became of single rows of a file that was just judged: the first lines of each outcome, as read."""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from dashboard.ingest import staging
from dashboard.ingest.files import opened_records
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.sources import Copy, Source

MOST_SHOWN = 200
"""Lines of each outcome and reason; the counts are of all."""


@dataclass(frozen=True)
class Outcome:
    """One row of a file: where it stands, what became of it and why."""

    line: int
    became: str
    """accepted, duplicate, quarantined, ignored or blank."""
    why: str
    """The code of the reason, or the rule that ignores it."""
    column: str
    value: str
    row: dict[str, str | None]


@dataclass(frozen=True)
class Part:
    """How many rows had one outcome, for one reason."""

    became: str
    why: str
    rows: int


def parts(connection: duckdb.DuckDBPyConnection) -> tuple[Part, ...]:
    """Every outcome but 'accepted' with its reason, the most frequent first."""
    rows = connection.execute(
        f"select became, why, count(*) from ({_OUTCOMES}) where became <> 'accepted' "
        "group by all order by count(*) desc, became, why"
    ).fetchall()
    return tuple(Part(*row) for row in rows)


def outcomes(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    copy: Copy,
    mapping: Mapping,
    loaded_at: datetime,
    most: int | None = None,
) -> tuple[Outcome, ...]:
    """The first rows of each outcome and reason, by line."""
    connection.execute(
        f"create or replace temp table shown as from ({_OUTCOMES}) "
        "qualify row_number() over (partition by became, why order by line) <= $1",
        [MOST_SHOWN],
    )
    with opened_records(source, copy, mapping) as (records, layout):
        staging.keep_shown(connection, records.first(most), layout, loaded_at)
    rows = connection.execute(
        'select line, became, why, "column", value, row_json from shown join texts using (line) '
        "order by line"
    ).fetchall()
    return tuple(
        Outcome(line, became, why, column, value, json.loads(text))
        for line, became, why, column, value, text in rows
    )


_OUTCOMES = """
with fresh as (
    select distinct line from staged anti join verdict using (line, part)
)
select line, 'accepted' as became, '' as why, '' as "column", '' as value from fresh
union all
select distinct line, 'duplicate', '', '', '' from staged anti join fresh using (line)
union all
select
    line,
    case when blank then 'blank' when ignored_by is not null then 'ignored' else 'quarantined' end,
    case when blank then '' when ignored_by is not null then ignored_by else problem[1] end,
    case when blank or ignored_by is not null then '' else coalesce(problem[2], '') end,
    case when blank or ignored_by is not null then '' else coalesce(left(problem[3], 100), '') end
from outcome where blank or ignored_by is not null or problem is not null
"""
