"""A query of another database loads like a file: exact values, known by its rows, errors in words."""

import sqlite3
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.errors import BadUse
from dashboard.ingest.load import KNOWN, LOADED, REFUSED, Request, Result, load
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.quarantine import waiting
from dashboard.ingest.query import answered, stated_query
from dashboard.ingest.retry import retry
from tests.ingest.conftest import LOADED_AT, Master
from tests.postgres import PASSWORD, Postgres

EVENTS = "select event_id, event, occurred_at, person_id, amount::varchar, currency from events order by 1"


def _load(master: Master, url: str, query: str, mapping: str = "milepost") -> Result:
    if mapping.startswith("name:"):
        mapping = str(master.write("own.yaml", mapping))
    request = Request(read_mapping(mapping, master.home), LOADED_AT, accepts_bad=True)
    (result,) = load(master.connection, master.home, [stated_query(url, query)], request)
    return result


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """A SQLite database of three orders; its address."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "create table orders (id integer, at text, who integer, total real, note)"
        )
        connection.executemany(
            "insert into orders values (?, ?, ?, ?, ?)",
            [
                (1, "2026-08-01 10:30:00", 17850, 49.9, None),
                (2, "2026-08-02", 17850, 0.1 + 0.2, "50% off: a:b"),
                (3, "2026-13-03", 7, 5, "x"),
            ],
        )
    connection.close()
    return f"sqlite:///{path}"


ORDERS = (
    "select id as event_id, 'order' as event, at as occurred_at, who as person_id, "
    "total as amount, 'EUR' as currency from orders"
)


def test_rows_of_a_query_become_events_and_bad_ones_wait(master: Master, shop: str):
    result = _load(master, shop, ORDERS)
    assert (result.state, result.counts.read, result.counts.accepted) == (LOADED, 3, 2)
    assert master.rows(EVENTS) == [
        ("1", "order", datetime(2026, 8, 1, 10, 30), "17850", "49.900000", "EUR"),
        ("2", "order", datetime(2026, 8, 2), "17850", "0.300000", "EUR"),
    ]
    assert master.reasons() == [(3, "bad_time", "occurred_at")]
    label = f"{shop}: select id as event_id, 'order' as event, at as occurred_at, …"
    assert master.one("select path from ledger") == label


def test_the_same_rows_are_known_in_whatever_order_they_come(master: Master, shop: str):
    assert _load(master, shop, ORDERS).state == LOADED
    assert _load(master, shop, ORDERS + " order by total desc").state == KNOWN
    assert _load(master, shop, ORDERS + " where id < 3").counts.duplicate == 2
    assert master.one("select count(*) from ledger") == 2


def test_a_row_that_waits_is_tried_again(master: Master, shop: str):
    _load(master, shop, ORDERS)
    mapping = read_mapping("milepost")
    (tried,) = retry(master.connection, waiting(master.connection), lambda feed: mapping, LOADED_AT)
    assert (tried.counts.read, tried.brought_in) == (1, 0)


def test_a_percent_sign_and_a_colon_are_what_they_are(master: Master, shop: str):
    query = ORDERS + " where note like '50% off: a:b'; -- one; only"
    assert _load(master, shop, query).counts.accepted == 1


def test_a_character_that_no_text_holds_sets_its_row_aside(master: Master, shop: str):
    query = (
        "select 'a' || char(0) || 'b' as event_id, 'visit' as event, '2026-08-01' as occurred_at"
    )
    assert _load(master, shop, query).counts.quarantined == 1
    assert master.reasons() == [(1, "control_character", None)]
    mapping = read_mapping("milepost")
    (tried,) = retry(master.connection, waiting(master.connection), lambda feed: mapping, LOADED_AT)
    assert tried.brought_in == 0


def test_columns_are_held_to_the_mapping_like_those_of_a_file(master: Master, shop: str):
    assert (
        "column 'event_id' is missing"
        in _load(master, shop, "select id, at as occurred_at, 'x' as event from orders").message
    )
    twice = "select 1 as event_id, 2 as event_id, 'visit' as event, '2026-08-01' as occurred_at"
    assert "'event_id' stands twice" in _load(master, shop, twice).message
    binary = "select x'00ff' as event_id, 'visit' as event, '2026-08-01' as occurred_at"
    assert "column 'event_id' holds bytes" in _load(master, shop, binary).message
    assert _load(master, shop, ORDERS + " where id > 99").counts.read == 0  # fmt: skip


NO_READING = (
    "delete from orders",
    "select 1; delete from orders",
    "",
    "-- select 1",
    "drop table x",
)


@pytest.mark.parametrize("query", NO_READING)
def test_only_one_query_that_reads_is_taken(shop: str, query: str):
    with pytest.raises(BadUse, match="one query that reads"):
        stated_query(shop, query)


def test_a_query_that_writes_all_the_same_is_stopped_by_the_database(master: Master, shop: str):
    query = "with x as (select 1) delete from orders returning id as event_id"
    with pytest.raises(BadUse, match="the database refuses it"):
        _load(master, shop, query)
    assert _load(master, shop, ORDERS).counts.read == 3


WRONG = {
    "no query": ("select 1 from nowhere", None, "refuses it: no such table: nowhere"),
    "no file": ("select 1", "sqlite:///missing.db", "missing.db: there is no such database file"),
    "no address": ("select 1", "shop.db", "the address of the database cannot be read"),
    "no kind": ("select 1", "nosuchbase://host/x", "no kind of database 'nosuchbase'"),
    "no driver": ("select 1", "mysql://ann:s3cret@host/x", "not installed. Run: pip install pymysql"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_one_sentence(master: Master, shop: str, name: str):
    query, url, words = WRONG[name]
    with pytest.raises(BadUse) as raised:
        _load(master, url or shop, query)
    assert words in str(raised.value)
    assert "s3cret" not in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_a_missing_driver_of_postgres_names_our_extra(monkeypatch: pytest.MonkeyPatch):
    def absent(*arguments: object, **options: object) -> None:
        raise ModuleNotFoundError(name="psycopg")

    monkeypatch.setattr("dashboard.ingest.query.create_engine", absent)
    with (
        pytest.raises(BadUse, match=r"psycopg .* pip install 'milepost\[postgres\]'"),
        answered(stated_query("postgres://ann@host/x", "select 1")),
    ):
        pass


MANY_KINDS = """
create table kinds (
    id uuid, total numeric(20, 6), whole bigint, real double precision, yes boolean,
    at timestamptz, local timestamp, day date, lasted interval, more jsonb, word text
)
"""
KINDS = """name: kinds
zone: Europe/Berlin
currency: EUR
other_columns: ignored
columns:
  {id: text, total: decimal, whole: integer, real: number, yes: boolean, at: time, local: time,
  day: date, lasted: text, word: text}
