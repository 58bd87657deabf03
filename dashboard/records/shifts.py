"""Shifts that somebody confirmed: from a day on, another level of a metric is the normal one."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Shift, Where

LONGEST = 500


def shifts(store: Store) -> Sequence[Shift]:
    """All confirmed shifts, oldest day first."""
    with store.reading() as session:
        return session.scalars(select(Shift).order_by(Shift.on_day, Shift.id)).all()


def shifts_of(
    found: Sequence[Shift], metric: str, grain: str, concerns: Mapping[str, Sequence[str]]
) -> list[Shift]:
    """Those of a metric by this step and under exactly these filters, oldest first."""
    about = {name: sorted(values) for name, values in concerns.items()}
    return [
        shift
        for shift in found
        if (shift.metric, shift.grain) == (metric, grain)
        and {name: sorted(values) for name, values in shift.concerns.items()} == about
    ]


def add(
    store: Store, by: Actor, metric: str, grain: str, concerns: Where, on_day: date, text: str = ""
) -> Shift:
    """From this day on, what the metric shows under these filters is its new normal."""
    shift = Shift(
        metric=metric, grain=grain, concerns=dict(concerns), on_day=on_day, text=_checked(text)
    )
    return keep.add(store, shift, by)


def change(store: Store, by: Actor, id: int, seen: int, *, on_day: date, text: str) -> Shift:
    """Another day, or another reason; `Conflict` where somebody changed it since version `seen`."""
    return keep.change(store, Shift, id, seen, by, on_day=on_day, text=_checked(text))


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Shift, id, seen, by)


def _checked(text: str) -> str:
    words = text.strip()
    if len(words) > LONGEST:
        raise BadUse(
            said(
                "The reason has {length} letters. Write at most {most}.",
                length=len(words), most=LONGEST,
            )
        )  # fmt: skip
    return words
