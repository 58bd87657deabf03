"""Each audit finds what breaks it, and nothing in sound data."""

import pytest

from dashboard.ingest.audits import AUDITS, raw_counts, run_audits
from tests.ingest.conftest import Master

EVENT = (
    "insert into events (event_id, event, occurred_at, person_id, visitor_id, order_id, ticket_id, "
    "amount, currency, score, survey, feed, file_id, line) values "
)


def _event(**values: object) -> str:
    names = "event_id event occurred_at person_id visitor_id order_id ticket_id amount currency score survey"
    given = {"event_id": "e", "event": "visit", "occurred_at": "2026-08-01", **values}
    cells = [repr(given[name]) if name in given else "null" for name in names.split()]
    return f"{EVENT} ({', '.join(cells)}, 'milepost', 'f', 1)"


_LEDGER = (
    "insert into ledger select 'f', 'milepost', 'a.csv', '2026-08-02', 1, 'events', {read}, "
    "{accepted}, 0, 0, 0, 0, {accepted}, null, null, null, null, false"
)

BREACHES = {
    "row_identity": [_LEDGER.format(read=1, accepted=0)],
    "quarantine_counted": [
        _LEDGER.format(read=0, accepted=0),
        "insert into quarantine select 1, 'f', 'milepost', 'a', 1, null, 'x', 'x', '{}', '2026-08-02', null",
    ],
    "business_hours_region": [
        _event(),
        "update events set region = 'North'",
        "insert or replace into settings values ('business_hours', 'mon-fri 09:00-17:00; Nowhere: mon 09:00-10:00')",
    ],
    "events_counted": [_LEDGER.format(read=1, accepted=1)],
    "event_id_unique": [_event(), _event()],
    "amount_not_negative": [_event(event="visit", amount=-1)],
    "money_has_amount": [_event(event="order", amount=1)],
    "scores_in_range": [_event(event="survey_nps", score=11, survey="s")],
    "occurred_in_reach": [_event(occurred_at="2026-08-09"), _LEDGER.format(read=1, accepted=1)],
    "answer_has_ticket": [_event(event="ticket_answered", ticket_id="t")],
    "answer_after_opening": [
        _event(event_id="a", event="ticket_opened", ticket_id="t"),
        _event(event="ticket_answered", ticket_id="t", occurred_at="2026-07-31"),
    ],
    "refund_has_order": [_event(event="refund", amount=1, currency="EUR")],
    "refund_within_order": [
        _event(event_id="a", event="order", order_id="o", amount=1, currency="EUR"),
        _event(event="refund", order_id="o", amount=2, currency="EUR"),
    ],
    "order_has_one_person": [
        _event(event_id=who, event="order", order_id="o", amount=1, currency="EUR", person_id=who)
        for who in ("ann", "bob")
    ],
    "deal_has_lead": [_event(event="deal_lost", order_id="o")],
    "visitor_links_one_person": [
        _event(event_id=who, visitor_id="v", person_id=who) for who in ("ann", "bob")
    ],
}


def test_every_audit_is_shown_to_find_its_breach():
    assert set(BREACHES) == {audit.name for audit in AUDITS}


@pytest.mark.parametrize("name", BREACHES)
def test_an_audit_finds_what_breaks_it(master: Master, name: str):
    for statement in BREACHES[name]:
        master.connection.execute(statement)
    found = {result.name: result for result in run_audits(master.connection) if result.rows}
    assert found.pop(name).examples
    assert set(found) <= {"events_counted"}


def test_raw_counts_are_by_feed_and_kind(master: Master):
    master.load_text(
        "event_id,event,occurred_at,person_id,order_id,amount,currency\n"
        "a,order,2026-08-01,ann,1,2.50,EUR\nb,order,2026-08-02,ann,1,1,EUR\nc,visit,2026-08-03,,,,\n"
    )
    rows = [tuple(row.values())[:6] for row in raw_counts(master.connection)]
    assert rows == [("milepost", "order", 2, 1, 1, 3.5), ("milepost", "visit", 1, 0, 0, None)]