event_id: id
events:
  - event: visit
    name: a
    fields: {occurred_at: at, amount: total, campaign: whole, weight: real, identified: yes,
      region: lasted, comment: word}
  - event: visit
    name: l
    fields: {occurred_at: local, region: day}
"""


def test_values_of_postgres_arrive_exactly(master: Master, postgres: Postgres):
    database = postgres.new_database()
    postgres.execute(
        MANY_KINDS,
        "insert into kinds values ('00000000-0000-0000-0000-000000000001', 12345678901.123456, "
        "9007199254740993, 0.1, true, '2026-08-01 12:00+05:30', '2026-08-01 12:00:00.5', "
        "'2026-08-01', '1 day 02:03:04', '{\"a\": 1}', '100 % ')",
        "insert into kinds (id, at, local) values ('00000000-0000-0000-0000-000000000002', "
        "'2025-10-26 00:30+00', '2026-07-01')",
        database=database,
    )
    result = _load(
        master,
        postgres.address(database),
        "select * from kinds where word is null or word like '100 %'",
        KINDS,
    )
    assert (result.message, result.counts.accepted, result.counts.events) == ("", 2, 4)
    assert master.rows(
        "select occurred_at, amount::varchar, campaign, weight, identified, region, comment "
        "from events where event_id like '%1-a'"
    ) == [
        (datetime(2026, 8, 1, 6, 30), "12345678901.123456", "9007199254740993", 0.1, True,
         "26:03:04", "100 %"),
    ]  # fmt: skip
    assert master.rows("select occurred_at, region from events where event_id like '%1-l'") == [
        (datetime(2026, 8, 1, 10, 0, 0, 500_000), "2026-08-01")  # Berlin is two hours ahead
    ]
    assert master.rows(
        "select occurred_at, amount, identified, comment from events where event_id like '%2-a'"
    ) == [(datetime(2025, 10, 26, 0, 30), None, None, None)]


def test_postgres_streams_and_is_only_read(master: Master, postgres: Postgres):
    database = postgres.new_database()
    postgres.execute("create table t (n int)", "insert into t values (1)", database=database)
    address = postgres.address(database)
    many = (
        "with numbers as (select n from generate_series(1, 25000) as n) select 'e' || n as event_id, "
        "'visit' as event, '2026-08-01'::date + n % 20 as occurred_at from numbers"
    )
    heard: list[str] = []
    request = Request(read_mapping("milepost"), LOADED_AT, accepts_bad=True)
    (result,) = load(
        master.connection, master.home, [stated_query(address, many)], request,
        lambda what, share: heard.append(what),
    )  # fmt: skip
    assert result.counts.accepted == 25_000
    assert [what.rpartition(": ")[2] for what in heard[1:]] == [
        "10,000 rows",
        "20,000 rows",
        "25,000 rows",
    ]
    writing = "with gone as (delete from t returning n) select n::text as event_id from gone"
    with pytest.raises(BadUse, match="the database refuses it: DECLARE CURSOR must not contain"):
        _load(master, address, writing)
    late = (
        "select (1 / (9000 - n))::text as event_id, 'visit' as event, now() as occurred_at "
        "from generate_series(1, 10000) as n"
    )
    assert "broke off: division by zero" in _load(master, address, late).message
    assert master.one("select count(*) from ledger") == 1
    assert list(master.home.scratch.iterdir()) == []


def test_a_password_is_never_shown(master: Master, postgres: Postgres):
    wrong = postgres.address(password="wr0ng:/@ %")
    message = _load(master, wrong, "select 1").message
    assert "cannot connect" in message
    assert "wr0ng" not in message
    _load(
        master, postgres.address(), "select '1' as event_id, 'visit' as event, now() as occurred_at"
    )
    assert PASSWORD not in master.one("select path from ledger")
    assert "s3cret" not in master.one("select path from ledger")
    nobody = _load(master, "postgresql://ann:s3cret@127.0.0.1:1/x", "select 1")
    assert (nobody.state, "s3cret" in nobody.message) == (REFUSED, False)
    assert "cannot connect" in nobody.message


def test_the_command_loads_a_query(
    milepost: Callable[..., "subprocess.CompletedProcess[str]"], shop: str
):
    done = milepost("load", "--accept-bad", "--sql", shop, ORDERS, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert '"accepted": 2' in done.stdout
    two = milepost("load", "--sql", shop, "select 1", "select 2")
    assert (two.returncode, two.stderr.strip()) == (2, "--sql takes one query. Put it in quotes.")
    refused = milepost("load", "--sql", shop, "select x from y")
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
