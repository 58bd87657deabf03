"""Money that cannot be converted waits in quarantine: a rate is never guessed."""

import duckdb

from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES
from dashboard.settings import stored_settings

RATE_HOLDS_DAYS = 7
"""A rate serves its own day and so many days after it."""

MADE_ROWS = "(made rows)"
"""Key under which quarantine keeps what a row had become before its rate was missed."""


def suggested_currency(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The reporting currency that the staged rows suggest: the most frequent one without rates."""
    row = connection.execute(
        "select currency from staged where currency is not null and amount is not null "
        "and currency not in (select currency from fx_rates) "
        "group by currency order by count(*) desc, currency limit 1"
    ).fetchone()
    return row[0] if row else None


def mark_unrated(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Staged rows of foreign money without a rate get the problem `no_rate`.

    `kind` is 'events' or 'spend', the tables that hold money.
    """
    day = _LOCAL_DAY[kind]
    _find_unrated(connection, "staged", day)
    if not _count(connection, "unrated"):
        return
    connection.execute(
        "update staged set problem = ['no_rate', 'currency', staged.currency] from unrated "
        f"where staged.currency = unrated.currency and {day} = unrated.day_on "
        "and staged.amount is not null",
        _zone(connection) if kind == "events" else [],
    )


def settle_money(connection: duckdb.DuckDBPyConnection) -> int:
    """Move what has no rate (any more) from events and spend to quarantine; how many rows.

    Runs inside a transaction. A row leaves with everything it had become, and its ledger entry
    counts it as quarantined.
    """
    return sum(_settle(connection, kind) for kind in _LOCAL_DAY)


_LOCAL_DAY = {
    "events": "timezone($zone, timezone('UTC', occurred_at))::date",
    "spend": "day",
}


def _zone(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    return {"zone": stored_settings(connection).reporting_zone}


def _find_unrated(connection: duckdb.DuckDBPyConnection, table: str, day: str) -> None:
    """A temporary table `unrated`: each currency and day that needs a rate and finds none."""
    settings = stored_settings(connection)
    parameters = {"reporting": settings.currency, "days": RATE_HOLDS_DAYS}
    if "$zone" in day:
        parameters["zone"] = settings.reporting_zone
    connection.execute(
        f"""
        create or replace temp table unrated as
        with needed as (
            select distinct currency, {day} as day_on
            from {table}
            where amount is not null and currency <> $reporting
        )
        select needed.currency, needed.day_on
        from needed
        where not exists (
            from fx_rates
            where fx_rates.currency = needed.currency
                and fx_rates.day between needed.day_on - $days and needed.day_on
        )
        """,
        parameters,
    )


def _settle(connection: duckdb.DuckDBPyConnection, kind: str) -> int:
    day = _LOCAL_DAY[kind]
    _find_unrated(connection, kind, day)
    zone = _zone(connection) if kind == "events" else {}
    connection.execute(
        f"""
        create or replace temp table leaving as
        select {kind}.rowid as row_id, coalesce(feed, '') as feed, coalesce(file_id, '') as file_id,
            {_ROW[kind]} as line, {kind}.currency
        from {kind}
        join unrated on unrated.currency = {kind}.currency and unrated.day_on = {day}
        where amount is not null
        """,
        zone,
    )
    if not _count(connection, "leaving"):
        return 0
    if kind == "events":
        connection.execute(_SIBLINGS)
    connection.execute(_MADE[kind])
    connection.execute(f"delete from {kind} where rowid in (select row_id from leaving)")
    connection.execute(_QUARANTINE)
    connection.execute(_ADJUST_LEDGER)
    return _count(connection, "made")


_ROW = {"events": "line", "spend": "-spend.rowid"}
"""What tells the rows of a file apart; a small table keeps no lines (quarantine then shows 0)."""

_SIBLINGS = """
insert into leaving
select events.rowid, events.feed, events.file_id, events.line, any_value(leaving.currency)
from events
join leaving using (feed, file_id, line)
where events.rowid not in (select row_id from leaving)
group by all
"""


def _made(kind: str, columns: dict[str, str]) -> str:
    pairs = ", ".join(f"'{name}', {kind}.\"{name}\"::varchar" for name in columns)
    return f"""
        create or replace temp table made as
        select
            leaving.feed, leaving.file_id, greatest(leaving.line, 0) as line,
            any_value(leaving.currency) as currency,
            count(*) as events,
            json_object('{MADE_ROWS}', json_group_array(json_object({pairs}))) as row_json
        from {kind}
        join leaving on leaving.row_id = {kind}.rowid
        group by leaving.feed, leaving.file_id, leaving.line
    """


_MADE = {"events": _made("events", EVENT_COLUMNS), "spend": _made("spend", SMALL_TABLES["spend"])}

_QUARANTINE = """
insert into quarantine
select
    (select coalesce(max(id), 0) from quarantine) + row_number() over (),
    made.file_id, made.feed, coalesce(ledger.path, made.feed), made.line, 'currency', 'no_rate',
    coalesce(ledger.path, made.feed) || ', line ' || made.line || ': currency ' || made.currency
        || ' has no rate at most 7 days old. Load fx_rates, then run milepost quarantine retry.',
    made.row_json, timezone('UTC', current_timestamp), null
from made
left join ledger using (file_id, feed)
"""

_ADJUST_LEDGER = """
update ledger
set accepted = accepted - moved.rows, quarantined = quarantined + moved.rows,
    events = ledger.events - moved.events
from (
    select file_id, feed, count(*) as rows, sum(events)::bigint as events from made group by all
) as moved
where ledger.file_id = moved.file_id and ledger.feed = moved.feed
"""


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row
    return int(row[0])
