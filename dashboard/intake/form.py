"""A mapping as a form holds it: where each field comes from, which rows are meant, how columns are written.

Pure functions on the plain values of a mapping file; what they cannot take apart, they keep as it is.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from dashboard.ingest.contract import EVENT_COLUMNS, EVENT_KINDS, SMALL_TABLES
from dashboard.ingest.mapping_check import ACCEPTED
from dashboard.intake.expressions import COLUMN, Source, source_of, spec_of

Values = dict[str, Any]
KINDS = EVENT_KINDS

COMMON = (
    "occurred_at", "person_id", "region", "segment", "channel", "source", "category",
    "campaign", "device", "visitor_id",
)  # fmt: skip
"""Fields that every event of a row shares."""

_OWN: dict[str, tuple[str, ...]] = {
    "order": ("order_id", "amount", "quantity", "cost"),
    "refund": ("order_id", "amount", "quantity"),
    "lead": ("order_id",),
    "deal_won": ("order_id", "amount"),
    "deal_lost": ("order_id",),
    "ticket_opened": ("ticket_id",),
    "ticket_answered": ("ticket_id",),
    "ticket_closed": ("ticket_id",),
    "survey_sent": ("survey",),
    "survey_nps": ("score", "survey", "weight", "comment"),
    "survey_csat": ("score", "survey", "weight", "comment"),
}
_DECIDED = ("event", "event_id", "identified", "currency")
"""Fields that the form asks for in a way of their own."""
_TYPE_OF = {
    "timestamp": "time", "date": "date", "boolean": "boolean", "smallint": "integer", "double": "number",
}  # fmt: skip
MONEY = "currency"


def targets(values: Values, rule: int) -> tuple[str, ...]:
    """The fields of one kind of event: those that belong to it, and what else the mapping says."""
    spec = values["events"][rule]
    event = spec["event"]
    kinds = [event] if isinstance(event, str) else EVENT_KINDS
    own = [target for kind in kinds for target in _OWN.get(kind, ())]
    said = [name for name in spec.get("fields", {}) if name not in _DECIDED]
    return tuple(dict.fromkeys([*own, *said]))


def common_targets(values: Values) -> tuple[str, ...]:
    """The fields that every event of a row shares, or those of a small table."""
    if table := values.get("table"):
        return tuple(name for name in SMALL_TABLES[table] if name != MONEY)
    said = [name for name in values.get("fields", {}) if name not in _DECIDED]
    own = {
        target for rule in range(len(values.get("events", ()))) for target in targets(values, rule)
    }
    return tuple(
        dict.fromkeys([*COMMON, *(name for name in said if name not in own or name in COMMON)])
    )


def field_of(values: Values, target: str, rule: int | None = None) -> Source:
    """Where a field comes from: of one kind of event, else of all."""
    if rule is not None and target in values["events"][rule].get("fields", {}):
        return source_of(values["events"][rule]["fields"][target])
    return source_of(values.get("fields", {}).get(target))


def with_field(
    values: Values,
    target: str,
    source: Source,
    rule: int | None = None,
    drafted: Values | None = None,
) -> Values:
    """The mapping with another source of a field; the column chosen is read as the field needs it.

    A column that is let go is read again as it was drafted.
    """
    before = field_of(values, target, rule)
    if source == before:
        return values
    changed = deepcopy(values)
    fields = _fields(changed, target, rule)
    spec = spec_of(source)
    if spec is None:
        fields.pop(target, None)
    else:
        fields[target] = spec
    if target == "person_id":
        _identify(fields)
    kind = _contract(values)[target]
    for name in source.columns:
        changed["columns"][name] = read_as(changed["columns"][name], kind)
    for name in set(before.columns) - set(source.columns):
        said = (drafted or values)["columns"].get(name, changed["columns"][name])
        for needed in _needs(changed, name):
            said = read_as(said, needed)
        changed["columns"][name] = said
    return changed


def _needs(values: Values, name: str) -> Iterable[str]:
    """The kinds of the contract's columns that a column of the file goes into."""
    every = [
        values.get("fields", {}),
        *(event.get("fields", {}) for event in values.get("events", ())),
    ]
    for fields in every:
        for target, spec in fields.items():
            if name in source_of(spec).columns:
                yield _contract(values)[target]


def _fields(values: Values, target: str, rule: int | None) -> dict[str, Any]:
    place = values
    if rule is not None:
        event = values["events"][rule]
        is_own = target in event.get("fields", {}) or target not in values.get("fields", {})
        place = event if is_own else values
    found: dict[str, Any] = place.setdefault("fields", {})
    return found


def _contract(values: Values) -> dict[str, str]:
    return SMALL_TABLES[values["table"]] if values.get("table") else EVENT_COLUMNS


def _identify(fields: dict[str, Any]) -> None:
    """A person is identified where the row names one, unless the mapping has a rule of its own for that."""
    person = source_of(fields.get("person_id"))
    said = fields.get("identified")
    if said is not None and not (isinstance(said, dict) and set(said) == {"present"}):
        return
    if person.kind == COLUMN:
        fields["identified"] = {"present": person.columns[0]}
    else:
        fields.pop("identified", None)


