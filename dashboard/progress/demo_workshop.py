"""The workshop that the demo company has behind it: data/demo/workshop.yaml, with the numbers of its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import yaml

from dashboard.access import EVERYONE
from dashboard.paths import DEMO, Home
from dashboard.progress import agenda, readiness, readiness_evidence, session, snapshot
from dashboard.progress.agenda import Item, Kind, Matter
from dashboard.progress.goals import goals
from dashboard.records import decisions, initiatives
from dashboard.records import sessions as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store, opened
from dashboard.records.tables import Session, Vote
from dashboard.warehouse import reader

WORKSHOP = DEMO / "workshop.yaml"


def set_demo_workshop(home: Home) -> None:
    """The workshop with its votes, decisions and readiness check, where there is none yet."""
    before = reader.home()
    reader.use(home)
    try:
        store = opened(home)
        if not records.sessions(store):
            _set(store, yaml.safe_load(WORKSHOP.read_text(encoding="utf-8")))
    finally:
        reader.use(before)


def _set(store: Store, told: Mapping[str, Any]) -> None:
    by, day = Actor(told["led_by"]), told["day"]
    refs = _refs(store)
    rows = [row for row in told["agenda"] if _ref(row, refs) is not None]
    items = [_item(f"{n}", row, _ref(row, refs) or "") for n, row in enumerate(rows, 1)]
    made = records.add(
        store, by, title=told["title"], planned_on=day, quarter=session.quarter_of(day),
        agenda=agenda.rows(items), state="finished", started_at=told["from"], finished_at=told["until"],
    )  # fmt: skip
    for item, row in zip(items, rows, strict=True):
        _vote(store, made, item, row.get("votes") or (), told["until"])
        for decision in row.get("decisions") or ():
            _decide(store, by, made, item, decision, told["until"])
    answers = readiness.kept(told["readiness"], readiness_evidence.evidence(EVERYONE, store))
    decisions.add_check(store, by, on_day=day, answers=answers, session_id=made.id)


def _refs(store: Store) -> dict[tuple[str, str], str]:
    """('goal', 'conversion') → 'goal 1'."""
    found = {("goal", goal.name): f"goal {goal.id}" for goal in goals(store)}
    for one in initiatives.initiatives(store):
        found["initiative", one.title] = f"initiative {one.id}"
    return found


def _ref(row: Mapping[str, Any], refs: Mapping[tuple[str, str], str]) -> str | None:
    """What an item is about; '' for nothing in particular, None where it is not there."""
    for kind in ("goal", "initiative"):
        if kind in row:
            return refs.get((kind, row[kind]))
    return ""


def _item(key: str, row: Mapping[str, Any], ref: str) -> Item:
    kind = Kind(row["kind"])
    title = row.get("title") or row.get("goal") or row.get("initiative") or ""
    made = agenda.of_matter(Matter(kind, ref, title, row["why"], minutes=row["minutes"]), key)
    facts = {"notes": row.get("notes", ""), "is_revealed": bool(row.get("votes"))}
    return agenda.changed([made], key, **facts)[0]


def _vote(store: Store, made: Session, item: Item, told: Any, at: datetime) -> None:
    """Votes of that day; the ballot takes those of now only."""
    with store.writing() as writer:
        for n, vote in enumerate(told):
            answer, sure = vote if isinstance(vote, list) else (f"{vote}", vote)
            writer.add(
                Vote(
                    session_id=made.id, item=item.key, voter_token=records.voter_of(made.id, f"demo {n}"),
                    answer=answer, confidence=None if sure is None else sure / 100, at=at,
                )
            )  # fmt: skip


def _decide(
    store: Store, by: Actor, made: Session, item: Item, told: Mapping[str, Any], at: datetime
) -> None:  # fmt: skip
    day: date = at.date()
    decisions.add(
        store, by, what=told["what"], why=told["why"], who=told["who"], due=told["due"], session_id=made.id,
        item=item.key, about=item.ref, at=at,
        figure=snapshot.snapshot(item, made.id, EVERYONE, store, until=day),
    )  # fmt: skip
