"""What was decided, on which figure, and what came of it; and how ready the company was for it on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Decision, Readiness

LONGEST = 5000
"""Letters of what was decided, why, and what came of it."""


def decisions(
    store: Store, session_id: int | None = None, about: str | None = None
) -> Sequence[Decision]:
    """Those of a workshop, or about one thing ('initiative 3'), or all; newest first."""
    question = select(Decision).order_by(Decision.at.desc(), Decision.id.desc())
    if session_id is not None:
        question = question.where(Decision.session_id == session_id)
    if about is not None:
        question = question.where(Decision.about == about)
    with store.reading() as session:
        return session.scalars(question).all()


def decision(store: Store, id: int) -> Decision | None:
    with store.reading() as session:
        return session.get(Decision, id)


def add(store: Store, by: Actor, **facts: Any) -> Decision:
    """Write a decision down, at this instant where `at` does not say another."""
    facts = {"at": keep.utc_now(), **_checked(**facts)}
    with keep.unique(said("There is no such workshop any more: somebody has removed it.")):
        return keep.add(store, Decision(**facts), by)


def change(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> Decision:
    """Write it anew, or what came of it; `Conflict` where somebody changed it since version `seen`."""
    return keep.change(store, Decision, id, seen, by, **_checked(**facts))


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Decision, id, seen, by)


def _checked(**facts: Any) -> dict[str, Any]:
    """Facts as they are kept; `BadUse` where nothing is decided."""
    for name in ("what", "why", "outcome"):
        if name in facts:
            facts[name] = facts[name].strip()
            if len(facts[name]) > LONGEST:
                words = said("The text has {length} letters. Write at most {most}.")
                raise BadUse(said(words, length=len(facts[name]), most=LONGEST))
    if facts.get("what") == "":
        raise BadUse(said("The decision is empty. Write what is decided."))
    if facts.get("who", "").strip():
        facts["who"] = keep.named(facts["who"], said("The name of who does it"))
    elif "who" in facts:
        facts["who"] = ""
    return facts


def checks(store: Store) -> Sequence[Readiness]:
    """Every check of readiness, oldest first."""
    with store.reading() as session:
        return session.scalars(select(Readiness).order_by(Readiness.on_day, Readiness.id)).all()


def add_check(
    store: Store, by: Actor, *, on_day: date, answers: dict[str, Any], session_id: int | None = None
) -> Readiness:
    """Keep how the signs were answered on a day."""
    return keep.add(store, Readiness(on_day=on_day, answers=answers, session_id=session_id), by)


def change_check(
    store: Store, by: Actor, id: int, seen: int, *, answers: dict[str, Any]
) -> Readiness:
    """Answer them anew; `Conflict` where somebody changed it since version `seen`."""
    return keep.change(store, Readiness, id, seen, by, answers=answers)


def remove_check(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Readiness, id, seen, by)
