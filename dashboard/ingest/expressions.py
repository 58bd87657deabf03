"""The expressions and conditions of a mapping, turned into SQL objects; a mistake is a clear error.

Only the words below exist. Everything that a mapping says ends up as a bound value, and every
column that it names is looked up among the declared ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add, ge, gt, le, lt, mul, sub
from typing import Any

from sqlalchemy import and_, case, func, not_, null, or_

from dashboard.errors import BadData, unknown
from dashboard.ingest import columns as kinds
from dashboard.ingest.local_time import REFUSE
from dashboard.ingest.sql import Expression, TryCast, bound, text_of

NUMBERS = ("integer", "decimal", "number")


@dataclass(frozen=True)
class Value:
    """An expression with the kind of value that it gives; kind '' is no value at all."""

    sql: Expression
    kind: str
    fault: Expression | None = None
    """[reason code, text] where a text was there and no time came of it; else NULL."""


@dataclass(frozen=True)
class Scope:
    """The columns that an expression may name, and where in the mapping it stands."""

    values: Mapping[str, Value]
    file: str
    place: str = ""
    zone: str = "UTC"
    repeated_hour: str = REFUSE

    def at(self, part: str | int) -> "Scope":
        """The scope of a part."""
        step = f"[{part}]" if isinstance(part, int) else f".{part}" if self.place else part
        return replace(self, place=f"{self.place}{step}")

    def column(self, name: str) -> Value:
        """A declared column; a mistake names the near ones."""
        if name not in self.values:
            raise self.mistake(str(unknown("column", name, self.values)))
        return self.values[name]

    def mistake(self, sentence: str) -> BadData:
        """An error at this place of the mapping."""
        return BadData(f"{self.file}, {self.place}: {sentence}")


def value(spec: Any, scope: Scope) -> Value:
    """The value of an expression: a column's name or a block with one of the words."""
    if isinstance(spec, str):
        return scope.column(spec)
    words = [word for word in _WORDS if word in spec]
    if len(words) != 1:
        raise scope.mistake(
            "write exactly one of " + ", ".join(_WORDS) + (f", not {words}." if words else ".")
        )
    return _WORDS[words[0]](spec, scope)


def _column(spec: Any, scope: Scope) -> Value:
    return scope.column(spec["column"])


def _constant(spec: Any, scope: Scope) -> Value:
    constant = spec["constant"]
    if isinstance(constant, bool):
        return Value(bound(constant), "boolean")
    if isinstance(constant, int):
        return Value(TryCast(bound(str(constant)), "bigint"), "integer")
    if isinstance(constant, float):
        return Value(TryCast(bound(str(constant)), "decimal(18,6)"), "decimal")
    return Value(bound(constant), "text")


def _sum(spec: Any, scope: Scope) -> Value:
    return _calculated(spec["sum"], scope.at("sum"), add)


def _difference(spec: Any, scope: Scope) -> Value:
    return _calculated(spec["difference"], scope.at("difference"), sub)


def _product(spec: Any, scope: Scope) -> Value:
    return _calculated(spec["product"], scope.at("product"), mul)


def _calculated(parts: list[Any], scope: Scope, operation: Callable[[Any, Any], Any]) -> Value:
    """Left to right; each step is cut to the contract's precision, as DuckDB's decimals need."""
    numbers = [_number(part, scope.at(index)) for index, part in enumerate(parts)]
    return Value(
        reduce(lambda left, right: TryCast(operation(left, right), "decimal(18,6)"), numbers),
        "decimal",
    )


def _number(spec: Any, scope: Scope) -> Expression:
    found = value(spec, scope)
    if found.kind not in NUMBERS:
        raise scope.mistake(f"{found.kind} where a number is needed. Declare its type as decimal.")
    return TryCast(found.sql, "decimal(18,6)")


def _negative(spec: Any, scope: Scope) -> Value:
    return Value(-_number(spec["negative"], scope.at("negative")), "decimal")


def _absolute(spec: Any, scope: Scope) -> Value:
    return Value(func.abs(_number(spec["absolute"], scope.at("absolute"))), "decimal")


def _text(spec: Any, scope: Scope) -> Value:
    """Parts one after the other; no value where any part has none."""
    inner = scope.at("text")
    parts = [text_of(value(part, inner.at(index)).sql) for index, part in enumerate(spec["text"])]
    between = bound(spec.get("between", ""))
    joined = reduce(lambda left, right: left.concat(between).concat(right), parts)
    return Value(joined, "text")


def _first(spec: Any, scope: Scope) -> Value:
    """The first part that has a value."""
    inner = scope.at("first")
    parts = [value(part, inner.at(index)) for index, part in enumerate(spec["first"])]
    return Value(func.coalesce(*(part.sql for part in parts), null()), _common(parts, inner))


def _present(spec: Any, scope: Scope) -> Value:
    return Value(scope.column(spec["present"]).sql.is_not(None), "boolean")


def _choice(spec: Any, scope: Scope) -> Value:
    then = value(spec["then"], scope.at("then"))
    branches = [then]
    if "else" in spec:
        branches.append(value(spec["else"], scope.at("else")))
    other = branches[1].sql if len(branches) > 1 else null()
    chosen = case((condition(spec["if"], scope.at("if")), then.sql), else_=other)
    return Value(chosen, _common(branches, scope))


