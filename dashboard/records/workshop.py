"""The tables of the workshop: sessions with their agenda, votes, decisions, and whether the company is ready."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.records.base import NUMBERED, Base, Record


class Session(Record):
    """One workshop: what is talked about, for how long, and what was noted."""

    __tablename__ = "workshop_session"
    __table_args__ = (UniqueConstraint("title"), NUMBERED)
    spoken = "workshop"

    title: Mapped[str]
    planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    """'planned', 'running' or 'finished'."""
    quarter: Mapped[str | None] = mapped_column(String(7), default=None)
    agenda: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """Rows of `key` (its own name in this session), `kind`, `ref` (what it is about, such as 'initiative 3'),
    `minutes`, `notes`, and `revealed` once its votes were shown: none counts after that."""
    vote_token: Mapped[str] = mapped_column(default="")
    """What the QR code carries: it reaches the vote page of this session and nothing else. '' where nobody votes."""
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)


class Vote(Base):
    """What one voter said about one item. Of the voter's token a hash is kept, so that nobody knows whose it is."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("session_id", "item", "voter_token"),
        Index(None, "code"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    session_id: Mapped[int] = mapped_column(ForeignKey("workshop_session.id", ondelete="CASCADE"))
    item: Mapped[str]
    """The key of an item of the agenda."""
    voter_token: Mapped[str]
    """A hash."""
    answer: Mapped[str]
    at: Mapped[datetime]
    confidence: Mapped[float | None] = mapped_column(default=None)
    """0 to 1."""
    code: Mapped[str] = mapped_column(default="")
    """A hash of the private code under which a voter's own calibration is found; '' for none."""


class Decision(Record):
    """What was decided, why, who does it by when, and the figure and rows on which it was decided."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "session_id"), NUMBERED)
    spoken = "decision"

    what: Mapped[str]
    at: Mapped[datetime]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshop_session.id", ondelete="SET NULL"), default=None
    )
    item: Mapped[str] = mapped_column(default="")
    """The key of the item of the agenda."""
    about: Mapped[str] = mapped_column(default="")
    """As the item's `ref`: 'initiative 3', 'goal 5'; '' for nothing in particular."""
    why: Mapped[str] = mapped_column(default="")
    who: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None] = mapped_column(default=None)
    figure: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """`value`, `rows`, `link` and `version_seq` as they were."""
    outcome: Mapped[str] = mapped_column(default="")
    """What happened, as it was seen when it was looked back on."""
    outcome_on: Mapped[date | None] = mapped_column(default=None)


class Readiness(Record):
    """The signs of a company that is not ready, as they were answered on a day."""

    __tablename__ = "readiness"
    __table_args__ = (Index(None, "on_day"), NUMBERED)
    spoken = "readiness check"

    on_day: Mapped[date]
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("workshop_session.id", ondelete="SET NULL"), default=None
    )
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """Each sign's name → whether it applies, by whom or what that was answered, and what was said."""
