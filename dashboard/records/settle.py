"""Two versions of a record: what its reader chose is kept as a new version, in the same ways as any other change."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.records import (
    alerts,
    cases,
    check_ins,
    decisions,
    goals,
    groups,
    initiatives,
    measures,
    notes,
    saved_views,
    sessions,
    shifts,
    strategies,
)
from dashboard.records.cases import NOT_YET, Answer
from dashboard.records.keep import Actor, Conflict, Facts
from dashboard.records.store import Store

DAYS = (
    "starts_on", "ends_on", "on_day", "due_on", "done_on", "snoozed_until", "base_starts_on", "base_ends_on",
    "decided_on", "closed_on", "start", "end", "promised_by", "planned_on", "due", "outcome_on",
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """How one kind of record is settled. All but `chosen` are called with the store, who acts, and then as said."""

    chosen: tuple[str, ...]
    """What a reader chooses; everything else follows from it or never changes."""
    change: Callable[..., Any]
    """`id`, the version seen, and what is chosen by name."""
    add: Callable[[Store, Actor, Facts], Any]
    """Keeps mine as a new one: all its facts."""
    remove: Callable[[Store, Actor, int, int], Any]


def _add_note(store: Store, by: Actor, facts: Facts) -> None:
    notes.add(store, by, **_of(facts, "text", "starts_on", "ends_on", "metrics", "concerns"))


def _add_view(store: Store, by: Actor, facts: Facts) -> None:
    saved_views.add(store, by, **_of(facts, "name", "page", "query", "is_shared"))


def _add_check_in(store: Store, by: Actor, facts: Facts) -> None:
    names = ("goal_id", "on_day", "status", "confidence", "text", "value", "chance")
    check_ins.add(store, by, **_of(facts, *names))


def _add_action(store: Store, by: Actor, facts: Facts) -> None:
    check_ins.add_action(store, by, **_of(facts, "text", "owner", "due_on", "goal_id"))


def _add_measure(store: Store, by: Actor, facts: Facts) -> None:
    measures.add(store, by, **_of(facts, *MEASURE))


def _add_value(store: Store, by: Actor, facts: Facts) -> None:
    measures.add_value(store, by, **_of(facts, "measure_id", "on_day", "part", "value"))


def _add_case(store: Store, by: Actor, facts: Facts) -> None:
    own = _of(facts, "status", "owner", "note")
    cases.change(store, by, _answer(facts), NOT_YET, **own)


def _add_shift(store: Store, by: Actor, facts: Facts) -> None:
    shifts.add(store, by, **_of(facts, "metric", "grain", "concerns", "on_day", "text"))


def _add_alert(store: Store, by: Actor, facts: Facts) -> None:
    alerts.add(store, by, **_of(facts, *ALERT, "sees"))


def _add_digest(store: Store, by: Actor, facts: Facts) -> None:
    alerts.subscribe(store, by, **_of(facts, *DIGEST, "sees"))


def _add_goal(store: Store, by: Actor, facts: Facts) -> None:
    goals.add(store, by, **_of(facts, *GOAL))


def _add_initiative(store: Store, by: Actor, facts: Facts) -> None:
    initiatives.add(store, by, **_of(facts, *INITIATIVE, "frozen"))


def _add_strategy(store: Store, by: Actor, facts: Facts) -> None:
    strategies.write(store, by, strategies.FIRST, **_of(facts, *STRATEGY, "frozen"))


def _add_session(store: Store, by: Actor, facts: Facts) -> None:
    sessions.add(store, by, **_of(facts, *SESSION))


def _add_decision(store: Store, by: Actor, facts: Facts) -> None:
    decisions.add(store, by, **_of(facts, *DECISION, "session_id", "item", "about", "figure"))


def _add_check(store: Store, by: Actor, facts: Facts) -> None:
    decisions.add_check(store, by, **_of(facts, "on_day", "session_id", "answers"))


def _refuse_group(store: Store, by: Actor, facts: Facts) -> None:
    raise BadUse(said("The group was removed, and who was in it with it. Save it anew."))


def _rename(store: Store, by: Actor, id: int, seen: int, *, name: str) -> None:
    groups.rename(store, by, id, seen, name)


NOTE = ("text", "starts_on", "ends_on", "metrics", "concerns")
MEASURE = (
    "name", "unit", "better", "combined", "across", "grain", "meaning", "department", "owner",
)  # fmt: skip
ALERT = (
    "name", "about", "conditions", "least_n", "channels", "language", "quiet_from", "quiet_until",
    "snoozed_until", "is_on", "owner",
)  # fmt: skip
DIGEST = ("name", "owner", "channels", "language", "weekday", "hour", "is_on")
GOAL = (
    "name", "metric", "concerns", "defined", "grain", "kind", "target", "change_percent", "change_points",
    "base_starts_on", "base_ends_on", "starts_on", "due_on", "milestones", "owner", "department", "why",
    "is_pinned", "parent_id", "because", "decided_on", "closed_on",
)  # fmt: skip
INITIATIVE = (
    "title", "goal_id", "department", "owner", "state", "quarter", "start", "end", "position", "promised_effect",
    "promised_unit", "promised_by", "hypothesis", "metric", "guardrails", "design", "pilot", "control", "stages",
    "team", "departments", "systems", "processes", "cost_once", "cost_month", "benefit_low", "benefit_high",
    "benefit_why", "confidence", "person_weeks", "milestones", "depends_on", "risks", "links", "dropped_why",
    "because", "decided_on",
)  # fmt: skip
STRATEGY = ("vision", "strengths", "weaknesses", "starts_on")
SESSION = ("title", "planned_on", "state", "quarter", "agenda")
DECISION = ("what", "why", "who", "due", "outcome", "outcome_on")
WAYS = {
    "goal": Way(GOAL, goals.change, _add_goal, goals.remove),
    "annotation": Way(NOTE, notes.change, _add_note, notes.remove),
    "saved_view": Way(("name", "is_shared"), saved_views.change, _add_view, saved_views.remove),
    "people_group": Way(("name",), _rename, _refuse_group, groups.remove),
    "survey_case": Way(("status", "owner", "note"), cases.change, _add_case, cases.remove),
    "check_in": Way(
        ("status", "confidence", "text"),
        check_ins.change, _add_check_in, check_ins.remove,
    ),
    "action": Way(
        ("text", "owner", "due_on", "done_on"),
        check_ins.change_action, _add_action, check_ins.remove_action,
    ),
    "alert_rule": Way(ALERT, alerts.change, _add_alert, alerts.remove),
    "digest_subscription": Way(
        DIGEST, alerts.change_subscription, _add_digest, alerts.unsubscribe
    ),
    "measure": Way(MEASURE, measures.change, _add_measure, measures.remove),
    "shift": Way(("on_day", "text"), shifts.change, _add_shift, shifts.remove),
    "measure_value": Way(
        ("on_day", "part", "value"), measures.change_value, _add_value, measures.remove_value
    ),
    "initiative": Way(INITIATIVE, initiatives.change, _add_initiative, initiatives.remove),
    "strategy": Way(STRATEGY, strategies.change, _add_strategy, strategies.remove),
    "workshop_session": Way(SESSION, sessions.change, _add_session, sessions.remove),
    "decision": Way(DECISION, decisions.change, _add_decision, decisions.remove),
    "readiness": Way(("answers",), decisions.change_check, _add_check, decisions.remove_check),
}  # fmt: skip
"""Every kind that people change by forms, by the name of its table."""


def differing(conflict: Conflict) -> list[str]:
    """The fields between which there is something to choose."""
    return [name for name in WAYS[conflict.kind].chosen if name in conflict.differing]


def can_be_kept(conflict: Conflict) -> bool:
    """Whether mine can still be kept: the people of a group that was removed are gone with it."""
    return conflict.theirs is not None or conflict.kind != "people_group"


def settle(store: Store, by: Actor, conflict: Conflict, chosen: Facts, **follows: Any) -> None:
    """Keep what was chosen, field by field, and what follows from that; the others stay as they are. May end in a
    conflict once more."""
    way = WAYS[conflict.kind]
    there = conflict.theirs or conflict.mine or {}
    values = {**_dated({name: chosen.get(name, there[name]) for name in way.chosen}), **follows}
    if conflict.theirs is None:
        way.add(store, by, {**_dated(there), **values})
    elif conflict.kind == "survey_case":  # known by its answer
        way.change(store, by, _answer(conflict.theirs), conflict.version, **values)
    else:
        way.change(store, by, conflict.id, conflict.version, **values)


def remove(store: Store, by: Actor, conflict: Conflict) -> None:
    """Remove it all the same, now that theirs was seen."""
    WAYS[conflict.kind].remove(store, by, conflict.id, conflict.version)


def _dated(facts: Facts) -> Facts:
    """Days as days again, which the audit keeps as text."""
    return {
        name: date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value
        for name, value in facts.items()
    }


def _of(facts: Facts, *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names}


def _answer(values: Facts) -> Answer:
    day = date.fromisoformat(values["answered_on"])
    return Answer(values["person_id"], values["survey"], day)
