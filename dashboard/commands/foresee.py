"""`milepost foresee`: how likely each goal is to be met."""

from typing import TYPE_CHECKING

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.loading import progress_bar
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.foreseen import Foreseen


@click.command(epilog="Example: milepost foresee --format json")
@format_option("table", "json", "csv")
@click.pass_obj
def foresee(home: Home, as_format: str) -> None:
    """Work out how likely each goal is to be met, where that is not done yet, and print it.

    A load does this by itself. The chance is of the goal as it is stated; where there is none, the reason says why.
    """
    from dashboard.progress.foresee import foresee as work_out
    from dashboard.warehouse import reader

    reader.use(home)
    with progress_bar() as bar:
        found = work_out(home, bar)
    rows = [
        {
            "goal": goal.name,
            "due": goal.due_on.isoformat(),
            "target": seen.target,
            "chance": seen.chance if as_format in ("json", "csv") else _told(seen),
            "word": str(seen.word) or None,
            "method": seen.method or None,
            "until": seen.until_day.isoformat() if seen.until_day else None,
            "reason": str(seen.reason) or None,
        }
        for goal, seen in found
    ]
    print_rows(rows, as_format)
    if not rows:
        click.echo("There are no goals, or nothing is loaded yet.", err=True)


def _told(seen: "Foreseen") -> str | None:
    """'34 %'; never certain before it is decided: '< 1 %', '> 99 %'."""
    from dashboard.views import goal_words

    if seen.chance is None:
        return None
    percent = f"{100 * seen.chance:.0f}" if seen.is_decided else goal_words.percent(seen.chance)
    return f"{percent} %"
