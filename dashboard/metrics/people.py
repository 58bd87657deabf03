"""People behind a number: who they are, how many, and as a group that can be kept."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics.coverage import EVER
from dashboard.warehouse import reader
from dashboard.warehouse.pseudonyms import mask
from queries import history
from queries.kept_people import MOST_IN_A_GROUP, key_of
from queries.people import Members, Wanted, keys_of, people_count_of, people_of
from queries.slice import Slice

Row = dict[str, Any]
Named = tuple[str, bool]
"""What a row calls a person (an id or a pseudonym), and whether it is a visitor."""


@dataclass(frozen=True)
class Count:
    """How many people stand behind a number, and what rows of nobody add to it."""

    people: int
    found: int
    """Those whom a search finds; all of them where nothing is searched for."""
    nobodys_numerator: float
    nobodys_denominator: float


def wanted(viewer: Viewer, text: str = "", order: str = "adds") -> Wanted:
    """What a viewer searches for, by nothing that they may not see."""
    asked = Wanted(text.strip(), order)
    if asked.text and viewer.regions is not None:
        asked = replace(asked, regions=viewer.regions)
    if asked.text and not viewer.may_see_ids:
        hidden = mask(reader.home())
        asked = replace(asked, pads=(hidden.inner, hidden.outer))
    return asked


def listed(viewer: Viewer, members: Members, slice: Slice, asked: Wanted) -> tuple[Row, ...]:
    """The people, at most as many as a list may have."""
    rows = reader.read(viewer, people_of(members, asked), slice)
    if knows_closings():
        return rows
    return tuple({**row, "open_tickets": None} for row in rows)


def knows_closings() -> bool:
    """Some feed says when tickets are closed; without, none is known to be open."""
    given = reader.read(EVERYONE, history.feed_events, EVER)
    return any(row["event"] == "ticket_closed" for row in given)


def counted(viewer: Viewer, members: Members, slice: Slice, asked: Wanted) -> Count:
    [row] = reader.read(viewer, people_count_of(members), slice)
    found = row
    if asked.text:
        reader.refuse_people(viewer)
        [found] = reader.read(viewer, people_count_of(members, asked), slice)
    nobodys = (float(row[f"nobodys_{part}"]) for part in ("numerator", "denominator"))
    return Count(int(row["people"]), int(found["people"]), *nobodys)


def keys(
    viewer: Viewer,
    members: Members,
    slice: Slice,
    asked: Wanted,
    chosen: Collection[Named] | None = None,
) -> tuple[str, ...]:
    """The keys of the people, to be kept as a group: those chosen by what a row calls them, else all.

    Keys hold ids: they go into the records, not before the eyes of a viewer.
    """
    reader.refuse_people(viewer)
    if chosen is not None:
        return _keys_of_rows(viewer, members, slice, asked, chosen)
    rows = reader.read(_with_ids(viewer), keys_of(members, asked), slice)
    if len(rows) > MOST_IN_A_GROUP:
        raise BadUse(
            said(
                "A group holds at most {most} people; these are more. "
                "Narrow them by a filter or a shorter window first.",
                most=f"{MOST_IN_A_GROUP:,}",
            )
        )
    return tuple(row["key"] for row in rows)


def _keys_of_rows(
    viewer: Viewer, members: Members, slice: Slice, asked: Wanted, chosen: Collection[Named]
) -> tuple[str, ...]:
    named = {(id, bool(is_visitor)) for id, is_visitor in chosen}
    rows = reader.read(_with_ids(viewer), people_of(members, asked), slice)
    return tuple(
        key_of(row["person_id"], row["is_visitor"])
        for row in rows
        if (name_of(viewer, row["person_id"], row["is_visitor"]), row["is_visitor"]) in named
    )


def _with_ids(viewer: Viewer) -> Viewer:
    """For what the program itself must know; nothing of it is shown."""
    return replace(viewer, may_see_ids=True)


def name_of(viewer: Viewer, person_id: str, is_visitor: bool) -> str:
    """What a viewer may call a person: the id, or a pseudonym."""
    if viewer.may_see_ids:
        return person_id
    return mask(reader.home()).pseudonym(person_id, is_visitor)
