"""Alert rules as a YAML file: read, applied (twice is once), and written out."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dashboard.errors import BadData, BadUse, MilepostError, unknown
from dashboard.language import LANGUAGES, said
from dashboard.paths import Home
from dashboard.progress import alerts, channels
from dashboard.records import alerts as records
from dashboard.records import goals as goal_records
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import AlertRule

FIELDS = (
    "name", "metric", "goal", "grain", "where", "define", "when", "least_n", "channels", "quiet",
    "snoozed_until", "active", "language", "owner", "sees",
)  # fmt: skip


def read(path: Path, home: Home, store: Store) -> list[dict[str, Any]]:
    """The rules of a file as the records keep them; `BadData` names the file, the rule and what is wrong."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadData(f"{path}: {str(error).splitlines()[0]}") from error
    rows = told.get("alerts") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        raise BadData(f"{path} holds no list 'alerts'. `milepost alerts export` shows one.")
    return [_read(path, n, row, home, store) for n, row in enumerate(rows, 1)]


def _read(path: Path, number: int, row: Any, home: Home, store: Store) -> dict[str, Any]:
    name = row.get("name", number) if isinstance(row, dict) else number
    try:
        if not isinstance(row, dict):
            raise BadUse("a rule is a mapping")
        found = facts(row, store)
        alerts.checked(found, store)
        channels.refuse_unknown(home, found["channels"])
        return found
    except MilepostError as error:
        raise BadData(f"{path}, alert {name}: {error}") from error


def facts(row: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """One rule of a file as the records keep it."""
    for name in row:
        if name not in FIELDS:
            raise unknown("field of an alert", str(name), FIELDS)
    start, _dash, until = str(row.get("quiet") or "").partition("-")
    return {
        "name": str(row.get("name") or ""),
        "about": _about(row, store),
        "conditions": row.get("when") or {},
        "sees": dict(row.get("sees") or {}),
        "least_n": _whole(row.get("least_n", 0)),
        "channels": [str(name) for name in row.get("channels") or ()],
        "language": _language(str(row.get("language", "en"))),
        "quiet_from": start.strip(),
        "quiet_until": until.strip(),
        "snoozed_until": _day(row.get("snoozed_until")),
        "is_on": bool(row.get("active", True)),
        "owner": str(row.get("owner") or ""),
    }


def _about(row: Mapping[str, Any], store: Store) -> dict[str, Any]:
    if goal := row.get("goal"):
        for name in ("metric", "grain", "where", "define"):
            if row.get(name):
                raise BadUse(
                    said("A rule about a goal takes '{name}' from the goal. Leave it out.", name=name)
                )  # fmt: skip
        known = {kept.name: kept.id for kept in goal_records.goals(store)}
        if goal not in known:
            raise unknown("goal", str(goal), known)
        return {"goal": known[str(goal)]}
    where = row.get("where") or {}
    if not isinstance(where, Mapping):
        raise BadUse(said("'where' is a mapping: {{region: [North]}}."))
    return {
        "metric": str(row.get("metric") or ""), "grain": str(row.get("grain") or "month"),
        "concerns": {str(name): texts(kept) for name, kept in where.items()},
        "defined": [str(text) for text in row.get("define") or ()],
    }  # fmt: skip


def texts(kept: Any) -> list[str]:
    """Values as filters have them: 'true', 'support'."""
    values = kept if isinstance(kept, list) else [kept]
    return sorted(str(v).lower() if isinstance(v, bool) else str(v) for v in values)


def _whole(told: Any) -> int:
    if isinstance(told, bool) or not isinstance(told, int):
        raise BadUse(said("'least_n' is a whole number; '{told}' is not.", told=str(told)))
    return told


def _language(told: str) -> str:
    if told not in LANGUAGES:
        raise unknown("language", told, LANGUAGES)
    return told


def _day(told: Any) -> date | None:
    if told is None or isinstance(told, date):
        return told
    try:
        return date.fromisoformat(str(told))
    except ValueError as error:
        raise BadUse(
            said("'snoozed_until' is '{told}', which is not a date. Dates are written 2026-01-31.", told=str(told))
        ) from error  # fmt: skip


def apply(
    store: Store, by: Actor, rows: list[dict[str, Any]], is_dry: bool = False
) -> Iterator[tuple[str, str]]:
    """Keep the rules of a file, by name: what was done to each ('added', 'changed', 'as it was'), and its name."""
    known = {rule.name: rule for rule in records.rules(store)}
    for row in rows:
        there = known.get(row["name"])
        if there is None:
            if not is_dry:
                records.add(store, by, **row)
            yield "added", row["name"]
        elif all(getattr(there, name) == value for name, value in row.items()):
            yield "as it was", row["name"]
        else:
            if not is_dry:
                records.change(store, by, there.id, there.version, **row)
            yield "changed", row["name"]


def exported(store: Store) -> str:
    """All rules as a file that `apply` takes."""
    goals = {goal.id: goal.name for goal in goal_records.goals(store)}
    rows = [_row(rule, goals) for rule in records.rules(store)]
    text: str = yaml.safe_dump({"alerts": rows}, sort_keys=False, allow_unicode=True, width=100)
    return text


def _row(rule: AlertRule, goals: Mapping[int, str]) -> dict[str, Any]:
    """What a rule says beyond what is usual."""
    about = rule.about
    row: dict[str, Any] = {"name": rule.name}
    if (number := about.get("goal")) is not None:
        row["goal"] = goals.get(number, "")
    else:
        row |= {"metric": about["metric"], "grain": about["grain"]}
        row |= {
            name: about[of]
            for name, of in (("where", "concerns"), ("define", "defined"))
            if about.get(of)
        }
    row["when"] = rule.conditions
    quiet = f"{rule.quiet_from}-{rule.quiet_until}" if rule.quiet_from else ""
    others = {
        "least_n": rule.least_n, "channels": rule.channels, "quiet": quiet,
        "snoozed_until": rule.snoozed_until, "owner": rule.owner, "sees": rule.sees,
    }  # fmt: skip
    row |= {name: value for name, value in others.items() if value}
    if not rule.is_on:
        row["active"] = False
    return row | ({"language": rule.language} if rule.language != "en" else {})
