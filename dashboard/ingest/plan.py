"""A mapping as SQL over the rows of one file: typed values, outcomes of rows, and what they make.

Rows pass through four selects, each a thought of its own: cleaned (text or no value), typed,
judged (blank, ignored, faulty or fit), fired (which rules hold). The last is kept in a temporary
table, from which outcomes and events are then read.
"""

from collections.abc import Mapping as Names
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    column,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
    table,
)

from dashboard.ingest import columns as kinds
from dashboard.ingest.checks import Span, event_problem, small_problem
from dashboard.ingest.contract import EVENT_COLUMNS, LARGEST, SMALL_TABLES
from dashboard.ingest.expressions import Scope, Value, condition, value
from dashboard.ingest.layout import WHOLE_ROW, Layout
from dashboard.ingest.mapping import Mapping, Rule
from dashboard.ingest.records import LONGEST_FIELD, names
from dashboard.ingest.sql import Expression, Statement, TryCast, bound, compiled, text_of, triple

_ID_LENGTH = 24  # hexadecimal digits: 96 bits, so that 100 million ids do not collide


@dataclass(frozen=True)
class Statements:
    """What a load executes for a layout, each as text with its parameters."""

    fired: Statement
    outcomes: Statement
    made: tuple[Statement, ...]
    row_json: Statement


@lru_cache(maxsize=64)
def statements(layout: Layout, loaded_at: datetime) -> Statements:
    """The SQL of a layout."""
    rules = range(len(layout.mapping.rules))
    made = [events(layout, index, loaded_at) for index in rules]
    if layout.mapping.table:
        made = [small_rows(layout, loaded_at)]
    return Statements(
        compiled(fired(layout)),
        compiled(outcomes(layout)),
        tuple(compiled(query) for query in made),
        compiled(row_json(layout)),
    )


def _raw(layout: Layout) -> FromClause:
    fields = ("line", "fault", "whole", *names(layout.width))
    return table("raw", *(column(name) for name in fields))


def _cleaned(layout: Layout) -> FromClause:
    """Adds x0 … with the cleaned text of each declared column."""
    raw = _raw(layout)
    cells = [raw.c[name] for name in names(layout.width)]
    texts = [
        _text(layout, index, cells).label(f"x{index}")
        for index in range(len(layout.mapping.columns))
    ]
    blank = and_(raw.c.fault.is_(None), func.coalesce(*map(kinds.trimmed, cells), null()).is_(None))
    longest = func.greatest(*(func.strlen(cell) for cell in cells), bound(0))
    return select(
        raw.c.line, raw.c.fault, raw.c.whole, blank.label("blank"), longest.label("longest"), *texts
    ).subquery("cleaned")


def _text(layout: Layout, index: int, cells: Sequence[ColumnElement[Any]]) -> Expression:
    declared = list(layout.mapping.columns.values())[index]
    position = layout.positions.get(declared.name)
    if position is None:
        return TryCast(null(), "varchar")
    return kinds.cleaned(declared, cells[position])


def _typed(layout: Layout) -> FromClause:
    """Adds t0 … with the typed value of each declared column."""
    cleaned = _cleaned(layout)
    values = [
        kinds.typed(declared, cleaned.c[f"x{index}"]).label(f"t{index}")
        for index, declared in enumerate(layout.mapping.columns.values())
    ]
    return select(*cleaned.c, *values).subquery("typed")


def _scope(layout: Layout, rows: FromClause) -> Scope:
    mapping = layout.mapping
    values = {
        name: Value(rows.c[f"t{index}"], declared.kind)
        for index, (name, declared) in enumerate(mapping.columns.items())
    }
    zone = mapping.zone or "UTC"
    return Scope(values, mapping.file, zone=zone, repeated_hour=mapping.repeated_hour)


