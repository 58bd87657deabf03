"""The tables of the records. Instants are UTC without a zone; days are local days of the warehouse."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dashboard.records.base import NUMBERED, Base, Record, Where
from dashboard.records.roadmap import Dot, Initiative, Strategy, Verdict
from dashboard.records.telling import (
    AlertRule,
    Delivery,
    DigestSubscription,
    Message,
    RuleJudged,
)
from dashboard.records.workshop import Decision, Readiness, Session, Vote

__all__ = [
    "KINDS",
    "NUMBERED",
    "Action",
    "AlertRule",
    "Annotation",
    "Base",
    "Case",
    "Change",
    "CheckIn",
    "Decision",
    "Delivery",
    "DigestSubscription",
    "Dot",
    "Goal",
    "GoalForecast",
    "GroupPerson",
    "Initiative",
    "KnownActor",
    "Measure",
    "MeasureValue",
    "Message",
    "PeopleGroup",
    "Readiness",
    "Record",
    "RuleJudged",
    "SavedView",
    "Session",
    "Strategy",
    "Verdict",
    "Vote",
    "Where",
]


class Annotation(Record):
    """A dated note, drawn on every chart of its scope."""

    __tablename__ = "annotation"
    __table_args__ = (NUMBERED,)
    spoken = "note"

    text: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day, included; the same as the first for a note on one day."""
    metrics: Mapped[list[str]] = mapped_column(default_factory=list)
    """Names of metrics and analyses; empty: all."""
    concerns: Mapped[Where] = mapped_column(default_factory=dict)
    """The filters that it is about; empty: everything."""


class SavedView(Record):
    """A page with its filters, under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("owner", "name"), NUMBERED)
    spoken = "saved view"

    name: Mapped[str]
    page: Mapped[str]
    query: Mapped[str]
    """What follows the question mark of the URL."""
    owner: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=True)


class PeopleGroup(Record):
    """Named people, as they were when the group was saved."""

    __tablename__ = "people_group"
    __table_args__ = (UniqueConstraint("name"), NUMBERED)
    spoken = "group"

    name: Mapped[str]
    origin: Mapped[str]
    """How it came about, in words."""
    size: Mapped[int]
    warehouse_version: Mapped[int | None] = mapped_column(default=None)
    """The published version that the people were read from."""


class GroupPerson(Base):
    """One person of a group."""

    __tablename__ = "people_group_person"
    __table_args__ = (Index(None, "person_id"), {"sqlite_with_rowid": False})

    group_id: Mapped[int] = mapped_column(
        ForeignKey("people_group.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(primary_key=True)


class Case(Record):
    """What is done about one answer to a survey, until it is resolved."""

    __tablename__ = "survey_case"
    __table_args__ = (UniqueConstraint("person_id", "survey", "answered_on"), NUMBERED)
    spoken = "case"

    person_id: Mapped[str]
    survey: Mapped[str]
    answered_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(20), default="open")
    owner: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    contacted_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)


class Goal(Record):
    """What a company wants a metric to be by a day. Every change is a version in the audit, with its reason."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("name"), NUMBERED)
    spoken = "goal"

    name: Mapped[str]
    metric: Mapped[str]
    """Name of a metric of the catalogue, or `measure:` and the number of one that is kept by hand."""
    grain: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    """'reach' a level, 'change' against a base, or 'total' over the goal's span."""
    starts_on: Mapped[date]
    due_on: Mapped[date]
    """The first day no longer counted."""
    concerns: Mapped[Where] = mapped_column(default_factory=dict)
    """The filters of the slice; empty: the whole company."""
    defined: Mapped[list[str]] = mapped_column(default_factory=list)
    """Other readings of the metric, such as 'silence=60'."""
    target: Mapped[float | None] = mapped_column(default=None)
    """Of 'reach' and 'total', in the metric's unit."""
    change_percent: Mapped[float | None] = mapped_column(default=None)
    change_points: Mapped[float | None] = mapped_column(default=None)
    base_starts_on: Mapped[date | None] = mapped_column(default=None)
    """The base window of a change; without one, the same period a year before."""
    base_ends_on: Mapped[date | None] = mapped_column(default=None)
    """The first day not included."""
    owner: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    is_pinned: Mapped[bool] = mapped_column(default=False)
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """Rows of `on` (ISO day), `level` (in the metric's unit) and `text`."""
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("goal.id", ondelete="SET NULL"), default=None
    )
    because: Mapped[str] = mapped_column(default="")
    """Why this version differs from the one before."""
    decided_on: Mapped[date | None] = mapped_column(default=None)
    """From when this version holds, where that was decided on another day than it was written down."""
    closed_on: Mapped[date | None] = mapped_column(default=None)
    """From this day on the goal is no longer pursued; kept for its history."""


