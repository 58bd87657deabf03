"""Only some people: any question, asked of a named group."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    case,
    func,
    select,
)
from sqlalchemy.sql import visitors

from queries.marts import business_span, calendar, channel, known_source, origin, person, who

MOST_IN_A_GROUP = 50_000
"""People that a group may hold: their ids travel with every question that it narrows."""

OF_NOBODY = {table.name for table in (who, origin, channel, calendar, known_source, business_span)}
"""Tables that only say what something is; no person adds to them."""


@dataclass(frozen=True)
class People:
    """Some people, as a filter. Two are equal where they hold the same people, whatever they are called."""

    name: str = field(compare=False)
    keys: tuple[str, ...] = field(compare=False, repr=False)
    """'person:' or 'visitor:' before the id, which keeps a customer apart from a cookie of the same spelling."""
    id: str = field(default="", compare=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        keys = tuple(sorted(set(self.keys)))
        object.__setattr__(self, "keys", keys)
        object.__setattr__(self, "digest", sha256("\0".join(keys).encode()).hexdigest())

    def __len__(self) -> int:
        return len(self.keys)

    def applied(self, asked: Select[Any]) -> Select[Any]:
        """A question asked of these people only."""
        return of_people(asked, self)


def key_of(person_id: str, is_visitor: bool) -> str:
    """A person's key, the same in every published version."""
    return f"{'visitor' if is_visitor else 'person'}:{person_id}"


def key_column(table: Table) -> ColumnElement[str]:
    """The same in SQL, of `person` or an alias of it."""
    return case((table.c.is_visitor, "visitor:"), else_="person:") + table.c.person_id


def of_people(asked: Select[Any], people: People) -> Select[Any]:
    """The same question with every table narrowed to these people, under the table's own name.

    `tables_of_nobody` names what cannot be narrowed; ask it first.
    """
    every = everybodys(person)
    wanted = bindparam(None, list(people.keys), type_=ARRAY(String))
    kept = (
        select(every.c.person)
        .where(key_column(every).in_(select(func.unnest(wanted))))
        .cte("kept_person")
    )
    narrowed = [
        select(whole).where(whole.c.person.in_(select(kept.c.person))).cte(whole.name)
        for whole in (everybodys(table) for table in tables_of(asked) if "person" in table.c)
    ]
    return asked.add_cte(*narrowed)


def tables_of_nobody(asked: Select[Any]) -> list[str]:
    """The tables of a question whose rows belong to no person: they cannot be narrowed to people."""
    return [t.name for t in tables_of(asked) if "person" not in t.c and t.name not in OF_NOBODY]


def tables_of(asked: Select[Any]) -> list[Table]:
    """The marts that a question rests on."""
    found: Iterable[Table] = (one for one in visitors.iterate(asked) if isinstance(one, Table))
    return sorted({table for table in found if table.schema is None}, key=lambda t: t.name)


@lru_cache(maxsize=64)
def everybodys(table: Table) -> Table:
    """A mart that no group narrows: for what is true of all data, such as where they end."""
    return table.to_metadata(MetaData(), schema="main")
