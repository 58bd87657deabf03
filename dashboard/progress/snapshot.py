"""The figure and the rows on which something was decided, as they were; and the same as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.access import Viewer
from dashboard.metrics import reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import goals, kept_words, reading, votes
from dashboard.progress.agenda import Item, Kind, about
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.goal import Kind as GoalKind
from dashboard.progress.measured import Moment
from dashboard.progress.proof import worked
from dashboard.progress.roadmap import STARTED, initiative
from dashboard.progress.standing import Standing, standing
from dashboard.records import ideas, initiatives
from dashboard.records import sessions as records
from dashboard.records.store import Store
from dashboard.records.tables import Decision
from dashboard.warehouse import reader

PERIODS = 36
"""So many periods are kept at most, the newest."""
Kept = dict[str, Any]


def snapshot(
    item: Item, session_id: int, viewer: Viewer, store: Store, until: date | None = None
) -> Kept | None:
    """What an item shows, to be kept with a decision; None where there is no number behind it."""
    found = of_ref(item.ref, viewer, store, until)
    if item.kind is Kind.IDEAS:
        found = _of_ideas(session_id, store)
    if item.is_revealed and (voted := _voted(item, session_id, store)):
        found = {**(found or _stamp("", "")), "votes": voted}
    return found


def of_ref(ref: str, viewer: Viewer, store: Store, until: date | None = None) -> Kept | None:
    """Of 'goal 5' or 'initiative 3', with what was known by a day where one is named."""
    kind, id = about(ref) or ("", 0)
    if kind == "goal":
        goal = goals.goal(store, id)
        if goal is None or not is_visible(goal, viewer):
            return None
        return of_goal(standing(goal, viewer, store), until)
    return _of_initiative(id, viewer, store, until) if kind == "initiative" else None


def of_goal(stands: Standing, until: date | None = None) -> Kept:
    """Its newest value with its period, what that is to be, and the periods until then."""
    goal = stands.goal
    known = [v for v in stands.values if v.is_complete and v.value is not None]
    at, value, target, foretold = stands.latest, stands.value, stands.target, _foretold(stands)
    if until is not None:
        known = [v for v in known if v.period.window.end <= until]
        counted = [v for v in known if v.period.window.end <= goal.due_on]
        at, foretold = counted[-1] if counted else None, {}
        value, target = _as_of(stands, counted)
    return {
        **_stamp(goal.name, f"goals?goal={goal.id}"), **foretold, "metric": goal.metric.name,
        "label": goal.metric.label, "unit": goal.metric.unit.value, "better": goal.metric.better.value,
        "grain": goal.grain.value, "currency": reads.currency(), "value": value, "target": target,
        "period": at.period.start.isoformat() if at else None, "is_total": goal.kind is GoalKind.TOTAL,
        "rows": [_row(one) | _target_of(one, stands) for one in known[-PERIODS:]],
        "until": (until or stands.today).isoformat(),
    }  # fmt: skip


def _as_of(stands: Standing, known: Sequence[Value]) -> tuple[float | None, float | None]:
    """Value and target of the last of these periods; of a total, what came together by then."""
    goal = stands.goal
    if not known:
        return None, goal.target
    if goal.kind is GoalKind.TOTAL:
        counted = [
            v.value for v in known if v.value is not None and v.period.start >= goal.starts_on
        ]
        return (sum(counted) if counted else None), goal.target
    return known[-1].value, _target_at(known[-1], stands)


def _target_at(value: Value, stands: Standing) -> float | None:
    found = {v.period.start: v for v in stands.values}
    calendar = reads.about().settings.calendar
    return reading.target_at(stands.goal, found, value.period.start, calendar)


def _target_of(value: Value, stands: Standing) -> Kept:
    """Of a change on a year before, what the period is to be: each has a target of its own."""
    return {"target": _target_at(value, stands)} if stands.goal.is_against_year_ago else {}


def _foretold(stands: Standing) -> Kept:
    return {
        "status": stands.status.value, "because": kept_words.kept(stands.because), "chance": stands.chance,
    }  # fmt: skip


def _stamp(title: str, link: str) -> Kept:
    return {
        "title": title, "link": link, "version_seq": reads.about().seq,
        "file": reader.version_path().rpartition("/")[2],
    }  # fmt: skip


def _row(value: Value) -> Kept:
    return {
        "period": value.period.start.isoformat(), "until": value.period.window.end.isoformat(),
        "value": value.value, "low": value.low, "high": value.high, "n": value.n,
        "numerator": value.numerator, "denominator": value.denominator,
    }  # fmt: skip


def _of_initiative(id: int, viewer: Viewer, store: Store, until: date | None) -> Kept | None:
    """What is found of it now, with the lines of its chart; no number where a day that is past is asked for.

    Only for those who see every region: what was kept of the control would tell the others too much.
    """
    one = initiative(store, id) if viewer.regions is None else None
    if one is None:
        return None
    told = _stamp(one.title, f"roadmap?initiative={id}") | {"state": one.state.value, "rows": []}
    if until is not None or one.state not in STARTED:
        return told
    found = worked(one, viewer, store)
    metric = found.trial.metric if found.trial else None
    return told | {
        "verdict": found.verdict.value, "reason": kept_words.kept(found.reason), "value": found.effect,
        "low": found.low, "high": found.high, "promised": found.promised, "effect_unit": found.unit,
        "metric": metric.name if metric else "", "is_index": found.is_index, "is_weaker": found.is_weaker,
        "currency": reads.currency(), "rows": [_moment(at) for at in found.series],
    }  # fmt: skip


def _moment(at: Moment) -> Kept:
    return {
        "period": at.start.isoformat(), "pilot": at.pilot, "control": at.control, "gap": at.gap,
        "is_after": at.is_after,
    }  # fmt: skip


def _of_ideas(session_id: int, store: Store) -> Kept:
    return _stamp("", "roadmap?look=choose") | {"rows": dot_rows(session_id, store)}


def dot_rows(session_id: int, store: Store) -> list[Kept]:
    """Each idea with the dots that came together on it, most first."""
    spent = ideas.totals(store, session_id)
    rows = [
        {"idea": one.title, "dots": spent[one.id].dots, "voters": spent[one.id].voters}
        for one in initiatives.initiatives(store)
        if one.id in spent
    ]
    return sorted(rows, key=lambda row: -row["dots"])


def _voted(item: Item, session_id: int, store: Store) -> Kept | None:
    """How the group voted, without who."""
    asked = votes.question(item, store)
    found = records.votes(store, session_id, item.key)
    if asked is None or not found:
        return None
    if asked.form is votes.Form.DOTS:
        return {"n": len(found)}  # its rows are the ideas with their dots
    if asked.form is votes.Form.CHANCE and (spread := votes.chances(found)):
        return {"n": spread.n, "middle": spread.middle, "low": spread.low, "high": spread.high}
    shares = votes.choices(asked, found)
    return {"n": len(found), "answers": {one.answer: one.n for one in shares}}


@dataclass(frozen=True)
class Happened:
    """A decision with its figure of then and of now."""

    decision: Decision
    then: Kept | None
    now: Kept | None

    @property
    def change(self) -> float | None:
        """From the value of then to that of now, in the metric's unit."""
        before, after = (one.get("value") if one else None for one in (self.then, self.now))
        return None if before is None or after is None else after - before


def happened(decision: Decision, viewer: Viewer, store: Store) -> Happened:
    """What came of it as far as numbers can tell; a viewer who may not see the number sees neither."""
    now = of_ref(decision.about, viewer, store) if decision.about else None
    then = decision.figure if not decision.about or now is not None else None
    return Happened(decision, then, now)


def visible(decision: Decision, viewer: Viewer, store: Store) -> Kept | None:
    """The figure that was kept, for those who may see what it is about; of what is gone, for those who may see all."""
    if viewer.regions is None or not decision.figure:
        return decision.figure
    kind, id = about(decision.about) or ("", 0)
    goal: Goal | None = goals.goal(store, id) if kind == "goal" else None
    return decision.figure if goal and is_visible(goal, viewer) else None
