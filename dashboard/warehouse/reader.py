"""The one way to a number: `read(viewer, question, slice)` narrows, runs and caches.

Published versions are opened read-only and locked: no file, no network, no setting can be reached through them.
"""

import contextlib
import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from sqlalchemy import Select
from sqlalchemy.engine.default import DefaultDialect

from dashboard.access import Viewer
from dashboard.errors import BadUse, Damaged, JustDamaged, NoWarehouse
from dashboard.paths import Home
from dashboard.paths import home as default_home
from dashboard.warehouse import whole
from dashboard.warehouse.publish import FINGERPRINT, LOCKED, fingerprint_of
from dashboard.warehouse.shown import shown_to
from queries.kept_people import People, tables_of_nobody
from queries.slice import Slice

Question = Callable[[Slice], Select[Any]]
Row = dict[str, Any]

CACHED_ANSWERS = 4096

_DIALECT = DefaultDialect(paramstyle="numeric_dollar")
_guard = threading.RLock()
_bases: dict[str, duckdb.DuckDBPyConnection] = {}
_answers: OrderedDict[tuple[Any, ...], tuple[Row, ...]] = OrderedDict()
_in_use: Counter[str] = Counter()
_known: set[str] = set()
_emptied: list[Callable[[], None]] = []
_home: Home | None = None
_pinned: ContextVar[str | None] = ContextVar("pinned_version", default=None)
_uncached: ContextVar[bool] = ContextVar("uncached", default=False)


@dataclass(frozen=True)
class Statement:
    """Compiled SQL with `$1`-style parameters and their values in order."""

    sql: str
    parameters: list[Any]

    def readable(self) -> str:
        """The SQL with its parameters listed in a comment, for people."""
        listed = [f"-- ${n} = {_literal(value)}" for n, value in enumerate(self.parameters, 1)]
        return "\n".join([self.sql, *listed])


def _literal(value: Any) -> str:
    """A value as SQL writes it."""
    match value:
        case bool():
            return str(value).lower()
        case datetime():
            return f"timestamp '{value}'"
        case date():
            return f"date '{value}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case bytes():
            return "a secret"
        case list():
            return f"[{', '.join(map(_literal, value))}]"
        case _:
            return "null" if value is None else str(value)


def use(home: Home) -> None:
    """Choose the home that this process reads from."""
    global _home
    _home = home


def home() -> Home:
    return _home or default_home()


def read(viewer: Viewer, question: Question, slice: Slice) -> tuple[Row, ...]:
    """Rows of a question as dictionaries, for what this viewer may see of the slice."""
    lists_people = getattr(question, "lists_people", False)
    if lists_people:
        refuse_people(viewer)
    if getattr(question, "names_people", False):
        refuse_ids(viewer)
    if getattr(question, "spans_regions", False) and viewer.regions is not None:
        raise BadUse("This holds rows of every region; you may see only your own.")
    rows = _read(question, narrow(viewer, slice))
    return shown_to(viewer, rows, home()) if lists_people else rows


def _read(question: Question, narrowed: Slice) -> tuple[Row, ...]:
    with pinned() as path:
        if _uncached.get() and question.__module__ != "queries.history":
            return _run(path, question, narrowed)
        if getattr(question, "is_asked_once", False):
            return _run(path, question, narrowed)
        key = (path, narrowed, question.__module__, question.__qualname__)
        found = _remembered(key)
        if found is None:
            found = _run(path, question, narrowed)
            _remember(key, found)
        return found


def read_anew(question: Question, slice: Slice) -> tuple[Row, ...]:
    """Rows straight from the file, whatever is remembered: proof that it can be read."""
    with pinned() as path:
        return _run(path, question, slice)


def narrow(viewer: Viewer, slice: Slice) -> Slice:
    """The part of a slice that the viewer may see; nothing where the viewer has no region."""
    if viewer.regions is None:
        return slice
    return slice.filtered("region", sorted(viewer.regions))


def statement(question: Question, slice: Slice) -> Statement:
    """The SQL behind an answer, as it is run."""
    asked = question(slice)
    if slice.people is not None:
        asked = _of_people(asked, slice.people)
    compiled = asked.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    positions = compiled.positiontup or []
    return Statement(str(compiled), [compiled.params[name] for name in positions])


def _of_people(asked: Select[Any], people: People) -> Select[Any]:
    """The question asked of these people only; `BadUse` where some of it belongs to nobody."""
    of_nobody = tables_of_nobody(asked)
    if of_nobody:
        raise BadUse(
            f"This cannot be narrowed to the people of '{people.name}': it rests on "
            f"{', '.join(of_nobody)}, whose rows belong to no person. Take the group out."
        )
    return people.applied(asked)


def version_path() -> str:
    """The file of the version in use: the one that is pinned, else the current one, else the last good one."""
    held = _pinned.get()
    if held:
        return held
    let_go()
    return str(whole.in_use(home()).version.path)


@contextlib.contextmanager
def pinned() -> Iterator[str]:
    """Everything read inside comes from one version, even while another is published or this one removed."""
    path = _held_open()
    token = _pinned.set(path)
    try:
        yield path
    finally:
        _pinned.reset(token)
        with _guard:
            _in_use[path] -= 1
            if not _in_use[path]:
                del _in_use[path]


