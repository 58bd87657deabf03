"""`milepost show`, `people` and `metrics`: the numbers on the command line."""

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
from dashboard.insight.compare import Change
from dashboard.metrics import evaluate, models, switches
from dashboard.metrics.catalogue import CATALOGUE, metric_named
from dashboard.metrics.compare import compared
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.paths import Home
from dashboard.views import flips
from dashboard.warehouse import reader
from queries.calendar import Grain
from queries.slice import Slice


def _metric_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    return [name for name in CATALOGUE if name.startswith(typed)]


metric_argument = click.argument("metric", shell_complete=_metric_names)


@click.command(
    epilog="Example: milepost show conversion --last 6m --grain month --by region --compare year-ago"
)
@metric_argument
@slice_options
@click.option("--grain", type=click.Choice([g.value for g in Grain]), help="One row per period.")
@click.option("--by", multiple=True, metavar="DIM", help="One row per value of a dimension.")
@click.option(
    "--compare",
    type=click.Choice(["previous", "year-ago"]),
    help="What changed, and whether it is more than noise.",
)
@define_option
@click.option("--sql", is_flag=True, help="Print the SQL instead of its answer.")
@format_option("table", "json", "csv")
@click.pass_obj
def show(
    home: Home,
    metric: str,
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    grain: str | None,
    by: Sequence[str],
    compare: str | None,
    define: Sequence[str],
    sql: bool,
    as_format: str,
) -> None:
    """Show a metric: one row for the whole window, or one per period and group.

    Without a window it is the last complete month.
    """
    reader.use(home)
    chosen = switches.definition(define)
    asked = switches.variant(metric_named(metric), chosen)
    slice = chosen_slice(asked, start, end, last, where, grain, by)
    slice = switches.defined(asked, slice, chosen)
    if sql:
        click.echo(evaluate.statement(asked, EVERYONE, slice).readable())
        return
    values = evaluate.series(asked, EVERYONE, slice)
    rows = [value.row() for value in values]
    if compare:
        rows = _compared(asked, slice, values, compare)
    if as_format == "table":
        rows = [_brief(value, row) for value, row in zip(values, rows, strict=True)]
    turned = switches.words_of(switches.unusual(asked, slice))
    title = f"{asked.label} ({', '.join(filter(None, (_unit(asked), turned)))}), "
    print_rows(rows, as_format, f"{title}{slice.window.start} to before {slice.window.end}")
    if not values:
        click.echo(f"No value of any group: {asked.nothing} in this window.", err=True)
    if asked.model:
        click.echo(" ".join(models.sentences(asked)), err=True)
    if chosen:
        click.echo(flips.sentence(flips.depending(EVERYONE, chosen), chosen), err=True)


@click.command(epilog="Example: milepost definitions")
@format_option("table", "json", "csv")
@click.pass_obj
def definitions(home: Home, as_format: str) -> None:
    """List the definition switches, and which goals would change their status under each reading."""
    reader.use(home)
    rows = [_definition_row(chosen) for chosen in flips.alternatives()]
    print_rows(rows, as_format)


def _definition_row(chosen: switches.Definition) -> dict[str, Any]:
    [(name, value)] = chosen
    switch, found = switches.SWITCHES[name], flips.depending(EVERYONE, chosen)
    turned = [flip.words for flip in found if flip.is_flip]
    return {
        "switch": f"{name}={value}",
        "usual": switch.usual,
        "meaning": switch.meaning,
        "metrics": [m.name for m in CATALOGUE.values() if switch in switches.switches_of(m)],
        "goals": len(found),
        "would_flip": turned,
    }


def _compared(
    metric: Metric, slice: Slice, values: list[Value], against: str
) -> list[dict[str, Any]]:
    """Each row with the value it is compared to and what changed.

    A period under way is compared over the same whole days; `days` says how many and `after` is its value over them.
    """
    found = compared(metric, EVERYONE, slice, values, against)
    return [
        {
            **value.row(),
            "before": comparison.before.value if comparison.before else None,
            **_changed(comparison.change),
            "days": comparison.days,
            "after": comparison.after.value if comparison.days else None,
        }
        for value, comparison in zip(values, found, strict=True)
    ]