def read_as(spec: Any, kind: str) -> Any:
    """What is said of a column, with a type that a column of the contract takes."""
    written = written_as(spec)
    wanted = ACCEPTED.get(kind)
    if not wanted or written["type"] in wanted:
        return spec
    kept = {
        key: value for key, value in written.items() if key in ("header", "at", "optional", "empty")
    }
    return {**kept, "type": _TYPE_OF.get(kind, "decimal")}


def written_as(spec: Any) -> dict[str, Any]:
    """What is said of a column, in full."""
    return {"type": spec} if isinstance(spec, str) else {"type": "text", **spec}


def with_written(values: Values, name: str, **said: Any) -> Values:
    """The mapping with something else said of a column; None takes it away."""
    before = written_as(values["columns"][name])
    after = {key: value for key, value in {**before, **said}.items() if value is not None}
    if after == before:
        return values
    changed = deepcopy(values)
    changed["columns"][name] = after["type"] if set(after) == {"type"} else after
    return changed


def with_said(values: Values, key: str, value: Any) -> Values:
    """The mapping with another value under a name of its own, such as zone; None takes it away."""
    if values.get(key) == value:
        return values
    changed = deepcopy(values)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def with_event(values: Values, rule: int, **said: Any) -> Values:
    """The mapping with something else said of one kind of event."""
    before = values["events"][rule]
    after = {key: value for key, value in {**before, **said}.items() if value is not None}
    if after == before:
        return values
    changed = deepcopy(values)
    changed["events"][rule] = after
    _tell_apart(changed["events"])
    return changed


def with_one_more_event(values: Values) -> Values:
    """One more kind of event that a row makes."""
    changed = deepcopy(values)
    used = [rule["event"] for rule in changed["events"]]
    fresh = next(kind for kind in EVENT_KINDS if kind not in used)
    changed["events"].append({"event": fresh, "fields": {}})
    return changed


def without_event(values: Values, rule: int) -> Values:
    changed = deepcopy(values)
    del changed["events"][rule]
    return changed


def with_ignored(values: Values, rules: Sequence[tuple[str, Any]]) -> Values:
    """The mapping with these rows left out, each rule under its name."""
    said = [{"rule": name, "when": when} for name, when in rules if when is not None]
    return with_said(values, "ignore", said or None)


def _tell_apart(events: Iterable[dict[str, Any]]) -> None:
    """Two rules of one kind need names of their own, of which event ids are made."""
    seen: dict[str, int] = {}
    for event in events:
        kind = event.get("name") or event["event"]
        if isinstance(kind, str):
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] > 1:
                event["name"] = f"{kind}_{seen[kind]}"


def place_of(values: Values, headers: Sequence[str], name: str) -> int | None:
    """Where a declared column stands in the file."""
    said = written_as(values["columns"][name])
    if "at" in said:
        place = int(said["at"]) - 1
        return place if place < len(headers) else None
    names = said.get("header", name)
    known = [names] if isinstance(names, str) else names
    return next((index for index, header in enumerate(headers) if header in known), None)


def declared(values: Values, headers: Sequence[str]) -> tuple[Values, dict[int, str]]:
    """The mapping with every column of the file declared, and what it calls the column of each place."""
    names = {
        place: name
        for name in values["columns"]
        if (place := place_of(values, headers, name)) is not None
    }
    missing = [place for place in range(len(headers)) if place not in names]
    if not missing:
        return values, names
    changed = deepcopy(values)
    for place in missing:
        name = _free(headers[place] or f"column_{place + 1}", changed["columns"])
        is_plain = bool(headers[place]) and list(headers).count(headers[place]) == 1
        changed["columns"][name] = {
            "header": headers[place],
            **({} if is_plain else {"at": place + 1}),
        }
        names[place] = name
    return {**changed, "column_order": "any"}, names


def without_unused(values: Values, before: Values) -> Values:
    """Columns that were declared for the form alone are left out where the mapping ignores others."""
    if values.get("other_columns") != "ignored":
        return values
    kept = set(before["columns"]) | used(values)
    if kept >= set(values["columns"]):
        return values
    changed = deepcopy(values)
    changed["columns"] = {name: said for name, said in changed["columns"].items() if name in kept}
    return changed


def open_doubts(drafted: Values, doubts: dict[str, str], values: Values) -> dict[str, str]:
    """The doubts about what nobody has changed since."""
    return {
        place: doubt
        for place, doubt in doubts.items()
        if place.endswith("note") or _at(drafted, place) == _at(values, place)
    }


def _at(values: Any, place: str) -> Any:
    key, _, rest = place.partition(".")
    found = None
    if isinstance(values, dict):
        found = values.get(key)
    elif isinstance(values, list) and int(key) < len(values):
        found = values[int(key)]
    if key == "columns" and rest:
        return (found or {}).get(rest)
    return _at(found, rest) if rest else found


def _free(name: str, taken: Iterable[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} {number}", number + 1
    return free


def used(values: Values) -> set[str]:
    """The declared columns that some part of the mapping names."""
    said = [values.get(key) for key in ("fields", "events", "ignore", "event_id")]
    return set(_texts(said)) & set(values["columns"])


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
