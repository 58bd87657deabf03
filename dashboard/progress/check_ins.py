"""A check-in keeps what the numbers said on its day, beside what its writer says."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from dashboard.access import EVERYONE
from dashboard.errors import MilepostError
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind
from dashboard.records import check_ins as records
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.records.tables import CheckIn, GoalForecast


def add(
    store: Store, by: Actor, goal: Goal, *, on_day: date, status: str, text: str = "",
    confidence: int | None = None, actions: Sequence[dict[str, Any]] = (),
) -> CheckIn:  # fmt: skip
    """Say something about a goal; the value and the chance of that day are kept with it and change nothing."""
    return records.add(
        store, by, goal.id, on_day=on_day, status=status, text=text, confidence=confidence,
        value=value_on(goal, on_day, store), chance=chance_on(goal, on_day, store), actions=actions,
    )  # fmt: skip


def value_on(goal: Goal, day: date, store: Store) -> float | None:
    """What was known by a day: the newest complete period before it; of a total, all of them since the goal's start."""
    try:
        found = reading.values(reading.read_as(goal), EVERYONE, store)
    except MilepostError:
        return None  # what is said of the goal is kept also where its number cannot be read
    known = [v for v in found if v.value is not None and v.is_complete and v.period.window.end <= day]  # fmt: skip
    if goal.kind is Kind.TOTAL:
        known = [v for v in known if v.period.start >= goal.starts_on]
        return sum(v.value or 0.0 for v in known) if known else None
    return known[-1].value if known else None


def chance_on(goal: Goal, day: date, store: Store) -> float | None:
    """What was foretold with the data of that day: 0 to 1, None where nothing was."""
    question = (
        select(GoalForecast.chance)
        .where(GoalForecast.goal_id == goal.id, GoalForecast.until_day <= day)
        .order_by(GoalForecast.until_day.desc(), GoalForecast.id.desc())
        .limit(1)
    )
    with store.reading() as session:
        return session.scalars(question).first()
