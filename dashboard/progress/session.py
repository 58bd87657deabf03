"""A workshop from its plan to its end: built, opened, voted, decided, looked back on."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.progress import agenda, matters, private_codes, snapshot
from dashboard.progress.agenda import Item, Kind, Matter
from dashboard.records import decisions, keep
from dashboard.records import sessions as records
from dashboard.records.keep import Actor, Conflict
from dashboard.records.store import Store
from dashboard.records.tables import Decision, Session

TRIES = 5
"""So often an agenda is read again where somebody changed it at the same time."""
GONE = said("There is no such workshop any more: somebody has removed it.")


def plan(
    store: Store, by: Actor, viewer: Viewer, *, title: str, planned_on: date, is_first: bool, today: date
) -> Session:  # fmt: skip
    """A new workshop with the agenda that matters, or with that of a first session."""
    found = agenda.first() if is_first else _built(viewer, store, today)
    return records.add(
        store, by, title=title, planned_on=planned_on, quarter=quarter_of(planned_on),
        agenda=agenda.rows(found),
    )  # fmt: skip


def _built(viewer: Viewer, store: Store, today: date) -> list[Item]:
    return agenda.built(matters.matters(viewer, store, today))


def quarter_of(day: date) -> str:
    """'2026-Q4'."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def free_title(title: str, taken: Collection[str]) -> str:
    """The title, or the first of 'title (2)', 'title (3)' … that no other workshop has."""
    n = 1
    while (told := f"{title} ({n})" if n > 1 else title) in taken:
        n += 1
    return told


def items(session: Session) -> list[Item]:
    return agenda.items(session.agenda)


def shown(session: Session, store: Store) -> list[Item]:
    """Its items as they are now: a look back says how many decisions wait by this time, not how many did."""
    return [
        replace(item, why=matters.look_back_words(store, session))
        if item.kind is Kind.LOOK_BACK
        else item
        for item in items(session)
    ]


def start(store: Store, by: Actor, id: int, seen: int) -> Session:
    """It begins now; the votes have a token."""
    return records.change(
        store, by, id, seen, state="running", started_at=keep.utc_now(),
        vote_token=private_codes.new_token(),
    )  # fmt: skip


def finish(store: Store, by: Actor, id: int, seen: int) -> Session:
    """It is over: no vote counts any more, and the token leads nowhere."""
    session = _found(store, id)
    closed = [row | {"open": False} for row in session.agenda]
    return records.change(
        store, by, id, seen, state="finished", finished_at=keep.utc_now(), vote_token="", agenda=closed
    )  # fmt: skip


def build_anew(store: Store, by: Actor, viewer: Viewer, id: int, today: date) -> Session:
    """What matters today, in place of the agenda that is there."""
    found = _built(viewer, store, today)
    return _changed(store, by, id, lambda _items: found)


def add_item(store: Store, by: Actor, id: int, matter: Matter) -> Session:
    return _changed(store, by, id, lambda found: agenda.added(found, matter))


def remove_item(store: Store, by: Actor, id: int, key: str) -> Session:
    return _changed(store, by, id, lambda found: agenda.without(found, key))


def move_item(store: Store, by: Actor, id: int, key: str, by_places: int) -> Session:
    return _changed(store, by, id, lambda found: agenda.moved(found, key, by_places))


def set_minutes(store: Store, by: Actor, id: int, key: str, minutes: int) -> Session:
    return _changed(store, by, id, lambda found: agenda.changed(found, key, minutes=minutes))


def open_vote(store: Store, by: Actor, id: int, key: str) -> Session:
    """Voters are asked about this item now, and about no other."""
    return _changed(store, by, id, lambda found: agenda.opened(found, key))


def reveal(store: Store, by: Actor, id: int, key: str) -> Session:
    """The votes are shown; none counts after that."""
    facts = {"is_open": False, "is_revealed": True}
    return _changed(store, by, id, lambda found: agenda.changed(found, key, **facts))


def note(store: Store, by: Actor, id: int, key: str, seen: str, notes: str) -> Session:
    """Notes on one item; `Conflict` where somebody wrote other ones since they were `seen`."""
    if len(notes) > agenda.LONGEST_TEXT:
        raise BadUse(
            said("The notes are too long. Write at most {most} letters.", most=agenda.LONGEST_TEXT)
        )
    return records.change_item(store, by, id, key, {"notes": seen}, notes=notes)


def _changed(
    store: Store, by: Actor, id: int, change: Callable[[list[Item]], list[Item]]
) -> Session:
    """One step on the agenda as it is now: what somebody else changed at the same time stays."""
    for left in reversed(range(TRIES)):
        session = _found(store, id)
        changed = agenda.rows(change(items(session)))
        try:
            return records.change(store, by, id, session.version, agenda=changed)
        except Conflict:
            if not left:
                raise
    raise AssertionError("unreachable")


def _found(store: Store, id: int) -> Session:
    session = records.session(store, id)
    if session is None:
        raise keep.Gone(GONE)
    return session


def decide(
    store: Store, by: Actor, viewer: Viewer, session_id: int, key: str, *, what: str, why: str, who: str,
    due: date | None, today: date,
) -> Decision:  # fmt: skip
    """Write a decision down with the figure and the rows on which it is made; `BadUse` where its day is past."""
    if due is not None and due < today:
        words = said(
            "It is due on {due}, and it is decided on {today}. Choose a day that is not past."
        )
        raise BadUse(said(words, due=due, today=today))
    found = items(_found(store, session_id))
    item = found[agenda.position(found, key)]
    return decisions.add(
        store, by, what=what, why=why, who=who, due=due, session_id=session_id, item=key, about=item.ref,
        figure=snapshot.snapshot(item, session_id, viewer, store),
    )  # fmt: skip


def look_back(store: Store, by: Actor, id: int, seen: int, outcome: str, on: date) -> Decision:
    """What happened, in words, as it was seen on a day."""
    if not outcome.strip():
        raise BadUse(said("Write what happened in a few words."))
    return decisions.change(store, by, id, seen, outcome=outcome, outcome_on=on)


def of_token(store: Store, token: str) -> Session | None:
    """The running workshop that a token leads to; None for any other token."""
    if not token:
        return None
    for session in records.sessions(store):
        told = session.vote_token
        if told and session.state == "running" and secrets.compare_digest(told.encode(), token.encode()):  # fmt: skip
            return session
    return None


def open_item(session: Session) -> Item | None:
    """The item that is voted on now."""
    return next((one for one in items(session) if one.is_open and not one.is_revealed), None)
