"""`milepost waterfall`, `heatmap`, `campaigns` and `leads`: what is sold where, and what brought it."""

from collections.abc import Sequence
from typing import Any

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import chosen_slice, format_option, print_rows, slice_options
from dashboard.metrics.analysis import CAMPAIGNS, PIPELINE, WATERFALL
from dashboard.metrics.campaigns import Campaign
from dashboard.metrics.campaigns import campaigns as found_campaigns
from dashboard.metrics.certainty import Measurement
from dashboard.metrics.heat_map import ACROSS, MEASURES, Cell, HeatMap
from dashboard.metrics.heat_map import heat_map as found_heat_map
from dashboard.metrics.pipeline import Leads
from dashboard.metrics.pipeline import pipeline as found_pipeline
from dashboard.metrics.waterfall import Step, Waterfall
from dashboard.metrics.waterfall import waterfall as found_waterfall
from dashboard.paths import Home
from dashboard.warehouse import reader


@click.command(epilog="Example: milepost waterfall --last 3m --by region")
@slice_options
@click.option(
    "--by", type=click.Choice(WATERFALL.sliced_by), default="channel", show_default=True,
    metavar="DIM", help="What the steps are.",
)  # fmt: skip
@format_option("table", "json", "csv")
@click.pass_obj
def waterfall(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    by: str, as_format: str,
) -> None:  # fmt: skip
    """Show how the net revenue of the same days a year before became that of now.

    Only days that both years have are compared. Each change is split into its part by the number of orders and that by
    the value of an order; low and high are its 95 % limits. The steps add up to the change of all to the cent.
    """
    reader.use(home)
    slice = chosen_slice(WATERFALL, start, end, last, where, None, (by,))
    found = found_waterfall(EVERYONE, slice, by)
    if found.total is None or found.days is None:
        click.echo(f"No waterfall: {found.reason}.", err=True)
        return
    rows = [_step_row(step, by) for step in found.steps]
    now, then = found.days.now, found.days.then
    title = f"{now.start} to before {now.end}, against {then.start} to before {then.end}"
    print_rows([*rows, {**_step_row(found.total, by), by: "all"}], as_format, title)
    _say(found.days.left_out, adds_up(found))


def adds_up(found: Waterfall) -> str:
    """That the steps account for all of the change, or how much they miss."""
    assert found.total is not None
    if found.rest == 0:
        return f"The steps add up to the change, {found.total.change:,.2f}, to the cent."
    return f"The steps miss {found.rest:,.6f} of the change, {found.total.change:,.2f}: please report it."


def _step_row(step: Step, by: str) -> dict[str, Any]:
    number, size = step.split or (None, None)
    return {
        by: step.group.get(by, "others"),
        "then": float(step.then),
        "now": float(step.now),
        "change": float(step.change),
        "low": step.limits.low,
        "high": step.limits.high,
        "by_orders": None if number is None else float(number),
        "by_order_value": None if size is None else float(size),
        "orders_then": step.orders_then,
        "orders_now": step.orders_now,
        "kind": step.kind,
    }


@click.command(epilog="Example: milepost heatmap --last 12m --show growth")
@slice_options
@click.option(
    "--show", type=click.Choice(list(MEASURES)), default="revenue", show_default=True,
    help="What a cell holds: net revenue, the channel's share of the column, growth on a year before.",
)  # fmt: skip
@click.option(
    "--across", type=click.Choice(ACROSS), default="region", show_default=True,
    help="What the columns are.",
)  # fmt: skip
@format_option("table", "json", "csv")
@click.pass_obj
def heatmap(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    show: str, across: str, as_format: str,
) -> None:  # fmt: skip
    """Show sales of each channel in each region.

    In the table a cell marked * rests on fewer than 30 orders, one marked ! on days of which data are missing; JSON and
    CSV hold each cell with its limits and n.
    """
    reader.use(home)
    slice = chosen_slice(MEASURES[show], start, end, last, where)
    found = found_heat_map(EVERYONE, slice, show, across)
    if found.reason:
        click.echo(f"No heat map: {found.reason}.", err=True)
        return
    cells = [found.at(row, column) for row in found.rows for column in found.columns]
    if as_format == "table":
        print_rows([_cells_of(found, row) for row in found.rows], as_format, _title(found, show))
    else:
        print_rows([_cell_row(found, cell) for cell in cells], as_format)
    _say(found.days.left_out if found.days else None)


def _title(found: HeatMap, show: str) -> str:
    return f"{found.measure.label}{'' if show == 'revenue' else ', %'}"


