"""Where a text names an id: as a whole cell, or as a word of a longer text."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from dashboard.ingest.layout import WHOLE_ROW

INSTEAD = "(forgotten)"
SHORTEST_WORD = 4
"""Shorter ids are looked for as whole cells only: as words they would be found in any text."""


def without(text: str | None, ids: Iterable[str]) -> str | None:
    """A text in which the ids are named no more."""
    for id in ids:
        if text and id in text and len(id) >= SHORTEST_WORD:
            text = _word(id).sub(INSTEAD, text)
    return text


def without_in_path(path: str, ids: Iterable[str]) -> str:
    """The name of a file in which the ids are named no more; there, a dot ends a word."""
    for id in ids:
        if len(id) >= SHORTEST_WORD:
            path = re.sub(rf"(?<!\w){re.escape(id)}(?!\w)", INSTEAD, path)
    return path


def row_holds(row_json: str, ids: Iterable[str]) -> bool:
    """Whether a row as read holds one of the ids; a row that could not be taken apart, in any of its words."""
    wanted = list(ids)
    return any(_cell_holds(name, text, id) for name, text in _cells(row_json) for id in wanted)


def _cell_holds(name: str, text: str, id: str) -> bool:
    if re.sub(r"\.0+$", "", text.strip()) == id or text.strip() == id:
        return True
    is_long = len(id) >= SHORTEST_WORD or name == WHOLE_ROW
    return is_long and bool(_word(id).search(text))


def _cells(row_json: str) -> list[tuple[str, str]]:
    return _flat("", json.loads(row_json))


def _flat(name: str, value: Any) -> list[tuple[str, str]]:
    """Every text in a JSON value with the key it stands under."""
    match value:
        case dict():
            return [pair for key, inner in value.items() for pair in _flat(key, inner)]
        case list():
            return [pair for inner in value for pair in _flat(name, inner)]
        case None:
            return []
        case _:
            return [(name, str(value))]


@lru_cache(maxsize=256)
def _word(id: str) -> re.Pattern[str]:
    """Not within a longer name: `ann@x.org` is none in `ann@x.org.uk`, but one before a full stop."""
    return re.compile(rf"(?<!\w)(?<!\w[.@+-]){re.escape(id)}(?!\w)(?![.@+-]\w)")
