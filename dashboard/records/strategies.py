"""The strategy in the records: one, of which every version is kept."""

from typing import Any

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Strategy

FIRST = 0
"""The version seen where there was none."""


def strategy(store: Store) -> Strategy | None:
    """The one that there is."""
    with store.reading() as session:
        return session.scalars(select(Strategy).order_by(Strategy.id).limit(1)).first()


def write(store: Store, by: Actor, seen: int, **facts: Any) -> Strategy:
    """Write it down, or anew; `Conflict` where it is not version `seen` any more. `FIRST`: there was none."""
    with keep.writing(store, by) as pen:
        question = select(Strategy).order_by(Strategy.id).limit(1)
        there = pen.session.scalars(question).first()
        if there is None:
            if seen != FIRST:
                raise keep.Gone(said("There is no such {kind}.", kind=said(Strategy.spoken)))
            return pen.add(Strategy(**facts))
        return pen.change(Strategy, there.id, seen, **facts)


def change(store: Store, by: Actor, id: int, seen: int, **facts: Any) -> Strategy:
    """The same of one that is known by its number."""
    return keep.change(store, Strategy, id, seen, by, **facts)


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    raise BadUse(said("A strategy is not taken away: write it anew."))
