"""Messages on their way: held back over quiet hours, sent once, tried again later and later, at last given up.

What is guaranteed stands in docs/alerts.md: one message per rule and period; one delivery per channel, unless a
watcher ends between handing it over and noting it, and then it is not sent a second time by itself.
"""

import logging
import os
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dashboard.errors import MilepostError
from dashboard.language import said
from dashboard.paths import Home
from dashboard.progress import channels
from dashboard.progress.channels import Address
from dashboard.progress.quiet import not_before, quiet
from dashboard.records import alerts, messages
from dashboard.records.messages import GIVEN_UP, SENT, WAITING
from dashboard.records.store import Store
from dashboard.records.tables import Delivery, Message

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""How long to wait after each failure; after one more it is given up."""
LONGEST_REASON = 300
MAIL = frozenset(
    ("mailto", "mailtos", "mailgun", "sendgrid", "ses", "smtp2go", "sparkpost", "brevo", "resend", "postmark",
     "o365", "azure")
)  # fmt: skip
"""Kinds of address that are sent HTML; chats would show its tags."""

Send = Callable[[Address, str, str, str], str]
"""Hands title, text and HTML (or '') to an address; '' where it was taken, else the reason in words."""


@dataclass(frozen=True)
class Came:
    """What came of one delivery."""

    message: Message
    channel: str
    state: str
    reason: str = ""
    next_at: datetime | None = None


Hold = Callable[[Message, datetime], datetime]
"""The first instant from the one given on at which a message may be sent."""


def by_quiet_hours(store: Store, zone: str) -> Hold:
    """Messages of a rule wait while it is quiet by the rule's hours, as they are now."""

    def hold(message: Message, at: datetime) -> datetime:
        row = alerts.rule(store, message.rule_id) if message.rule_id else None
        return not_before(at, quiet(row.quiet_from, row.quiet_until), zone) if row else at

    return hold


def deliver(
    home: Home, store: Store, clock: Callable[[], datetime], send: Send, hold: Hold,
    only: int | None = None,
) -> list[Came]:  # fmt: skip
    """Send what is due, one after the other, each noted before the next is begun."""
    done: list[Came] = []
    if store.is_empty or not messages.waits(store, clock()):
        return done
    by = f"{socket.gethostname()}:{os.getpid()}"
    while found := messages.claim(store, clock(), by, only):
        done.append(_dealt_with(home, store, clock, send, hold, *found))
    return done


def _dealt_with(
    home: Home, store: Store, clock: Callable[[], datetime], send: Send, hold: Hold,
    delivery: Delivery, message: Message,
) -> Came:  # fmt: skip
    now = clock()
    if (after := hold(message, now)) > now:
        messages.note_held(store, delivery, after)
        return Came(message, delivery.channel, WAITING, next_at=after)
    reason = _handed_over(home, send, delivery.channel, message)
    if not reason:
        messages.note_sent(store, delivery, clock())
        return Came(message, delivery.channel, SENT)
    wait = BACK_OFF[delivery.tries - 1] if delivery.tries <= len(BACK_OFF) else None
    next_at = hold(message, clock() + wait) if wait else None
    messages.note_failed(store, delivery, reason, next_at)
    return Came(message, delivery.channel, WAITING if wait else GIVEN_UP, reason, next_at)


def _handed_over(home: Home, send: Send, channel: str, message: Message) -> str:
    """'' where the channel took it, else why not, without the address."""
    try:
        address = channels.address(home, channel)
    except MilepostError as error:
        return str(error)
    try:
        reason = send(address, message.title, message.body, message.html)
    except (
        Exception
    ) as error:  # a library of a hundred services may raise anything; it must not end the watcher
        reason = f"{type(error).__name__}: {error}"
    return channels.without_secrets(reason, address)[:LONGEST_REASON]


def by_apprise(address: Address, title: str, text: str, html: str) -> str:
    """Send through Apprise: mail as HTML where there is one, everything else as text."""
    with _apprise() as (apprise, told):
        service = apprise.Apprise.instantiate(str.__str__(address), suppress_exceptions=True)
        if service is None:
            return said("Apprise does not know this kind of address.")
        formats = apprise.NotifyFormat
        is_html = bool(html) and address.kind in MAIL
        sender = apprise.Apprise()
        sender.add(service)
        how = formats.HTML if is_html else formats.TEXT
        if sender.notify(title=title, body=html if is_html else text, body_format=how):
            return ""
        return told.last or said("The channel did not take it and did not say why.")


def is_known_to_apprise(address: Address) -> bool:
    """Whether Apprise can send to it; nothing is sent."""
    with _apprise() as (apprise, _told):
        found = apprise.Apprise.instantiate(str.__str__(address), suppress_exceptions=True)
        return found is not None


@contextmanager
def _apprise() -> Iterator[tuple[Any, "_Told"]]:
    """The library, kept from writing what it logs anywhere, for that may hold an address."""
    told, log = _Told(), logging.getLogger("apprise")
    was = log.propagate, log.level
    log.propagate = False
    log.setLevel(logging.WARNING)
    log.addHandler(told)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its services, loaded when they are first asked for
            import apprise

            yield apprise, told
    finally:
        log.removeHandler(told)
        log.propagate, log.level = was


class _Told(logging.Handler):
    """The last complaint of a library; it is cleaned of the address before anybody sees it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()
