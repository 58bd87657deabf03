"""What is talked about in a workshop, in which order and for how long: made from what matters, changed by hand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.progress import kept_words

SHORTEST, LONGEST = 1, 120
"""Minutes of an item."""
MOST = {"verdict": 6, "goal": 5, "milestone": 4}
"""So many of a kind stand on the agenda by themselves; the others can be added."""
LONGEST_TITLE, LONGEST_TEXT = 200, 5000


class Kind(StrEnum):
    """What an item is about, in the order in which a session takes them."""

    WELCOME = "welcome"
    LOOK_BACK = "look back"
    VERDICT = "verdict"
    GOAL = "goal"
    MILESTONE = "milestone"
    INITIATIVE = "initiative"
    READINESS = "readiness"
    STRATEGY = "strategy"
    GOALS = "goals"
    IDEAS = "ideas"
    TALK = "talk"
    CLOSE = "close"


MINUTES = {
    Kind.WELCOME: 5, Kind.LOOK_BACK: 10, Kind.VERDICT: 8, Kind.GOAL: 10, Kind.MILESTONE: 5, Kind.INITIATIVE: 8,
    Kind.READINESS: 20, Kind.STRATEGY: 20, Kind.GOALS: 25, Kind.IDEAS: 15, Kind.TALK: 10, Kind.CLOSE: 5,
}  # fmt: skip
"""How long an item of a kind usually takes."""


@dataclass(frozen=True)
class Matter:
    """Something that asks for a place on the agenda."""

    kind: Kind
    ref: str
    """'goal 5', 'initiative 3'; '' where it is about nothing in particular."""
    title: str
    why: str
    """As `said`."""
    weight: float = 0.0
    """The heavier, the sooner its turn among those of its kind."""
    minutes: int | None = None


@dataclass(frozen=True)
class Item:
    """One item of an agenda."""

    key: str
    kind: Kind
    ref: str = ""
    title: str = ""
    why: str = ""
    minutes: int = 10
    notes: str = ""
    is_open: bool = False
    """People may vote on it now."""
    is_revealed: bool = False
    """Its votes were shown; none counts after that."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else its row holds."""

    def row(self) -> dict[str, Any]:
        """As a session keeps it."""
        return {
            **self.more, "key": self.key, "kind": self.kind.value, "ref": self.ref,
            "title": kept_words.kept(self.title), "why": kept_words.kept(self.why),
            "minutes": self.minutes, "notes": self.notes, "open": self.is_open, "revealed": self.is_revealed,
        }  # fmt: skip


OWN = ("key", "kind", "ref", "title", "why", "minutes", "notes", "open", "revealed")


def item_of(row: Mapping[str, Any]) -> Item:
    """The item that a row of a session says."""
    return Item(
        key=str(row["key"]), kind=_kind(row.get("kind")), ref=str(row.get("ref") or ""),
        title=kept_words.spoken(row.get("title")), why=kept_words.spoken(row.get("why")),
        minutes=int(row.get("minutes") or 0), notes=str(row.get("notes") or ""),
        is_open=bool(row.get("open")), is_revealed=bool(row.get("revealed")),
        more={name: value for name, value in row.items() if name not in OWN},
    )  # fmt: skip


def _kind(name: Any) -> Kind:
    return Kind(name) if name in set(Kind) else Kind.TALK


def items(rows: Iterable[Mapping[str, Any]]) -> list[Item]:
    return [item_of(row) for row in rows]


def rows(found: Iterable[Item]) -> list[dict[str, Any]]:
    return [item.row() for item in found]


def built(matters: Sequence[Matter]) -> list[Item]:
    """The agenda that these make: decisions first, then what was found, what needs a look, and what to choose."""
    return numbered([*_chosen(matters), CLOSING])


def left_out(matters: Sequence[Matter]) -> list[Matter]:
    """Those for which there was no room, the heaviest first."""
    chosen = set(map(_of, _chosen(matters)))
    return sorted((m for m in matters if _of(m) not in chosen), key=lambda m: -m.weight)


def _of(matter: Matter) -> tuple[Kind, str]:
    return matter.kind, matter.ref


def _chosen(matters: Sequence[Matter]) -> list[Matter]:
    found: list[Matter] = []
    for kind in Kind:
        own = sorted((m for m in matters if m.kind is kind), key=lambda m: -m.weight)
        found += own[: MOST.get(kind.value, len(own))]
    return found


