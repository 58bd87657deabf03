"""The dots that people spend on ideas: each has a few, and all count once, also when many spend them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.store import Store
from dashboard.records.tables import Dot, Initiative

DOTS = 5
"""Each voter's."""
LOCK = 7_236_043
"""Any number: the advisory lock under which dots of one workshop are spent one after the other on Postgres."""


@dataclass(frozen=True)
class Spent:
    """What came together on one idea."""

    dots: int
    voters: int


def dots(store: Store, session_id: int = 0) -> Sequence[Dot]:
    """Those of a workshop (0: outside of any), by idea and voter."""
    question = (
        select(Dot).where(Dot.session_id == session_id).order_by(Dot.initiative_id, Dot.voter)
    )
    with store.reading() as session:
        return session.scalars(question).all()


def totals(store: Store, session_id: int = 0) -> dict[int, Spent]:
    """Number of an idea → its dots and how many people spent them; ideas without dots are not in it."""
    found: dict[int, list[int]] = {}
    for dot in dots(store, session_id):
        found.setdefault(dot.initiative_id, []).append(dot.count)
    return {id: Spent(sum(counts), len(counts)) for id, counts in found.items()}


def of_voter(store: Store, voter: str, session_id: int = 0) -> dict[int, int]:
    """Number of an idea → dots that this voter spent on it."""
    return {dot.initiative_id: dot.count for dot in dots(store, session_id) if dot.voter == voter}


def spend(store: Store, voter: str, counts: Mapping[int, int], session_id: int = 0) -> None:
    """All dots of a voter anew: what was spent before is taken back in the same transaction. `BadUse` where it is more
    than one has, a negative number, or not on an idea."""
    with store.writing() as session:
        spend_within(session, voter, counts, session_id)


def spend_within(
    session: Session, voter: str, counts: Mapping[int, int], session_id: int = 0
) -> None:
    """The same inside a transaction."""
    voter, spent = keep.named(voter, "Your name"), {id: n for id, n in counts.items() if n}
    _refuse(spent)
    _one_after_the_other(session, session_id)
    ideas = select(Initiative.id).where(Initiative.id.in_(list(spent)), Initiative.state == "idea")
    if set(spent) - set(session.scalars(ideas)):
        raise BadUse(said("One of these is no idea any more. Look at the list again."))
    session.execute(delete(Dot).where(Dot.session_id == session_id, Dot.voter == voter))
    for id, n in spent.items():
        session.add(Dot(session_id=session_id, initiative_id=id, voter=voter, count=n))


def _refuse(spent: Mapping[int, int]) -> None:
    if any(n < 0 for n in spent.values()):
        raise BadUse(said("Dots are spent or not; they cannot be fewer than none."))
    if (total := sum(spent.values())) > DOTS:
        raise BadUse(
            said(
                "That would be {count} dots, and each voter has {most}. Take {over} back.",
                count=total, most=DOTS, over=total - DOTS,
            )
        )  # fmt: skip


def _one_after_the_other(session: Session, session_id: int) -> None:
    if session.get_bind().dialect.name == "postgresql":
        locked = text("select pg_advisory_xact_lock(:lock, :workshop)")
        session.execute(locked, {"lock": LOCK, "workshop": session_id})
