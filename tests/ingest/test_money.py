"""Small tables and money: rates last seven days, and what has none waits whole."""

from datetime import date, datetime

import pytest

from dashboard.errors import BadData
from dashboard.ingest.load import change_setting
from dashboard.ingest.mappings import mapping_of_feed
from dashboard.ingest.money import settle_money
from dashboard.ingest.quarantine import waiting
from dashboard.ingest.retry import retry
from dashboard.settings import store_setting
from tests.ingest.conftest import LOADED_AT, Master

HEADER = "event_id,event,occurred_at,order_id,amount,currency\n"
ORDERS = (
    HEADER
    + "a,order,2026-08-01 10:00:00,1,10.00,EUR\n"
    + "b,order,2026-08-02 10:00:00,2,20.00,EUR\n"
    + "c,order,2026-08-10 10:00:00,3,30.00,USD\n"
)


def _tried_again(master: Master) -> int:
    rows = waiting(master.connection)
    results = retry(master.connection, rows, mapping_of_feed(master.home), LOADED_AT)
    return sum(result.brought_in for result in results)


def _identity_holds(master: Master) -> bool:
    entries = master.rows(
        "select read = accepted + quarantined + duplicate + ignored + blank from ledger"
    )
    waits = master.one("select count(*) from quarantine where resolved_at is null")
    return all(sound for (sound,) in entries) and waits == master.one(
        "select sum(quarantined) from ledger"
    )


def test_the_first_file_decides_on_currency_and_zone(master: Master):
    master.load_text(ORDERS)
    assert master.rows("from settings order by 1") == [("currency", "EUR"), ("zone", "UTC")]
    assert master.reasons() == [(4, "no_rate", "currency")]


def test_a_currency_with_rates_is_not_the_reporting_one(master: Master):
    master.load_text("day,currency,rate\n2026-08-01,EUR,1.1\n", "fx.csv", "milepost_fx_rates")
    master.load_text(ORDERS)
    assert master.one("select value from settings where name = 'currency'") == "USD"


@pytest.mark.parametrize(
    ("day", "serves"),
    [("2026-08-02", False), ("2026-08-03", True), ("2026-08-10", True), ("2026-08-11", False)],
)
def test_a_rate_serves_its_day_and_seven_more(master: Master, day: str, serves: bool):
    """The order in dollars is of the 10th."""
    master.load_text(ORDERS.split("c,")[0])
    master.load_text(f"day,currency,rate\n{day},USD,0.9\n", "fx.csv", "milepost_fx_rates")
    counts = master.load_text(ORDERS, "more.csv").counts
    assert (counts.accepted == 1) is serves
    assert _identity_holds(master)


def test_the_day_of_a_rate_is_the_local_one(master: Master):
    """23:30 UTC on the 10th is the 11th in Berlin, one day too late for the rate of the 3rd."""
    master.connection.execute("insert into settings values ('zone', 'Europe/Berlin')")
    master.connection.execute("insert into settings values ('currency', 'EUR')")
    master.load_text("day,currency,rate\n2026-08-03,USD,0.9\n", "fx.csv", "milepost_fx_rates")
    late = ORDERS.replace("2026-08-10 10:00", "2026-08-10 23:30")
    assert master.load_text(late).counts.quarantined == 1


def test_rows_without_a_rate_come_in_when_there_is_one(master: Master):
    master.load_text(ORDERS)
    assert _tried_again(master) == 0
    master.load_text("day,currency,rate\n2026-08-09,USD,0.9\n", "fx.csv", "milepost_fx_rates")
    assert _tried_again(master) == 1
    assert master.rows("select event_id, line, feed from events order by 1")[2] == (
        "c",
        4,
        "milepost",
    )
    assert master.one("select resolved_at from quarantine") == LOADED_AT
    assert master.one("select last_at from ledger where kind = 'events'") == datetime(
        2026, 8, 10, 10
    )
    assert _identity_holds(master)


def test_spend_in_foreign_money_waits_for_its_rate(master: Master):
    master.load_text(ORDERS)
    spend = "day,source,amount,currency\n2026-08-01,search,5,EUR\n2026-08-01,social,5,CHF\n"
    assert master.load_text(spend, "spend.csv", "milepost_spend").counts.quarantined == 1
    master.load_text("day,currency,rate\n2026-08-01,CHF,1.1\n", "fx.csv", "milepost_fx_rates")
    assert _tried_again(master) == 1
    assert master.one("select count(*) from spend") == 2


def _reported_in(master: Master, currency: str) -> int:
    """Another reporting currency, past the refusal that a user meets; how many rows have no rate to it."""
    store_setting(master.connection, "currency", currency)
    return settle_money(master.connection)


def test_rates_never_come_to_lead_to_another_currency(master: Master):
    master.load_text(ORDERS)
    rates = "day,currency,rate\n2026-08-01,USD,0.9\n"
    master.load_text(rates, "rates.csv", "milepost_fx_rates")
    with pytest.raises(BadData, match="1 rates lead to EUR"):
        change_setting(master.connection, "currency", "CHF")
    assert master.one("select value from settings where name = 'currency'") == "EUR"


