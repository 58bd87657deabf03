"""What commands share: how a slice is said, how rows are printed, near names for what does not exist."""

import csv
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any, TypeVar

import click

from dashboard.access import EVERYONE
from dashboard.errors import BadUse, unknown
from dashboard.metrics import coverage
from dashboard.metrics.declare import Sliceable
from dashboard.views.export import neutral
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.choices import choices
from queries.kept_people import People
from queries.slice import Slice, Window

F = TypeVar("F", bound=Callable[..., Any])

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_PERIODS = 5_000

SMALL = 0.01
"""Below it two decimals would be a nought: two digits are shown."""
FORMATS = ("table", "json", "csv")
GRAIN_OF = {"d": Grain.DAY, "w": Grain.WEEK, "m": Grain.MONTH, "q": Grain.QUARTER, "y": Grain.YEAR}


def format_option(*formats: str) -> Callable[[F], F]:
    """`--format`, the first being the default."""
    return click.option(
        "--format", "as_format", type=click.Choice(formats), default=formats[0], show_default=True
    )


class Amount(click.FloatRange):
    """A number from nought on that is one: neither NaN nor endless."""

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if not math.isfinite(found):
            self.fail(f"{value!r} is no number.", param, ctx)
        return found


GROUP = "milepost.group"


def _note_group(context: click.Context, parameter: click.Parameter, name: str | None) -> None:
    """Kept for `chosen_slice`: which home the group is of is known only once the command runs."""
    context.meta[GROUP] = name


