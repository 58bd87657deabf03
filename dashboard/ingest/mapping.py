"""Mappings: how the rows of a known export become events, declared in YAML and never in code."""

from collections.abc import Mapping as Names
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.ingest.columns import FALSE, TRUE, Column


@dataclass(frozen=True)
class Ignored:
    """Rows that are left out, and the name of the rule that says so."""

    rule: str
    when: Any


@dataclass(frozen=True)
class Rule:
    """What makes one event of a row."""

    event: Any
    """A kind of event, or an expression that gives it."""
    name: str
    """Ends the event ids of this rule; empty where the event is read from the file."""
    when: Any
    first_per: tuple[str, ...]
    fields: Names[str, Any]


@dataclass(frozen=True)
class EventId:
    """What makes an event id: an expression, or the columns whose typed values are hashed."""

    expression: Any = None
    hashed: tuple[str, ...] = ()
    occurrence: bool = False


@dataclass(frozen=True, eq=False)
class Mapping:
    """A mapping file that has been checked."""

    name: str
    file: str
    columns: Names[str, Column]
    table: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    encoding: str = "utf-8"
    has_header: bool = True
    header_row: int = 1
    sheet: str | None = None
    ignores_others: bool = False
    any_order: bool = False
    zone: str | None = None
    repeated_hour: str = "refuse"
    currency: str | None = None
    oldest: date = date(2000, 1, 1)
    ignore: tuple[Ignored, ...] = ()
    event_id: EventId = EventId()
    rules: tuple[Rule, ...] = ()
    fields: Names[str, Any] | None = None

    @property
    def is_fixed_width(self) -> bool:
        return any(column.chars for column in self.columns.values())

    @property
    def kind(self) -> str:
        """'events' or the name of a small table."""
        return self.table or "events"


def built(path: Path, values: dict[str, Any]) -> Mapping:
    """The mapping that the checked values of a file describe."""
    columns = {name: _column(name, spec, values) for name, spec in values["columns"].items()}
    return Mapping(
        name=values["name"],
        file=path.name,
        columns=columns,
        table=values.get("table"),
        delimiter=values.get("delimiter"),
        quote=values.get("quote", '"'),
        encoding=values.get("encoding", "utf-8"),
        has_header=values.get("header", "first line") == "first line",
        header_row=values.get("header_row", 1),
        sheet=values.get("sheet"),
        ignores_others=values.get("other_columns") == "ignored",
        any_order=values.get("column_order") == "any",
        zone=values.get("zone"),
        repeated_hour=values.get("repeated_hour", "refuse"),
        currency=values.get("currency"),
        oldest=date.fromisoformat(values.get("oldest", "2000-01-01")),
        ignore=tuple(Ignored(item["rule"], item["when"]) for item in values.get("ignore", ())),
        event_id=_event_id(values.get("event_id"), tuple(columns)),
        rules=tuple(_rule(item, values) for item in values.get("events", ())),
        fields=_fields(values, {}) if values.get("table") else None,
    )


def _column(name: str, spec: Any, values: dict[str, Any]) -> Column:
    zone = values.get("zone") or "UTC"
    repeated = values.get("repeated_hour", "refuse")
    if isinstance(spec, str):
        return Column(name, spec, (name,), zone=zone, repeated_hour=repeated)
    headers = spec.get("header", name)
    chars = spec.get("chars")
    return Column(
        name=name,
        kind=spec.get("type", "text"),
        headers=(headers,) if isinstance(headers, str) else tuple(headers),
        at=spec.get("at"),
        chars=(chars[0], chars[1]) if chars else None,
        optional=spec.get("optional", False),
        empty=tuple(spec.get("empty", ())),
        translate=spec.get("translate", {}),
        otherwise=spec.get("otherwise", "refuse"),
        formats=tuple(spec.get("formats", ())),
        zone=spec.get("zone", zone),
        repeated_hour=repeated,
        decimal_mark=spec.get("decimal_mark", "."),
        thousands=spec.get("thousands", ""),
        true=tuple(spec.get("true", TRUE)),
        false=tuple(spec.get("false", FALSE)),
    )


def _event_id(spec: Any, columns: tuple[str, ...]) -> EventId:
    if spec is None or isinstance(spec, str) or "hash" not in spec:
        return EventId(expression=spec)
    hashed = spec["hash"]
    names = columns if hashed == "all" else (hashed,) if isinstance(hashed, str) else tuple(hashed)
    return EventId(hashed=names, occurrence=spec.get("occurrence", False))


def _rule(spec: dict[str, Any], values: dict[str, Any]) -> Rule:
    event = spec["event"]
    return Rule(
        event=event,
        name=spec.get("name", event if isinstance(event, str) else ""),
        when=spec.get("when"),
        first_per=tuple(spec.get("first_per", ())),
        fields=_fields(values, spec.get("fields", {})),
    )


def _fields(values: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The fields of all events with those of one rule over them, and the mapping's currency."""
    fields = {**values.get("fields", {}), **own}
    if values.get("currency") and "amount" in fields:
        fields.setdefault("currency", {"constant": values["currency"]})
    return fields