def test_another_reporting_currency_sends_rows_out_and_back_as_they_were(master: Master):
    """The ledger follows; a row that never was in does not take the place of one that was."""
    conflict = "a,order,2026-08-01 10:00:00,1,99.00,EUR\n"
    master.load_text(ORDERS + conflict)
    spend = "day,source,amount,currency\n2026-08-01,search,5,EUR\n"
    master.load_text(spend, "spend.csv", "milepost_spend")
    before = master.rows("select * from events order by event_id")
    moved = _reported_in(master, "CHF")
    assert (moved, master.one("select count(*) from events")) == (3, 0)
    assert _identity_holds(master)
    _reported_in(master, "EUR")
    assert _tried_again(master) == 3
    assert master.rows("select * from events order by event_id") == before
    assert master.one("select amount from spend") == 5
    assert _identity_holds(master)


def test_every_event_of_a_row_leaves_with_its_money(master: Master):
    own = """name: two
columns: {id: text, at: time, total: decimal, money: text}
event_id: id
fields: {occurred_at: at, order_id: id, person_id: id}
events:
  - event: visit
  - event: order
    fields: {amount: total, currency: money}
"""
    (master.home.mappings).mkdir()
    (master.home.mappings / "two.yaml").write_text(own)
    master.load_text("id,at,total,money\na,2026-08-01,5,EUR\nb,2026-08-01,5,EUR\n", mapping="two")
    _reported_in(master, "USD")
    assert master.one("select count(*) from events") == 0
    assert master.rows("select accepted, quarantined, events from ledger") == [(0, 2, 0)]
    _reported_in(master, "EUR")
    assert _tried_again(master) == 2
    assert master.rows("select accepted, quarantined, events from ledger") == [(2, 0, 4)]


SMALL = {
    "milepost_spend": ("day,source,region,campaign,amount,currency", "2026-08-01,ads,,x,5,EUR"),
    "milepost_fx_rates": ("day,currency,rate", "2026-08-01,USD,0.9"),
    "milepost_channels": ("channel,is_online,records_visits", "web,yes,true"),
    "milepost_sources": ("source,is_paid", "search,1"),
    "milepost_identities": ("visitor_id,person_id,linked_at", "v,ann,2026-08-01 10:00:00"),
}


@pytest.mark.parametrize("mapping", SMALL)
def test_a_small_table_is_loaded_and_a_later_file_replaces_equal_keys(master: Master, mapping: str):
    header, row = SMALL[mapping]
    table = mapping.removeprefix("milepost_")
    assert master.load_text(f"{header}\n{row}\n", "a.csv", mapping).counts.accepted == 1
    assert master.load_text(f"{header}\n{row}\n\n", "b.csv", mapping).counts.duplicate == 1
    other = {"5": "6", "0.9": "0.8", "yes": "no", "1": "0", "10:00": "11:00"}
    old, new = next((old, new) for old, new in other.items() if old in row.split("08-01")[-1])
    head, _, tail = row.rpartition(old)
    changed = master.load_text(f"{header}\n{head}{new}{tail}\n", "c.csv", mapping).counts
    assert (changed.accepted, changed.events) == (1, 1)
    assert master.one(f"select count(*) from {table}") == 1
    assert master.one("select kind from ledger limit 1") == table


BAD_SMALL = {
    ("milepost_spend", "2026-08-01,,,x,5,EUR"): ("missing_value", "source"),
    ("milepost_spend", "2026-08-01,ads,,x,-5,EUR"): ("negative_amount", "amount"),
    ("milepost_spend", "2026-08-01,ads,,x,5,EU"): ("bad_currency", "currency"),
    ("milepost_spend", "2026-10-01,ads,,x,5,EUR"): ("future", "day"),
    ("milepost_fx_rates", "2026-08-01,USD,0"): ("bad_rate", "rate"),
    ("milepost_fx_rates", "2026-08-01,USD,nan"): ("bad_number", "rate"),
    ("milepost_fx_rates", "2026-08-01 05:00:00,USD,1"): ("bad_time", "day"),
    ("milepost_sources", "search,perhaps"): ("bad_bool", "is_paid"),
}


@pytest.mark.parametrize(("mapping", "row"), BAD_SMALL)
def test_a_bad_row_of_a_small_table_waits(master: Master, mapping: str, row: str):
    master.load_text(f"{SMALL[mapping][0]}\n{row}\n", mapping=mapping)
    assert master.reasons() == [(2, *BAD_SMALL[mapping, row])]


def test_one_file_that_says_two_things_of_one_key_is_in_conflict(master: Master):
    rows = "day,currency,rate\n2026-08-01,USD,0.9\n2026-08-01,USD,0.8\n2026-08-01,USD,0.9\n"
    counts = master.load_text(rows, mapping="milepost_fx_rates").counts
    assert (counts.accepted, counts.duplicate, counts.quarantined) == (1, 1, 1)
    assert master.reasons() == [(3, "conflict", "day and currency")]


def test_a_day_of_spend_is_covered_to_its_end(master: Master):
    master.connection.execute("insert into settings values ('zone', 'Europe/Berlin')")
    rows = "day,source,amount,currency\n2026-08-01,ads,5,EUR\n2026-08-02,ads,5,EUR\n"
    master.load_text(rows, mapping="milepost_spend")
    assert master.rows("select first_at, last_at from ledger") == [
        (datetime(2026, 7, 31, 22), datetime(2026, 8, 2, 22))
    ]
    assert master.one("select max(day) from spend") == date(2026, 8, 2)
