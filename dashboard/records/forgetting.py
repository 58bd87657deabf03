"""One person in the records: what is kept about them, and taking it out, also out of the audit."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from dashboard.records import keep
from dashboard.records.keep import Actor, Facts, Pen
from dashboard.records.store import Store
from dashboard.records.tables import (
    KINDS,
    Case,
    Change,
    GroupPerson,
    Message,
    PeopleGroup,
    Record,
    SavedView,
)

Without = Callable[[str, Sequence[str]], str | None]
"""A text in which ids are named no more; the same that makes comments of the master so."""

TEXTS = {"annotation": ("text",), "people_group": ("name", "origin"), "survey_case": ("note", "owner"),
         "saved_view": ("name",), "goal": ("name", "owner", "why", "because"), "check_in": ("text",),
         "action": ("text", "owner"), "measure": ("name", "meaning", "owner"), "measure_value": ("part",),
         "alert_rule": ("name", "owner"), "digest_subscription": ("name", "owner"),
         "shift": ("text",),
         "initiative": ("title", "owner", "hypothesis", "pilot", "control", "stages", "team", "systems", "processes",
                        "benefit_why", "milestones", "risks", "links", "dropped_why", "because", "frozen"),
         "strategy": ("vision", "strengths", "weaknesses"),
         "workshop_session": ("title", "agenda"),
         "decision": ("what", "why", "who", "figure", "outcome"), "readiness": ("answers",)}  # fmt: skip
"""The fields of each kind that people write into: texts, and lists and blocks of texts."""
FORGOTTEN = "(forgotten)"


def kept_about(store: Store, ids: Sequence[str], without: Without) -> Facts:
    """Groups that the person is in, cases about them, and notes that name them."""
    with store.reading() as session:
        groups = session.scalars(select(PeopleGroup).where(_has(ids)).order_by(PeopleGroup.id))
        cases = session.scalars(select(Case).where(Case.person_id.in_(ids)).order_by(Case.id))
        found = {
            "groups": [_said(group) for group in groups],
            "cases": [_said(case) for case in cases],
            "mentions": [_said(record) for record in _naming(session, ids, without)],
        }
    return {name: rows for name, rows in found.items() if rows}


def rows_of(store: Store, ids: Sequence[str], without: Without) -> dict[str, int]:
    """How much `forget` would take away, by what it is."""
    found = kept_about(store, ids, without)
    titles = {
        "groups": "memberships in groups",
        "cases": "cases",
        "mentions": "texts that name them",
    }
    return {title: len(found.get(name, ())) for name, title in titles.items()}


def forget(store: Store, ids: Sequence[str], by: Actor, without: Without) -> None:
    """Take the person out of everything, in one transaction; then write the database anew, without their bytes."""
    if store.is_empty or not (rows := rows_of(store, ids, without)):
        return
    if any(rows.values()) or _is_in_audit(store, ids, without):
        with keep.writing(store, by) as pen:
            _leave_groups(pen, ids)
            _drop_cases(pen, ids)
            _unname(pen, ids, without)
            _clean_messages(pen.session, ids, without)
            _clean_audit(pen.session, ids, without)
    store.shrink()


def _has(ids: Sequence[str]) -> Any:
    inside = select(GroupPerson.group_id).where(GroupPerson.person_id.in_(_as_members(ids)))
    return PeopleGroup.id.in_(inside)


def _as_members(ids: Sequence[str]) -> list[str]:
    """How a group may hold them: by their kind too, which keeps a customer apart from a cookie of the same spelling."""
    return [*ids, *(f"{kind}:{id}" for kind in ("person", "visitor") for id in ids)]


def _said(record: Record) -> Facts:
    return {
        **keep.facts(record),
        "written_by": record.created_by,
        "written_at": keep.plain(record.created_at),
    }


def _naming(session: Session, ids: Sequence[str], without: Without) -> Iterator[Record]:
    """Records whose texts name an id, but for the person's own cases."""
    for kind, record_type in KINDS.items():
        for record in session.scalars(select(record_type).order_by(record_type.id)):
            if isinstance(record, Case) and record.person_id in ids:
                continue
            if _unnamed(record, kind, ids, without) or _leads_to(record, ids):
                yield record


