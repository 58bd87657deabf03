"""`milepost signal`: whether the newest complete period of a metric is more than noise."""

from collections.abc import Sequence
from typing import Any

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import (
    chosen_slice,
    define_option,
    format_option,
    print_rows,
    slice_options,
)
from dashboard.commands.numbers import metric_argument
from dashboard.metrics import evaluate, reads, switches
from dashboard.metrics.catalogue import metric_named
from dashboard.paths import Home
from dashboard.progress import signal_words, signals
from dashboard.progress.signals import Point
from dashboard.warehouse import reader
from queries.calendar import Grain


@click.command(epilog="Example: milepost signal retention --where region=North --grain quarter")
@metric_argument
@slice_options
@click.option(
    "--grain", type=click.Choice([g.value for g in Grain]), default="month", show_default=True,
    help="What is a period.",
)  # fmt: skip
@define_option
@format_option("table", "json", "csv")
@click.pass_obj
def signal(
    home: Home,
    metric: str,
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    grain: str,
    define: Sequence[str],
    as_format: str,
) -> None:
    """Tell whether the newest complete period of a metric is a signal or noise, and by what it is judged.

    Without a window it is judged by all the data; --to judges as of an earlier day, --from leaves earlier periods out.
    A row for each period: its value and, where it is judged or judged by, its level and limits.
    """
    reader.use(home)
    chosen = switches.definition(define)
    asked = switches.variant(metric_named(metric), chosen)
    slice = chosen_slice(asked, start, end, last, where, grain, default="")
    slice = switches.defined(asked, slice, chosen)
    values = evaluate.series(asked, EVERYONE, slice) if start or last else None
    found = signals.signal(asked, EVERYONE, slice, values)
    click.echo(
        f"{signal_words.finding(found, reads.currency())} ({signal_words.VERDICTS[found.verdict]}).",
        err=True,
    )
    for sentence in found.how:
        click.echo(sentence, err=True)
    print_rows([_row(point) for point in found.points], as_format)


def _row(point: Point) -> dict[str, Any]:
    return {
        "period": point.period.start.isoformat(),
        "value": point.value,
        "level": point.centre,
        "low": point.low,
        "high": point.high,
        "complete": point.is_complete,
        "role": role(point),
    }


def role(point: Point) -> str:
    """What a period is to the judgement."""
    if point.is_judged:
        return "judged"
    if point.is_missing:
        return "data missing"
    return "judged by" if point.is_baseline else ""
