"""`milepost goals`: what a company wants its numbers to be, as a list and as a file."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.errors import BadData, BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.goal_apply import Step
    from dashboard.progress.goal_draft import Draft
    from dashboard.progress.goal_file import Entry
    from dashboard.records.store import Store

__all__ = ["goals"]

file_argument = click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False)
)
prune_option = click.option(
    "--prune", is_flag=True, help="Remove goals that the file does not name."
)
because_option = click.option(
    "--because", default="", metavar="TEXT", help="Why goals move, for those whose own line gives no new reason."
)  # fmt: skip


@click.group(epilog="Example: milepost goals diff goals.yaml")
def goals() -> None:
    """Goals: what a number is to be by when, kept on pages or in a file."""


@goals.command("list", epilog="Example: milepost goals list --format json")
@click.option("--closed", is_flag=True, help="Also those that are no longer pursued.")
@format_option("table", "json", "csv")
@click.pass_obj
def list_goals(home: Home, closed: bool, as_format: str) -> None:
    """List the goals: what is to be reached by when, whose it is, how often it was moved."""
    from dashboard.progress import goals as progress
    from dashboard.progress.goal_versions import moved_by_goal

    store = _store(home)
    found = [goal for goal in progress.every(store) if closed or goal.closed_on is None]
    moves = moved_by_goal(store, found)
    drafts = {draft.name: draft for draft in progress.drafts(store)}
    rows = [
        {
            "goal": goal.name,
            "metric": drafts[goal.name].metric,
            "where": _said(dict(goal.where)),
            "kind": goal.kind.value,
            "target": aim(drafts[goal.name]),
            "grain": goal.grain.value,
            "due": goal.due_on,
            "owner": goal.owner,
            "department": goal.department,
            "moved": moves[goal.id].times,
            "moved_on": moves[goal.id].last_on,
        }
        for goal in found
    ]
    print_rows(rows, as_format)
    if not rows:
        click.echo("There are no goals yet. Set one on the page Goals, or apply a file.", err=True)


def aim(draft: "Draft") -> str:
    """'20', '+15 %', '-0.5 points': what is to be reached, in the metric's unit."""
    if draft.change_percent is not None:
        return f"{draft.change_percent:+g} %"
    if draft.change_points is not None:
        return f"{draft.change_points:+g} points"
    return f"{draft.target:.10g}" if draft.target is not None else ""


@goals.command("export", epilog="Example: milepost goals export -o goals.yaml")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write. Default: the screen.",
)  # fmt: skip
@click.pass_obj
def export_goals(home: Home, output: Path | None) -> None:
    """Write all goals as a YAML file that `milepost goals apply` takes."""
    from dashboard.progress import goals as progress

    text = progress.exported(_store(home))
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(f"{output}: {text.count(chr(10) + '  - name:')} goals.", err=True)


@goals.command("diff", epilog="Example: milepost goals diff goals.yaml --prune")
@file_argument
@prune_option
@because_option
@format_option("table", "json", "csv")
@click.pass_obj
def diff_goals(home: Home, path: Path, prune: bool, because: str, as_format: str) -> None:
    """Show what applying a file would change, field by field. Changes nothing."""
    found = _checked(home, path, prune, because)[1]
    changing = [step for step in found if step.does != "unchanged"]
    rows = [row for step in changing for row in _differences(step)]
    print_rows(rows, as_format)
    _tell(found, "would be ")


@goals.command(
    "apply", epilog='Example: milepost goals apply goals.yaml --because "Plan of 14 April"'
)
@file_argument
@prune_option
@because_option
@format_option("table", "json", "csv")
@click.pass_obj
def apply_goals(home: Home, path: Path, prune: bool, because: str, as_format: str) -> None:
    """Make the goals those of a file: all of it or, where anything is wrong, nothing.

    Goals are known by their name. Applying the same file again changes nothing.
    """
    from dashboard.commands.privacy import at_the_terminal
    from dashboard.progress import goal_apply

    store, found = _checked(home, path, prune, because)
    done = goal_apply.apply(store, at_the_terminal(), found)
    if done or as_format != "table":
        print_rows([{"goal": step.name, "did": step.does} for step in done], as_format)
    _tell(found, "")


def _checked(home: Home, path: Path, prune: bool, because: str) -> tuple["Store", "Sequence[Step]"]:
    """What a file would do, once nothing is wrong with it."""
    from dashboard.progress import goal_apply
    from dashboard.progress import goals as progress
    from dashboard.progress.today import clock_day

    store, entries = _store(home), _entries(path)
    found = progress.steps(store, entries, prune, because)
    goal_apply.check(found, entries, progress.known(store, clock_day()), path.name)
    return store, found


def _entries(path: Path) -> "list[Entry]":
    from dashboard.progress import goal_file

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadData(f"{path.name}: the file is not UTF-8 text. Save it as UTF-8.") from None
    except FileNotFoundError:
        raise BadUse(
            f"There is no file {path}. `milepost goals export -o {path}` writes one."
        ) from None
    return goal_file.read(text, path.name)


def _store(home: Home) -> "Store":
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    return opened(home)


def _differences(step: "Step") -> list[dict[str, Any]]:
    """One row per field that differs; one for a goal that comes or goes."""
    if step.before is None or step.after is None:
        draft = step.after or step.before
        assert draft is not None
        said = f"{draft.metric} {aim(draft)}, {draft.start} to {draft.due}"
        before, after = ("", said) if step.before is None else (said, "")
        return [
            {"goal": step.name, "does": step.does, "field": "", "before": before, "after": after}
        ]
    return [
        {
            "goal": step.name,
            "does": "moved" if name in _moves() else "changed",
            "field": name,
            "before": _said(getattr(step.before, name)),
            "after": _said(getattr(step.after, name)),
        }
        for name in step.changed
    ]


def _moves() -> tuple[str, ...]:
    from dashboard.progress.goal_draft import MOVES

    return MOVES


def _said(value: Any) -> str:
    """A field's value on one line."""
    from dashboard.progress.goal import Milestone

    match value:
        case None:
            return ""
        case float():
            return f"{value:.10g}"
        case Milestone():
            return f"{value.on} {value.level:.10g} {value.text}".strip()
        case dict():
            return "; ".join(f"{name}={','.join(kept)}" for name, kept in value.items())
        case tuple() if all(isinstance(part, tuple) for part in value):
            return _said(dict(value))
        case tuple() if all(isinstance(part, date) for part in value):
            return f"{value[0]} to {value[1]}"
        case tuple():
            return "; ".join(map(_said, value))
        case bool():
            return json.dumps(value)
        case _:
            return str(value)


def _tell(found: "Sequence[Step]", would: str) -> None:
    """'2 goals would be added, 1 changed; 10 are as they are.'"""
    counts = dict.fromkeys(("added", "changed", "removed", "unchanged"), 0)
    for step in found:
        counts[step.does] += 1
    same = counts.pop("unchanged")
    doing = [f"{count} {would}{does}" for does, count in counts.items() if count]
    same_words = f"{same} {'is' if same == 1 else 'are'} as in the file"
    click.echo(f"{', '.join(doing) or 'Nothing to change'}; {same_words}.", err=True)
