"""What matters now, for a workshop's agenda: decisions to look back on, verdicts, goals, milestones, ideas."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from dashboard.access import Viewer
from dashboard.language import said
from dashboard.metrics.declare import Unit
from dashboard.progress import ledger, standings_kept
from dashboard.progress.agenda import Item, Kind, Matter
from dashboard.progress.standing import Standing
from dashboard.progress.status import Status
from dashboard.progress.waiting import missed_milestone
from dashboard.records import decisions, initiatives, sessions
from dashboard.records.store import Store
from dashboard.records.tables import Decision, Initiative, Session, Verdict

EACH, LEAST, MOST_MINUTES = 2, 5, 30
"""Minutes for a decision that is looked back on, or an idea to choose."""
STALE_DAYS = 90
"""Days after which the readiness check is due again."""
UNDERWAY = ("planned", "running")
OFF, SIGNAL = 2.0, 1.0
TOLD = {
    "moved": said("it moved its number"),
    "not moved": said("it did not move its number"),
    "cannot tell": said("it cannot be told yet whether it moved its number"),
    "wrong way": said("it moved its number the wrong way"),
}


def matters(viewer: Viewer, store: Store, today: date) -> list[Matter]:
    """Everything that asks for a place on the next agenda; verdicts that are missing are worked out before."""
    ledger.kept_up(store)
    found = standings_kept.standings(viewer, store)
    known = (
        {one.id: one for one in initiatives.initiatives(store)} if viewer.regions is None else {}
    )
    return [
        *of_decisions(open_decisions(store)),
        *of_verdicts(initiatives.verdicts(store), known, last_finished(store)),
        *of_goals(found),
        *of_milestones(found, known.values(), today),
        *of_ideas(known.values()),
        *of_readiness([row.on_day for row in decisions.checks(store)], today),
    ]


def last_finished(store: Store) -> datetime | None:
    """When the newest workshop ended."""
    ends = [one.finished_at for one in sessions.sessions(store) if one.finished_at]
    return max(ends, default=None)


def open_decisions(store: Store, but: int | None = None) -> list[Decision]:
    """Decisions of workshops that nobody has looked back on yet, oldest first; without those of one workshop."""
    found = [
        one
        for one in decisions.decisions(store)
        if not one.outcome and one.session_id is not None and one.session_id != but
    ]
    return sorted(found, key=lambda one: (one.at, one.id))


def of_decisions(found: Sequence[Decision]) -> list[Matter]:
    """One item for all of them."""
    if not found:
        return []
    return [
        Matter(
            Kind.LOOK_BACK, "", said("What we decided, and what happened"), _waiting(len(found)),
            minutes=_minutes(len(found)),
        )
    ]  # fmt: skip


def _waiting(count: int) -> str:
    if count == 1:
        return said("One decision waits to be looked back on.")
    return said("{count} decisions wait to be looked back on.", count=count)


def look_back_words(store: Store, session: Session) -> str:
    """How many decisions still wait in this workshop; of one that is over, how many were looked back on."""
    if session.state != "finished":
        left = len(open_decisions(store, but=session.id))
        return _waiting(left) if left else said("No decision waits to be looked back on.")
    count = len(looked_back(store, session))
    if count == 1:
        return said("One decision was looked back on.")
    return said("{count} decisions were looked back on.", count=count)


POINTS = (None, Unit.PERCENT.value, Unit.POINTS.value)


def _minutes(count: int) -> int:
    return min(max(EACH * count, LEAST), MOST_MINUTES)


def of_verdicts(
    found: Sequence[Verdict], known: dict[int, Initiative], since: datetime | None
) -> list[Matter]:
    """Verdicts that are others than they were at the last workshop; of the first one, all that say something."""
    return [
        Matter(
            Kind.VERDICT, f"initiative {one.id}", one.title, _verdict_words(verdict),
            weight=2.0 if verdict.verdict == "wrong way" else 1.0,
        )
        for one, verdict in _news(found, known, since)
    ]  # fmt: skip


def _news(
    found: Sequence[Verdict], known: dict[int, Initiative], since: datetime | None
) -> Iterator[tuple[Initiative, Verdict]]:
    by_initiative: dict[int, list[Verdict]] = {}
    for verdict in sorted(found, key=lambda one: (one.version_seq, one.id)):
        by_initiative.setdefault(verdict.initiative_id, []).append(verdict)
    for id, own in by_initiative.items():
        newest = own[-1]
        before = [one for one in own if since is not None and one.worked_out_at <= since]
        was = before[-1].verdict if before else "cannot tell"
        if id in known and newest.verdict != was:
            yield known[id], newest


def _verdict_words(verdict: Verdict) -> str:
    words = TOLD.get(verdict.verdict, said("it has a verdict"))
    is_percent = verdict.details.get("unit") == "percent"
    is_points = verdict.details.get("of") in POINTS
    if verdict.effect is None or verdict.promised is None or not (is_percent or is_points):
        return words  # money and waits are said in their unit where their chart is
    if is_percent:
        return said(
            "{verdict}: {effect:+.1f} % where {promised:+g} % was promised",
            verdict=words, effect=verdict.effect, promised=verdict.promised,
        )  # fmt: skip
    return said(
        "{verdict}: {effect:+.1f} points where {promised:+g} was promised",
        verdict=words, effect=verdict.effect, promised=verdict.promised,
    )  # fmt: skip


def of_goals(found: Iterable[Standing]) -> list[Matter]:
    """Goals that are off track, or whose newest value is a signal; those worth most first."""
    matters = []
    for stands in found:
        is_off = stands.status is Status.OFF_TRACK
        signal = stands.signal if stands.signal and stands.signal.verdict.is_signal else None
        if not is_off and signal is None:
            continue
        weight = OFF * is_off + SIGNAL * (signal is not None) + stands.goal.is_pinned
        why = said("off track: {why}", why=stands.because) if is_off else signal.reason if signal else ""  # fmt: skip
        if is_off and signal:
            why = said("off track: {why}; {signal}", why=stands.because, signal=signal.reason)
        matters.append(_of_goal(Kind.GOAL, stands, why, weight))
    return matters


def off_beside(found: Iterable[Standing], items: Sequence[Item]) -> list[Standing]:
    """Goals that are off track for which an agenda that has goals had no room."""
    there = {item.ref for item in items}
    if not any(item.kind is Kind.GOAL for item in items):
        return []
    off = [one for one in found if one.status is Status.OFF_TRACK]
    return [one for one in off if f"goal {one.goal.id}" not in there]


def _of_goal(kind: Kind, stands: Standing, why: str, weight: float) -> Matter:
    return Matter(kind, f"goal {stands.goal.id}", said(stands.goal.name), why, weight)


def of_milestones(
    found: Iterable[Standing], known: Iterable[Initiative], today: date
) -> list[Matter]:
    """Levels that a goal was to be at, and steps of initiatives that were to be done, of which neither is so."""
    matters = []
    for stands in found:
        if missed := missed_milestone(stands, today):
            why = said("the milestone of {day} was not reached", day=missed.on)
            matters.append(_of_goal(Kind.MILESTONE, stands, why, 1.0 + stands.goal.is_pinned))
    for one in known:
        if one.state in UNDERWAY and (late := _late(one, today)):
            name, due = late[0]
            why = said("“{step}” was due on {day}", step=name, day=due)
            if len(late) > 1:
                why = said(
                    "“{step}” was due on {day}, and {more} more are late", step=name, day=due, more=len(late) - 1
                )  # fmt: skip
            days = (today - due).days
            matters.append(
                Matter(Kind.MILESTONE, f"initiative {one.id}", one.title, why, days / 365)
            )
    return matters


def _late(one: Initiative, today: date) -> list[tuple[str, date]]:
    """Milestones that are due and not done, the oldest first."""
    rows = [
        (str(row.get("name", "")), date.fromisoformat(row["due"]))
        for row in one.milestones
        if row.get("due") and not row.get("done_on")
    ]
    return sorted((row for row in rows if row[1] < today), key=lambda row: row[1])


def of_ideas(known: Iterable[Initiative]) -> list[Matter]:
    """One item for all that wait to be chosen."""
    count = sum(one.state == "idea" for one in known)
    if not count:
        return []
    words = said("{count} ideas wait to be chosen.", count=count)
    if count == 1:
        words = said("One idea waits to be chosen.")
    return [Matter(Kind.IDEAS, "", said("Ideas: which do we try?"), words, minutes=_minutes(count))]


def of_readiness(days: Sequence[date], today: date) -> list[Matter]:
    """The readiness check, where it was made before and long ago; the first one belongs to a first session."""
    if not days or today - max(days) < timedelta(days=STALE_DAYS):
        return []
    words = said("The last check was on {day}.", day=max(days))
    return [
        Matter(Kind.READINESS, "", said("Are we ready for a customer strategy?"), words, minutes=10)
    ]


def addable(viewer: Viewer, store: Store) -> list[Matter]:
    """Whatever else may be put on an agenda: each goal and each initiative that is not over."""
    goals = [_of_goal(Kind.GOAL, one, "", 0.0) for one in standings_kept.standings(viewer, store)]
    if viewer.regions is not None:
        return goals
    return goals + [
        Matter(Kind.INITIATIVE, f"initiative {one.id}", one.title, "")
        for one in initiatives.initiatives(store)
        if one.state in UNDERWAY
    ]


def looked_back(store: Store, session: Session) -> list[Decision]:
    """Decisions of other workshops that were looked back on while this one ran, oldest first."""
    began = session.started_at
    if began is None:
        return []
    ended = session.finished_at
    found = [
        one
        for one in decisions.decisions(store)
        if one.outcome
        and one.session_id != session.id
        and one.updated_at >= began
        and (ended is None or one.updated_at <= ended)
    ]
    return sorted(found, key=lambda one: (one.at, one.id))