def _cells_of(found: HeatMap, row: str | None) -> dict[str, Any]:
    cells = {column or "–": _cell(found.at(row, column)) for column in found.columns}
    return {"channel": row or "–", **cells}


def _cell(cell: Cell) -> str:
    if cell.value is None or cell.value.value is None:
        return {"new": "new"}.get(cell.state, "–")
    mark = {"thin": "*", "missing": "!"}.get(cell.state, "")
    return f"{cell.value.value:,.1f}{mark}"


def _cell_row(found: HeatMap, cell: Cell) -> dict[str, Any]:
    value = cell.value
    return {
        "channel": cell.row,
        found.across: cell.column,
        "value": value and value.value,
        "low": value and value.low,
        "high": value and value.high,
        "n": value and value.n,
        "state": cell.state,
    }


@click.command(epilog="Example: milepost campaigns --last 3m --where source=search")
@slice_options
@format_option("table", "json", "csv")
@click.pass_obj
def campaigns(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str], as_format: str
) -> None:  # fmt: skip
    """Show what each campaign cost and what came back, those without orders and those without spend too.

    ROAS is net revenue over spend, CAC spend over new customers; limits are at 95 %. The ROAS of all is that of sources
    with spend.
    """
    reader.use(home)
    slice = chosen_slice(CAMPAIGNS, start, end, last, where)
    found = found_campaigns(EVERYONE, slice)
    if found.total is None:
        click.echo(f"No campaigns: {found.reason}.", err=True)
        return
    rows = [_campaign_row(one) for one in found.rows]
    total = {**_campaign_row(found.total), "source": "all", "campaign": None, "state": None}
    days = f"{found.window.start} to before {found.window.end}"
    print_rows([*rows, total], as_format, f"Campaigns, {days}")
    _say(found.left_out)
    if found.unallocated:
        click.echo(f"Spend of no region, not in it: {found.unallocated:,.2f}.", err=True)


def _campaign_row(one: Campaign) -> dict[str, Any]:
    return {
        "source": one.group.get("source"),
        "campaign": one.group.get("campaign"),
        "spend": one.spend,
        "orders": one.orders,
        "new_customers": one.customers,
        "revenue": one.revenue,
        **_limits("roas", one.roas),
        **_limits("cac", one.cac),
        "state": one.reason or one.state,
    }


def _limits(name: str, found: Measurement | None) -> dict[str, Any]:
    return {
        name: found and found.value,
        f"{name}_low": found and found.low,
        f"{name}_high": found and found.high,
    }


@click.command(epilog="Example: milepost leads --last 12m --by region")
@slice_options
@click.option(
    "--by", type=click.Choice(PIPELINE.sliced_by), default="source", show_default=True,
    metavar="DIM", help="One row per value of a dimension.",
)  # fmt: skip
@format_option("table", "json", "csv")
@click.pass_obj
def leads(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    by: str, as_format: str,
) -> None:  # fmt: skip
    """Show what became of the leads: won, lost or still open, how soon, and how old the open ones are.

    win_rate counts open leads as not won so far; won_in_90 is of leads watched for 90 days or more, those won within 90
    days, so that young and old groups can be compared. Days are whole ones since the lead.
    """
    reader.use(home)
    slice = chosen_slice(PIPELINE, start, end, last, where, None, (by,), default="12m")
    found = found_pipeline(EVERYONE, slice, by)
    if found.total is None:
        click.echo(f"No leads: {found.reason}.", err=True)
        return
    rows = [_leads_row(one, by) for one in found.groups]
    title = f"Leads of {slice.window.start} to before {slice.window.end}"
    print_rows([*rows, {**_leads_row(found.total, by), by: "all"}], as_format, title)
    _say(found.unequal)


def _leads_row(one: Leads, by: str) -> dict[str, Any]:
    low, high = one.win_limits or (None, None)
    old_low, old_high = one.won_in_time_limits or (None, None)
    return {
        by: one.group.get(by),
        "leads": one.leads,
        "won": one.won,
        "lost": one.lost,
        "open": one.open,
        "win_rate": one.win_rate,
        "low": low,
        "high": high,
        "won_in_90": one.won_in_time,
        "won_in_90_low": old_low,
        "won_in_90_high": old_high,
        "cycle_days": one.cycle and one.cycle.value,
        "age_median": one.age_median,
        "open_age_median": one.open_median,
        "open_age_p90": one.open_p90,
        "reason": one.reason,
    }


def _say(*texts: str | None) -> None:
    for text in texts:
        if text:
            click.echo(text, err=True)
