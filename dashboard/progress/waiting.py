"""What waits for one person: what they are to do, say and look at, read out of records and numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.access import Viewer
from dashboard.language import said
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Milestone, is_visible
from dashboard.progress.goals import goals
from dashboard.progress.roadmap import may_see, roadmap
from dashboard.progress.standing import Standing, standing
from dashboard.progress.status import Status
from dashboard.records import cases, check_ins, decisions
from dashboard.records.store import Store
from dashboard.records.tables import Action
from queries.calendar import Grain

LONGEST_SILENCE = {
    Grain.DAY: 7, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92, Grain.YEAR: 366,
}  # fmt: skip
"""Days after which a goal of this grain is to be said something about; nobody is asked more often than once a week."""


class Kind(StrEnum):
    """Why something waits, in the order in which it is shown."""

    ACTION = "action"
    GOAL = "goal"
    MILESTONE = "milestone"
    CHECK_IN = "check-in"
    DECISION = "decision"
    STEP = "step"
    CASE = "case"


@dataclass(frozen=True)
class Waits:
    """One thing that waits."""

    kind: Kind
    words: str
    """What and why, as `said`."""
    page: str
    """Where it is dealt with."""
    query: tuple[tuple[str, str], ...] = ()
    action: Action | None = None
    goal: Goal | None = None


def waiting(name: str, viewer: Viewer, store: Store, today: date) -> list[Waits]:
    """Everything that waits for who is called so, what is most pressing first."""
    own = [g for g in goals(store) if is_same(g.owner, name) and is_visible(g, viewer)]
    running = [goal for goal in own if goal.starts_on <= today < goal.due_on]
    return [
        *_actions(name, viewer, store, today),
        *(found for goal in running for found in _of_goal(goal, viewer, store, today)),
        *_silent(running, store, today),
        *_decisions(name, store, today),
        *_steps(name, viewer, store, today),
        *_cases(name, viewer, store),
    ]


def is_same(owner: str, name: str) -> bool:
    """Whether an owner is who is called so: names are typed by hand."""
    return bool(name) and " ".join(owner.split()).casefold() == " ".join(name.split()).casefold()


def _actions(name: str, viewer: Viewer, store: Store, today: date) -> Iterator[Waits]:
    """Actions of mine that are due or late, but for those of goals that I may not see."""
    seen = {goal.id for goal in goals(store) if is_visible(goal, viewer)}
    for action in check_ins.actions(store):
        if action.done_on or action.due_on is None or action.due_on > today:
            continue
        if is_same(action.owner, name) and (action.goal_id is None or action.goal_id in seen):
            query = (("goal", str(action.goal_id)),) if action.goal_id else ()
            yield Waits(Kind.ACTION, action.text, "goals", query, action=action)


def _of_goal(goal: Goal, viewer: Viewer, store: Store, today: date) -> Iterator[Waits]:
    """Off track, a signal, a milestone that was not reached."""
    stands = standing(goal, viewer, store)
    if stands.status is Status.OFF_TRACK:
        text = said("{goal} is off track: {why}", goal=goal.name, why=stands.because)
        yield _about(Kind.GOAL, goal, text)
    if stands.signal and stands.signal.verdict.is_signal:
        text = said("{goal}: {why}", goal=goal.name, why=stands.signal.reason)
        yield _about(Kind.GOAL, goal, text)
    if missed := missed_milestone(stands, today):
        text = said("{goal} was to be at its milestone by {day}", goal=goal.name, day=missed.on)
        if missed.text:
            text = said(
                "{goal} was to be at its milestone “{text}” by {day}",
                goal=goal.name, text=missed.text, day=missed.on,
            )  # fmt: skip
        yield _about(Kind.MILESTONE, goal, text)


def missed_milestone(stands: Standing, today: date) -> Milestone | None:
    """The newest milestone that lies behind and whose level is not reached; None where it is, or nothing is known."""
    behind = [milestone for milestone in stands.goal.milestones if milestone.on <= today]
    if not behind or stands.value is None:
        return None
    newest = behind[-1]
    return None if reading.is_at(stands.goal, stands.value, newest.level) else newest


def _silent(own: Sequence[Goal], store: Store, today: date) -> Iterator[Waits]:
    """Goals that nobody has said anything about for longer than their grain."""
    for goal in own:
        found = check_ins.check_ins(store, goal.id)
        last = found[0].on_day if found else goal.starts_on
        if (today - last).days <= LONGEST_SILENCE[goal.grain]:
            continue
        if found:
            text = said("{goal}: the last check-in was on {day}", goal=goal.name, day=last)
        else:
            text = said("{goal}: nobody has checked in yet", goal=goal.name)
        yield _about(Kind.CHECK_IN, goal, text)


def _decisions(name: str, store: Store, today: date) -> Iterator[Waits]:
    """What a workshop gave me to do, is due, and has not been looked back on."""
    for one in decisions.decisions(store):
        if is_same(one.who, name) and not one.outcome and one.due and one.due <= today:
            text = said("“{what}” was to be done by {day}", what=one.what, day=one.due)
            yield Waits(Kind.DECISION, text, "workshop", (("look", "decisions"),))


def _steps(name: str, viewer: Viewer, store: Store, today: date) -> Iterator[Waits]:
    """Of my initiatives: milestones that lie behind and are not done."""
    for one in roadmap(store):
        if one.is_over or not is_same(one.owner, name) or not may_see(one, viewer):
            continue
        for milestone in one.milestones:
            if milestone.done_on is None and milestone.due < today:
                text = said(
                    "{initiative}: “{step}” was due on {day}",
                    initiative=one.title, step=milestone.name, day=milestone.due,
                )  # fmt: skip
                yield Waits(Kind.STEP, text, "roadmap", (("initiative", str(one.id)),))


def _cases(name: str, viewer: Viewer, store: Store) -> Iterator[Waits]:
    """Cases of the queue that are mine and not resolved; only for those who may see who people are."""
    if not (viewer.may_see_people and viewer.may_see_ids) or viewer.regions is not None:
        return
    for case in sorted(cases.cases(store).values(), key=lambda one: one.answered_on):
        if is_same(case.owner, name) and case.status != cases.RESOLVED:
            text = said("An answer of {day} to “{survey}”", day=case.answered_on, survey=case.survey)  # fmt: skip
            yield Waits(Kind.CASE, text, "voice", (("look", "queue"),))


def _about(kind: Kind, goal: Goal, text: str) -> Waits:
    return Waits(kind, text, "goals", (("goal", str(goal.id)),), goal=goal)
