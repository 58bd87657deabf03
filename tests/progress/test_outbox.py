"""Messages and their way: written and sent once, held back, tried again, given up; by two at once, and killed."""

import multiprocessing
import os
import signal
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from sqlalchemy import URL

from dashboard.paths import Home
from dashboard.progress import channels, outbox
from dashboard.records import alerts, messages
from dashboard.records.keep import Actor
from dashboard.records.messages import GIVEN_UP, SENDING, SENT, UNSURE, WAITING
from dashboard.records.store import Store, opened
from dashboard.records.tables import Message

ANN = Actor("Ann")
NOW = datetime(2026, 10, 5, 9, 0)
SECRET = "s3cr3t-token"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("MILEPOST_RECORDS_URL", raising=False)
    return Home(tmp_path / "home")


@pytest.fixture
def store(home):
    home.folder.mkdir()
    return opened(home)


def a_rule(store, name="low", **facts):
    usual = {"about": {"metric": "conversion", "grain": "month"}, "channels": ["team"],
             "conditions": {"what": "signal", "is": "worse"}}  # fmt: skip
    return alerts.add(store, ANN, name=name, **{**usual, **facts})


def a_message(rule, period="2026-09-01", **facts):
    return Message(source=f"rule {rule.id}", rule_id=rule.id, about_period=period, title="Low",
                   body="Conversion is low.", made_at=NOW, **facts)  # fmt: skip


class Taken:
    """A channel that notes what it is sent, and says what it is told to say."""

    def __init__(self, *answers):
        self.answers, self.told = list(answers), []

    def __call__(self, address, title, text, html):
        self.told.append((str.__str__(address), title, text, html))
        return self.answers.pop(0) if self.answers else ""


def deliver(home, store, send, at=NOW, hold=lambda message, at: at):
    return outbox.deliver(home, store, lambda: at, send, hold)


def state(store):
    [way] = messages.deliveries(store, [1])[1]
    return way.state, way.tries, way.error


def test_a_rule_speaks_once_of_a_period(store):
    rule = a_rule(store)
    assert messages.write(store, a_message(rule), {}) == 1
    assert messages.write(store, a_message(rule), {}) is None
    assert messages.write(store, a_message(rule, "missing 2026-09-01"), {}) == 2
    assert messages.write(store, a_message(rule, "2026-10-01"), {}) == 3
    assert messages.write(store, a_message(a_rule(store, "other")), {}) == 4


def test_what_was_taken_is_not_sent_again(home, store):
    channels.add(home, "team", "json://example.org")
    messages.write(store, a_message(a_rule(store)), {"team": NOW})
    send = Taken()
    [came] = deliver(home, store, send)
    assert (came.state, came.channel) == (SENT, "team")
    assert deliver(home, store, send, NOW + timedelta(days=9)) == []
    assert [told[:3] for told in send.told] == [("json://example.org", "Low", "Conversion is low.")]


def test_what_failed_is_tried_later_and_later_and_at_last_given_up_with_its_reason(home, store):
    channels.add(home, "team", f"json://user:{SECRET}@example.org")
    messages.write(store, a_message(a_rule(store)), {"team": NOW})
    send, at, waits = Taken(*["error 503"] * 99), NOW, []
    while [came] if (came := (deliver(home, store, send, at) or [None])[0]) else None:
        if came.state == GIVEN_UP:
            break
        assert deliver(home, store, send, came.next_at - timedelta(seconds=1)) == []  # not before
        waits.append(came.next_at - at)
        at = came.next_at
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 5, 15, 60, 240]
    assert state(store) == (GIVEN_UP, 6, "error 503")
    messages.send_again(store, 1, at)
    deliver(home, store, Taken(), at)
    assert state(store) == (SENT, 1, "")


def test_a_failure_that_says_the_address_is_told_without_it(home, store):
    channels.add(home, "team", f"json://ann:{SECRET}@example.org/hook/{SECRET}%20x?key=abc{SECRET}")
    messages.write(store, a_message(a_rule(store)), {"team": NOW})

    def fails(address, *_):
        raise RuntimeError(f"cannot reach {str.__str__(address)} as ann, key abc{SECRET}")

    [came] = deliver(home, store, fails)
    assert SECRET not in came.reason
    assert came.reason.startswith("RuntimeError: cannot reach ***")
    assert " as ***" in came.reason
    assert SECRET not in home.records.read_bytes().decode("latin-1")


def test_in_quiet_hours_it_waits_and_is_no_try(home, store):
    """22:00 to 07:00 in Berlin, in summer two hours before UTC."""
    channels.add(home, "team", "json://example.org")
    rule = a_rule(store, quiet_from="22:00", quiet_until="07:00")
    hold = outbox.by_quiet_hours(store, "Europe/Berlin")
    messages.write(store, a_message(rule), {"team": NOW})
    send, night, morning = Taken("busy"), datetime(2026, 10, 5, 22, 30), datetime(2026, 10, 6, 5)
    [came] = deliver(home, store, send, night, hold)
    assert (came.state, came.next_at, send.told) == (WAITING, morning, [])
    assert state(store) == (WAITING, 0, "")
    [came] = deliver(home, store, send, morning, hold)
    assert (came.reason, came.next_at) == ("busy", morning + timedelta(minutes=1))
    assert [c.state for c in deliver(home, store, send, morning + timedelta(minutes=1), hold)] == [SENT]  # fmt: skip


