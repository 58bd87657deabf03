"""The demo company's roadmap with its history: data/demo/roadmap.yaml, and what it was before."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard.paths import DEMO
from dashboard.progress import initiatives, roadmap_file, yaml_file
from dashboard.progress.goals import DEMO_EVENTS, PLANNER
from dashboard.progress.roadmap_draft import Draft, tidy
from dashboard.progress.roadmap_file import READ, USUAL, Entry
from dashboard.records import initiatives as records
from dashboard.records.store import Store

ROADMAP = DEMO / "roadmap.yaml"
EARLIER = DEMO / "roadmap_earlier.yaml"


def set_demo_roadmap(store: Store, events: int = DEMO_EVENTS) -> None:
    """Each version from the day on which it was decided, where no initiative of that title is there yet."""
    there = {row.title for row in records.initiatives(store)}
    by_day: dict[date, list[Entry]] = {}
    for draft in versions():
        if draft.title not in there and draft.decided:
            entry = _entry(_of_size(draft, events / DEMO_EVENTS))
            by_day.setdefault(draft.decided, []).append(entry)
    for day in sorted(by_day):
        initiatives.apply(store, PLANNER, initiatives.steps(store, by_day[day]))


MONEY = ("cost_once", "cost_month", "benefit_low", "benefit_high")


def _of_size(draft: Draft, share: float) -> Draft:
    """Money grows with the company; two digits of it are kept."""
    known = {name: getattr(draft, name) for name in MONEY}
    sized: dict[str, Any] = {
        name: float(f"{money * share:.1e}") for name, money in known.items() if money
    }
    return replace(draft, **sized) if share != 1 else draft


def versions() -> list[Draft]:
    """Every version of every initiative, earlier ones first."""
    text = ROADMAP.read_text(encoding="utf-8")
    newest = {e.draft.title: e.draft for e in roadmap_file.read(text, ROADMAP.name)}
    nodes = yaml_file.entries(EARLIER.read_text(encoding="utf-8"), EARLIER.name, "earlier", "title")
    return [
        *(_earlier(yaml_file.pairs(node, tuple(READ)), newest) for node in nodes),
        *newest.values(),
    ]


def _earlier(pairs: yaml_file.Pairs, newest: Mapping[str, Draft]) -> Draft:
    told: dict[str, Any] = {
        name: USUAL[name] if yaml_file.is_nothing(node) else READ[name](node)
        for name, (_, node) in pairs.items()
    }
    return tidy(replace(newest[told["title"]], **told))


def _entry(draft: Draft) -> Entry:
    return Entry(draft, 1, {"because": 1, "decided": 1})
