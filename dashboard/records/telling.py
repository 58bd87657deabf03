"""The tables of what is told: rules, subscriptions to the digest, messages, and their way to channels."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.records.base import NUMBERED, Base, Record


class AlertRule(Record):
    """When somebody wants to be told."""

    __tablename__ = "alert_rule"
    __table_args__ = (UniqueConstraint("name"), NUMBERED)
    spoken = "alert"

    name: Mapped[str]
    about: Mapped[dict[str, Any]]
    """`metric`, `grain`, `concerns` and `defined`, or `goal` (its number)."""
    conditions: Mapped[dict[str, Any]]
    """A tree: {"all": […]}, {"any": […]} or one condition such as {"what": "value", "is": "below", "than": 20}."""
    sees: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """With whose rights it reads: `regions` (a list, or None for all) and `people`; empty: everything."""
    least_n: Mapped[int] = mapped_column(default=0)
    """People or answers below which it is silent."""
    channels: Mapped[list[str]] = mapped_column(default_factory=list)
    """Names of channels; their addresses are kept outside the records."""
    language: Mapped[str] = mapped_column(String(5), default="en")
    """In which it is written to channels; the inbox is in its reader's."""
    quiet_from: Mapped[str] = mapped_column(String(5), default="")
    """'22:00' in the reporting zone; '' for no quiet hours."""
    quiet_until: Mapped[str] = mapped_column(String(5), default="")
    snoozed_until: Mapped[date | None] = mapped_column(default=None)
    is_on: Mapped[bool] = mapped_column(default=True)
    owner: Mapped[str] = mapped_column(default="")


class RuleJudged(Base):
    """How far a rule has judged, so that a watcher that was away catches up and says nothing twice."""

    __tablename__ = "alert_rule_judged"
    __table_args__ = ({"sqlite_with_rowid": False},)

    rule_id: Mapped[int] = mapped_column(
        ForeignKey("alert_rule.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    until: Mapped[date]
    """The first day of the newest period that it has judged."""


class DigestSubscription(Record):
    """Who is sent the weekly digest, where, in which language and with which rights."""

    __tablename__ = "digest_subscription"
    __table_args__ = (UniqueConstraint("name"), NUMBERED)
    spoken = "digest"

    name: Mapped[str]
    owner: Mapped[str]
    """Whose digest it is: what waits for them stands in it."""
    channels: Mapped[list[str]] = mapped_column(default_factory=list)
    language: Mapped[str] = mapped_column(String(5), default="en")
    sees: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """With which rights it is written, as of a rule."""
    weekday: Mapped[int] = mapped_column(default=0)
    """0 is Monday."""
    hour: Mapped[int] = mapped_column(default=8)
    """0 to 23, in the reporting zone."""
    is_on: Mapped[bool] = mapped_column(default=True)


class Message(Base):
    """One alert or digest: in the inbox at once, whether or not it is sent anywhere."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("source", "about_period"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str]
    """Whose message it is: 'rule 12', 'digest 3', or 'channel board' of a digest that was sent by hand."""
    about_period: Mapped[str]
    """The period's first day, 'missing ' and that day, or 'digest 2026-W40'. A rule speaks once of each."""
    title: Mapped[str]
    body: Mapped[str]
    """Title and text as channels are sent them."""
    made_at: Mapped[datetime]
    rule_id: Mapped[int | None] = mapped_column(
        ForeignKey("alert_rule.id", ondelete="SET NULL"), default=None
    )
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("digest_subscription.id", ondelete="SET NULL"), default=None
    )
    link: Mapped[str] = mapped_column(default="")
    """The page and query that prove it."""
    html: Mapped[str] = mapped_column(default="")
    """Of a digest: the same as a page of its own."""
    facts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """What it says as plain values, from which each reader's language is written."""
    sees: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """With whose rights it was written; nobody with fewer is shown it."""
    owner: Mapped[str] = mapped_column(default="")
    read_by: Mapped[list[str]] = mapped_column(default_factory=list)


class Delivery(Base):
    """One message on its way to one channel."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "channel"),
        Index(None, "state", "next_at"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    channel: Mapped[str]
    next_at: Mapped[datetime]
    """Not before; while it is being sent, until when that is believed."""
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    """'waiting', 'sending', 'sent', 'given up', or 'unsure': a watcher ended while it was being sent."""
    tries: Mapped[int] = mapped_column(default=0)
    sent_by: Mapped[str] = mapped_column(default="")
    """The watcher that has it in hand."""
    error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
