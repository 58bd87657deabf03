"""Workshops in the records: their agenda and notes, and the votes of people whom nobody knows by their votes."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import ideas, keep
from dashboard.records.keep import Actor, Pen
from dashboard.records.store import Store
from dashboard.records.tables import Dot, Session, Vote

STATES = ("planned", "running", "finished")
LONGEST = 5000
"""Letters of a note or an answer."""
CLOSED = said("This vote is over. Ask whoever leads the workshop to open it again.")


def sessions(store: Store) -> Sequence[Session]:
    """All workshops, the newest day first."""
    question = select(Session).order_by(Session.planned_on.desc(), Session.id.desc())
    with store.reading() as session:
        return session.scalars(question).all()


def session(store: Store, id: int) -> Session | None:
    with store.reading() as opened:
        return opened.get(Session, id)


def add(
    store: Store, by: Actor, *, title: str, planned_on: date, quarter: str | None = None,
    agenda: Sequence[dict[str, Any]] = (), **facts: Any,
) -> Session:  # fmt: skip
    """Plan a workshop; `BadUse` where another has its title."""
    made = Session(
        title=keep.named(title, "The workshop's title"), planned_on=planned_on, quarter=quarter,
        agenda=list(agenda), **facts,
    )  # fmt: skip
    with keep.unique(_taken(made.title)):
        return keep.add(store, made, by)


def change(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> Session:
    """Give it other facts; `Conflict` where somebody changed it since version `seen`."""
    if "title" in facts:
        facts["title"] = keep.named(facts["title"], "The workshop's title")
    with keep.unique(_taken(str(facts.get("title", "")))):
        return keep.change(store, Session, id, seen, by, **facts)


def change_item(
    store: Store, by: Actor, id: int, key: str, seen: dict[str, Any], **facts: Any
) -> Session:
    """Give one item of the agenda other facts, whatever was changed at others meanwhile; `Conflict` where one of these
    facts is not as it was `seen`."""
    with keep.writing(store, by) as pen:
        now = _locked(pen, id)
        if now is None:
            raise keep.Gone(said("There is no such {kind}.", kind=said(Session.spoken)))
        item = next((one for one in now.agenda if one.get("key") == key), None)
        if item is None:
            raise BadUse(said("The agenda has this item no more: somebody has taken it out."))
        agenda = [{**one, **facts} if one is item else one for one in now.agenda]
        as_seen = all(item.get(name) == seen.get(name) for name in facts)
        return pen.change(Session, id, now.version if as_seen else now.version - 1, agenda=agenda)


def _locked(pen: Pen, id: int) -> Session | None:
    """The row, which nobody else changes before this is done."""
    question = select(Session).where(Session.id == id).with_for_update()
    return pen.session.scalars(question).one_or_none()


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away with its votes and dots; what was decided in it stays."""
    with keep.writing(store, by) as pen:
        pen.remove(Session, id, seen)
        pen.session.execute(delete(Dot).where(Dot.session_id == id))


def vote(
    store: Store, session_id: int, item: str, token: str, answer: str,
    confidence: float | None = None, code: str = "", dots: Mapping[int, int] | None = None,
) -> None:  # fmt: skip
    """Say what a voter thinks of an item; said again, it takes the place of what was said before. `BadUse` where the
    workshop is not running, or the item's votes were shown. `token` is the voter's own, `code` their private one.
    `dots` on ideas are spent with the vote, or neither is kept."""
    if confidence is not None and not 0 <= confidence <= 1:
        raise BadUse(said("Confidence goes from 0 to 100 %."))
    if not answer.strip() or len(answer) > LONGEST:
        raise BadUse(said("Write an answer of at most {most} letters.", most=LONGEST))
    voter = voter_of(session_id, token)
    facts = {
        "session_id": session_id, "item": item, "voter_token": voter,
        "answer": answer.strip(), "confidence": confidence, "code": code_of(code), "at": keep.utc_now(),
    }  # fmt: skip
    with store.writing() as session:
        # no reveal comes between looking and writing; other votes may
        open_one = select(Session).where(Session.id == session_id).with_for_update(read=True)
        if not _takes_votes(session.scalars(open_one).one_or_none(), item):
            raise BadUse(CLOSED)
        if dots is not None:
            ideas.spend_within(session, voter, dots, session_id)
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        voted = insert(Vote).values(**facts)
        session.execute(
            voted.on_conflict_do_update(
                index_elements=["session_id", "item", "voter_token"],
                set_={
                    name: voted.excluded[name] for name in ("answer", "confidence", "code", "at")
                },
            )
        )


def _takes_votes(found: Session | None, item: str) -> bool:
    if found is None or found.state != "running":
        return False
    asked = next((one for one in found.agenda if one.get("key") == item), None)
    return asked is not None and not asked.get("revealed")


def votes(store: Store, session_id: int, item: str | None = None) -> Sequence[Vote]:
    """Those of a workshop, or of one item. In the order of the answers: the order in which they came would tell who."""
    question = select(Vote).where(Vote.session_id == session_id)
    if item is not None:
        question = question.where(Vote.item == item)
    with store.reading() as session:
        return session.scalars(question.order_by(Vote.item, Vote.answer, Vote.voter_token)).all()


def votes_under(store: Store, code: str) -> Sequence[Vote]:
    """Every vote that was given under a private code, oldest first; none under no code."""
    question = select(Vote).where(Vote.code == code_of(code)).order_by(Vote.at, Vote.id)
    with store.reading() as session:
        return session.scalars(question).all() if code.strip() else []


def voter_of(session_id: int, token: str) -> str:
    """What is kept of a voter's token: enough to know the same voter again in this workshop, and not in another."""
    return hashlib.sha256(f"{session_id} {token}".encode()).hexdigest()


def code_of(code: str) -> str:
    """What is kept of a private code, which is short: slow to work out, so that nobody tries them all."""
    told = " ".join(code.split())
    if not told:
        return ""
    return hashlib.scrypt(told.encode(), salt=b"milepost votes", n=2**14, r=8, p=1).hex()


def _taken(title: str) -> str:
    return said("There is a workshop named '{title}' already. Choose another name.", title=title)