def _unnamed(record: Record, kind: str, ids: Sequence[str], without: Without) -> Facts:
    """Its texts that name an id, as they are without it."""
    texts = {name: getattr(record, name) for name in TEXTS[kind]}
    clean = {name: _clean_within(kept, ids, without) for name, kept in texts.items()}
    return {name: text for name, text in clean.items() if text != texts[name]}


def _clean(text: str, ids: Sequence[str], without: Without) -> str:
    return FORGOTTEN if text in ids else without(text, ids) or ""


def _clean_within(kept: Any, ids: Sequence[str], without: Without) -> Any:
    """A text, or every text of a list or a block."""
    match kept:
        case str():
            return _clean(kept, ids, without)
        case list():
            return [_clean_within(one, ids, without) for one in kept]
        case dict():
            return {name: _clean_within(one, ids, without) for name, one in kept.items()}
        case _:
            return kept


def _leads_to(record: Record, ids: Sequence[str]) -> bool:
    """A saved view of one person, or with them opened."""
    if not isinstance(record, SavedView):
        return False
    values = [value for _, value in parse_qsl(record.query)]
    return any(id in (value, *value.split(":")) for value in values for id in ids)


def _leave_groups(pen: Pen, ids: Sequence[str]) -> None:
    for group in pen.session.scalars(select(PeopleGroup).where(_has(ids))).all():
        left = delete(GroupPerson).where(
            GroupPerson.group_id == group.id, GroupPerson.person_id.in_(_as_members(ids))
        )
        pen.session.execute(left)
        counted = select(func.count()).where(GroupPerson.group_id == group.id)
        before, size = group.size, pen.session.scalars(counted).one()
        _touch(pen, group, size=size)
        pen.line(group, "forgot", {"size": before}, {"size": size})


def _drop_cases(pen: Pen, ids: Sequence[str]) -> None:
    for case in pen.session.scalars(select(Case).where(Case.person_id.in_(ids))).all():
        lines = select(Change).where(Change.kind == Case.__tablename__, Change.record_id == case.id)
        for line in pen.session.scalars(lines):
            line.before = line.after = (
                None  # all that was ever written about the case is about the person
            )
        pen.session.delete(case)
        pen.line(case, "forgot", None, None)


def _unname(pen: Pen, ids: Sequence[str], without: Without) -> None:
    for record in list(_naming(pen.session, ids, without)):
        if _leads_to(record, ids):
            pen.session.delete(record)
            pen.line(record, "forgot", None, None)
            continue
        clean = _unnamed(record, record.__tablename__, ids, without)
        _touch(pen, record, **clean)
        pen.line(record, "forgot", None, clean)


def _touch(pen: Pen, record: Record, **changes: Any) -> None:
    """A new version, so that a form which still holds the id meets a conflict."""
    for name, value in changes.items():
        setattr(record, name, value)
    record.version += 1
    record.updated_at, record.updated_by = pen.at, pen.by.name
    pen.session.flush()


def _is_in_audit(store: Store, ids: Sequence[str], without: Without) -> bool:
    with store.reading() as session:
        return any(
            _facts_without(facts, ids, without) != facts
            for line in session.scalars(select(Change))
            for facts in (line.before, line.after)
        ) or any(
            _clean(text, ids, without) != text
            for message in session.scalars(select(Message))
            for text in (message.title, message.body, message.html)
        )


def _clean_messages(session: Session, ids: Sequence[str], without: Without) -> None:
    """What alerts and digests said may hold a text that somebody wrote, such as the name of a rule."""
    for message in session.scalars(select(Message)):
        for name in ("title", "body", "html"):
            setattr(message, name, _clean(getattr(message, name), ids, without))
        message.facts = _facts_without(message.facts, ids, without) or {}


def _clean_audit(session: Session, ids: Sequence[str], without: Without) -> None:
    for line in session.scalars(select(Change)):
        for side in ("before", "after"):
            facts = getattr(line, side)
            clean = _facts_without(facts, ids, without)
            if clean != facts:
                setattr(line, side, clean)


def _facts_without(facts: Facts | None, ids: Sequence[str], without: Without) -> Facts | None:
    """What a line of the audit says, with the ids taken out of every text; a view that led to one is emptied."""
    if facts is None:
        return None
    if any(
        id in (value, *value.split(":"))
        for _, value in parse_qsl(str(facts.get("query", "")))
        for id in ids
    ):
        facts = {**facts, "query": FORGOTTEN}
    return {name: _clean_within(value, ids, without) for name, value in facts.items()}
