"""The one way to change a record: add, change, remove. Each leaves a line in the audit, in the same transaction.

A change says which version its user saw. Where somebody was quicker it is refused with `Conflict`: it has both values.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from dashboard.errors import BadUse, MilepostError
from dashboard.language import said
from dashboard.records.store import Store
from dashboard.records.tables import KINDS, Change, KnownActor, Record

R = TypeVar("R", bound=Record)
Facts = dict[str, Any]
"""A record as the audit keeps it: its own columns, days and instants as text."""

BOOKKEEPING = {"id", "version", "created_at", "created_by", "updated_at", "updated_by"}
LONGEST_NAME = 80


@dataclass(frozen=True)
class Actor:
    """Who acts, and whether anybody but themselves vouches for it."""

    name: str
    is_verified: bool = False


class Gone(MilepostError):
    """There is no such record, or not any more."""


@dataclass(eq=False)
class Conflict(MilepostError):
    """Somebody changed the record after it was read. Both values are here; neither is lost."""

    kind: str
    id: int
    seen: Facts | None
    """What was there when the form was opened, as far as the audit knows."""
    mine: Facts | None
    """The record as it would have been; None: it would have been removed."""
    theirs: Facts | None
    """The record as it is; None: it was removed."""
    version: int
    """The version to name when deciding."""
    who: str
    is_verified: bool
    at: datetime
    changed: tuple[str, ...] = field(default=())
    """The fields that I changed."""

    def __post_init__(self) -> None:
        super().__init__(str(self))

    def __str__(self) -> str:
        return said(
            "{who} changed this {kind} while you had it open. Nothing is lost: both versions are kept "
            "until you choose.",
            who=self.who,
            kind=said(KINDS[self.kind].spoken),
        )

    @property
    def differing(self) -> list[str]:
        """Fields in which mine and theirs differ."""
        mine, theirs = self.mine or {}, self.theirs or {}
        return [name for name in {**theirs, **mine} if mine.get(name) != theirs.get(name)]


class Pen:
    """What writes inside one transaction, in one person's name, at one instant."""

    def __init__(self, session: Session, by: Actor, at: datetime) -> None:
        self.session = session
        self.by = by
        self.at = at

    def add(self, record: R) -> R:
        """Keep a new record."""
        record.version = 1
        record.created_at = record.updated_at = self.at
        record.created_by = record.updated_by = self.by.name
        self.session.add(record)
        self.session.flush()
        self.line(record, "added", None, facts(record))
        return record

    def change(self, kind: type[R], id: int, seen: int, /, **changes: Any) -> R:
        """Give some fields another value; what is the same already is no change and leaves no line."""
        record = self._now(kind, id)
        if record is None or record.version != seen:
            raise self._conflict(kind, id, seen, record, changes)
        before = facts(record)
        if all(before[name] == plain(value) for name, value in changes.items()):
            return record
        values = {
            **changes, "version": seen + 1, "updated_at": self.at, "updated_by": self.by.name,
        }  # fmt: skip
        as_seen = update(kind).where(kind.id == id, kind.version == seen)
        if not self._hit(as_seen.values(**values)):
            raise self._conflict(kind, id, seen, self._now(kind, id), changes)
        for name, value in values.items():
            set_committed_value(record, name, value)
        self.line(record, "changed", before, facts(record))
        return record

    def remove(self, kind: type[R], id: int, seen: int) -> None:
        """Take a record away; the audit keeps what it was."""
        record = self._now(kind, id)
        if record is None:
            return  # somebody else removed it: what was wanted is so
        if record.version != seen or not self._hit(
            delete(kind).where(kind.id == id, kind.version == seen)
        ):
            raise self._conflict(kind, id, seen, self._now(kind, id), None)
        self.line(record, "removed", facts(record), None)

    def _now(self, kind: type[R], id: int) -> R | None:
        """The row as it is now."""
        question = select(kind).where(kind.id == id)
        return self.session.scalars(
            question.execution_options(populate_existing=True)
        ).one_or_none()

    def _hit(self, change: Any) -> bool:
        """Whether the row was still as it was seen. Postgres waits for who changes it now and looks again."""
        options = {"synchronize_session": False}
        result: Any = self.session.execute(change, execution_options=options)
        return bool(result.rowcount)

    def line(self, record: Record, did: str, before: Facts | None, after: Facts | None) -> None:
        """One line of the audit."""
        self.session.add(
            Change(
                at=self.at,
                who=self.by.name,
                is_verified=self.by.is_verified,
                kind=record.__tablename__,
                record_id=record.id,
                version=record.version + (did == "removed"),
                did=did,
                before=before,
                after=after,
            )
        )
        self.session.flush()

    def _conflict(
        self, kind: type[Record], id: int, seen: int, record: Record | None, changes: Facts | None
    ) -> MilepostError:
        line = self._line(kind, id)
        if line is None:
            return Gone(said("There is no such {kind}.", kind=said(kind.spoken)))
        old = self._line(kind, id, Change.version == seen)
        theirs = facts(record) if record else None
        base = (old.after if old else None) or theirs or line.before or {}
        mine = None if changes is None else {**base, **{n: plain(v) for n, v in changes.items()}}
        changed = () if mine is None else tuple(n for n in mine if mine[n] != base.get(n))
        return Conflict(
            kind=kind.__tablename__, id=id, seen=old.after if old else None, mine=mine,
            theirs=theirs, version=record.version if record else line.version, who=line.who,
            is_verified=line.is_verified, at=line.at, changed=changed,
        )  # fmt: skip

    def _line(self, kind: type[Record], id: int, *which: Any) -> Change | None:
        """The newest line of the audit about a record."""
        lines = of_record(kind.__tablename__, id).where(*which)
        found: Change | None = self.session.scalars(
            lines.order_by(None).order_by(Change.id.desc()).limit(1)
        ).first()
        return found

    def know(self) -> None:
        """Remember who acted; two who begin at once under one name are one."""
        insert = (
            sqlite.insert if self.session.get_bind().dialect.name == "sqlite" else postgresql.insert
        )
        known = insert(KnownActor).values(
            name=self.by.name, is_verified=self.by.is_verified, first_at=self.at, last_at=self.at
        )
        self.session.execute(
            known.on_conflict_do_update(
                index_elements=["name", "is_verified"], set_={"last_at": known.excluded.last_at}
            )
        )


