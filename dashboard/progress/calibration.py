"""What votes about chances were worth: held against what came, for the group over time and for one voter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from dashboard.insight.agreement import Skill, skill, together
from dashboard.insight.hindsight import Row, Told, calibration
from dashboard.progress import ledger
from dashboard.progress.agenda import Kind, about, items
from dashboard.records import sessions as records
from dashboard.records.store import Store
from dashboard.records.tables import GoalForecast, Session, Verdict, Vote

NEEDED = 20
"""So many votes must have come out before a voter is told how good they are: with fewer it is luck."""
ASKED = (Kind.GOAL, Kind.INITIATIVE)
"""Kinds of items on which chances are voted."""
CAME = {"moved": True, "not moved": False, "wrong way": False}
"""What a verdict says of 'it moves its number'; 'cannot tell' says nothing."""


@dataclass(frozen=True)
class Judged:
    """A vote that has come out."""

    session: Session
    question: str
    """'3:goal 5': the session and what the item is about."""
    chance: float
    came: bool


@dataclass(frozen=True)
class OfSession:
    """The group's chances in one session, by what came of them."""

    session: Session
    skill: Skill


@dataclass(frozen=True)
class Group:
    """How good the group's chances were."""

    votes: Skill
    """Each vote by itself."""
    medians: Skill
    """The group as one voter, who says the median of its votes."""
    rows: list[Row]
    """By the five words of chance."""
    sessions: list[OfSession]
    """Oldest first."""


def judged(store: Store, votes: Iterable[Vote] | None = None) -> list[Judged]:
    """Those votes about chances of which it is known what came; of finished sessions only."""
    ledger.kept_up(store)
    found = {one.id: one for one in records.sessions(store) if one.state == "finished"}
    asked = {id: _asked(one) for id, one in found.items()}
    came = outcomes(store)
    chosen = _all(store, found) if votes is None else votes
    told = (_judged(vote, found, asked, came) for vote in chosen)
    return [one for one in told if one]


def _all(store: Store, found: Mapping[int, Session]) -> list[Vote]:
    return [vote for id in found for vote in records.votes(store, id)]


def _asked(session: Session) -> dict[str, str]:
    """Key of an item → what it is about, where chances are voted on it."""
    return {i.key: i.ref for i in items(session.agenda) if i.kind in ASKED}


def _judged(
    vote: Vote, found: Mapping[int, Session], asked: Mapping[int, Mapping[str, str]], came: "Outcomes"
) -> Judged | None:  # fmt: skip
    session = found.get(vote.session_id)
    ref = asked.get(vote.session_id, {}).get(vote.item)
    if session is None or ref is None or vote.confidence is None:
        return None
    known = came.of(ref, vote.at)
    if known is None:
        return None
    return Judged(session, f"{session.id}:{ref}", vote.confidence, known)


@dataclass(frozen=True)
class Outcomes:
    """What came of goals and initiatives."""

    goals: Mapping[int, Sequence[tuple[date, bool]]]
    """Each goal's due dates that are past, with whether it was met, oldest first."""
    initiatives: Mapping[int, tuple[datetime, bool]]
    """What the newest verdict says, with when any of them said something for the first time."""

    def of(self, ref: str, at: datetime) -> bool | None:
        """What came of a thing after this instant; None where that is not known."""
        kind, id = about(ref) or ("", 0)
        if kind == "goal":
            due = (met for day, met in self.goals.get(id, ()) if day > at.date())
            return next(due, None)
        found = self.initiatives.get(id) if kind == "initiative" else None
        return found[1] if found and found[0] > at else None


def outcomes(store: Store) -> Outcomes:
    """Of goals, what the forecasts were judged by; of initiatives, the verdicts."""
    met = select(GoalForecast).where(GoalForecast.came_true.is_not(None)).order_by(GoalForecast.id)
    with store.reading() as session:
        by_due = {(row.goal_id, row.due_on): bool(row.came_true) for row in session.scalars(met)}
        verdicts = session.scalars(select(Verdict).order_by(Verdict.version_seq, Verdict.id)).all()
    goals: dict[int, list[tuple[date, bool]]] = {}
    for (goal_id, due_on), was_met in sorted(by_due.items()):
        goals.setdefault(goal_id, []).append((due_on, was_met))
    return Outcomes(goals, _told_by(verdicts))


def _told_by(verdicts: Sequence[Verdict]) -> dict[int, tuple[datetime, bool]]:
    """Oldest first. A vote after the first verdict that says something was cast on what was known already."""
    newest = {row.initiative_id: row.verdict for row in verdicts}
    first: dict[int, datetime] = {}
    for row in verdicts:
        if row.verdict in CAME:
            first.setdefault(row.initiative_id, row.worked_out_at)
    return {id: (at, CAME[newest[id]]) for id, at in first.items() if newest[id] in CAME}


def group(found: Sequence[Judged]) -> Group | None:
    """None where nothing has come out yet."""
    told = _told(found)
    votes = skill(told)
    medians = skill(_medians(found))
    if votes is None or medians is None:
        return None
    by_session: dict[int, list[Judged]] = {}
    for one in found:
        by_session.setdefault(one.session.id, []).append(one)
    each = [
        OfSession(own[0].session, of) for own in by_session.values() if (of := skill(_told(own)))
    ]
    in_order = sorted(each, key=lambda one: (one.session.planned_on, one.session.id))
    return Group(votes, medians, calibration(told), in_order)


def _told(found: Iterable[Judged]) -> list[Told]:
    return [(one.chance, one.came) for one in found]


def _medians(found: Sequence[Judged]) -> list[Told]:
    by_question: dict[str, list[float]] = {}
    for one in found:
        by_question.setdefault(one.question, []).append(one.chance)
    came = {one.question: one.came for one in found}
    return [(chance, came[question]) for question, chance in together(by_question).items()]


@dataclass(frozen=True)
class Own:
    """What one voter's own chances were worth; only who has the private code can ask."""

    n: int
    """Votes that have come out."""
    skill: Skill | None
    """None below `NEEDED` votes."""
    rows: list[Row]


def own(store: Store, code: str) -> Own:
    """Of the votes that were given under this private code."""
    found = judged(store, records.votes_under(store, code))
    told = _told(found)
    if len(told) < NEEDED:
        return Own(len(told), None, [])
    return Own(len(told), skill(told), calibration(told))
