"""Forgotten people in the texts of a load: known again by keyed hashes, character for character as `forget` finds them.

Of an id only its hash and its length are kept: every stretch of a text that is as long as a forgotten id is hashed and
looked up. So ids with spaces, quotes or commas are found too.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

import duckdb

from dashboard.ingest.layout import WHOLE_ROW
from dashboard.ingest.mapping import Mapping
from dashboard.ingest.mentions import (
    SHORTEST_WORD,
    cells,
    flat,
    forms,
    stretches,
    without_stretches,
)

NAMES = ("person", "visitor")
NUMBERS = ("order", "ticket")
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Recogniser:
    """Tells whether a text is an id that was forgotten."""

    inner: bytes
    outer: bytes
    digests: frozenset[str]
    lengths: tuple[int, ...]

    def knows(self, text: str, kinds: tuple[str, ...] = NAMES) -> bool:
        return any(self._digest(f"{kind}:{text}") in self.digests for kind in kinds)

    def _digest(self, message: str) -> str:
        within = sha256(self.inner + message.encode(errors="surrogatepass")).digest()
        return sha256(self.outer + within).hexdigest()


def recogniser(connection: duckdb.DuckDBPyConnection) -> Recogniser | None:
    """What tells forgotten ids on this connection; nothing where nobody was forgotten."""
    digests = [
        digest for (digest,) in connection.execute("select digest from forgotten").fetchall()
    ]
    if not digests:
        return None
    lengths = connection.execute(_LENGTHS).fetchall()
    [(inner, outer)] = connection.execute(
        "select getvariable('forgotten_inner'), getvariable('forgotten_outer')"
    ).fetchall()
    return Recogniser(inner, outer, frozenset(digests), tuple(length for (length,) in lengths))


def clean_comments(connection: duckdb.DuckDBPyConnection, known: Recogniser) -> None:
    """Let comments of others say what `forget` would have left of them."""
    cursor = connection.execute("select distinct comment from staged where comment is not null")
    changed = []
    while rows := cursor.fetchmany(_AT_ONCE):
        pairs = [(text, without_stretches(text, known.lengths, known.knows)) for (text,) in rows]
        changed += [(old, new) for old, new in pairs if old != new]
    if changed:
        connection.execute("create or replace temp table cleaned (old varchar, new varchar)")
        connection.executemany("insert into cleaned values ($1, $2)", changed)
        connection.execute(
            "update staged set comment = cleaned.new from cleaned where staged.comment = cleaned.old"
        )


def faulty_lines(
    connection: duckdb.DuckDBPyConnection, known: Recogniser, mapping: Mapping
) -> list[int]:
    """Lines set aside that hold a forgotten id, or nobody but a forgotten order or ticket."""

    def is_theirs(row: str) -> bool:
        return _holds(row, known, mapping.is_fixed_width) or _is_nobodys(row, known, names, numbers)

    names = _cells_of(mapping, NAMES)
    numbers = {kind: _cells_of(mapping, (kind,)) for kind in NUMBERS}
    cursor = connection.execute(_FAULTY)
    lines: list[int] = []
    while rows := cursor.fetchmany(_AT_ONCE):
        lines += [line for line, row in rows if is_theirs(row)]
    return lines


def _holds(row_json: str, known: Recogniser, is_fixed_width: bool) -> bool:
    for name, text in cells(row_json):
        if name == WHOLE_ROW:
            if any(_whole_holds(form, known, is_fixed_width) for form in forms(text)):
                return True
        elif _is_named_in(text, known):
            return True
    return False


def _is_nobodys(
    row_json: str, known: Recogniser, names: set[str], numbers: dict[str, set[str]]
) -> bool:
    """Whether a row is of nobody, and of a forgotten order or ticket."""
    row = [(name, text.strip()) for name, text in cells(row_json) if text.strip()]
    if any(name in names for name, _ in row):
        return False
    return any(
        name in columns and known.knows(text, (kind,))
        for kind, columns in numbers.items()
        for name, text in row
    )


def _cells_of(mapping: Mapping, kinds: tuple[str, ...]) -> set[str]:
    """What the columns may be called in a file that ids of these kinds are made of."""
    sources = [mapping.fields or {}, *(rule.fields for rule in mapping.rules)]
    made_of = [fields.get(f"{kind}_id") for fields in sources for kind in kinds]
    columns = [mapping.columns[name] for _, name in flat("", made_of) if name in mapping.columns]
    return {name for column in columns for name in (column.name, *column.headers)}


def _is_named_in(text: str, known: Recogniser) -> bool:
    """As a whole cell, or as a word of it."""
    bare = text.strip()
    if known.knows(bare) or known.knows(re.sub(r"\.0+$", "", bare)):
        return True
    return without_stretches(text, known.lengths, known.knows) != text


def _whole_holds(text: str, known: Recogniser, is_fixed_width: bool) -> bool:
    """A text that could not be taken apart: any word may be an id, and in columns of fixed width any stretch."""
    for length in known.lengths:
        kinds = NAMES + NUMBERS if length >= SHORTEST_WORD else NAMES
        is_anywhere = is_fixed_width and length >= SHORTEST_WORD
        if any(known.knows(part, kinds) for part in stretches(text, length, is_anywhere)):
            return True
    return False


_LENGTHS = """
select distinct unnest(if(length is null, range(1, 65), [length])) as length from forgotten order by length desc
"""

_FAULTY = "select line, row_json from as_read semi join (from outcome where problem is not null) using (line)"