CLOSING = Matter(
    Kind.CLOSE, "", said("Who does what, and when we meet again"),
    said("Read the decisions aloud: each has somebody who does it and a day."),
)  # fmt: skip
FIRST = (
    Matter(
        Kind.WELCOME, "", said("Why we are here"),
        said("Two or three goals for the quarter, what we do for them, and how we will know that it worked."),
    ),
    Matter(
        Kind.READINESS, "", said("Are we ready for a customer strategy?"),
        said("Seven signs that a company is not; each that applies has its remedy."),
    ),
    Matter(
        Kind.STRATEGY, "", said("Vision, strengths and weaknesses"),
        said("One sentence that everybody here would sign, and what helps and hinders it."),
    ),
    Matter(
        Kind.GOALS, "", said("Two or three goals for the quarter"),
        said("More than three are goals for nobody. Which numbers are to move, by how much, and who answers for each?"),
    ),
    Matter(
        Kind.IDEAS, "", said("First ideas, and which to try"),
        said("Each idea names its goal and the effect that it promises; everybody spends five dots."),
    ),
)  # fmt: skip
"""The first session of a company that has none behind it."""


def first() -> list[Item]:
    """The agenda of a first session."""
    return numbered([*FIRST, CLOSING])


def numbered(matters: Iterable[Matter]) -> list[Item]:
    """Items with a key of their own each."""
    return [of_matter(matter, str(n)) for n, matter in enumerate(matters, 1)]


def of_matter(matter: Matter, key: str) -> Item:
    minutes = MINUTES[matter.kind] if matter.minutes is None else matter.minutes
    return Item(key, matter.kind, matter.ref, matter.title, matter.why, minutes)


def added(found: Sequence[Item], matter: Matter) -> list[Item]:
    """With one more item, before the closing one; `BadUse` where its title is a speech."""
    if len(matter.title) > LONGEST_TITLE:
        words = said("The text has {length} letters. Write at most {most}.")
        raise BadUse(said(words, length=len(matter.title), most=LONGEST_TITLE))
    item = of_matter(matter, _free_key(found))
    ends = bool(found) and found[-1].kind is Kind.CLOSE
    return [*found[:-1], item, found[-1]] if ends else [*found, item]


def _free_key(found: Sequence[Item]) -> str:
    """No key is given twice, also not that of an item that was taken out: votes go by it."""
    numbers = [int(item.key) for item in found if re.fullmatch(r"\d+", item.key)]
    taken = max((int(item.more.get("taken", 0)) for item in found), default=0)
    return str(max([taken, *numbers], default=0) + 1)


def without(found: Sequence[Item], key: str) -> list[Item]:
    """Without an item; the first that is left remembers that its key was taken."""
    kept = [item for item in found if item.key != key]
    if kept and key.isdigit():
        taken = max(int(key), int(kept[0].more.get("taken", 0)))
        kept[0] = replace(kept[0], more={**kept[0].more, "taken": taken})
    return kept


def moved(found: Sequence[Item], key: str, by: int) -> list[Item]:
    """With an item so many places further down; it stops at either end."""
    at = position(found, key)
    rest = [item for item in found if item.key != key]
    rest.insert(min(max(at + by, 0), len(rest)), found[at])
    return rest


def changed(found: Sequence[Item], key: str, **facts: Any) -> list[Item]:
    """With other facts of one item; `BadUse` where they cannot be so."""
    minutes = facts.get("minutes")
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise BadUse(said("An item takes {least} to {most} minutes.", least=SHORTEST, most=LONGEST))
    if len(str(facts.get("notes") or "")) > LONGEST_TEXT:
        raise BadUse(said("The notes are too long. Write at most {most} letters.", most=LONGEST_TEXT))  # fmt: skip
    at = position(found, key)
    return [replace(item, **facts) if n == at else item for n, item in enumerate(found)]


def opened(found: Sequence[Item], key: str) -> list[Item]:
    """With the vote on one item open; on no other at the same time. What was revealed stays closed."""
    if found[position(found, key)].is_revealed:
        raise BadUse(
            said("The votes on this item were shown already. A new vote needs a new item.")
        )
    return [replace(item, is_open=item.key == key) for item in found]


def position(found: Sequence[Item], key: str) -> int:
    """Where an item stands; `BadUse` where it is not on the agenda."""
    for n, item in enumerate(found):
        if item.key == key:
            return n
    raise BadUse(said("This item is no longer on the agenda: somebody has taken it out."))


def minutes(found: Iterable[Item]) -> int:
    """How long all of it takes."""
    return sum(item.minutes for item in found)


def about(ref: str) -> tuple[str, int] | None:
    """('goal', 5) of 'goal 5'; None where it names nothing."""
    kind, _space, number = ref.partition(" ")
    return (kind, int(number)) if kind and number.isdigit() else None
