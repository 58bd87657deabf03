"""The watcher's round: foretell what is new, let rules speak, make digests that are due, send what waits.

It draws nothing and words nothing: how a message reads, and what a digest says, is handed in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dashboard.errors import MilepostError
from dashboard.language import said
from dashboard.metrics import coverage, reads
from dashboard.metrics.coverage import local
from dashboard.paths import Home
from dashboard.progress import alerts, outbox
from dashboard.progress.alerts import Judged, Rule, is_snoozed, rule_of
from dashboard.progress.outbox import Came, Hold, Send
from dashboard.progress.weekly import due_period
from dashboard.records import alerts as records
from dashboard.records import messages
from dashboard.records.store import Store, opened
from dashboard.records.tables import AlertRule, DigestSubscription, Message
from dashboard.warehouse import reader

Clock = Callable[[], datetime]
"""Now, in UTC without a zone."""


@dataclass(frozen=True)
class Written:
    """How a message reads in one language."""

    title: str
    body: str
    link: str = ""
    html: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


Wording = Callable[[dict[str, Any], str], Written]
"""Facts of an alert and a language → how it reads."""
Digesting = Callable[[DigestSubscription, str], Written]
"""A subscription and the week that it is about → its digest, in its language and with its rights."""


@dataclass(frozen=True)
class Means:
    """What a watcher works with; tests hand in their own."""

    clock: Clock
    send: Send
    wording: Wording
    digesting: Digesting


@dataclass
class Round:
    """What one round did, or in a dry run would do."""

    version: int = 0
    foretold: int = 0
    proven: int = 0
    """Verdicts on initiatives that were worked out."""
    written: list[tuple[Message, dict[str, datetime]]] = field(default_factory=list)
    """Messages and, of each channel, not before when it is sent."""
    came: list[Came] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Rules and digests that could not be judged or made, each with its reason."""


def look(home: Home, means: Means, is_dry: bool = False) -> Round:
    """One round. A dry one writes nothing and sends nothing; it says what it would."""
    store, done = opened(home), Round()
    with _reading(home):
        done.version = coverage.version_seq()
        zone = reads.about().settings.reporting_zone
        if not is_dry:
            done.foretold = _foresee(home, done)
            done.proven = _prove(store, done)
        known = messages.judged(store)
        for row in records.rules(store):
            _let_speak(store, row, means, known.get(row.id), zone, done, is_dry)
        for one in records.subscriptions(store):
            _make_digest(store, one, means, zone, done, is_dry)
    if not is_dry:
        hold = outbox.by_quiet_hours(store, zone)
        done.came = outbox.deliver(home, store, means.clock, means.send, hold)
    return done


@contextmanager
def _reading(home: Home) -> Iterator[None]:
    """Everything of a round comes from one version of this home."""
    before = reader.home()
    reader.use(home)
    try:
        with reader.pinned():
            yield
    finally:
        reader.use(before)


def _foresee(home: Home, done: Round) -> int:
    """Work out the chances that are missing; what goes wrong there keeps no rule from speaking."""
    from dashboard.progress.foresee import foresee

    try:
        return len(foresee(home))
    except MilepostError as error:
        done.troubles.append(said("Chances of goals: {error}", error=str(error)))
        return 0


def _prove(store: Store, done: Round) -> int:
    """Work out the verdicts that are missing, in the same way."""
    from dashboard.progress.ledger import worked_out
    from dashboard.progress.roadmap import roadmap

    try:
        return worked_out(roadmap(store), store)
    except MilepostError as error:
        done.troubles.append(said("Verdicts on initiatives: {error}", error=str(error)))
        return 0


def _let_speak(
    store: Store, row: AlertRule, means: Means, since: date | None, zone: str, done: Round, is_dry: bool
) -> None:  # fmt: skip
    """What a rule says of the periods that it has not judged yet; one that cannot be judged hinders no other."""
    if not row.is_on:
        return
    try:
        rule = rule_of(row, store)
        found = alerts.news(rule, store, since)
    except MilepostError as error:
        done.troubles.append(said("Alert '{name}': {error}", name=row.name, error=str(error)))
        return
    now = means.clock()
    if found and not is_snoozed(row, local(now, zone).date()):
        hold = outbox.by_quiet_hours(store, zone)
        for judged in found:
            if judged.speaks:
                _write(
                    store,
                    _message(store, row, rule, judged, means, now),
                    row.channels,
                    hold,
                    done,
                    is_dry,
                )
    if found and not is_dry and found[-1].value.period.start != since:
        messages.note_judged(store, row.id, found[-1].value.period.start)


def _message(
    store: Store, row: AlertRule, rule: Rule, judged: Judged, means: Means, now: datetime
) -> Message:
    facts = alerts.facts(rule, judged, store)
    reads_so = means.wording(facts, row.language)
    return Message(
        source=f"rule {row.id}", about_period=judged.about_period, rule_id=row.id, made_at=now,
        title=reads_so.title, body=reads_so.body, link=reads_so.link, facts=facts, sees=row.sees,
        owner=row.owner,
    )  # fmt: skip


def _make_digest(
    store: Store, one: DigestSubscription, means: Means, zone: str, done: Round, is_dry: bool
) -> None:
    now = means.clock()
    period = due_period(one, local(now, zone), local(one.updated_at, zone)) if one.is_on else None
    if period is None:
        return
    message = Message(
        source=f"digest {one.id}", about_period=period, subscription_id=one.id, made_at=now,
        title="", body="", sees=one.sees, owner=one.owner,
    )  # fmt: skip
    if messages.is_said(store, message):
        return
    try:
        reads_so = means.digesting(one, period)
    except MilepostError as error:
        done.troubles.append(said("Digest '{name}': {error}", name=one.name, error=str(error)))
        return
    message.title, message.body, message.html = reads_so.title, reads_so.body, reads_so.html
    message.link, message.facts = reads_so.link, reads_so.facts
    _write(store, message, one.channels, lambda _message, at: at, done, is_dry)


def _write(
    store: Store, message: Message, channels: list[str], hold: Hold, done: Round, is_dry: bool
) -> None:
    """Keep a message and its deliveries in one step, unless it was said already."""
    after = dict.fromkeys(channels, hold(message, message.made_at))
    if is_dry:
        if not messages.is_said(store, message):
            done.written.append((message, after))
    elif messages.write(store, message, after) is not None:
        done.written.append((message, after))
