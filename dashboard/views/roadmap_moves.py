"""A card that was put elsewhere on the board becomes a change of its initiative."""

from typing import Any

from dashboard.errors import BadUse
from dashboard.language import Said, _, said
from dashboard.progress import initiatives as roadmap
from dashboard.progress.roadmap import Initiative
from dashboard.records import initiatives
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import roadmap_words, who
from dashboard.views.roadmap_board import UNPLANNED, Move
from dashboard.views.roadmap_columns import BY_DEPARTMENT, Plan


def move(plan: Plan, told: Move) -> None:
    """Quarter, lane and place, in the reader's name and against the version that was dragged. A callback."""
    one = next((one for one in plan.initiatives if one.id == told.id), None)
    if one is None:
        return
    facts = facts_of(plan, told)

    def write(store: Store, by: Actor) -> None:
        try:
            roadmap.move(store, by, told.id, told.seen, facts)
        except BadUse as error:
            raise BadUse(stays(one.title, error)) from error

    where = roadmap_words.quarter(told.column or None, plan.calendar)
    who.acts(write, _("'{title}' is moved: {quarter}.", title=one.title, quarter=where))


def stays(title: str, error: BadUse) -> Said:
    """Why a card is drawn where it was."""
    return said("'{title}' stays where it was: {why}", title=title, why=error.args[0])


def facts_of(plan: Plan, told: Move) -> dict[str, Any]:
    """What the move changes: the quarter, the place among the cards of its cell, and what the lane stands for."""
    facts: dict[str, Any] = {"quarter": told.column or None, "position": _position(plan, told)}
    if plan.by == BY_DEPARTMENT:
        return {**facts, "department": told.lane}
    return {**facts, "goal_id": int(told.lane)} if told.lane.isdigit() else facts


def _position(plan: Plan, told: Move) -> float:
    there = [one for one in plan.in_quarter(told.column or UNPLANNED) if one.id != told.id]
    cell = [one for one in there if plan.lane_of(one) == told.lane]
    at = next((n for n, one in enumerate(cell) if one.id == told.before), len(cell))
    return initiatives.between(_place(cell, at - 1), _place(cell, at))


def _place(cell: list[Initiative], at: int) -> float | None:
    return cell[at].position if 0 <= at < len(cell) else None
