"""Dated notes, drawn on every chart of their scope."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Annotation, Where

LONGEST = 500


def notes(store: Store) -> Sequence[Annotation]:
    """All notes, newest day first."""
    with store.reading() as session:
        question = select(Annotation).order_by(Annotation.starts_on.desc(), Annotation.id.desc())
        return session.scalars(question).all()


def notes_for(
    store: Store, metrics: Iterable[str], first: date | None = None, last: date | None = None
) -> list[Annotation]:
    """Notes about any of these metrics, or about all, that touch the days from first to last, oldest first."""
    return within(notes(store), metrics, first, last)


def within(
    found: Sequence[Annotation],
    metrics: Iterable[str],
    first: date | None = None,
    last: date | None = None,
) -> list[Annotation]:
    """The same out of notes that were read already."""
    names = set(metrics)
    return [
        note
        for note in reversed(found)
        if (not note.metrics or names & set(note.metrics))
        and (first is None or note.ends_on >= first)
        and (last is None or note.starts_on <= last)
    ]


def note(store: Store, id: int) -> Annotation | None:
    with store.reading() as session:
        return session.get(Annotation, id)


def add(
    store: Store,
    by: Actor,
    text: str,
    starts_on: date,
    ends_on: date | None = None,
    metrics: Iterable[str] = (),
    concerns: Where | None = None,
) -> Annotation:
    """Write a note on a day, or on a span whose last day is included; no metrics means all."""
    last = ends_on or starts_on
    written = Annotation(
        text=_checked(text, starts_on, last), starts_on=starts_on, ends_on=last,
        metrics=sorted(set(metrics)), concerns=dict(concerns or {}),
    )  # fmt: skip
    return keep.add(store, written, by)


def change(
    store: Store, by: Actor, id: int, seen: int, *,
    text: str, starts_on: date, ends_on: date, metrics: Iterable[str], concerns: Where,
) -> Annotation:  # fmt: skip
    """Write it anew; `Conflict` where somebody changed it since version `seen`."""
    return keep.change(
        store, Annotation, id, seen, by, text=_checked(text, starts_on, ends_on),
        starts_on=starts_on, ends_on=ends_on, metrics=sorted(set(metrics)), concerns=dict(concerns),
    )  # fmt: skip


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Annotation, id, seen, by)


def _checked(text: str, starts_on: date, ends_on: date) -> str:
    words = text.strip()
    if not words:
        raise BadUse(said("The note is empty. Write what happened."))
    if len(words) > LONGEST:
        raise BadUse(
            said(
                "The note has {length} letters. Write at most {most}.",
                length=len(words), most=LONGEST,
            )
        )  # fmt: skip
    if ends_on < starts_on:
        raise BadUse(said("The last day of the note lies before its first. Choose it again."))
    return words
