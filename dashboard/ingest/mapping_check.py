"""What the schema cannot say of a mapping: that names exist, types fit and patterns are sound."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Names
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
from sqlalchemy import null

from dashboard.errors import BadData, unknown
from dashboard.ingest.columns import EPOCHS
from dashboard.ingest.contract import EVENT_COLUMNS, EVENT_KINDS, SMALL_TABLES
from dashboard.ingest.currencies import CURRENCIES
from dashboard.ingest.expressions import NUMBERS, Scope, Value, condition, value
from dashboard.ingest.mapping import Mapping, Rule

_NUMERIC = {name for name in EVENT_COLUMNS.values() if name.startswith("decimal")}
ACCEPTED = {
    "boolean": ("boolean",),
    "timestamp": ("time",),
    "date": ("date",),
    "double": NUMBERS,
    "smallint": NUMBERS,
    **dict.fromkeys(_NUMERIC, NUMBERS),
}
"""Kinds of value that a column of the contract takes; text takes every kind."""


def check(mapping: Mapping) -> None:
    """Raise `BadData` with every mistake of the mapping, one per line."""
    mistakes = list(_mistakes(mapping))
    if mistakes:
        raise BadData("\n".join(mistakes))


def declared(mapping: Mapping) -> Scope:
    """The scope in which a mapping is checked: every column is there, without a value."""
    values = {name: Value(null(), column.kind) for name, column in mapping.columns.items()}
    return Scope(values, mapping.file, zone=mapping.zone or "UTC")


def _mistakes(mapping: Mapping) -> Iterator[str]:
    yield from _place_and_money(mapping)
    yield from _shape(mapping)
    for column in mapping.columns.values():
        yield from _patterns(column.formats, f"{mapping.file}, columns.{column.name}", "formats")
    scope = declared(mapping)
    for index, ignored in enumerate(mapping.ignore):
        yield from _condition(ignored.when, scope.at("ignore").at(index).at("when"))
    for index, rule in enumerate(mapping.rules):
        yield from _rule(rule, scope.at("events").at(index))
    if mapping.table:
        contract = SMALL_TABLES[mapping.table]
        yield from _fields(mapping.fields or {}, contract, scope.at("fields"))
    yield from _event_id(mapping, scope.at("event_id"))


def _place_and_money(mapping: Mapping) -> Iterator[str]:
    for zone in sorted({mapping.zone or "UTC", *(c.zone for c in mapping.columns.values())}):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield f"{mapping.file}: zone '{zone}' is no time zone. Write one such as Europe/London."
    if mapping.currency and mapping.currency not in CURRENCIES:
        yield f"{mapping.file}: currency '{mapping.currency}' is no ISO 4217 code such as EUR."


def _shape(mapping: Mapping) -> Iterator[str]:
    file = mapping.file
    if mapping.table and (mapping.rules or not mapping.fields):
        yield f"{file}: a mapping with table takes fields and no events. Say what each field is."
    if mapping.table and _has_id(mapping):
        yield f"{file}: rows of a small table have no event_id. Take it out."
    if not mapping.table and not mapping.rules:
        yield f"{file}: 'events' is missing. Say which rows become which event."
    if not mapping.table and not _has_id(mapping):
        yield f"{file}: 'event_id' is missing. Name the column, or write {{hash: all}}."
    if mapping.header_row != 1 and not mapping.has_header:
        yield f"{file}: header: none and header_row contradict each other. Take one out."
    without = [column.name for column in mapping.columns.values() if not column.chars]
    if mapping.is_fixed_width and without:
        yield f"{file}, columns.{without[0]}: 'chars' is missing. Every fixed-width column has it."
    yield from _headers(mapping)


def _has_id(mapping: Mapping) -> bool:
    return bool(mapping.event_id.expression or mapping.event_id.hashed)


def _headers(mapping: Mapping) -> Iterator[str]:
    seen: dict[str, str] = {}
    for column in mapping.columns.values():
        for header in column.headers if column.at is None else ():
            if header in seen:
                yield (
                    f"{mapping.file}, columns.{column.name}: the header '{header}' is also that of "
                    f"'{seen[header]}'. Tell them apart with at: POSITION."
                )
            seen[header] = column.name


def _rule(rule: Rule, scope: Scope) -> Iterator[str]:
    if isinstance(rule.event, str):
        if rule.event not in EVENT_KINDS:
            yield _said(scope.at("event"), str(unknown("kind of event", rule.event, EVENT_KINDS)))
    else:
        yield from _caught(value, rule.event, scope.at("event"))
    if rule.when is not None:
        yield from _condition(rule.when, scope.at("when"))
    for name in rule.first_per:
        yield from _caught(value, name, scope.at("first_per"))
    if "occurred_at" not in rule.fields:
        yield _said(scope.at("fields"), "'occurred_at' is missing. Say when the event happened.")
    contract = {k: v for k, v in EVENT_COLUMNS.items() if k not in ("event", "event_id")}
    yield from _fields(rule.fields, contract, scope.at("fields"))


def _fields(fields: Names[str, Any], contract: Names[str, str], scope: Scope) -> Iterator[str]:
    for name, spec in fields.items():
        if name not in contract:
            yield _said(scope, str(unknown("field", name, contract)))
            continue
        yield from _expression_patterns(spec, scope.at(name))
        yield from _caught(_fitting, spec, scope.at(name), contract[name])


def _fitting(spec: Any, scope: Scope, contract: str) -> None:
    kind = value(spec, scope).kind
    accepted = ACCEPTED.get(contract)
    if accepted and kind not in accepted:
        raise scope.mistake(f"{kind} where {' or '.join(accepted)} is needed. Declare its type.")


def _condition(spec: Any, scope: Scope) -> Iterator[str]:
    yield from _caught(condition, spec, scope)
    for pattern in _found(spec, "matches"):
        if not _is_sound("select regexp_full_match('', $1)", pattern):
            yield _said(scope, f"'{pattern}' is no sound pattern (RE2). Mend it.")


def _expression_patterns(spec: Any, scope: Scope) -> Iterator[str]:
    for formats in _found(spec, "formats"):
        yield from _patterns(formats, f"{scope.file}, {scope.place}", "formats")
    for condition_ in _found(spec, "if"):
        yield from _condition(condition_, scope.at("if"))


def _patterns(formats: Iterable[str], place: str, key: str) -> Iterator[str]:
    for pattern in formats:
        sound = pattern in EPOCHS or (
            "%" in pattern and _is_sound("select try_strptime('', $1) is null", pattern)
        )
        if not sound or "%Z" in pattern:
            yield (
                f"{place}.{key}: '{pattern}' is no time format. "
                "Write one such as %d/%m/%Y %H:%M, with %z for an offset, or epoch_seconds."
            )


def _found(spec: Any, key: str) -> Iterator[Any]:
    """Every value under the key, however deep."""
    if isinstance(spec, dict):
        for name, inner in spec.items():
            if name == key:
                yield inner
            yield from _found(inner, key)
    elif isinstance(spec, list):
        for inner in spec:
            yield from _found(inner, key)


def _is_sound(question: str, pattern: str) -> bool:
    with duckdb.connect() as connection:
        try:
            connection.execute(question, [pattern])
        except duckdb.Error:
            return False
    return True


def _event_id(mapping: Mapping, scope: Scope) -> Iterator[str]:
    for name in mapping.event_id.hashed:
        yield from _caught(value, name, scope.at("hash"))
    if mapping.event_id.expression is not None:
        yield from _caught(value, mapping.event_id.expression, scope)


def _said(scope: Scope, sentence: str) -> str:
    return str(scope.mistake(sentence))


def _caught(call: Callable[..., Any], *arguments: Any) -> Iterator[str]:
    try:
        call(*arguments)
    except BadData as mistake:
        yield str(mistake)
