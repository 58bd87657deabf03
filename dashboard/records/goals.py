"""Goals in the records: kept, changed, taken away, and every version that there was."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import initiatives, keep
from dashboard.records.keep import Actor, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Change, Goal, Initiative


def goals(store: Store) -> Sequence[Goal]:
    """All goals, pinned ones first, then in the order in which they were set."""
    with store.reading() as session:
        return session.scalars(select(Goal).order_by(Goal.is_pinned.desc(), Goal.id)).all()


def goal(store: Store, id: int) -> Goal | None:
    with store.reading() as session:
        return session.get(Goal, id)


def add(store: Store, by: Actor, **facts: Any) -> Goal:
    """Set a goal; `BadUse` where another has its name."""
    with keep.unique(_taken(facts["name"])):
        return keep.add(store, Goal(**facts), by)


def change(store: Store, by: Actor, id: int, seen: int, /, **facts: Any) -> Goal:
    """Give it other facts; `Conflict` where somebody changed it since version `seen`."""
    with keep.unique(_taken(str(facts.get("name", "")))):
        return keep.change(store, Goal, id, seen, by, **facts)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away; `BadUse` where an initiative that is not over serves it."""
    with keep.writing(store, by) as pen:
        take_away(pen, id, seen)


def take_away(pen: Pen, id: int, seen: int) -> None:
    """The same inside a transaction: its parts stand by themselves from then on, and what served it and is over serves
    none, which is a version of theirs."""
    serving = pen.session.scalars(select(Initiative).where(Initiative.goal_id == id)).all()
    if at_work := [one.title for one in serving if one.state not in initiatives.OVER]:
        raise BadUse(
            said(
                "The goal cannot be taken away while initiatives of the roadmap serve it: {initiatives}. Give them "
                "another goal, drop them, or close the goal.",
                initiatives=", ".join(f"'{title}'" for title in at_work),
            )
        )  # fmt: skip
    for one in serving:
        initiatives.rewrite(pen, one.id, one.version, goal_id=None)
    parts = pen.session.scalars(select(Goal).where(Goal.parent_id == id)).all()
    for part in parts:
        pen.change(Goal, part.id, part.version, parent_id=None)
    pen.remove(Goal, id, seen)


def versions(store: Store, id: int) -> Sequence[Change]:
    """Every version with who, when and (in `after['because']`) why, oldest first."""
    return keep.history(store, Goal, id)


def _taken(name: str) -> str:
    return said("There is a goal named '{name}' already. Choose another name.", name=name)