class CheckIn(Record):
    """What somebody says about a goal on a day. It never changes a number."""

    __tablename__ = "check_in"
    __table_args__ = (Index(None, "goal_id"), NUMBERED)
    spoken = "check-in"

    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"))
    on_day: Mapped[date]
    status: Mapped[str] = mapped_column(String(20))
    """As its writer sees it, in the words of the computed status."""
    confidence: Mapped[int | None] = mapped_column(default=None)
    """The writer's own, in percent."""
    text: Mapped[str] = mapped_column(default="")
    value: Mapped[float | None] = mapped_column(default=None)
    """What the metric said that day."""
    chance: Mapped[float | None] = mapped_column(default=None)
    """The computed chance of that day, 0 to 1."""


class Action(Record):
    """Something to be done by somebody by a day."""

    __tablename__ = "action"
    __table_args__ = (Index(None, "goal_id"), NUMBERED)
    spoken = "action"

    text: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
    goal_id: Mapped[int | None] = mapped_column(
        ForeignKey("goal.id", ondelete="SET NULL"), default=None
    )
    check_in_id: Mapped[int | None] = mapped_column(
        ForeignKey("check_in.id", ondelete="SET NULL"), default=None
    )


class Measure(Record):
    """A number that no event records and somebody keeps by hand."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("name"), NUMBERED)
    spoken = "measure"

    name: Mapped[str]
    unit: Mapped[str] = mapped_column(String(20))
    """As metrics have it: 'percent', 'count', 'money' …"""
    better: Mapped[str] = mapped_column(String(10))
    """'higher', 'lower' or 'neither'."""
    combined: Mapped[str] = mapped_column(String(10))
    """How days of a period make one number: 'sum', 'mean' or 'last'."""
    across: Mapped[str] = mapped_column(String(10))
    """How groups make one number: 'sum' or 'mean'."""
    grain: Mapped[str] = mapped_column(String(10))
    """How often it is written down."""
    meaning: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")


class MeasureValue(Record):
    """One hand-kept number: a day, a group, a value."""

    __tablename__ = "measure_value"
    __table_args__ = (UniqueConstraint("measure_id", "on_day", "part"), NUMBERED)
    spoken = "hand-kept value"

    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id", ondelete="CASCADE"))
    on_day: Mapped[date]
    value: Mapped[float]
    part: Mapped[str] = mapped_column(default="")
    """The group that it is of; '' for all."""


class GoalForecast(Base):
    """What was foretold for a goal from one published version; kept, so that forecasts can be judged by what came."""

    __tablename__ = "goal_forecast"
    __table_args__ = (UniqueConstraint("goal_id", "goal_version", "warehouse_version"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"))
    goal_version: Mapped[int]
    warehouse_version: Mapped[int]
    made_at: Mapped[datetime]
    until_day: Mapped[date]
    """The first day that the data did not cover when it was made."""
    due_on: Mapped[date]
    target: Mapped[float | None]
    chance: Mapped[float | None]
    """0 to 1; None where it could not be foretold."""
    method: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    """Why there is no chance."""
    fan: Mapped[list[dict[str, Any]]] = mapped_column(default_factory=list)
    """One row per period to come: `period`, `p05`, `p10`, `p25`, `p50`, `p75`, `p90`, `p95`."""
    details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    """What the card's back and the Definitions page say of it: spread, backtest, base."""
    came_true: Mapped[bool | None] = mapped_column(default=None)
    """Whether the goal was met, once that is known."""


class Shift(Record):
    """Somebody's word that from a day on another level of a metric is the normal one: limits start anew there."""

    __tablename__ = "shift"
    __table_args__ = (NUMBERED,)
    spoken = "new normal"

    metric: Mapped[str]
    """Name of a metric of the catalogue, or `measure:` and the number of one that is kept by hand."""
    grain: Mapped[str] = mapped_column(String(10))
    on_day: Mapped[date]
    """The first day of the first period of the new normal."""
    concerns: Mapped[Where] = mapped_column(default_factory=dict)
    """The filters of the slice; empty: the whole company."""
    text: Mapped[str] = mapped_column(default="")
    """Why it is so."""


class KnownActor(Base):
    """Who has changed anything so far, and how sure it is that it was them."""

    __tablename__ = "actor"
    __table_args__ = (UniqueConstraint("name", "is_verified"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]
    is_verified: Mapped[bool]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Change(Base):
    """One line of the audit, written in the same transaction as the change itself."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "kind", "record_id", "version"), Index(None, "at"), NUMBERED)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    who: Mapped[str]
    is_verified: Mapped[bool]
    kind: Mapped[str]
    """The table of the record."""
    record_id: Mapped[int]
    version: Mapped[int]
    """The record's version after the change."""
    did: Mapped[str] = mapped_column(String(20))
    """'added', 'changed', 'removed' or 'forgot'."""
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


KINDS: dict[str, type[Record]] = {
    kind.__tablename__: kind
    for kind in (
        Annotation, SavedView, PeopleGroup, Case, Goal, CheckIn, Action, Measure, MeasureValue, AlertRule,
        DigestSubscription, Shift, Initiative, Strategy, Session, Decision, Readiness,
    )
}  # fmt: skip
"""Every kind of record by the name of its table."""
