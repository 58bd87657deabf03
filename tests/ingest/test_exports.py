"""Exports of other products, by the mappings that ship: a small sample of each, its ledger and its events by hand.

Each sample holds ordinary rows, one that is open or cancelled or refunded, a blank one and bad ones.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.ingest.audits import ERROR, run_audits
from tests.ingest.conftest import Master

SAMPLES = Path(__file__).parent / "samples"


def ledger(master: Master, sample: str, mapping: str) -> tuple[Any, ...]:
    """accepted, quarantined, duplicate, ignored, blank, events of a sample."""
    (result,) = master.load(SAMPLES / sample, mapping=mapping)
    assert result.message == ""
    counts = result.counts
    assert counts.is_complete
    return (
        *(counts.accepted, counts.quarantined, counts.duplicate),
        *(counts.ignored, counts.blank, counts.events),
    )


def ignored_by(master: Master) -> dict[str, int]:
    """Rows by the rule that left them out."""
    rows = "select unnest(map_entries(ignored_by::json::map(varchar, int)), recursive := true) from ledger"
    return dict(master.rows(rows))


@pytest.fixture(autouse=True)
def sound(master: Master) -> Iterator[None]:
    yield
    assert [a.name for a in run_audits(master.connection) if a.rows and a.severity == ERROR] == []


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, month: int = 8) -> datetime:
    return datetime(2026, month, day, hour, minute, second)


def test_shopify_counts_an_order_once_and_a_refund_on_its_day(master: Master):
    """#1001 has two rows; times are at +02:00; #1004 is open, #1005 was never paid."""
    assert ledger(master, "shopify_orders.csv", "shopify_orders") == (4, 2, 0, 2, 1, 6)
    assert ignored_by(master) == {"further item of an order": 1, "never paid": 1}
    assert master.rows(
        "select event_id, occurred_at, person_id, region, channel, campaign, amount::double, currency "
        "from events order by event_id"
    ) == [
        ("#1001-order", at(1, 7, 59), "ann@example.com", "NL", "web", "SUMMER10", 105.9, "EUR"),
        ("#1002-order", at(3, 21, 29), "bob@example.com", "DE", "store", None, 40.0, "EUR"),
        ("#1002-refund", at(3, 21, 29), "bob@example.com", "DE", "store", None, 15.5, "EUR"),
        ("#1003-order", at(4, 9, 58), "cem@example.com", "DE", "web", None, 25.0, "EUR"),
        ("#1003-refund", at(5, 6), "cem@example.com", "DE", "web", None, 25.0, "EUR"),
        ("#1004-order", at(5, 9, 58), "+31612345678", None, "phone", None, 20.0, "EUR"),
    ]
    assert master.reasons() == [(9, "bad_number", "total"), (10, "no_rule", None)]


def test_a_later_export_of_shopify_brings_the_refund_and_not_the_order_again(master: Master):
    """#1001 is refunded by a later export: its order is known, its refund is new."""
    master.load(SAMPLES / "shopify_orders.csv", mapping="shopify_orders")
    text = (SAMPLES / "shopify_orders.csv").read_text()
    later = text.replace("paid,2026-08-01", "partially_refunded,2026-08-01", 1).replace(
        "Stripe,0.00,Tea House,5550001", "Stripe,5.90,Tea House,5550001"
    )
    counts = master.load_text(later, "later.csv", "shopify_orders").counts
    assert (counts.accepted, counts.duplicate, counts.events) == (1, 3, 1)
    assert master.one("select count(*) from events where order_id = '#1001'") == 2


def test_stripe_counts_what_was_charged_and_gives_back_on_the_day_of_the_refund(master: Master):
    """ch_4 failed; ch_5 does not say when it was refunded; pi_7 is in a state nobody has met."""
    assert ledger(master, "stripe_payments.csv", "stripe_payments") == (3, 3, 0, 1, 1, 5)
    assert ignored_by(master) == {"not paid": 1}
    assert master.rows(
        "select event_id, occurred_at, person_id, identified, order_id, amount::double, currency "
        "from events order by event_id"
    ) == [
        ("ch_1-order", at(1, 9, 12, 44), "cus_A", True, "ch_1", 49.9, "EUR"),
        ("ch_2-order", at(2, 23, 59), "bob@example.com", False, "ch_2", 120.0, "EUR"),
        ("ch_2-refund", at(5, 8), "bob@example.com", False, "ch_2", 20.0, "EUR"),
        ("ch_3-order", at(3, 10), "cus_C", True, "ch_3", 15.0, "EUR"),
        ("ch_3-refund", at(3, 12, 30), "cus_C", True, "ch_3", 15.0, "EUR"),
    ]
    assert master.reasons() == [
        (6, "missing_time", "occurred_at"),
        (7, "bad_number", "amount"),
        (8, "no_rule", None),
    ]


