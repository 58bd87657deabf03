"""What people say about a goal on a day, and what they will do about it. Neither changes a number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Action, CheckIn

STATUSES = ("met", "on track", "at risk", "off track", "too early to tell")
"""As the computed status has them, and in its words."""
LONGEST = 2000
NO_GOAL = said("There is no such goal any more: somebody has removed it.")


def check_ins(store: Store, goal_id: int | None = None) -> Sequence[CheckIn]:
    """Those of a goal, or of all; newest day first."""
    question = select(CheckIn).order_by(CheckIn.on_day.desc(), CheckIn.id.desc())
    if goal_id is not None:
        question = question.where(CheckIn.goal_id == goal_id)
    with store.reading() as session:
        return session.scalars(question).all()


def add(
    store: Store, by: Actor, goal_id: int, *, on_day: date, status: str, text: str = "",
    confidence: int | None = None, value: float | None = None, chance: float | None = None,
    actions: Sequence[dict[str, Any]] = (),
) -> CheckIn:  # fmt: skip
    """Say something about a goal, with the value and chance of that day, and actions (text, owner, due_on)."""
    made = CheckIn(
        goal_id=goal_id, on_day=on_day, value=value, chance=chance,
        **_checked(status=status, confidence=confidence, text=text),
    )  # fmt: skip
    todo = [_checked_action(**facts) for facts in actions]
    with keep.writing(store, by) as pen, keep.unique(NO_GOAL):
        pen.add(made)
        for facts in todo:
            pen.add(Action(goal_id=goal_id, check_in_id=made.id, **facts))
        return made


def change(
    store: Store, by: Actor, id: int, seen: int, *, status: str, confidence: int | None, text: str
) -> CheckIn:
    """Write it anew; its day stays, with value and chance. `Conflict` where somebody changed it since `seen`."""
    facts = _checked(status=status, confidence=confidence, text=text)
    return keep.change(store, CheckIn, id, seen, by, **facts)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    """Take it away; its actions stay, since somebody may be at them."""
    keep.remove(store, CheckIn, id, seen, by)


def _checked(*, status: str, confidence: int | None, text: str) -> dict[str, Any]:
    if status not in STATUSES:
        raise unknown("status", status, STATUSES)
    if confidence is not None and not 0 <= confidence <= 100:
        raise BadUse(
            said("Confidence is {confidence}. It goes from 0 to 100 %.", confidence=confidence)
        )
    return {"status": status, "confidence": confidence, "text": _short(text.strip())}


def _short(words: str) -> str:
    if len(words) > LONGEST:
        raise BadUse(
            said("The text has {length} letters. Write at most {most}.", length=len(words), most=LONGEST)
        )  # fmt: skip
    return words


def actions(store: Store, goal_id: int | None = None) -> Sequence[Action]:
    """Those of a goal, or of all: open ones by due date, those without one last; then done ones, newest first."""
    question = select(Action)
    if goal_id is not None:
        question = question.where(Action.goal_id == goal_id)
    with store.reading() as session:
        found = session.scalars(question).all()
    return sorted(found, key=_by_need)


def _by_need(action: Action) -> tuple[Any, ...]:
    if action.done_on:
        return (True, -action.done_on.toordinal(), action.id)
    return (False, (action.due_on or date.max).toordinal(), action.id)


def add_action(
    store: Store, by: Actor, *, text: str, owner: str = "", due_on: date | None = None,
    goal_id: int | None = None, check_in_id: int | None = None,
) -> Action:  # fmt: skip
    """Something to be done by somebody by a day."""
    facts = _checked_action(text=text, owner=owner, due_on=due_on)
    with keep.unique(NO_GOAL):
        return keep.add(store, Action(goal_id=goal_id, check_in_id=check_in_id, **facts), by)


def change_action(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> Action:
    """Give it another text, owner, day, or the day on which it was done (None: it is open again)."""
    facts = {**facts, **_checked_action(**{n: facts[n] for n in ("text", "owner") if n in facts})}
    return keep.change(store, Action, id, seen, by, **facts)


def remove_action(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Action, id, seen, by)


def _checked_action(**facts: Any) -> dict[str, Any]:
    """Facts as they are kept; `BadUse` where there is nothing to do."""
    if "text" in facts:
        facts["text"] = _short(" ".join(str(facts["text"]).split()))
        if not facts["text"]:
            raise BadUse(said("The action is empty. Write what is to be done."))
    if str(facts.get("owner") or "").strip():
        facts["owner"] = keep.named(facts["owner"], "The owner")
    elif "owner" in facts:
        facts["owner"] = ""
    return facts
