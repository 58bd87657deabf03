"""`milepost roadmap`: what is done for which goal, as a list and as a file; what to choose, and what it is worth."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import Amount, format_option, print_rows
from dashboard.commands.roadmap_rows import moved_row, said_value
from dashboard.errors import BadData, BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.roadmap import Initiative
    from dashboard.progress.roadmap_apply import Step
    from dashboard.progress.roadmap_file import Entry
    from dashboard.records.store import Store

__all__ = ["roadmap"]

file_argument = click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False)
)
prune_option = click.option(
    "--prune", is_flag=True, help="Remove initiatives that the file does not name."
)
because_option = click.option(
    "--because", default="", metavar="TEXT",
    help="Why what had started is judged otherwise, for those whose own line gives no new reason.",
)  # fmt: skip


@click.group(epilog="Example: milepost roadmap list --as-of 2026-04-01")
def roadmap() -> None:
    """The roadmap: what is done for which goal, kept on pages or in a file."""


@roadmap.command("list", epilog="Example: milepost roadmap list --as-of 2026-04-01")
@click.option("--as-of", metavar="DATE", help="As it stood at the end of that day. Default: now.")
@format_option("table", "json", "csv")
@click.pass_obj
def list_roadmap(home: Home, as_of: str | None, as_format: str) -> None:
    """List the initiatives: state, quarter, goal, what is promised by when, and whether that was changed."""
    from dashboard.progress.roadmap import roadmap as everything
    from dashboard.progress.roadmap_versions import roadmap_as_of

    store = _store(home)
    found = roadmap_as_of(store, _day("--as-of", as_of)) if as_of else everything(store)
    print_rows([_row(one) for one in found], as_format)
    if not found:
        words = (
            "The roadmap was empty then."
            if as_of
            else "The roadmap is empty. Add an idea, or apply a file."
        )
        click.echo(words, err=True)


def _row(one: "Initiative") -> dict[str, Any]:
    return {
        "initiative": one.title,
        "state": one.state.value,
        "quarter": one.quarter or "",
        "goal": one.goal.name if one.goal else "",
        "metric": one.metric,
        "promised": promised(one),
        "by": one.promised_by,
        "start": one.start,
        "owner": one.owner,
        "changed_since_start": list(one.changed_since_start),
    }


def promised(one: "Initiative") -> str:
    """'+6 points', '-40 %'."""
    if one.promised_effect is None:
        return ""
    unit = "%" if one.promised_unit == "percent" else "points"
    return f"{one.promised_effect:+g} {unit}"


@roadmap.command("moved", epilog="Example: milepost roadmap moved --since 2026-04-01")
@click.option(
    "--since", metavar="DATE", required=True, help="The end of that day is compared with now."
)
@format_option("table", "json", "csv")
@click.pass_obj
def moved_roadmap(home: Home, since: str, as_format: str) -> None:
    """Show what came, went and changed on the roadmap since a day, field by field."""
    from dashboard.progress.roadmap_versions import moved_since

    found = moved_since(_store(home), _day("--since", since))
    print_rows([row for one in found for row in moved_row(one)], as_format)
    if not found:
        click.echo(f"Nothing has moved since {since}.", err=True)


@roadmap.command("export", epilog="Example: milepost roadmap export -o roadmap.yaml")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write. Default: the screen.",
)  # fmt: skip
@click.pass_obj
def export_roadmap(home: Home, output: Path | None) -> None:
    """Write all initiatives as a YAML file that `milepost roadmap apply` takes."""
    from dashboard.progress import initiatives

    text = initiatives.exported(_store(home))
    if output is None:
        click.echo(text, nl=False)
        return
    output.write_text(text, encoding="utf-8")
    click.echo(f"{output}: {text.count(chr(10) + '  - title:')} initiatives.", err=True)


@roadmap.command("diff", epilog="Example: milepost roadmap diff roadmap.yaml --prune")
@file_argument
@prune_option
@because_option
@format_option("table", "json", "csv")
@click.pass_obj
def diff_roadmap(home: Home, path: Path, prune: bool, because: str, as_format: str) -> None:
    """Show what applying a file would change, field by field. Changes nothing."""
    found = _checked(home, path, prune, because)[1]
    changing = [step for step in found if step.does != "unchanged"]
    print_rows([row for step in changing for row in _differences(step)], as_format)
    _tell(found, "would be ")


@roadmap.command(
    "apply", epilog='Example: milepost roadmap apply roadmap.yaml --because "Plan of 14 April"'
)
@file_argument
@prune_option
@because_option
@format_option("table", "json", "csv")
@click.pass_obj
def apply_roadmap(home: Home, path: Path, prune: bool, because: str, as_format: str) -> None:
    """Make the roadmap that of a file: all of it or, where anything is wrong, nothing.

    Initiatives are known by their title. Applying the same file again changes nothing. What starts is
    frozen as the file says it: hypothesis, metric, window, promised effect, guardrails, pilot and control.
    """
    from dashboard.commands.privacy import at_the_terminal
    from dashboard.progress import initiatives

    store, found = _checked(home, path, prune, because)
    done = initiatives.apply(store, at_the_terminal(), found)
    print_rows([{"initiative": step.title, "did": step.does} for step in done], as_format)
    _tell(found, "")


@roadmap.command("choose", epilog="Example: milepost roadmap choose --capacity 20")
@click.option(
    "--capacity", type=Amount(), metavar="WEEKS",
    help="Person-weeks there are: what does not fit stands below the line.",
)  # fmt: skip
@click.option("--by-dots", is_flag=True, help="Most dots first, instead of the best score.")
@format_option("table", "json", "csv")
@click.pass_obj
def choose_roadmap(home: Home, capacity: float | None, by_dots: bool, as_format: str) -> None:
    """Rank the ideas: promised effect × value of a point × confidence ÷ cost of the first year."""
    from dashboard.access import EVERYONE
    from dashboard.commands.roadmap_rows import choice_row
    from dashboard.progress.choose import choices
    from dashboard.progress.roadmap import roadmap as everything

    store = _store(home)
    found = choices(everything(store), EVERYONE, store, capacity=capacity, by_dots=by_dots)
    print_rows([choice_row(one, capacity is not None) for one in found], as_format)
    if not found:
        click.echo("There are no ideas to choose from.", err=True)


@roadmap.command("case", epilog='Example: milepost roadmap case "Free returns" --effect 0.5')
@click.argument("title", metavar="INITIATIVE")
@click.option("--years", type=click.IntRange(1, 20), default=3, show_default=True)
@click.option(
    "--effect",
    type=Amount(),
    default=1.0,
    metavar="TIMES",
    help="What if so much of the effect comes.",
)
@click.option(
    "--cost",
    type=Amount(),
    default=1.0,
    metavar="TIMES",
    help="What if it costs so many times as much.",
)
@click.option(
    "--later",
    type=Amount(),
    default=0.0,
    metavar="MONTHS",
    help="What if the benefit comes later.",
)
@format_option("table", "json", "csv")
@click.pass_obj
def case_roadmap(
    home: Home, title: str, years: int, effect: float, cost: float, later: float, as_format: str
) -> None:  # fmt: skip
    """The business case of an initiative, by title or number: cost, benefit range, payback, return, assumptions."""
    from dashboard.access import EVERYONE
    from dashboard.commands.roadmap_rows import assumption_rows, case_rows, named
    from dashboard.progress.business_case import WhatIf, business_case
    from dashboard.progress.roadmap import roadmap as everything

    store = _store(home)
    one = named(everything(store), title)
    case = business_case(one, EVERYONE, store, years, WhatIf(effect, cost, later))
    if as_format == "json":
        click.echo(
            json.dumps(
                {"sums": case_rows(case), "assumptions": assumption_rows(case)},
                indent=2,
                default=str,
            )
        )
        return
    print_rows(case_rows(case), as_format)
    if as_format == "table":
        click.echo()
        print_rows(assumption_rows(case), "table")
    if case.reason:
        click.echo(str(case.reason), err=True)


def _checked(home: Home, path: Path, prune: bool, because: str) -> tuple["Store", "Sequence[Step]"]:
    """What a file would do, once nothing is wrong with it."""
    from dashboard.progress import initiatives, roadmap_apply

    store, entries = _store(home), _entries(path)
    found = initiatives.steps(store, entries, prune, because)
    roadmap_apply.check(found, entries, initiatives.known(store, initiatives.wall_day()), path.name)
    return store, found


def _entries(path: Path) -> "list[Entry]":
    from dashboard.progress import roadmap_file

    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadData(f"{path.name}: the file is not UTF-8 text. Save it as UTF-8.") from None
    except FileNotFoundError:
        raise BadUse(
            f"There is no file {path}. `milepost roadmap export -o {path}` writes one."
        ) from None
    return roadmap_file.read(text, path.name)


def _store(home: Home) -> "Store":
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    return opened(home)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadUse(
            f"{option} is '{text}', which is not a date. Dates are written 2026-01-31."
        ) from None


def _differences(step: "Step") -> Iterator[dict[str, Any]]:
    """One row per field that differs; one for an initiative that comes or goes."""
    draft = step.after or step.before
    if step.before is None or step.after is None:
        assert draft is not None
        told = f"{draft.state}, for {draft.goal}"
        sides = ("", told) if step.before is None else (told, "")
        yield _difference(step, "", *sides)
        return
    for name in step.changed:
        sides = said_value(getattr(step.before, name)), said_value(getattr(step.after, name))
        yield _difference(step, name, *sides)


def _difference(step: "Step", name: str, before: str, after: str) -> dict[str, Any]:
    return {
        "initiative": step.title, "does": step.does, "field": name, "before": before, "after": after,
    }  # fmt: skip


def _tell(found: "Sequence[Step]", would: str) -> None:
    """'2 initiatives would be added, 1 changed; 10 are as they are.'"""
    counts = dict.fromkeys(("added", "changed", "removed", "unchanged"), 0)
    for step in found:
        counts[step.does] += 1
    same = counts.pop("unchanged")
    doing = [f"{count} {would}{does}" for does, count in counts.items() if count]
    same_words = f"{same} {'is' if same == 1 else 'are'} as in the file"
    click.echo(f"{', '.join(doing) or 'Nothing to change'}; {same_words}.", err=True)
