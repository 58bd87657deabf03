"""Messages on both databases: written once and claimed once by many at a time, and let go when nobody wants them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from dashboard.records import alerts, messages
from dashboard.records.keep import Actor
from dashboard.records.messages import GIVEN_UP, SENT, UNSURE
from dashboard.records.store import Store
from dashboard.records.tables import Message

ANN = Actor("Ann")
NOW = datetime(2026, 10, 5, 9)


def a_message(rule, period="2026-09-01"):
    return Message(source=f"rule {rule.id}", rule_id=rule.id, about_period=period, title="t", body="b",
                   made_at=NOW)  # fmt: skip


def a_rule(store, name="low"):
    return alerts.add(store, ANN, name=name, about={}, conditions={})


def states(store, *ids):
    return [way.state for ways in messages.deliveries(store, ids).values() for way in ways]


def test_of_many_at_once_one_writes_and_one_claims(store, url):
    rule = a_rule(store)
    stores = [Store(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        written = list(
            pool.map(lambda s: messages.write(s, a_message(rule), {"team": NOW}), stores)
        )
        claimed = list(pool.map(lambda s: messages.claim(s, NOW, "w"), stores))
    assert len([number for number in written if number]) == 1
    [(delivery, message)] = [found for found in claimed if found]
    assert (message.title, delivery.tries) == ("t", 1)
    messages.note_sent(store, delivery, NOW)
    assert states(store, message.id) == [SENT]
    for other in stores:
        other.close()


def test_what_is_lost_is_unsure_and_what_nobody_wants_is_given_up(store):
    kept, gone = a_rule(store), a_rule(store, "gone")
    messages.write(store, a_message(kept), {"team": NOW})
    assert messages.claim(store, NOW, "dead")
    messages.write(store, a_message(gone), {"team": NOW})
    alerts.remove(store, ANN, gone.id, 1)
    by_hand = Message(source=f"{messages.BY_HAND}board", about_period="digest 2026-W40", title="d",
                      body="", made_at=NOW)  # fmt: skip
    messages.write(store, by_hand, {"board": NOW + timedelta(days=1)})
    assert messages.claim(store, NOW + messages.IN_HAND, "w") is None
    assert states(store, 1, 2) == [UNSURE, GIVEN_UP]
    found = messages.claim(store, NOW + timedelta(days=1), "w")
    assert found
    assert found[1].title == "d"


def test_what_is_judged_never_goes_back_and_goes_with_its_rule(store):
    rule = a_rule(store)
    for day in (date(2026, 9, 1), date(2026, 8, 1)):
        messages.note_judged(store, rule.id, day)
    assert messages.judged(store) == {rule.id: date(2026, 9, 1)}
    alerts.remove(store, ANN, rule.id, 1)
    messages.note_judged(store, rule.id, date(2026, 10, 1))
    assert messages.judged(store) == {}


def test_two_who_read_one_message_have_both_read_it(store):
    messages.write(store, a_message(a_rule(store)), {})
    messages.mark(store, [1], "Ann")
    messages.mark(store, [1], "Bo")
    messages.mark(store, [1], "Ann")
    assert sorted(messages.messages(store)[0].read_by) == ["Ann", "Bo"]