def _changed(change: Change | None) -> dict[str, Any]:
    return {
        "difference": change.difference if change else None,
        "difference_low": change.low if change else None,
        "difference_high": change.high if change else None,
        "relative": change.relative if change else None,
        "verdict": change.verdict if change else None,
    }


def _brief(value: Value, row: dict[str, Any]) -> dict[str, Any]:
    """The row as the table shows it: what is odd about it in words."""
    notes = [row["reason"]] if row["reason"] else []
    if value.is_thin:
        notes.append("thin")
    kept = {name: part for name, part in row.items() if name not in ("reason", "complete")}
    return {**kept, "complete": row["complete"], "note": "; ".join(notes)}


def _unit(metric: Metric) -> str:
    if metric.unit.value == "money":
        from dashboard.metrics.coverage import settings

        return settings().currency
    return "%" if metric.unit.value == "percent" else metric.unit.value


@click.command(
    epilog="Example: milepost people retention --last 1q --where region=North --format csv"
)
@metric_argument
@slice_options
@define_option
@click.option("--limit", type=click.IntRange(1), help="At most so many people.")
@format_option("table", "json", "csv")
@click.pass_obj
def people(
    home: Home,
    metric: str,
    start: str | None,
    end: str | None,
    last: str | None,
    where: Sequence[str],
    define: Sequence[str],
    limit: int | None,
    as_format: str,
) -> None:
    """List the people behind a number, those who add most first.

    `numerator` and `denominator` are what each adds to the number's own; a number that has no denominator counts
    what n counts. A table shows 20 people, JSON and CSV at most 10,000.
    """
    reader.use(home)
    chosen = switches.definition(define)
    asked = switches.variant(metric_named(metric), chosen)
    slice = switches.defined(asked, chosen_slice(asked, start, end, last, where), chosen)
    found = evaluate.people(asked, EVERYONE, slice)
    if as_format == "table" and limit is None:
        limit = 20
    print_rows([_person(row) for row in found[:limit]], as_format)
    total = evaluate.people_count(asked, EVERYONE, slice)
    _say_how_many(len(found[:limit]), total)


def _person(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(value) if name in ("numerator", "denominator", "net_revenue") else value
        for name, value in row.items()
        if name != "is_visitor"
    }


def _say_how_many(shown: int, total: dict[str, Any]) -> None:
    text = f"{shown:,} of {total['people']:,} people"
    if total["nobodys_numerator"] or total["nobodys_denominator"]:
        text += (
            f"; rows of nobody add {float(total['nobodys_numerator']):,.2f} to the numerator and "
            f"{float(total['nobodys_denominator']):,.2f} to the denominator"
        )
    click.echo(text, err=True)


@click.command(epilog="Example: milepost metrics --format json")
@click.argument("metric", required=False, shell_complete=_metric_names)
@format_option("table", "json", "csv")
def metrics(metric: str | None, as_format: str) -> None:
    """List the metrics: what each means, its formula, how it may be sliced."""
    chosen = [metric_named(metric)] if metric else list(CATALOGUE.values())
    rows = [_declared(declared) for declared in chosen]
    if as_format == "table" and not metric:
        rows = [{k: row[k] for k in ("name", "label", "unit", "better", "meaning")} for row in rows]
    elif as_format == "table":
        rows = [{"what": name, "said": value} for name, value in rows[0].items()]
    print_rows(rows, as_format)


def _declared(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name,
        "label": metric.label,
        "meaning": metric.meaning,
        "formula": metric.formula,
        "unit": metric.unit.value,
        "better": metric.better.value,
        "interval": metric.certainty.words,
        "sliced_by": list(metric.sliced_by),
        "reads": list(metric.reads),
        "horizon_days": metric.horizon_days,
        "note": metric.note,
    }
