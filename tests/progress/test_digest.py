"""The weekly digest: in its reader's language and rights, once a week, as text, mail and a file."""

import socketserver
import threading
from datetime import date, datetime, timedelta

import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.language import speaking
from dashboard.progress import channels, digest, outbox, subject, watch
from dashboard.progress.goals import set_demo_goals
from dashboard.progress.inbox import inbox
from dashboard.records import alerts as records
from dashboard.records import check_ins, messages
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.views import alert_words, digest_words, unicode_spark
from tests import goals as kept_goals
from tests import homes

ANN = Actor("Ann")
SOUTH = Viewer(regions=frozenset({"South"}), may_see_people=False, may_see_ids=False)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return homes.demo(tmp_path_factory.mktemp("digest"))


@pytest.fixture
def home(company, monkeypatch):
    monkeypatch.delenv("MILEPOST_RECORDS_URL", raising=False)
    monkeypatch.setattr(watch, "_foresee", lambda home, done: 0)
    monkeypatch.setattr(digest, "findings", lambda viewer, store: [])  # tested where they are found
    homes.choose(company)
    company.records.unlink(missing_ok=True)
    yield company
    company.records.unlink(missing_ok=True)
    company.channels.unlink(missing_ok=True)


@pytest.fixture
def store(home):
    store = opened(home)
    kept_goals.keep(
        home,
        """
        - {name: all, metric: conversion, kind: reach, target: 5, grain: month}
        - {name: south, metric: conversion, kind: reach, target: 5, where: {region: South}}
        - {name: north, metric: conversion, kind: reach, target: 99, where: {region: North}}
        """,
    )
    return store


def test_it_says_where_goals_stand_what_changed_and_what_waits(store):
    check_ins.add_action(store, ANN, text="Call <the> shops", owner="Ann", due_on=date(2026, 9, 1))
    check_ins.add_action(store, ANN, text="Not Ann's", owner="Bo")
    found = digest.gathered("Ann", EVERYONE, store)
    text, page = digest_words.text(found), digest_words.html(found, has_pictures=True)
    assert "of 3 goals will probably be met" in text
    assert "All: " in text
    assert "Nothing noteworthy" in text
    assert "Call <the> shops (was due on 1 Sep 2026)" in text
    assert "Not Ann's" not in text + page
    assert "Call &lt;the&gt; shops" in page
    assert page.count("data:image/svg+xml") == 3
    mail = digest_words.html(found, has_pictures=False)
    assert "<img" not in mail
    assert any(bar in mail for bar in unicode_spark.BARS)
    assert "<script" not in page


def test_goals_of_other_regions_are_not_no_goals(store):
    found = digest.gathered("", Viewer(regions=frozenset({"East"})), store)
    assert found.standings == ()
    for told in (digest_words.text(found), digest_words.html(found, has_pictures=False)):
        assert "No goal is about these regions only." in told


def test_it_is_in_the_language_that_is_spoken(store):
    found = digest.gathered("Ann", EVERYONE, store)
    with speaking("ru"):
        page = digest_words.html(found, has_pictures=False)
        text = digest_words.text(found)
    assert '<html lang="ru">' in page
    assert "сент. 2026" in text
    assert "Sep 2026" not in text


def test_who_may_see_one_region_reads_nothing_of_others(store):
    found = digest.gathered("Bo", SOUTH, store)
    assert [standing.goal.name for standing in found.standings] == ["south"]
    text = digest_words.text(found)
    assert "of South only" in text
    assert "North" not in text
    assert found.standings[0].value == digest.gathered("Ann", EVERYONE, store).standings[1].value


def a_watcher(at, send=lambda *told: ""):
    return watch.Means(lambda: at, send, alert_words.written, digest_words.subscribed)


def test_it_goes_out_once_a_week_with_its_rights_and_in_its_language(home, store):
    told = []
    channels.add(home, "bo", "json://example.org")
    made = records.subscribe(
        store, ANN, name="South", owner="Bo", channels=["bo"], language="ru",
        sees=subject.sees(SOUTH), weekday=0, hour=8,
    )  # fmt: skip
    week = made.created_at.date().toordinal() - made.created_at.weekday()
    monday = datetime.fromordinal(week + 7).replace(
        hour=7
    )  # 8:00 in Berlin in winter, 9:00 in summer

    def send(address, title, text, html):
        told.append(html)
        return ""

    assert watch.look(home, a_watcher(made.created_at, send)).written == []
    [(message, _channels)] = watch.look(home, a_watcher(monday, send)).written
    assert message.source == f"digest {made.id}"
    assert '<html lang="ru">' in told[0]
    assert "North" not in told[0]
    for days in (0, 1, 6):
        assert watch.look(home, a_watcher(monday + timedelta(days=days), send)).written == []
    assert len(told) == 1
    assert len(inbox(store, EVERYONE, "Bo").items) == len(inbox(store, SOUTH, "Bo").items) == 1
    north = Viewer(regions=frozenset({"North"}), may_see_people=False, may_see_ids=False)
    assert inbox(store, north, "Bo").items == []


class Mail(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs to hand over one mail."""

    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line.strip().upper()[:4]
            if word == b"EHLO":
                self.say("250 here")
            elif word == b"DATA":
                self.say("354 go on")
                self.server.mail = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def post():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_as_mail_it_has_a_page_and_the_same_as_text(post, store):
    from email import message_from_bytes

    so = digest_words.written(digest.gathered("Ann", EVERYONE, store), "digest 2026-W48")
    address = channels.Address(
        f"mailto://127.0.0.1:{post.server_address[1]}?from=milepost@example.org&to=ann@example.org"
    )
    assert outbox.by_apprise(address, so.title, so.body, so.html) == ""
    mail = message_from_bytes(post.mail)
    parts = {part.get_content_type(): part.get_payload(decode=True).decode() for part in mail.walk()
             if not part.is_multipart()}  # fmt: skip
    assert {"text/plain", "text/html"} <= set(parts)
    assert "goals will probably be met" in parts["text/html"]
    assert "goals will probably be met" in parts["text/plain"]


def test_letters_stand_for_values():
    assert unicode_spark.spark([1, 2, 3]) == "▁▅█"
    assert unicode_spark.spark([5, None, 5]) == "▄·▄"
    assert unicode_spark.spark([None]) == ""


def test_the_demo_has_goals_for_it(home):
    store = opened(home)
    set_demo_goals(store)
    found = digest.gathered("", EVERYONE, store)
    assert len(digest_words.lines(found)) == len(found.standings) > 10
    assert found.unread == ()
    assert list(messages.messages(store)) == []