def _judged(layout: Layout) -> FromClause:
    """Adds the name of the rule that ignores a row, or what is wrong with it."""
    typed = _typed(layout)
    scope = _scope(layout, typed)
    ignoring = [
        (and_(typed.c.fault.is_(None), condition(rule.when, scope)), bound(rule.rule))
        for rule in layout.mapping.ignore
    ]
    ignored = case(*ignoring) if ignoring else TryCast(null(), "varchar")
    values = [typed.c[f"t{index}"] for index in range(len(layout.mapping.columns))]
    return select(
        typed.c.line,
        typed.c.blank,
        ignored.label("ignored_by"),
        _row_problem(layout, typed).label("problem"),
        *values,
    ).subquery("judged")


def _row_problem(layout: Layout, typed: FromClause) -> Expression:
    """What is wrong with a row as it stands in the file, before any event is made of it."""
    checks = [
        (typed.c.fault.is_not(None), func.list_value(typed.c.fault, bound(""), typed.c.whole)),
        (typed.c.longest > LONGEST_FIELD, triple("field_too_long", "", bound(""))),
    ]
    for index, declared in enumerate(layout.mapping.columns.values()):
        text, typed_value = typed.c[f"x{index}"], typed.c[f"t{index}"]
        translated = declared.translate and declared.otherwise == "refuse"
        code = bound("bad_value" if translated else kinds.REASONS[declared.kind])
        if declared.kind == "time":
            code = kinds.time_fault(text, declared.formats, declared.zone)
        if declared.kind != "text" or translated:
            checks.append(
                (kinds.is_faulty(declared, text, typed_value), triple(code, declared.name, text))
            )
    return case(*checks)


def fired(layout: Layout) -> Select[Any]:
    """What the temporary table `fired` holds: line, blank, ignored_by, problem, t0 … and e0 …

    t0 … are the typed values of the declared columns, e0 … whether each rule makes an event.
    """
    judged = _judged(layout)
    scope = _scope(layout, judged)
    fit = and_(not_(judged.c.blank), judged.c.ignored_by.is_(None), judged.c.problem.is_(None))
    holds = [
        (and_(fit, condition(rule.when, scope)) if rule.when is not None else fit).label(
            f"e{index}"
        )
        for index, rule in enumerate(layout.mapping.rules or (_EVERY_ROW,))
    ]
    return select(*judged.c, *holds)


_EVERY_ROW = Rule(event="", name="", when=None, first_per=(), fields={})


def _fired(layout: Layout) -> FromClause:
    fields = [
        *("line", "blank", "ignored_by", "problem"),
        *(f"t{index}" for index in range(len(layout.mapping.columns))),
        *(f"e{index}" for index in range(len(layout.mapping.rules) or 1)),
    ]
    return table("fired", *(column(name) for name in fields))


def outcomes(layout: Layout) -> Select[Any]:
    """Rows that make nothing: line, blank, ignored_by, problem."""
    rows = _fired(layout)
    made = or_(*(rows.c[f"e{index}"] for index in range(len(layout.mapping.rules) or 1)))
    problem = case(
        (or_(rows.c.blank, rows.c.ignored_by.is_not(None)), null()),
        else_=func.coalesce(rows.c.problem, triple("no_rule", "", bound(""))),
    )
    return select(rows.c.line, rows.c.blank, rows.c.ignored_by, problem.label("problem")).where(
        not_(made)
    )


def events(layout: Layout, index: int, loaded_at: datetime) -> Select[Any]:
    """The events that one rule makes: line, part, once, the contract's columns, problem.

    `once` is the key of which only the first row counts, for rules that say so.
    """
    rows = _fired(layout)
    rule = layout.mapping.rules[index]
    scope = _scope(layout, rows).at("events").at(index)
    once = _key(rule.first_per, scope) if rule.first_per else TryCast(null(), "varchar")
    fields = [_event_field(name, layout.mapping, rule, scope).label(name) for name in EVENT_COLUMNS]
    fault = _time_fault(rule, scope).label("time_fault")
    made = (
        select(
            rows.c.line,
            literal_column(str(index)).label("part"),
            once.label("once"),
            *fields,
            fault,
        )
        .where(rows.c[f"e{index}"])
        .subquery("made")
    )
    span = Span(layout.mapping.oldest, loaded_at)
    problem = event_problem({name: made.c[name] for name in EVENT_COLUMNS}, span)
    said = [func.list_extract(made.c.time_fault, place) for place in (1, 2)]
    untimely = case(
        (made.c.time_fault.is_not(None), triple(said[0], "occurred_at", said[1])), else_=problem
    )
    shown = [column for column in made.c if column.name != "time_fault"]
    return select(*shown, untimely.label("problem"))


