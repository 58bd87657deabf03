"""Initiatives in the records: kept, changed, moved, taken away, every version of them, and what was found of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Change, Initiative, Verdict

STATES = ("idea", "planned", "running", "done", "dropped")
OVER = ("done", "dropped")
"""States of what is no longer worked at."""
UNITS = ("points", "percent")
DESIGNS = ("none", "regions", "people")
GATES = ("scale", "adjust", "stop")
OF_A_VERSION = {"because": "", "decided_on": None}
"""What belongs to one version: a later one that does not say it has none."""


def initiatives(store: Store) -> Sequence[Initiative]:
    """All of them in the order of the board: by quarter (those without one last), then by position."""
    with store.reading() as session:
        found = session.scalars(select(Initiative)).all()
    return sorted(found, key=lambda one: (one.quarter or "9", one.position, one.id))


def initiative(store: Store, id: int) -> Initiative | None:
    with store.reading() as session:
        return session.get(Initiative, id)


def of_goal(store: Store, goal_id: int) -> Sequence[Initiative]:
    """Those that serve a goal."""
    return [one for one in initiatives(store) if one.goal_id == goal_id]


def add(store: Store, by: Actor, **facts: Any) -> Initiative:
    """Keep an initiative; `BadUse` where another has its title."""
    with keep.unique(_taken(facts["title"])):
        return keep.add(store, Initiative(**facts), by)


def change(store: Store, by: Actor, id: int, seen: int, /, **facts: Any) -> Initiative:
    """Give it other facts; `Conflict` where somebody changed it since version `seen`."""
    with keep.writing(store, by) as pen, keep.unique(_taken(str(facts.get("title", "")))):
        return rewrite(pen, id, seen, **facts)


def rewrite(pen: Pen, id: int, seen: int, /, **facts: Any) -> Initiative:
    """The same inside a transaction: a reason and a day of the version before do not stay where something differs."""
    now = pen.session.get(Initiative, id, populate_existing=True)
    own = {name: value for name, value in facts.items() if name not in OF_A_VERSION}
    if now is None or any(getattr(now, name) != value for name, value in own.items()):
        facts = {**OF_A_VERSION, **facts}
    return pen.change(Initiative, id, seen, **facts)


def between(before: float | None, after: float | None) -> float:
    """A position after one and before the other; None where there is none on that side."""
    if before is None:
        return 0.0 if after is None else after - 1.0
    return before + 1.0 if after is None else (before + after) / 2


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away; what waited for it waits for it no longer, which is a version of theirs."""
    with keep.writing(store, by) as pen:
        take_away(pen, id, seen)


def take_away(pen: Pen, id: int, seen: int) -> None:
    """The same inside a transaction."""
    for other in pen.session.scalars(select(Initiative)).all():
        if id in other.depends_on and other.id != id:
            kept = [one for one in other.depends_on if one != id]
            rewrite(pen, other.id, other.version, depends_on=kept)
    pen.remove(Initiative, id, seen)


def versions(store: Store, id: int) -> Sequence[Change]:
    """Every version with who, when and (in `after['because']`) why, oldest first."""
    return keep.history(store, Initiative, id)


def lines(store: Store) -> Sequence[Change]:
    """What happened to all initiatives, also those that were taken away, oldest first."""
    question = select(Change).where(Change.kind == Initiative.__tablename__).order_by(Change.id)
    with store.reading() as session:
        return session.scalars(question).all()


def verdicts(store: Store, initiative_id: int | None = None) -> Sequence[Verdict]:
    """What was found of an initiative, or of all; newest first."""
    question = select(Verdict).order_by(Verdict.version_seq.desc(), Verdict.id.desc())
    if initiative_id is not None:
        question = question.where(Verdict.initiative_id == initiative_id)
    with store.reading() as session:
        return session.scalars(question).all()


KNOWN_BY = ("initiative_id", "initiative_version", "version_seq")


def keep_verdict(store: Store, **facts: Any) -> None:
    """Keep what was found from one published version; found again for the same, it takes that one's place."""
    facts = {"worked_out_at": keep.utc_now(), "details": {}, **facts}
    with store.writing() as session:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        found = insert(Verdict).values(**facts)
        new = {name: found.excluded[name] for name in facts if name not in KNOWN_BY}
        session.execute(found.on_conflict_do_update(index_elements=KNOWN_BY, set_=new))


def _taken(title: str) -> str:
    return said("There is an initiative named '{title}' already. Choose another name.", title=title)