def _time(spec: Any, scope: Scope) -> Value:
    text = value(spec["time"], scope.at("time"))
    formats = tuple(spec.get("formats", ()))
    zone = spec.get("zone", scope.zone)
    words = text_of(text.sql)
    found = kinds.instant(words, formats, zone, scope.repeated_hour)
    said = func.list_value(kinds.time_fault(words, formats, zone), words)
    return Value(found, "time", case((and_(words.is_not(None), found.is_(None)), said)))


def _common(parts: list[Value], scope: Scope) -> str:
    found = {part.kind for part in parts}
    if len(found) == 1:
        return found.pop()
    if found <= set(NUMBERS):
        return "number" if "number" in found else "decimal"
    raise scope.mistake(f"the parts are of different types: {', '.join(sorted(found))}.")


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


def _after(spec: Any, scope: Scope) -> Value:
    """An instant so many seconds, minutes, hours or days after another."""
    start = value(spec["after"], scope.at("after"))
    if start.kind != "time":
        raise scope.mistake(f"{start.kind} where a time is needed. Declare its type as time.")
    units = [unit for unit in _SECONDS if unit in spec]
    if len(units) != 1:
        raise scope.mistake("write exactly one of " + ", ".join(_SECONDS) + " beside after.")
    count = _number(spec[units[0]], scope.at(units[0]))
    seconds = TryCast(count, "double") * bound(_SECONDS[units[0]])
    return Value(start.sql + func.to_seconds(seconds), "time")


_WORDS: dict[str, Callable[[Any, Scope], Value]] = {
    "column": _column,
    "constant": _constant,
    "product": _product,
    "sum": _sum,
    "difference": _difference,
    "negative": _negative,
    "absolute": _absolute,
    "text": _text,
    "first": _first,
    "present": _present,
    "if": _choice,
    "time": _time,
    "after": _after,
}


def condition(spec: Any, scope: Scope) -> Expression:
    """Whether a condition holds; a comparison with no value never does."""
    if "all" in spec and len(spec) == 1:
        return and_(*_conditions(spec["all"], scope.at("all")))
    if "any" in spec and len(spec) == 1:
        return or_(*_conditions(spec["any"], scope.at("any")))
    if "not" in spec and len(spec) == 1:
        return not_(condition(spec["not"], scope.at("not")))
    operators = [word for word in _OPERATORS if word in spec]
    if "column" not in spec or len(operators) != 1 or len(spec) != 2:
        raise scope.mistake(
            "write all, any or not alone, or column with exactly one of "
            + ", ".join(_OPERATORS)
            + "."
        )
    column = scope.column(spec["column"])
    word = operators[0]
    holds = _OPERATORS[word](column, spec[word], scope.at(word))
    return func.coalesce(holds, bound(False))


def _conditions(specs: list[Any], scope: Scope) -> list[Expression]:
    return [condition(spec, scope.at(index)) for index, spec in enumerate(specs)]


def _operand(column: Value, operand: Any, scope: Scope) -> Expression:
    """The value compared with, of the column's type."""
    text = bound(str(operand).lower() if isinstance(operand, bool) else str(operand))
    if column.kind in NUMBERS:
        if isinstance(operand, str | bool):
            raise scope.mistake(f"'{operand}' is compared with a number. Write a number.")
        return TryCast(text, "decimal(18,6)")
    if column.kind == "boolean" and not isinstance(operand, bool):
        raise scope.mistake(f"{operand!r} is compared with true or false. Write one of them.")
    if column.kind in ("time", "date"):
        return TryCast(text, "timestamp" if column.kind == "time" else "date")
    return TryCast(text, "boolean") if column.kind == "boolean" else text


def _compared(compare: Callable[[Any, Any], Any]) -> Callable[[Value, Any, Scope], Expression]:
    def holds(column: Value, operand: Any, scope: Scope) -> Expression:
        result: Expression = compare(column.sql, _operand(column, operand, scope))
        return result

    return holds


def _equals(column: Value, operand: Any, scope: Scope) -> Expression:
    return column.sql == _operand(column, operand, scope)


def _in(column: Value, operands: Any, scope: Scope) -> Expression:
    return or_(*(column.sql == _operand(column, operand, scope) for operand in operands))


def _textual(function: str) -> Callable[[Value, Any, Scope], Expression]:
    def holds(column: Value, operand: Any, scope: Scope) -> Expression:
        if column.kind != "text":
            raise scope.mistake(f"the column is {column.kind}, not text. Declare it as text.")
        result: Expression = getattr(func, function)(column.sql, bound(operand))
        return result

    return holds


def _empty(column: Value, operand: Any, scope: Scope) -> Expression:
    return column.sql.is_(None) if operand else column.sql.is_not(None)


_OPERATORS: dict[str, Callable[[Value, Any, Scope], Expression]] = {
    "equals": _equals,
    "in": _in,
    "starts_with": _textual("starts_with"),
    "ends_with": _textual("ends_with"),
    "contains": _textual("contains"),
    "matches": _textual("regexp_full_match"),
    "above": _compared(gt),
    "at_least": _compared(ge),
    "below": _compared(lt),
    "at_most": _compared(le),
    "empty": _empty,
}