def _time_fault(rule: Rule, scope: Scope) -> Expression:
    """[code, text] where a time put together by an expression was none; else NULL."""
    found = value(rule.fields["occurred_at"], scope.at("occurred_at")).fault
    return TryCast(null(), "varchar[]") if found is None else found


def small_rows(layout: Layout, loaded_at: datetime) -> Select[Any]:
    """The rows of a small table: line, part, once, its columns, problem."""
    assert layout.mapping.table
    rows = _fired(layout)
    contract = SMALL_TABLES[layout.mapping.table]
    specs = layout.mapping.fields or {}
    scope = _scope(layout, rows).at("fields")
    fields = [_field(name, kind, specs, scope).label(name) for name, kind in contract.items()]
    nothing = TryCast(null(), "varchar").label("once")
    made = (
        select(rows.c.line, literal_column("0").label("part"), nothing, *fields)
        .where(rows.c.e0)
        .subquery("made")
    )
    span = Span(layout.mapping.oldest, loaded_at)
    problem = small_problem(layout.mapping.table, {name: made.c[name] for name in contract}, span)
    return select(*made.c, problem.label("problem"))


def _event_field(name: str, mapping: Mapping, rule: Rule, scope: Scope) -> Expression:
    if name == "event":
        if isinstance(rule.event, str):
            return bound(rule.event)
        return value(rule.event, scope.at("event")).sql
    if name == "event_id":
        return _event_id(mapping, rule, scope)
    return _field(name, EVENT_COLUMNS[name], rule.fields, scope)


def _field(name: str, kind: str, specs: Names[str, Any], scope: Scope) -> Expression:
    if name not in specs:
        return TryCast(null(), kind)
    found = value(specs[name], scope.at(name)).sql
    if kind in LARGEST:  # kept inside the type, so that a check can name what does not fit
        largest = LARGEST[kind]
        inside = func.greatest(func.least(found, bound(largest)), bound(-largest))
        found = case((found.is_not(None), inside))
    if name == "currency":
        found = func.upper(found)
    return TryCast(found, kind)


def _event_id(mapping: Mapping, rule: Rule, scope: Scope) -> Expression:
    """The id; several rules of a mapping are told apart by the name of the rule at its end."""
    end = f"-{rule.name}" if rule.name else ""
    if mapping.event_id.hashed:
        return _hash(mapping.event_id.hashed, scope).concat(bound(end))
    return text_of(value(mapping.event_id.expression, scope).sql).concat(bound(end))


def _hash(hashed: tuple[str, ...], scope: Scope) -> Expression:
    """A hash of typed values, so that 17850 and 17850.0 of an integer column agree."""
    parts = [func.coalesce(text_of(scope.column(name).sql), bound("\x1e")) for name in hashed]
    digest = func.md5(func.concat_ws(bound("\x1f"), bound("\x1f".join(hashed)), *parts))
    return func.left(digest, literal_column(str(_ID_LENGTH)))


def _key(columns: tuple[str, ...], scope: Scope) -> Expression:
    """What makes rows one; a row in which all of it is empty is like no other."""
    is_there = or_(*(scope.column(name).sql.is_not(None) for name in columns))
    return case((is_there, _hash(columns, scope)))


def row_json(layout: Layout) -> Select[Any]:
    """Each row as read, as a JSON object of the file's names: line, row_json."""
    raw = _raw(layout)
    pairs = [
        item
        for name, cell in zip(layout.header, names(layout.width), strict=True)
        for item in (bound(name), raw.c[cell])
    ]
    whole = func.json_object(*pairs, bound(WHOLE_ROW), raw.c.whole)
    text = case((raw.c.fault.is_not(None), whole), else_=func.json_object(*pairs))
    return select(raw.c.line, text_of(text).label("row_json"))
