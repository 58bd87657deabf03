"""`milepost check-in`: what people say about a goal, beside what the numbers say."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.writing import as_option, writer
from dashboard.errors import BadUse, unknown
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.goal import Goal
    from dashboard.records.store import Store

__all__ = ["check_in"]

STATUSES = ("met", "on track", "at risk", "off track", "too early to tell")


@click.group(
    "check-in", epilog="Example: milepost check-in add retention --status 'at risk' --confidence 55"
)
def check_in() -> None:
    """What people say about goals: status as they see it, own confidence, and what will be done."""


@check_in.command("list", epilog="Example: milepost check-in list retention --format json")
@click.argument("goal", metavar="[GOAL]", required=False)
@format_option("table", "json", "csv")
@click.pass_obj
def list_check_ins(home: Home, goal: str | None, as_format: str) -> None:
    """List check-ins, newest first: of one goal, or of all."""
    from dashboard.records import check_ins as records
    from dashboard.records import goals
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    store = opened(home)
    only = _goal(store, goal).id if goal else None
    names = {row.id: row.name for row in goals.goals(store)}
    rows = [
        {
            "day": one.on_day.isoformat(), "goal": names.get(one.goal_id, ""), "status": one.status,
            "confidence": one.confidence, "chance": None if one.chance is None else round(100 * one.chance, 1),
            "value": one.value, "text": one.text, "by": one.created_by,
        }
        for one in records.check_ins(store, only)
    ]  # fmt: skip
    print_rows(rows, as_format)
    if not rows:
        click.echo("Nobody has checked in yet.", err=True)


@check_in.command(
    "add", epilog="Example: milepost check-in add churn --status 'on track' --text 'Offer works'"
)
@click.argument("goal", metavar="GOAL")
@click.option("--status", type=click.Choice(STATUSES), required=True, help="As you see it.")
@click.option("--confidence", type=click.IntRange(0, 100), help="Your own, in per cent.")
@click.option("--text", default="", help="What is behind it.")
@click.option("--day", metavar="DATE", help="Of which day; usually today.")
@click.option("--action", "todo", default="", help="What will be done about it.")
@click.option("--action-owner", default="", help="By whom.")
@click.option("--action-due", metavar="DATE", help="By when.")
@as_option
@click.pass_obj
def add_check_in(
    home: Home, goal: str, status: str, confidence: int | None, text: str, day: str | None, todo: str,
    action_owner: str, action_due: str | None, as_name: str | None,
) -> None:  # fmt: skip
    """Say how a goal stands. The value and the computed chance of the day are kept with it; no number changes."""
    from dashboard.progress import check_ins
    from dashboard.progress.today import today
    from dashboard.records.store import opened
    from dashboard.views import goal_words
    from dashboard.warehouse import reader

    reader.use(home)
    store = opened(home)
    about = _goal(store, goal)
    on_day = _day("--day", day) or today()
    if on_day > today():
        raise BadUse(
            f"--day is {on_day}, which is still to come. A check-in is of a day that there was."
        )
    actions = _actions(todo, action_owner, action_due)
    made = check_ins.add(
        store, writer(as_name), about, on_day=on_day, status=status, text=text, confidence=confidence,
        actions=actions,
    )  # fmt: skip
    chance = (
        "no chance is computed"
        if made.chance is None
        else f"computed chance {goal_words.percent(made.chance)} %"
    )
    click.echo(f"Checked in on '{about.name}' for {on_day}: {status}; {chance}.", err=True)


def _actions(todo: str, owner: str, due: str | None) -> list[dict[str, Any]]:
    if not todo:
        if owner or due:
            raise BadUse(
                "--action-owner and --action-due belong to an --action. Say what will be done."
            )
        return []
    return [{"text": todo, "owner": owner, "due_on": _day("--action-due", due)}]


def _day(option: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadUse(
            f"{option} is '{text}', which is not a date. Dates are written 2026-01-31."
        ) from error


def _goal(store: "Store", name: str) -> "Goal":
    """The goal of this name; `BadUse` with the nearest names where there is none."""
    from dashboard.progress.goals import goals

    found = {goal.name: goal for goal in goals(store)}
    by_fold = {known.casefold(): goal for known, goal in found.items()}
    if name.casefold() not in by_fold:
        raise unknown("goal", name, found)
    return by_fold[name.casefold()]