def _held_open() -> str:
    """The version in use, open and counted as being read."""
    while True:
        path = version_path()
        with _guard:
            _in_use[path] += 1
        try:
            _base(path)
            return path
        except BaseException as error:
            with _guard:
                _in_use[path] -= 1
            if not isinstance(error, JustDamaged) or _pinned.get():
                raise  # a file damaged, or removed between looking and opening, is passed over


@contextlib.contextmanager
def uncached() -> Iterator[None]:
    """Every read of a number inside runs its query; for benchmarks."""
    token = _uncached.set(True)
    try:
        yield
    finally:
        _uncached.reset(token)


def _run(path: str, question: Question, slice: Slice) -> tuple[Row, ...]:
    asked = statement(question, slice)
    cursor = _base(path).cursor()
    try:
        if getattr(question, "returns_lists", False):
            return _rows_with_arrays(cursor, asked)
        cursor.execute(asked.sql, asked.parameters)
        names = [column[0] for column in cursor.description or ()]
        return tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    except duckdb.Error as error:
        if not _is_of_storage(error):
            raise
        raise _found_damaged(path, error) from error
    finally:
        cursor.close()


def damage() -> str:
    """Which version is damaged, which is shown instead and what to do; '' where all is well."""
    return whole.in_use(home()).damage


def check_thoroughly() -> None:
    """Hash the version in use, once, however large it is."""
    whole.fault(Path(version_path()), is_thorough=True)


def _is_of_storage(error: duckdb.Error) -> bool:
    kinds = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException)
    return isinstance(error, kinds) or "Corrupt database file" in str(error)


def _found_damaged(path: str, error: duckdb.Error) -> Damaged:
    """What a failed read comes to: the file is passed over from now on, unless it is whole after all."""
    words = str(error).splitlines()[0]
    if os.path.exists(path) and not whole.fault(Path(path), is_thorough=True):
        return Damaged(f"{path} could not be read ({words}) though it is whole. Try again.")
    whole.mark(Path(path), words)
    with _guard:
        _bases.pop(path, None)
    return JustDamaged(f"{path} is damaged: {words}")


def _rows_with_arrays(cursor: duckdb.DuckDBPyConnection, asked: Statement) -> tuple[Row, ...]:
    """Rows in which a list of numbers is a numpy array: a hundred thousand waits are read at once."""
    table = cursor.sql(asked.sql, params=asked.parameters).to_arrow_table()
    columns = {name: _column(table.column(name).combine_chunks()) for name in table.column_names}
    return tuple(
        dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
    )


def _column(values: Any) -> list[Any]:
    if not pa.types.is_list(values.type):
        found: list[Any] = values.to_pylist()
        return found
    numbers, ends = values.values.to_numpy(zero_copy_only=False), values.offsets.to_numpy()
    return [numbers[start:end] for start, end in pairwise(ends)]


def _base(path: str) -> duckdb.DuckDBPyConnection:
    """The shared read-only connection to a version; dropped, never closed, when another is opened."""
    with _guard:
        if path not in _bases:
            idle = [other for other in _bases if not _in_use[other]]
            for other in idle[: max(0, len(_bases) - 2)]:
                del _bases[other]
            _bases[path] = _opened(path)
            _known.add(path)
        return _bases[path]


def _opened(path: str) -> duckdb.DuckDBPyConnection:
    try:
        base = duckdb.connect(path, read_only=True, config=dict(LOCKED))
    except duckdb.Error as error:
        raise _found_damaged(path, error) from error
    if fingerprint_of(base) != FINGERPRINT:
        raise NoWarehouse(
            f"The published version {path} was built by another release of Milepost. "
            "Build it anew from what is loaded with `milepost publish`."
        )
    return base


def _remembered(key: tuple[Any, ...]) -> tuple[Row, ...] | None:
    with _guard:
        found = _answers.get(key)
        if found is not None:
            _answers.move_to_end(key)
        return found


def _remember(key: tuple[Any, ...], rows: tuple[Row, ...]) -> None:
    with _guard:
        _answers[key] = rows
        while len(_answers) > CACHED_ANSWERS:
            _answers.popitem(last=False)


def let_go() -> None:
    """Drop connections to versions whose file was removed, and every answer that they gave.

    A removed file lives on for as long as a process holds it open: a person who was forgotten would be in it.
    """
    with _guard:
        gone = {path for path in _known if not _in_use[path] and not os.path.exists(path)}
        if not gone:
            return
        _known.difference_update(gone)
        for path in gone:
            _bases.pop(path, None)
        for key in [key for key in _answers if key[0] in gone]:
            del _answers[key]
    for empty in _emptied:
        empty()


def emptied_with_versions(empty: Callable[[], None]) -> None:
    """`empty` is called when a version was removed: for what is kept elsewhere under a version's name."""
    _emptied.append(empty)


def forget_answers() -> None:
    """Empty the cache of answers."""
    with _guard:
        _answers.clear()


def refuse_people(viewer: Viewer) -> None:
    """`BadUse` for a viewer who may not see single people."""
    if not viewer.may_see_people:
        raise BadUse("You may see numbers but not single people. Ask whoever runs this Milepost.")


def refuse_ids(viewer: Viewer) -> None:
    """`BadUse` for a viewer who may see people under pseudonyms only."""
    if not (viewer.may_see_people and viewer.may_see_ids):
        raise BadUse(
            "This says who people are; you may see them under pseudonyms only. Ask whoever runs this Milepost."
        )
