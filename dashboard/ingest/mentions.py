"""Where a text names an id: as a whole cell, or as a word of a longer text."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from dashboard.ingest.layout import WHOLE_ROW

INSTEAD = "(forgotten)"
SHORTEST_WORD = 4
"""Shorter ids are looked for as whole cells only: as words they would be found in any text."""


def without(text: str | None, ids: Iterable[str]) -> str | None:
    """A text in which the ids are named no more."""
    for id in sorted(ids, key=len, reverse=True):
        if text and id in text and len(id) >= SHORTEST_WORD:
            text = _word(id).sub(INSTEAD, text)
    return text


def without_stretches(text: str, lengths: Iterable[int], knows: Callable[[str], bool]) -> str:
    """The same where ids are only known when they are seen, of these lengths, the longest first."""
    for length in lengths:
        if SHORTEST_WORD <= length <= len(text):
            text = _without_stretches(text, length, knows)
    return text


def _without_stretches(text: str, length: int, knows: Callable[[str], bool]) -> str:
    parts, done = [], 0
    for start in _starts(text, length):
        if start >= done and knows(text[start : start + length]):
            parts += [text[done:start], INSTEAD]
            done = start + length
    return "".join([*parts, text[done:]])


def stretches(text: str, length: int, is_anywhere: bool) -> Iterator[str]:
    """Every part of a text that is so long: those that are words of it, or all."""
    starts = range(len(text) - length + 1) if is_anywhere else _starts(text, length)
    return (text[start : start + length] for start in starts)


def _starts(text: str, length: int) -> Iterator[int]:
    for found in _START.finditer(text):
        end = found.start() + length
        if end <= len(text) and _END.match(text, end):
            yield found.start()


def without_in_path(path: str, ids: Iterable[str]) -> str:
    """The name of a file in which the ids are named no more; there, a dot ends a word."""
    for id in ids:
        if len(id) >= SHORTEST_WORD:
            path = re.sub(rf"(?<!\w){re.escape(id)}(?!\w)", INSTEAD, path)
    return path


def row_holds(row_json: str, ids: Iterable[str]) -> bool:
    """Whether a row as read holds one of the ids; a row that could not be taken apart, in any of its words."""
    wanted = list(ids)
    return any(
        _cell_holds(name, form, id)
        for name, text in cells(row_json)
        for form in (forms(text) if name == WHOLE_ROW else (text,))
        for id in wanted
    )


def _cell_holds(name: str, text: str, id: str) -> bool:
    if re.sub(r"\.0+$", "", text.strip()) == id or text.strip() == id:
        return True
    is_long = len(id) >= SHORTEST_WORD or name == WHOLE_ROW
    return is_long and bool(_word(id).search(text))


def cells(row_json: str) -> list[tuple[str, str]]:
    """Every text of a row as read with the name of its column."""
    return flat("", json.loads(row_json))


def flat(name: str, value: Any) -> list[tuple[str, str]]:
    """Every text in a JSON value with the key it stands under."""
    match value:
        case dict():
            return [pair for key, inner in value.items() for pair in flat(key, inner)]
        case list():
            return [pair for inner in value for pair in flat(name, inner)]
        case None:
            return []
        case _:
            return [(name, str(value))]


def forms(text: str) -> Iterator[str]:
    """The text as it stands and as the marks of CSV and JSON make it stand for; each once."""
    readings: list[Callable[[str], str]] = [
        str,
        lambda text: text.replace('""', '"'),
        lambda text: text.replace("''", "'"),
        lambda text: _ESCAPED.sub(_meant, text),
    ]
    yield from dict.fromkeys(reading(text) for reading in readings)
    try:
        yield from (value for _, value in flat("", json.loads(text)))
    except (ValueError, RecursionError):
        return


def _meant(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _MEANT.get(found[2], found[2])


_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([^u]))")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


@lru_cache(maxsize=256)
def _word(id: str) -> re.Pattern[str]:
    """Not within a longer name: `ann@x.org` is none in `ann@x.org.uk`, but one before a full stop."""
    return re.compile(_START.pattern + re.escape(id) + _END.pattern)


_START = re.compile(r"(?<!\w)(?<!\w[.@+-])")
_END = re.compile(r"(?!\w)(?![.@+-]\w)")
