"""The closed loop: what is done about one answer to a survey, until it is resolved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from dashboard.errors import unknown
from dashboard.records import keep
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import Case

OPEN, CONTACTED, RESOLVED = STATUSES = ("open", "contacted", "resolved")
NOT_YET = 0
"""The version of a case that nobody has written anything about."""


@dataclass(frozen=True)
class Answer:
    """What a case is about: one person's answer to one survey on one day."""

    person_id: str
    survey: str
    answered_on: date


def cases(store: Store, surveys: Iterable[str] | None = None) -> dict[Answer, Case]:
    """Every case, by the answer that it is about."""
    question = select(Case)
    if surveys is not None:
        question = question.where(Case.survey.in_(list(surveys)))
    with store.reading() as session:
        return {answer_of(case): case for case in session.scalars(question)}


def cases_of(store: Store, person_id: str) -> list[Case]:
    """The cases of one person, oldest answer first."""
    question = select(Case).where(Case.person_id == person_id).order_by(Case.answered_on, Case.id)
    with store.reading() as session:
        return list(session.scalars(question))


def answer_of(case: Case) -> Answer:
    return Answer(case.person_id, case.survey, case.answered_on)


def change(
    store: Store,
    by: Actor,
    answer: Answer,
    seen: int,
    *,
    status: str | None = None,
    owner: str | None = None,
    note: str | None = None,
) -> Case:
    """Change what is given. `seen` is the version that its user saw, `NOT_YET` where there was no case."""
    given = {"status": status, "owner": owner, "note": note}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if status is not None and status not in STATUSES:
        raise unknown("status", status, STATUSES)
    try:
        return _change(store, by, answer, seen, changes)
    except (
        IntegrityError
    ):  # somebody began the case a moment ago: now it is found, and not as it was seen
        return _change(store, by, answer, seen, changes)


def _change(store: Store, by: Actor, answer: Answer, seen: int, changes: dict[str, Any]) -> Case:
    with keep.writing(store, by) as pen:
        found = pen.session.scalars(_at(answer)).one_or_none()
        changes = changes | _instants(found, changes.get("status"), pen.at)
        if found:
            return pen.change(Case, found.id, seen, **changes)
        return pen.add(Case(**vars(answer), **changes))


def remove(store: Store, by: Actor, id: int, seen: int) -> None:
    keep.remove(store, Case, id, seen, by)


def _at(answer: Answer) -> Any:
    return select(Case).where(
        Case.person_id == answer.person_id,
        Case.survey == answer.survey,
        Case.answered_on == answer.answered_on,
    )


def _instants(case: Case | None, status: str | None, at: datetime) -> dict[str, datetime | None]:
    """When it was first contacted and when resolved; a case that is opened again is neither."""
    contacted, resolved = (case.contacted_at, case.resolved_at) if case else (None, None)
    match status:
        case "open":
            return {"contacted_at": None, "resolved_at": None}
        case "contacted":
            return {"contacted_at": contacted or at, "resolved_at": None}
        case "resolved":
            return {"contacted_at": contacted, "resolved_at": resolved or at}
        case _:
            return {}