@contextmanager
def writing(store: Store, by: Actor) -> Iterator[Pen]:
    """A transaction in somebody's name: everything in it is kept, or nothing."""
    by = Actor(named(by.name, "Your name"), by.is_verified)
    with store.writing() as session:
        pen = Pen(session, by, utc_now())
        yield pen
        pen.know()


@contextmanager
def unique(message: str) -> Iterator[None]:
    """A name that is taken is said so, also where somebody took it a moment ago."""
    try:
        yield
    except IntegrityError:
        raise BadUse(message) from None


def add(store: Store, record: R, by: Actor) -> R:
    """Keep a new record."""
    with writing(store, by) as pen:
        return pen.add(record)


def change(store: Store, kind: type[R], id: int, seen: int, by: Actor, /, **changes: Any) -> R:
    """Give some fields of a record another value; `Conflict` where it is not as it was seen."""
    with writing(store, by) as pen:
        return pen.change(kind, id, seen, **changes)


def remove(store: Store, kind: type[R], id: int, seen: int, by: Actor) -> None:
    """Take a record away; `Conflict` where it is not as it was seen."""
    with writing(store, by) as pen:
        pen.remove(kind, id, seen)


def history(store: Store, kind: type[Record], id: int) -> Sequence[Change]:
    """What happened to one record, oldest first."""
    with store.reading() as session:
        return session.scalars(of_record(kind.__tablename__, id)).all()


def newest(store: Store, limit: int) -> Sequence[Change]:
    """The newest changes of all, newest first."""
    with store.reading() as session:
        return session.scalars(select(Change).order_by(Change.id.desc()).limit(limit)).all()


def actors(store: Store) -> list[str]:
    """Names of those who have changed anything, most recent first."""
    with store.reading() as session:
        names = session.scalars(select(KnownActor.name).order_by(KnownActor.last_at.desc())).all()
    return list(dict.fromkeys(names))


def of_record(kind: str, id: int) -> Any:
    return select(Change).where(Change.kind == kind, Change.record_id == id).order_by(Change.id)


def facts(record: Record) -> Facts:
    """A record's own columns as they go into the audit."""
    columns = (column.key for column in record.__mapper__.column_attrs)
    return {name: plain(getattr(record, name)) for name in columns if name not in BOOKKEEPING}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def named(name: str, what: str) -> str:
    """A name without space around it; `BadUse` where nothing, or far too much, is left."""
    words = " ".join(name.split())
    if not words:
        raise BadUse(said("{what} is empty. Write a few letters.", what=said(what)))
    if len(words) > LONGEST_NAME:
        raise BadUse(
            said(
                "{what} has {length} letters. Write at most {most}.",
                what=said(what), length=len(words), most=LONGEST_NAME,
            )
        )  # fmt: skip
    return words


def utc_now() -> datetime:
    """Now, as records keep instants: UTC without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)
