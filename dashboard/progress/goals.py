"""The goals of the home that is looked at."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from dashboard.paths import DEMO
from dashboard.progress.goal import Goal, of_record
from dashboard.records import goals as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.warehouse import reader

DEMO_GOALS = DEMO / "goals.yaml"
PLANNER = Actor("Waymark planning")
"""Who sets the demo company's goals."""


def goals(store: Store | None = None) -> tuple[Goal, ...]:
    """Those that are pursued, pinned ones first."""
    store = store or opened(reader.home())
    rows = records.goals(store)
    found = (of_record(row, store) for row in rows if row.closed_on is None)
    return tuple(goal for goal in found if goal)


def set_demo_goals(store: Store) -> None:
    """The demo company's goals, where none of that name is there yet."""
    known = {row.name for row in records.goals(store)}
    for facts in written(yaml.safe_load(DEMO_GOALS.read_text(encoding="utf-8"))["goals"]):
        if facts["name"] not in known:
            records.add(store, PLANNER, **facts)


def written(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Goals of a YAML file as the records keep them."""
    for row in rows:
        base: Mapping[str, date] = row.get("base") or {}
        yield {
            "name": row["name"],
            "metric": row["metric"],
            "grain": row.get("grain", "month"),
            "concerns": {name: _texts(kept) for name, kept in (row.get("where") or {}).items()},
            "kind": row.get("kind", "reach"),
            "target": row.get("target"),
            "change_percent": row.get("change_percent"),
            "change_points": row.get("change_points"),
            "base_starts_on": base.get("start"),
            "base_ends_on": base.get("end"),
            "starts_on": row["start"],
            "due_on": row["due"],
            "owner": row.get("owner", ""),
            "department": row.get("department", ""),
            "why": row.get("why", ""),
            "is_pinned": bool(row.get("pinned")),
        }


def _texts(kept: Any) -> list[str]:
    """Values as filters have them: 'true', 'support'."""
    values = kept if isinstance(kept, list) else [kept]
    return [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