def slice_options(command: F) -> F:
    """`--from --to --last --where --group`: which rows are asked for."""
    for option in reversed(
        (
            click.option("--from", "start", metavar="DATE", help="First day."),
            click.option("--to", "end", metavar="DATE", help="First day not included."),
            click.option(
                "--last", metavar="28d|6m|4q", help="Last complete days, weeks, months, quarters, years."
            ),
            click.option(
                "--where", multiple=True, metavar="DIM=VALUE…",
                help="Keep these values; VALUE,VALUE keeps several, an empty one what is not known.",
            ),
            click.option(
                "--group", metavar="NAME", expose_value=False, callback=_note_group,
                help="Only the people of a named group; `milepost groups list` lists them.",
            ),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def define_option(command: F) -> F:
    """`--define`: another reading of the metric."""
    return click.option(
        "--define", "define", multiple=True, metavar="NAME=VALUE",
        help="Another reading of a definition, such as silence=60; `milepost definitions` lists them.",
    )(command)  # fmt: skip


def chosen_slice(
    metric: Sliceable,
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    grain: str | None = None,
    by: Sequence[str] = (),
    default: str = "1m",
) -> Slice:
    """The slice that the options say; `default` (the last complete month) where they say no window.

    A default of '' is everything from the first order to the end of the data.
    """
    slice = Slice(
        window=_window(metric, start, end, last, default),
        grain=Grain(grain) if grain else None,
        by=tuple(dict.fromkeys(name for text in by for name in text.split(","))),
        calendar=coverage.settings().calendar,
        people=_people_asked_for(),
    )
    for text in where:
        name, values = _filter(text)
        slice = slice.filtered(name, values)
    for name in slice.dimensions - set(metric.sliced_by):
        raise unknown(f"dimension of {metric.name}", name, metric.sliced_by)
    if grain and slice.window.days > MOST_PERIODS and len(slice.periods) > MOST_PERIODS:
        raise BadUse(
            f"That would be {len(slice.periods):,} periods; at most {MOST_PERIODS:,} are shown. "
            "Choose a shorter window or a longer --grain."
        )
    _refuse_unknown_values(slice)
    return slice


def _people_asked_for() -> People | None:
    """The people of the group that `--group` names."""
    name = click.get_current_context().meta.get(GROUP)
    if name is None:
        return None
    from dashboard.views.kept_groups import called, people_of

    return people_of(called(name))


def _refuse_unknown_values(slice: Slice) -> None:
    """A value that never occurs is a slip of the pen, not an empty answer."""
    known: dict[str, set[str]] = {}
    for row in reader.read(EVERYONE, choices, coverage.EVER):
        known.setdefault(row["dimension"], set()).add(row["value"])
    for name, wanted in slice.where:
        for value in wanted if name in known else ():
            if value and value not in known[name]:
                raise unknown(name, value, known[name])


def _filter(text: str) -> tuple[str, list[str]]:
    name, equals, values = text.partition("=")
    if not equals:
        raise BadUse(f"--where {text}: write it as DIM=VALUE, for example region=North.")
    return name, values.split(",")


def _window(
    metric: Sliceable, start: str | None, end: str | None, last: str | None, default: str
) -> Window:
    if last and (start or end):
        raise BadUse("Say either --last or --from and --to, not both.")
    today = coverage.coverage(metric).day or coverage.covered_day_of_all()
    if start or end:
        first = _date("--from", start) if start else date(2000, 1, 1)
        return _checked_window(first, _date("--to", end) if end else today)
    if not (last or default):
        return _all_data(metric, today)
    return _last(last or default, today)


def _all_data(metric: Sliceable, today: date) -> Window:
    """From the first order to the end of the data; a day of which nothing is covered is left out."""
    until = coverage.coverage(metric).until
    is_begun = until is None or until.time() != time.min
    first = coverage.first_order_day() or today
    end = today + timedelta(days=1) if is_begun else today
    return Window(first, max(end, first + timedelta(days=1)))


def _last(text: str, today: date) -> Window:
    match = re.fullmatch(r"([1-9]\d{0,4})([dwmqy])", text)
    if not match:
        raise BadUse(f"--last {text}: write a number and d, w, m, q or y, for example 28d or 6m.")
    count, grain = int(match[1]), GRAIN_OF[match[2]]
    calendar = coverage.settings().calendar
    end = calendar.start(today, grain)
    try:
        start = calendar.shifted(end, grain, -count)
        _ = start.replace(
            year=start.year - FIRST_YEAR
        )  # years before are not dates that anybody asks for
        return Window(start, end)
    except (ValueError, OverflowError) as error:
        raise BadUse(f"--last {text} reaches back beyond the year {FIRST_YEAR}.") from error


def span(option: str, text: str) -> Window:
    """'2025-01-01:2025-04-01', the second not included."""
    first, colon, last = text.partition(":")
    if not colon:
        raise BadUse(
            f"{option} {text}: write previous, year or FROM:TO, such as 2025-01-01:2025-04-01."
        )
    return _checked_window(_date(option, first), _date(option, last))


def _date(option: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise BadUse(
            f"{option} is '{text}', which is not a date. Dates are written 2026-01-31."
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadUse(f"{option} is {day}. Years go from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _checked_window(start: date, end: date) -> Window:
    try:
        return Window(start, end)
    except ValueError as error:
        raise BadUse(str(error)) from error


def print_rows(rows: Iterable[dict[str, Any]], as_format: str, title: str = "") -> None:
    """Rows to stdout as JSON, CSV or a table; a table of no rows and no title is nothing at all."""
    found = list(rows)
    if as_format == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))
    elif as_format == "csv":
        _print_csv(found)
    elif found or title:
        _print_table(found, title)


def _print_csv(rows: list[dict[str, Any]]) -> None:
    flat = [flattened(row) for row in rows]
    if not flat:
        return
    writer = csv.DictWriter(sys.stdout, list(flat[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: neutral(value) for name, value in row.items()} for row in flat)


def flattened(row: dict[str, Any]) -> dict[str, Any]:
    """The row with each group in a column of its own."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat.update(value)
        elif isinstance(value, list):
            flat[name] = ", ".join(map(str, value))
        else:
            flat[name] = value
    return flat


def _print_table(rows: list[dict[str, Any]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    flat = [flattened(row) for row in rows]
    for name in flat[0] if flat else []:
        numeric = any(isinstance(row[name], int | float) for row in flat)
        table.add_column(name, justify="right" if numeric else "left", no_wrap=numeric)
    for row in flat:
        table.add_row(*(_cell(value) for value in row.values()))
    width = None if sys.stdout.isatty() else 200
    Console(file=sys.stdout, width=width, highlight=False).print(table)


def _cell(value: Any) -> str:
    match value:
        case None:
            return "–"
        case list():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case float():
            if abs(value) >= 10_000 or value == int(value):
                return f"{value:,.0f}"
            return f"{value:,.2f}" if abs(value) >= SMALL else f"{value:.2g}"
        case _:
            return str(value)
