"""The tables of the records. Instants are UTC without a zone; days are local days of the warehouse."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

Where = dict[str, list[str]]
"""Filters: dimension → values that are kept; '' is what is not known."""

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
"""Every constraint has a name, so that a later migration can drop it."""

NUMBERED = {"sqlite_autoincrement": True}
"""The number of a removed row is not given to another: its history and forms that are still open would be mixed up."""


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        Where: JSON,
        list[str]: JSON,
        dict[str, Any] | None: JSON(none_as_null=True),
    }


class Record(Base):
    """What people change: it has a number, a version that grows with every change, and who made the last one."""

    __abstract__ = True
    spoken: ClassVar[str]
    """What a reader calls it: 'note'."""

    id: Mapped[int] = mapped_column(primary_key=True, init=False, sort_order=-2)
    version: Mapped[int] = mapped_column(init=False, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(init=False, sort_order=1)
    created_by: Mapped[str] = mapped_column(init=False, sort_order=1)
    updated_at: Mapped[datetime] = mapped_column(init=False, sort_order=1)
    updated_by: Mapped[str] = mapped_column(init=False, sort_order=1)


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
    kind.__tablename__: kind for kind in (Annotation, SavedView, PeopleGroup, Case)
}
"""Every kind of record by the name of its table."""
