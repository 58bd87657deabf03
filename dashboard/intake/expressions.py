"""Where the value of a field comes from and which rows are meant: as a form shows it, and as a mapping says it.

What a form cannot take apart, it keeps as it is.
"""

from dataclasses import dataclass
from typing import Any

NOWHERE, COLUMN, PRODUCT, CONSTANT, KEPT = "nowhere", "column", "product", "constant", "kept"
EVERY, AMONG, FILLED, EMPTY, AT_LEAST_0, BELOW_0, ABOVE_0 = (
    "every", "among", "filled", "empty", "at least 0", "below 0", "above 0",
)  # fmt: skip
_SIGNS = {AT_LEAST_0: "at_least", BELOW_0: "below", ABOVE_0: "above"}
CONDITIONS = (EVERY, AMONG, FILLED, EMPTY, AT_LEAST_0, BELOW_0, ABOVE_0)


@dataclass(frozen=True)
class Source:
    """Where the value of a field comes from."""

    kind: str = NOWHERE
    columns: tuple[str, ...] = ()
    constant: str = ""
    is_negative: bool = False
    kept: Any = None
    """An expression that the form cannot take apart."""


@dataclass(frozen=True)
class Condition:
    """Which rows are meant."""

    kind: str = EVERY
    column: str = ""
    words: tuple[str, ...] = ()
    kept: Any = None


def source_of(spec: Any) -> Source:
    """What the form shows of an expression."""
    match spec:
        case None:
            return Source()
        case str():
            return Source(COLUMN, (spec,))
        case {"column": str(name), **rest} if not rest:
            return Source(COLUMN, (name,))
        case {"product": [str(one), str(other)], **rest} if not rest:
            return Source(PRODUCT, (one, other))
        case {"constant": value, **rest} if not rest:
            return Source(CONSTANT, constant=str(value))
        case {"negative": inner, **rest} if not rest and source_of(inner).kind in (COLUMN, PRODUCT):
            inside = source_of(inner)
            return Source(inside.kind, inside.columns, is_negative=not inside.is_negative)
        case _:
            return Source(KEPT, kept=spec)


def spec_of(source: Source) -> Any:
    """The expression that a form means; None for no field."""
    match source.kind:
        case "column":
            found: Any = source.columns[0]
        case "product":
            found = {"product": list(source.columns)}
        case "constant":
            return {"constant": source.constant} if source.constant else None
        case "kept":
            return source.kept
        case _:
            return None
    return {"negative": found} if source.is_negative else found


def condition_of(when: Any) -> Condition:
    """What the form shows of a condition."""
    match when:
        case None:
            return Condition()
        case {"column": str(name), "in": list(words), **rest} if not rest:
            return Condition(AMONG, name, tuple(map(str, words)))
        case {"column": str(name), "equals": str(word), **rest} if not rest:
            return Condition(AMONG, name, (word,))
        case {"column": str(name), "empty": bool(is_empty), **rest} if not rest:
            return Condition(EMPTY if is_empty else FILLED, name)
    for kind, key in _SIGNS.items():
        if when == {"column": when.get("column"), key: 0}:
            return Condition(kind, when["column"])
    return Condition(KEPT, kept=when)


def when_of(condition: Condition) -> Any:
    """The condition that a form means; None for every row, and while no word is chosen."""
    match condition.kind:
        case "among":
            words = list(condition.words)
            return {"column": condition.column, "in": words} if words else None
        case "filled" | "empty":
            return {"column": condition.column, "empty": condition.kind == EMPTY}
        case "kept":
            return condition.kept
        case kind if kind in _SIGNS:
            return {"column": condition.column, _SIGNS[kind]: 0}
        case _:
            return None
