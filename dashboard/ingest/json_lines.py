"""JSON lines as records: one object per line, read one by one so that a bad one harms no other."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any, TextIO, cast

import pyarrow as pa

from dashboard.errors import Refused
from dashboard.ingest.mapping import Mapping as Declared
from dashboard.ingest.records import Faulty, Records, batch, batch_rows, faulty_batch
from dashboard.ingest.text import unreadable

Pair = tuple[str, Any]
Marks = Mapping[int, str]
"""Columns whose decimals are declared to follow another mark than a point."""
NO_MARKS: Marks = {}


class Number(str):
    """A number as the file writes it: JSON has but one way, whatever a column declares of texts."""


def decimal_marks(mapping: Declared) -> Marks:
    """The marks of a mapping's columns."""
    return {
        index: column.decimal_mark
        for index, column in enumerate(mapping.columns.values())
        if column.decimal_mark != "."
    }


def json_lines(
    stream: TextIO,
    label: str,
    keys: Mapping[str, int],
    header: tuple[str, ...],
    *,
    strict: bool,
    marks: Marks = NO_MARKS,
) -> Records:
    """Rows of the declared columns; `keys` says which key of an object fills which column.

    A key that is not among them refuses the file when `strict`.
    """
    return Records(header, _batches(stream, label, keys, len(header), strict, marks))


def _batches(
    stream: TextIO, label: str, keys: Mapping[str, int], width: int, strict: bool, marks: Marks
) -> Iterator[pa.RecordBatch]:
    number = 1
    first = stream.readline()
    _refuse_one_value(label, first)
    stream = cast(TextIO, chain([first], stream) if first else stream)
    while lines := list(islice(stream, batch_rows())):
        good: list[tuple[int, list[str | None]]] = []
        bad: list[Faulty] = []
        for line, text in enumerate(lines, number):
            row = json_cells(label, line, text, keys, width, strict=strict, marks=marks)
            if isinstance(row, Faulty):
                bad.append(row)
            else:
                good.append((line, row))
        if good:
            yield batch([line for line, _ in good], [row for _, row in good], width)
        if bad:
            yield faulty_batch(bad, width)
        number += len(lines)


def json_cells(
    label: str,
    number: int,
    text: str,
    keys: Mapping[str, int],
    width: int,
    *,
    strict: bool,
    marks: Marks = NO_MARKS,
) -> list[str | None] | Faulty:
    """The cells of one line; `Refused` for an unknown key when `strict`."""
    row: list[str | None] = [None] * width
    if not text.strip():
        return row
    try:
        value = json.loads(
            text,
            parse_float=Number,
            parse_int=Number,
            parse_constant=str,
            object_pairs_hook=_once,
        )
        pairs = list(_flat(value, keys)) if isinstance(value, dict) else None
    except _Doubled:
        return _broken(number, text, "doubled_key")
    except (ValueError, RecursionError):
        pairs = None
    if pairs is None:
        return _broken(number, text, "bad_json")
    for key, item in pairs:
        if key in keys:
            if isinstance(item, list):
                return _broken(number, text, "nested_value")
            if item is not None and row[keys[key]] is not None:
                return _broken(number, text, "doubled_key")
            cell = _text(item)
            mark = marks.get(keys[key])
            row[keys[key]] = cell.replace(".", mark) if mark and isinstance(cell, Number) else cell
        elif strict:
            raise Refused(
                "unknown_key",
                f"{label}, line {number}: key '{_spelt(key)}' is not declared in the mapping. "
                "Declare it there, or say other_columns: ignored.",
            )
    return unreadable(number, "".join(filter(None, row))) or row


def _broken(number: int, text: str, reason: str) -> Faulty:
    return unreadable(number, text) or Faulty(number, reason, text.rstrip("\r\n"))


def _spelt(key: str) -> str:
    """A key as one may print it, even where it holds half a character."""
    return key.encode("utf-8", "backslashreplace").decode()


def _flat(value: dict[str, Any], keys: Mapping[str, int], path: str = "") -> Iterator[Pair]:
    """The items of an object; objects inside it are opened, with a dotted path, unless declared whole."""
    for name, item in value.items():
        key = path + name
        if isinstance(item, dict) and (key not in keys or _has_parts(key, keys)):
            yield from _flat(item, keys, f"{key}.")
        else:
            yield key, item


def _has_parts(key: str, keys: Mapping[str, int]) -> bool:
    return any(declared.startswith(f"{key}.") for declared in keys)


class _Doubled(ValueError):
    """A key stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Doubled
    return found


def _refuse_one_value(label: str, first: str) -> None:
    """An array, or an object spread over lines, is one value; nothing of it can be read by line."""
    start = first.strip().removeprefix("\ufeff")
    if start[:1] == "[" or start == "{":
        raise Refused(
            "not_json_lines",
            f"{label}, line 1: the file is one JSON value, not one object per line. Write one object "
            "per line, e.g. with `jq -c '.[]'`.",
        )


def _text(item: Any) -> str | None:
    if item is None or isinstance(item, str):
        return item
    if isinstance(item, bool):
        return "true" if item else "false"
    return json.dumps(item, ensure_ascii=False)