def test_hubspot_deals_are_leads_that_are_won_or_lost_whatever_the_stage_is_called(master: Master):
    """7001 is open, 7002 and 7004 are won, 7003 is lost, 7005 closes `soon`, one has no number."""
    assert ledger(master, "hubspot_deals.csv", "hubspot_deals") == (4, 2, 0, 0, 1, 7)
    assert master.rows(
        "select event_id, occurred_at, person_id, source, category, amount::double, currency "
        "from events order by event_id"
    ) == [
        ("7001-lead", at(4, 10, 15, month=5), "8001", "Organic Search", "New Business", None, None),
        ("7002-deal_won", at(10, 16, 40, month=6), None, None, None, 2500.5, "EUR"),
        ("7002-lead", at(5, 11, month=5), None, "Direct Traffic", "Existing Business", None, None),
        ("7003-deal_lost", at(12, 8, month=6), None, None, None, None, None),
        ("7003-lead", at(6, 12, 30, month=5), None, None, None, None, None),
        ("7004-deal_won", at(20, 13, 5, month=6), "8004", None, None, None, "EUR"),
        ("7004-lead", at(7, month=5), "8004", "Paid Search", "New Business", None, None),
    ]
    assert master.reasons() == [(6, "bad_time", "closes"), (8, "missing_event_id", "event_id")]


def test_a_later_export_of_deals_tells_that_one_was_won(master: Master):
    """7001 is won with another source and amount: the lead stays as it was, the deal is new."""
    master.load(SAMPLES / "hubspot_deals.csv", mapping="hubspot_deals")
    head = (SAMPLES / "hubspot_deals.csv").read_text().splitlines()[0]
    row = (
        '"7001","Bluebay","Signed","2026-07-30 09:00","2026-05-04 10:15","14000","EUR","Sales Pipeline",'
        '"New Business","true","true","Referrals","Sam Sales","8001"'
    )
    counts = master.load_text(f"{head}\n{row}\n", "later.csv", "hubspot_deals").counts
    assert (counts.accepted, counts.events) == (1, 1)
    assert master.rows(
        "select event, source, amount::double from events where order_id = '7001'"
    ) == [
        ("lead", "Organic Search", None),
        ("deal_won", None, 14000.0),
    ]


def test_bitrix24_deals_are_read_with_russian_headers(master: Master):
    """11 is open, 12 is won, 13 is lost; 14 is closed in a stage of the portal's own; Moscow is at +03:00."""
    assert ledger(master, "bitrix24_deals.csv", "bitrix24_deals") == (3, 2, 0, 0, 1, 5)
    assert master.rows(
        "select event_id, occurred_at, source, amount::double, currency from events order by event_id"
    ) == [
        ("11-lead", at(1, 6, 30, month=6), "Звонок", None, None),
        ("12-deal_won", at(15, 15, 45, 10, month=6), None, 45500.5, "RUB"),
        ("12-lead", at(2, 9, month=6), "Веб-сайт", None, None),
        ("13-deal_lost", at(19, 21, month=6), None, None, None),
        ("13-lead", at(3, 7, month=6), None, None, None),
    ]
    assert master.reasons() == [(5, "no_rule", None), (6, "bad_number", "amount")]


