"""The input contract (columns, kinds of event) and the tables of master.duckdb that a load writes."""

import duckdb

EVENT_KINDS = (
    "visit", "signup", "order", "refund", "cancel",
    "lead", "deal_won", "deal_lost",
    "ticket_opened", "ticket_answered", "ticket_closed",
    "survey_sent", "survey_nps", "survey_csat",
    "contact_sent", "consent_given", "consent_withdrawn",
)  # fmt: skip

EVENT_COLUMNS: dict[str, str] = {
    "event_id": "varchar",
    "event": "varchar",
    "occurred_at": "timestamp",
    "person_id": "varchar",
    "visitor_id": "varchar",
    "identified": "boolean",
    "region": "varchar",
    "segment": "varchar",
    "channel": "varchar",
    "source": "varchar",
    "category": "varchar",
    "device": "varchar",
    "campaign": "varchar",
    "order_id": "varchar",
    "ticket_id": "varchar",
    "quantity": "decimal(18,4)",
    "amount": "decimal(18,6)",
    "cost": "decimal(18,6)",
    "currency": "varchar",
    "score": "smallint",
    "weight": "double",
    "survey": "varchar",
    "comment": "varchar",
}
"""The contract's columns (metrics.md). An unknown text is NULL, never the empty string."""

LARGEST = {
    "smallint": 32_767,
    "decimal(18,4)": 99_999_999_999_999,
    "decimal(18,6)": 999_999_999_999,
}
"""From these sizes on a number does not fit its column."""

SMALL_TABLES: dict[str, dict[str, str]] = {
    "spend": {"day": "date", "source": "varchar", "region": "varchar", "campaign": "varchar",
              "amount": "decimal(18,6)", "currency": "varchar"},
    "fx_rates": {"day": "date", "currency": "varchar", "rate": "double"},
    "channels": {"channel": "varchar", "is_online": "boolean", "records_visits": "boolean"},
    "sources": {"source": "varchar", "is_paid": "boolean"},
    "identities": {"visitor_id": "varchar", "person_id": "varchar", "linked_at": "timestamp"},
}  # fmt: skip

SMALL_TABLE_KEYS: dict[str, tuple[str, ...]] = {
    "spend": ("day", "source", "region", "campaign", "currency"),
    "fx_rates": ("day", "currency"),
    "channels": ("channel",),
    "sources": ("source",),
    "identities": ("visitor_id", "person_id"),
}
"""A row of a later file replaces the one with equal keys."""

_LEDGER = """
create table if not exists ledger (
    file_id varchar not null,        -- sha256 of the decompressed bytes
    feed varchar not null,           -- name of the mapping
    path varchar not null,           -- as the user named it
    loaded_at timestamp not null,    -- UTC
    seq integer not null,            -- order of loading
    kind varchar not null,           -- 'events' or the name of a small table
    read bigint not null,
    accepted bigint not null,
    quarantined bigint not null,
    duplicate bigint not null,
    ignored bigint not null,
    blank bigint not null,
    events bigint not null,          -- rows added to events (a row may yield several)
    ignored_by varchar,              -- JSON: rule name -> rows
    first_at timestamp,              -- oldest accepted instant, UTC
    last_at timestamp,               -- newest accepted instant not after the load, UTC
    covers_until timestamp,          -- said by --covers-until, UTC; wins over last_at
    is_retry boolean not null default false,
    primary key (file_id, feed)
)
"""

_QUARANTINE = """
create table if not exists quarantine (
    id bigint not null,
    file_id varchar not null,
    feed varchar not null,
    path varchar not null,
    line bigint not null,            -- physical line or record number, from 1
    "column" varchar,                -- NULL where the whole row is at fault
    reason varchar not null,         -- code, e.g. 'bad_time', 'conflict', 'no_rate'
    message varchar not null,        -- thing, place, remedy
    row_json varchar not null,       -- the row as read: JSON object of column -> text
    quarantined_at timestamp not null,
    resolved_at timestamp            -- set when a retry brought it in
)
"""

_FORGOTTEN = """
create table if not exists forgotten (
    digest varchar primary key,      -- keyed hash of an id that must not come back
    key_check varchar not null,      -- tells the key that made it from any other
    first_version integer not null,  -- published versions before this one held the person
    forgotten_at timestamp not null, -- UTC
    length integer                   -- characters of the id; unknown of those forgotten before it was kept
)
"""

_REFUSALS = """
create table if not exists refusals (
    path varchar not null,           -- as the user named it
    feed varchar not null,
    code varchar not null,           -- of REFUSALS; nothing that the file holds is kept
    refused_at timestamp not null,   -- UTC
    primary key (path, feed)
)
"""

_SETTINGS = "create table if not exists settings (name varchar primary key, value varchar not null)"


def _columns(columns: dict[str, str]) -> str:
    return ", ".join(f'"{name}" {kind}' for name, kind in columns.items())


def create_master(connection: duckdb.DuckDBPyConnection) -> None:
    """Create whatever table of the master file is not there yet.

    Grain of `events`: one row per accepted event; `feed` and `file_id` say where it came from,
    `line` where in the file. `occurred_at` is naive UTC.
    """
    connection.execute(
        f"create table if not exists events ({_columns(EVENT_COLUMNS)}, "
        "feed varchar not null, file_id varchar not null, line bigint not null)"
    )
    for table, columns in SMALL_TABLES.items():
        connection.execute(
            f'create table if not exists "{table}" ({_columns(columns)}, feed varchar, file_id varchar)'
        )
    connection.execute(_LEDGER)
    connection.execute(_QUARANTINE)
    connection.execute(_REFUSALS)
    connection.execute(_SETTINGS)
    connection.execute(_FORGOTTEN)
    connection.execute("alter table forgotten add column if not exists length integer")
