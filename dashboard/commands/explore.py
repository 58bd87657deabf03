"""`milepost why` and `pivot`: where a number changed, and many numbers in one table."""

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
    span,
)
from dashboard.commands.numbers import metric_argument
from dashboard.insight.compare import Change
from dashboard.metrics import compare, switches
from dashboard.metrics.catalogue import metric_named
from dashboard.metrics.drivers import Dimension, Driver, Why
from dashboard.metrics.drivers import why as why_it_changed
from dashboard.metrics.pivot import Cell, Line
from dashboard.metrics.pivot import pivot as pivoted
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice, Window

AGAINST = {"previous": "previous", "year": "year-ago"}
MOST_LINES = 8


@click.command(
    epilog="Example: milepost why retention --last 1q --against previous --by region"
)  # fmt: skip
@metric_argument
@slice_options
@click.option(
    "--against", default="previous", show_default=True, metavar="previous|year|FROM:TO",
    help="The window that it is compared with: the one before, a year before, or days of your own.",
)  # fmt: skip
@click.option("--by", multiple=True, metavar="DIM", help="Only these dimensions; else all.")
@define_option
@format_option("table", "json", "csv")
@click.pass_obj
def why(
    home: Home,
    metric: str,
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    against: str,
    by: Sequence[str],
    define: Sequence[str],
    as_format: str,
) -> None:
    """Show where a metric changed: which values of which dimension account for it, in rate and mix.

    The parts of a dimension and its remainder add up to the change exactly. Dimensions come in the order of what a few
    values explain beyond noise. `low` and `high` hold for all values of a dimension at once.
    """
    reader.use(home)
    chosen = switches.definition(define)
    asked = switches.variant(metric_named(metric), chosen)
    slice = switches.defined(asked, chosen_slice(asked, start, end, last, where, by=by), chosen)
    before = _before(slice, against)
    found = why_it_changed(asked, EVERYONE, slice, before, slice.by or None)
    rows = [row for dimension in found.dimensions for row in _rows(dimension)]
    if as_format == "table":
        rows = [_brief(row) for d in found.dimensions for row in _rows(d)[:MOST_LINES]]
    click.echo(_sentence(found, slice.window, before), err=True)
    print_rows(rows, as_format)


def _before(slice: Slice, against: str) -> Window:
    if against in AGAINST:
        return compare.before(slice, AGAINST[against]).window
    return span("--against", against)


def _sentence(found: Why, window: Window, before: Window) -> str:
    days = f"{before.start} to before {before.end} → {window.start} to before {window.end}"
    if found.reason:
        return f"{found.metric.label}, {days}: no split. {found.reason}"
    assert found.change is not None
    values = f"{found.before.value:,.4g} → {found.after.value:,.4g}"
    text = f"{found.metric.label}, {days}: {values}, {found.change.difference:+,.4g} ({found.change.verdict})."
    if found.change.low is None:
        text += " Not judged: a window is not complete, or data are missing."
    if found.alike:
        text += f" Only one value of {', '.join(found.alike)}."
    return text


def _rows(dimension: Dimension) -> list[dict[str, Any]]:
    """Its values, then what they leave."""
    rows = [_row(dimension, driver) for driver in dimension.drivers]
    if dimension.remainder or dimension.hidden:
        rows.append({**dict.fromkeys(rows[0]), "dimension": dimension.name, "value": None,
            "part": dimension.remainder, "note": remainder_words(dimension)})  # fmt: skip
    return rows


def remainder_words(dimension: Dimension) -> str:
    if dimension.hidden:
        return f"{dimension.hidden} values of few people, not shown"
    return "counted in several values, or in none of them"


def _row(dimension: Dimension, driver: Driver) -> dict[str, Any]:
    before, after, part = driver.before, driver.after, driver.part
    return {
        "dimension": dimension.name,
        "value": driver.name or "unknown",
        "before": before.value if before else None,
        "after": after.value if after else None,
        "n_before": before.n if before else None,
        "n_after": after.n if after else None,
        "rate": part.rate,
        "mix": part.mix,
        "alone": part.alone,
        "part": part.total,
        "low": driver.limits.low if driver.limits else None,
        "high": driver.limits.high if driver.limits else None,
        "verdict": driver.verdict,
        "unlike": part.unlike,
        "explained": dimension.explained,
        "note": "thin" if driver.is_thin else "",
    }


def _brief(row: dict[str, Any]) -> dict[str, Any]:
    """The row as the table shows it."""
    left_out = ("n_before", "n_after", "alone", "unlike", "explained")
    return {name: value for name, value in row.items() if name not in left_out}


@click.command(
    epilog="Example: milepost pivot revenue orders --by region --by channel --grain month"
)
@click.argument("metrics", nargs=-1, required=True)
@slice_options
@click.option("--by", multiple=True, metavar="DIM", help="A dimension; at most two.")
@click.option("--grain", type=click.Choice([g.value for g in Grain]), help="One row per period.")
@click.option(
    "--against", default="previous", show_default=True, metavar="previous|year|FROM:TO|none",
    help="What the whole window is compared with.",
)  # fmt: skip
@format_option("table", "json", "csv")
@click.pass_obj
def pivot(
    home: Home,
    metrics: Sequence[str],
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    by: Sequence[str],
    grain: str | None,
    against: str,
    as_format: str,
) -> None:
    """Show metrics by up to two dimensions, with totals asked by themselves and never added up.

    A period is compared with the one before it (or a year before), the whole window with that of --against.
    """
    reader.use(home)
    asked = [
        (metric, chosen_slice(metric, start, end, last, where, grain))
        for metric in map(metric_named, metrics)
    ]
    dimensions = list(dict.fromkeys(name for text in by for name in text.split(",")))
    before = None if against == "none" else _before(asked[0][1], against)
    found = pivoted(asked, EVERYONE, dimensions, AGAINST.get(against), before)
    rows = [row for line in found.lines for row in _pivot_rows(line, dimensions)]
    for reason in found.refused.values():
        click.echo(f"{reason}.", err=True)
    print_rows(rows, as_format)


def _pivot_rows(line: Line, dimensions: Sequence[str]) -> list[dict[str, Any]]:
    """Its periods, then its whole window."""
    periods = [cell for cell in line.cells if cell]
    return [
        *(_pivot_row(line, cell, dimensions, cell.value.period.start.isoformat()) for cell in periods),
        _pivot_row(line, line.whole, dimensions, "all"),
    ]  # fmt: skip


def _pivot_row(line: Line, cell: Cell, dimensions: Sequence[str], period: str) -> dict[str, Any]:
    value, change = cell.value, cell.change
    pooled = {name: v for name, v in line.group.items() if name not in dimensions}
    return {
        "metric": line.metric.name,
        **{name: _named(line, name) for name in dimensions},
        "of": ", ".join(v or "unknown" for v in pooled.values()) or None,
        "period": period,
        "value": value.value,
        "n": value.n,
        **_changes(change),
        "complete": value.is_complete,
        "reason": value.reason or value.missing_words or None,
    }  # fmt: skip


def _named(line: Line, dimension: str) -> str:
    return line.group[dimension] or "unknown" if dimension in line.group else "all"


def _changes(change: Change | None) -> dict[str, Any]:
    return {
        "difference": change.difference if change else None,
        "verdict": change.verdict if change else None,
    }