def test_bitrix24_deals_are_read_with_english_headers(master: Master):
    master.load_text("day,currency,rate\n2026-06-20,EUR,1.1\n", mapping="milepost_fx_rates")
    assert ledger(master, "bitrix24_deals_en.csv", "bitrix24_deals") == (2, 0, 0, 0, 0, 4)
    assert master.rows(
        "select event_id, occurred_at, source, amount::double, currency from events order by event_id"
    ) == [
        ("21-deal_won", at(15, 15, 45, 10, month=6), None, 1200.0, "USD"),
        ("21-lead", at(1, 6, 30, month=6), "Call", None, None),
        ("22-deal_lost", at(19, 21, month=6), None, 300.0, "EUR"),
        ("22-lead", at(2, 6, 30, month=6), "Web site", None, None),
    ]


def test_zendesk_tickets_are_answered_so_many_minutes_after_they_were_opened(master: Master):
    """502 and 503 are open, 504 was deleted, 505's requester was rounded by a spreadsheet."""
    assert ledger(master, "zendesk_tickets.csv", "zendesk_tickets") == (3, 2, 0, 1, 1, 6)
    assert ignored_by(master) == {"deleted": 1}
    assert master.rows(
        "select event_id, occurred_at, person_id, channel, category from events order by event_id"
    ) == [
        ("501-ticket_answered", at(1, 10, 25), "9001", "e-mail", "Question"),
        ("501-ticket_closed", at(1, 12), "9001", "e-mail", "Question"),
        ("501-ticket_opened", at(1, 10), "9001", "e-mail", "Question"),
        ("502-ticket_opened", at(2, 23, 50), "9002", "web", "Incident"),
        ("503-ticket_answered", at(3, 9, 1, 30), "9003", "chat", None),
        ("503-ticket_opened", at(3, 9), "9003", "chat", None),
    ]
    assert master.reasons() == [(6, "no_rule", None), (7, "bad_time", "created")]


def test_google_analytics_counts_a_transaction_once(master: Master):
    """T-1 was sent twice; one purchase names no transaction; T-2 has no revenue."""
    assert ledger(master, "ga4_events.jsonl", "ga4_events") == (4, 2, 0, 2, 1, 4)
    assert ignored_by(master) == {"later row of transaction_id": 1, "other event": 1}
    assert master.rows(
        "select event, occurred_at, person_id, visitor_id, identified, region, channel, source, campaign, "
        "device, order_id, amount::double, currency from events order by occurred_at"
    ) == [
        ("visit", datetime(2026, 8, 1, 12, 0, 0, 1), None, "111.222", False,
         "Germany", "web", "google", "summer", "mobile", None, None, None),
        ("order", at(1, 12, 1, 40), "ann", "111.222", True,
         "Germany", "web", "google", "summer", "mobile", "T-1", 58.25, "USD"),
        ("order", at(1, 12, 3, 20), None, "333.444", False,
         None, "app", "(direct)", None, "desktop", None, 5.0, "USD"),
        ("refund", at(1, 12, 5), "ann", "111.222", True,
         None, "web", None, None, None, "T-1", 8.25, "USD"),
    ]  # fmt: skip
    assert master.reasons() == [(7, "missing_amount", "amount"), (8, "bad_time", "event_timestamp")]


def test_the_next_days_file_of_google_analytics_knows_the_transaction_again(master: Master):
    master.load(SAMPLES / "ga4_events.jsonl", mapping="ga4_events")
    purchase = (SAMPLES / "ga4_events.jsonl").read_text().splitlines()[3]
    later = purchase.replace("1785585760000000", "1785672160000000")
    counts = master.load_text(later + "\n", "next.jsonl", "ga4_events").counts
    assert (counts.ignored, counts.events) == (1, 0)


def test_delighted_answers_are_nps_and_csat_and_nothing_else(master: Master):
    """3 is a CES, 4 has no score, 5 scores 9 of 5, 1 stands twice, 6 is cut off."""
    assert ledger(master, "delighted_responses.jsonl", "delighted_responses") == (2, 2, 1, 2, 1, 2)
    assert ignored_by(master) == {"no score": 1, "other kind of survey": 1}
    assert master.rows(
        "select event_id, occurred_at, person_id, score, survey, comment from events order by event_id"
    ) == [
        ("1-survey_nps", at(1, 12), "10", 0, "delighted", None),
        ("2-survey_csat", at(1, 12, 1), "11", 5, "delighted", "Quick, and kind"),
    ]
    assert master.reasons() == [(5, "score_out_of_range", "score"), (7, "bad_json", None)]
