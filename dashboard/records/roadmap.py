"""The tables of the roadmap: what is done for which goal, what was found of it, the dots of ideas, and the strategy."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.records.base import NUMBERED, Base, Record


class Initiative(Record):
    """What a company does for a goal, and the effect that it promises. Every change is a version in the audit."""

    __tablename__ = "initiative"
    __table_args__ = (UniqueConstraint("title"), Index(None, "goal_id"), NUMBERED)
    spoken = "initiative"

    title: Mapped[str]
    goal_id: Mapped[int | None] = mapped_column(
        ForeignKey("goal.id", ondelete="SET NULL"), default=None
    )
    """None only where it is over and its goal was taken away."""
    department: Mapped[str] = mapped_column(default="")
    """Whose lane it stands in."""
    owner: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(10), default="idea")
    """'idea', 'planned', 'running', 'done' or 'dropped'."""
    quarter: Mapped[str | None] = mapped_column(String(7), default=None)
    """The column of the board, as '2026-Q4'; None: not in any yet."""
    start: Mapped[date | None] = mapped_column(default=None)
    end: Mapped[date | None] = mapped_column(default=None)
    """The first day on which it no longer runs."""
    position: Mapped[float] = mapped_column(default=0.0)
    """The order inside its column, smallest first."""
    promised_effect: Mapped[float | None] = mapped_column(default=None)
    """By how much the metric is to change, signed: -2 lowers it."""
    promised_unit: Mapped[str] = mapped_column(String(10), default="points")
    """'points' (in the metric's own unit) or 'percent' (of what it would be without)."""
    promised_by: Mapped[date | None] = mapped_column(default=None)
    """The first day no longer counted."""
    hypothesis: Mapped[str] = mapped_column(default="")
    metric: Mapped[str] = mapped_column(default="")
    """What the effect is looked for in, as a goal has it; '': the goal's own."""
    guardrails: Mapped[list[str]] = mapped_column(default_factory=list)
    """Names of metrics that must not get worse."""
    design: Mapped[str] = mapped_column(String(10), default="none")
    """'regions' or 'people' that are tried first, or 'none': all at once."""
    pilot: Mapped[list[str]] = mapped_column(default_factory=list)
    """Regions; of people, the name of their group."""
    control: Mapped[list[str]] = mapped_column(default_factory=list)
    stages: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """Rows of `name`, `what`, `start`, `end` (ISO days, the second not included) and `gate`: what was said at its end,
    'scale', 'adjust' or 'stop', or None."""
    team: Mapped[list[str]] = mapped_column(default_factory=list)
    departments: Mapped[list[str]] = mapped_column(default_factory=list)
    """Those that it touches."""
    systems: Mapped[list[str]] = mapped_column(default_factory=list)
    processes: Mapped[list[str]] = mapped_column(default_factory=list)
    cost_once: Mapped[float | None] = mapped_column(default=None)
    """Money in the reporting currency."""
    cost_month: Mapped[float | None] = mapped_column(default=None)
    """Money a month, while it runs and after."""
    benefit_low: Mapped[float | None] = mapped_column(default=None)
    """Money a year that it brings besides the effect on its metric, or where that cannot be put in money."""
    benefit_high: Mapped[float | None] = mapped_column(default=None)
    benefit_why: Mapped[str] = mapped_column(default="")
    """Where the range comes from, and other reasons."""
    confidence: Mapped[float | None] = mapped_column(default=None)
    """0 to 1: how sure its owner is that the promise is kept."""
    person_weeks: Mapped[float | None] = mapped_column(default=None)
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """Rows of `name`, `due` and `done_on` (ISO days; the second None while it is open)."""
    depends_on: Mapped[list[int]] = mapped_column(default_factory=list)
    """Numbers of initiatives that come first."""
    risks: Mapped[list[str]] = mapped_column(default_factory=list)
    links: Mapped[list[str]] = mapped_column(default_factory=list)
    dropped_why: Mapped[str] = mapped_column(default="")
    because: Mapped[str] = mapped_column(default="")
    """Why this version differs from the one before."""
    decided_on: Mapped[date | None] = mapped_column(default=None)
    """From when this version holds, where that was decided on another day than it was written down."""
    frozen: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    """What it was going to be judged by when it started; None before. See `dashboard.progress.roadmap.Frozen`."""


class Verdict(Base):
    """What was found of an initiative in one published version."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("initiative_id", "initiative_version", "version_seq"),
        NUMBERED,
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    initiative_version: Mapped[int]
    version_seq: Mapped[int]
    """The published version that it was worked out from."""
    worked_out_at: Mapped[datetime]
    verdict: Mapped[str] = mapped_column(String(20))
    """'moved', 'not moved', 'cannot tell' or 'wrong way'."""
    effect: Mapped[float | None] = mapped_column(default=None)
    low: Mapped[float | None] = mapped_column(default=None)
    high: Mapped[float | None] = mapped_column(default=None)
    promised: Mapped[float | None] = mapped_column(default=None)
    """In the unit of the effect."""
    details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class Dot(Base):
    """How many of their dots somebody spent on an idea."""

    __tablename__ = "dot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The workshop in which they were spent; 0 for none."""
    initiative_id: Mapped[int] = mapped_column(
        ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    voter: Mapped[str] = mapped_column(primary_key=True)
    """A name, or what stands for one."""
    count: Mapped[int]


class Strategy(Record):
    """What all of it is for: one row, of which every version is in the audit."""

    __tablename__ = "strategy"
    __table_args__ = (NUMBERED,)
    spoken = "strategy"

    vision: Mapped[str] = mapped_column(default="")
    strengths: Mapped[list[str]] = mapped_column(default_factory=list)
    weaknesses: Mapped[list[str]] = mapped_column(default_factory=list)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    """The day at which its numbers are frozen."""
    frozen: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """One row per number as it stood at that day: `metric`, `value`, `low`, `high`, `version_seq`."""