def test_what_nobody_wants_any_more_is_given_up(home, store):
    channels.add(home, "team", "json://example.org")
    off, gone = a_rule(store, "off"), a_rule(store, "gone")
    messages.write(store, a_message(off), {"team": NOW + timedelta(hours=1)})
    messages.write(store, a_message(gone), {"team": NOW + timedelta(hours=1)})
    alerts.change(store, ANN, off.id, 1, is_on=False)
    alerts.remove(store, ANN, gone.id, 1)
    send = Taken()
    assert deliver(home, store, send, NOW + timedelta(hours=2)) == []
    ways = [ways[0] for ways in messages.deliveries(store, [1, 2]).values()]
    assert [(w.state, w.error) for w in ways] == [(GIVEN_UP, str(messages.NO_RULE))] * 2
    assert send.told == []
    assert len(messages.messages(store)) == 2  # what was said stays


def test_a_channel_that_is_gone_is_named(home, store):
    messages.write(store, a_message(a_rule(store)), {"team": NOW})
    [came] = deliver(home, store, Taken())
    assert "No channel 'team'" in came.reason


def test_a_watcher_that_ended_while_sending_leaves_it_unsure_and_nobody_sends_it_again(home, store):
    channels.add(home, "team", "json://example.org")
    messages.write(store, a_message(a_rule(store)), {"team": NOW})
    delivery, _message = messages.claim(store, NOW, "dead")
    send = Taken()
    assert deliver(home, store, send) == []  # in somebody's hands
    assert state(store)[0] == SENDING
    later = NOW + messages.IN_HAND
    assert deliver(home, store, send, later) == []
    assert state(store) == (UNSURE, 1, str(messages.CUT_OFF))
    assert send.told == []
    messages.note_sent(store, delivery, later)  # it was slow, not dead
    assert state(store)[0] == SENT


def _watch(folder, started, stop_before):
    """A watcher in a process of its own; it may be killed just before it hands over, or before it notes."""
    home = Home(folder)

    def send(address, title, text, html):
        if stop_before == "hand over":
            os.kill(os.getpid(), signal.SIGKILL)
        (folder / "sent").open("a").write(f"{os.getpid()}\n")
        if stop_before == "note":
            os.kill(os.getpid(), signal.SIGKILL)
        return ""

    store = Store(
        URL.create("sqlite", database=str(home.records))
    )  # none of the parent's connections
    started.wait()
    rule = alerts.rule(store, 1)
    for period in ("2026-08-01", "2026-09-01"):
        messages.write(store, a_message(rule, period), {"team": NOW})
        if stop_before == "send":
            os.kill(os.getpid(), signal.SIGKILL)
    outbox.deliver(home, store, lambda: NOW, send, lambda message, at: at)


def _processes(home, *stops):
    context = multiprocessing.get_context("fork")
    started = context.Event()
    found = [context.Process(target=_watch, args=(home.folder, started, stop)) for stop in stops]
    for process in found:
        process.start()
    started.set()
    for process in found:
        process.join(60)
    return [process.exitcode for process in found]


def sent(home):
    file = home.folder / "sent"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_two_watchers_at_once_and_killed_ones_say_and_send_everything_once(home, store):
    """Killed after writing the first of two messages; then two at once: both messages are there once, and sent once."""
    channels.add(home, "team", "json://example.org")
    a_rule(store)
    assert _processes(home, "send") == [-signal.SIGKILL]
    assert (len(messages.messages(store)), sent(home)) == (1, 0)
    assert _processes(home, "", "") == [0, 0]
    assert (len(messages.messages(store)), sent(home)) == (2, 2)
    assert {ways[0].state for ways in messages.deliveries(store, [1, 2]).values()} == {SENT}


@pytest.mark.parametrize(("stop", "arrived"), [("hand over", 0), ("note", 1)])
def test_killed_around_the_hand_over_it_is_never_sent_twice_and_said_to_be_unsure(
    home, store, stop, arrived
):
    channels.add(home, "team", "json://example.org")
    a_rule(store)
    assert _processes(home, stop) == [-signal.SIGKILL]
    assert sent(home) == arrived
    send, later = Taken(), NOW + messages.IN_HAND
    deliver(home, store, send, later)
    assert len(send.told) == 1  # the second message, which nobody had in hand
    states = sorted(ways[0].state for ways in messages.deliveries(store, [1, 2]).values())
    assert states == [SENT, UNSURE]


class Hook(BaseHTTPRequestHandler):
    """Takes what is posted, or answers 500."""

    taken: ClassVar[list[bytes]] = []
    answer: ClassVar[int] = 200

    def do_POST(self):
        Hook.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(Hook.answer)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    server = HTTPServer(("127.0.0.1", 0), Hook)
    Hook.taken, Hook.answer = [], 200
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_apprise_hands_it_over_and_its_refusal_is_told_without_the_address(hook, home, store):
    address = f"json://ann:{SECRET}@127.0.0.1:{hook}/{SECRET}"
    channels.add(home, "team", address)
    messages.write(store, a_message(a_rule(store)), {"team": NOW})
    [came] = outbox.deliver(home, store, lambda: NOW, outbox.by_apprise, lambda message, at: at)
    assert (came.state, came.reason) == (SENT, "")
    [told] = Hook.taken
    assert b'"title": "Low"' in told
    assert b"Conversion is low." in told
    Hook.answer = 500
    reason = outbox.by_apprise(channels.Address(address), "Low", "…", "")
    assert reason
    assert SECRET not in channels.without_secrets(reason, channels.Address(address))


def test_of_two_stores_one_is_quicker(store):
    rule = a_rule(store)
    others = [Store(store.url) for _ in range(4)]
    written = []
    threads = [
        threading.Thread(target=lambda s=s: written.append(messages.write(s, a_message(rule), {"team": NOW})))
        for s in others
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(n is None for n in written) == [False, True, True, True]
    claims = [messages.claim(s, NOW, f"w{n}") for n, s in enumerate(others)]
    assert [claim is None for claim in claims] == [False, True, True, True]
    for other in others:
        other.close()
