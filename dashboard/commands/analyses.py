"""`milepost growth`, `cohorts`, `survival`, `funnel` and `rfm`: what people do over time, and who they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import (
    FIRST_YEAR,
    LAST_YEAR,
    chosen_slice,
    format_option,
    print_rows,
    slice_options,
)
from dashboard.commands.triangle import SHOWN, cell_rows, triangle_tables
from dashboard.errors import BadUse
from dashboard.insight.log_rank import LogRank
from dashboard.metrics import cohorts as cohort_metrics
from dashboard.metrics import funnel as funnel_metrics
from dashboard.metrics import growth as growth_metrics
from dashboard.metrics import lifetimes
from dashboard.metrics import rfm as rfm_metrics
from dashboard.metrics.analysis import COHORTS, FUNNEL, GROWTH, RFM, SURVIVAL
from dashboard.metrics.switches import FEWEST_DAYS, MOST_DAYS
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.slice import USUAL_DAYS, Slice

F = TypeVar("F", bound=Callable[..., Any])

LATELY = {"week": "26w", "month": "12m", "quarter": "8q", "year": "5y"}
"""The window where none is said."""
LISTED = 20

grain_option = click.option(
    "--grain", type=click.Choice([g.value for g in GROWTH.grains]), default="month", show_default=True,
    help="Length of a period; the window is widened to whole ones.",
)  # fmt: skip
by_option = click.option("--by", metavar="DIM", help="One set of rows per value of a dimension.")
limit_option = click.option("--limit", type=click.IntRange(1), help="At most so many people.")


def _by(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


@click.command(epilog="Example: milepost growth --last 6m --by region")
@slice_options
@grain_option
@by_option
@click.option(
    "--people", metavar="PERIOD:CLASS", help="List the people of a class, such as 2026-01:new."
)
@limit_option
@format_option("table", "json", "csv")
@click.pass_obj
def growth(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    grain: str, by: str | None, people: str | None, limit: int | None, as_format: str,
) -> None:  # fmt: skip
    """Show how the number of people who order comes about, period by period.

    new + returning + resurrected = active, and new + resurrected − dormant = the change. Region and segment are
    those of the first order. A period marked † lies in the first year of orders, in which everybody looks new.
    """
    reader.use(home)
    slice = chosen_slice(GROWTH, start, end, last, where, grain, _by(by), default=LATELY[grain])
    if people:
        day, name = _cell(people, "PERIOD:CLASS, for example 2026-01:new")
        _print_people(*growth_metrics.growth_people(EVERYONE, name, slice, day), limit, as_format)
        return
    found = growth_metrics.growth_periods(EVERYONE, slice)
    rows = [one.row() for one in found]
    if as_format == "table":
        rows = [_brief(one, row) for one, row in zip(found, rows, strict=True)]
    print_rows(rows, as_format, f"People who order, by {grain}")


def _brief(one: growth_metrics.Growth, row: dict[str, Any]) -> dict[str, Any]:
    """The row as the table shows it."""
    kept = {
        name: part
        for name, part in row.items()
        if name not in ("quick_ratio", "complete", "reason")
    }
    mark = "†" if one.starts_history else ""
    return {**kept, "period": row["period"] + mark, "note": one.reason or ""}


@click.command(epilog="Example: milepost cohorts --last 12m --show revenue --where region=North")
@slice_options
@grain_option
@by_option
@click.option(
    "--show", type=click.Choice(list(SHOWN)), default="share", show_default=True,
    help="What a table holds; JSON and CSV hold all.",
)  # fmt: skip
@click.option(
    "--people", metavar="PERIOD:AGE",
    help="List who ordered at an age, such as 2026-01:3 (first order in January, one in April); with "
    "2026-01:3:absent those of January who did not.",
)  # fmt: skip
@limit_option
@format_option("table", "json", "csv")
@click.pass_obj
def cohorts(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    grain: str, by: str | None, show: str, people: str | None, limit: int | None, as_format: str,
) -> None:  # fmt: skip
    """Show what people who first ordered in the same period do as they grow older.

    A cell marked * is not finished; it is left out of the means. A weighted mean counts every person alike, a simple
    one every cohort. A cohort marked † lies in the first year of orders, in which everybody looks new. Revenue is
    net, refunds on the order's day. Region and segment are those of the first order.
    """
    reader.use(home)
    slice = chosen_slice(COHORTS, start, end, last, where, grain, _by(by), default=LATELY[grain])
    if people:
        _print_people(*_people_of_cell(people, slice), limit, as_format)
        return
    found = cohort_metrics.triangles(EVERYONE, slice)
    if as_format != "table":
        print_rows([row for triangle in found for row in cell_rows(triangle)], as_format)
        return
    for title, rows, left_out in triangle_tables(found, slice, show):
        print_rows(rows, as_format, title)
        if left_out:
            click.echo(f"{left_out} older ages do not fit: see --format csv.", err=True)


def _people_of_cell(text: str, slice: Slice) -> tuple[list[dict[str, Any]], int]:
    day, rest = _cell(text, "PERIOD:AGE, for example 2026-01:3")
    age, colon, whom = rest.partition(":")
    if not age.isdecimal() or len(age) > 3:
        raise BadUse(f"--people {text}: the age is a number of periods, for example 2026-01:3.")
    if colon and whom != "absent":
        raise BadUse(f"--people {text}: after the age only 'absent', for example 2026-01:3:absent.")
    people = cohort_metrics.cohort_absent_people if colon else cohort_metrics.cohort_people
    return people(EVERYONE, slice, day, int(age))


@click.command(epilog="Example: milepost survival --last 12m --by first_source")
@slice_options
@by_option
@click.option(
    "--until", type=click.Choice(list(lifetimes.CLOCKS)), default="second-order", show_default=True,
    help="What is waited for: the second order day, 90 days of silence, the way back from them.",
)  # fmt: skip
@click.option(
    "--silence", type=click.IntRange(FEWEST_DAYS, MOST_DAYS), default=USUAL_DAYS, show_default=True,
    help="Days without an order that are a silence.",
)  # fmt: skip
@click.option("--curve", is_flag=True, help="One row per day on which something happens.")
@format_option("table", "json", "csv")
@click.pass_obj
def survival(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    by: str | None, until: str, silence: int, curve: bool, as_format: str,
) -> None:  # fmt: skip
    """Show how long it takes until people order again, fall silent or come back.

    By Kaplan and Meier: those for whom it has not happened yet count for as long as they have been watched. Without a
    window it is everybody. With --by the log-rank test says whether the groups differ.
    """
    reader.use(home)
    slice = chosen_slice(SURVIVAL, start, end, last, where, None, _by(by), default="")
    found = lifetimes.survival(EVERYONE, until, replace(slice, silence_days=silence))
    label = f"{found.curves[0].clock.label}, {slice.window.start} to before {slice.window.end}"
    if curve:
        rows = [row for one in found.curves for row in _points(one)]
        print_rows(rows, as_format, f"{label}: % still waiting")
        return
    test = found.difference
    if test and as_format == "table":
        label += f"; log-rank χ² {test.chi_square:.2f}, df {test.df}, p {test.p:.2g}"
    rows = [_curve_row(one, test, as_format == "table") for one in found.curves]
    print_rows(rows, as_format, label)


def _curve_row(one: lifetimes.Lifetimes, test: LogRank | None, is_table: bool) -> dict[str, Any]:
    form = "{} d %" if is_table else "by_day_{}"
    marks = {form.format(days): _happened(one, days) for days in lifetimes.MARKS}
    row: dict[str, Any] = {
        "group": one.group,
        "people": one.people,
        "happened": one.events,
        "median_days": one.median,
        "low": one.median_limits.low,
        "high": one.median_limits.high,
        "percent": marks,
    }
    if one.reason or not is_table:
        row["reason"] = one.reason
    if test and not is_table:
        row["log_rank"] = {"chi_square": test.chi_square, "df": test.df, "p": test.p}
    return row


def _happened(one: lifetimes.Lifetimes, days: int) -> float | None:
    point = one.at(days)
    return None if point is None else 100 - point.waiting


def _points(one: lifetimes.Lifetimes) -> list[dict[str, Any]]:
    return [
        {
            "group": one.group,
            "days": point.days,
            "at_risk": point.at_risk,
            "happened": point.events,
            "waiting": point.waiting,
            "se": point.se,
            "low": point.low,
            "high": point.high,
        }
        for point in one.points
    ]


@click.command(
    epilog="Example: milepost funnel --last 1q --steps visit,order,second_order --by source"
)
@slice_options
@by_option
@click.option(
    "--steps", default=",".join(funnel_metrics.STEPS), show_default=True, metavar="STEP,STEP…",
    help="The steps counted; all but the visit may be left out.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1, 3660), default=funnel_metrics.DAYS, show_default=True,
    help="Days from the first visit of the window, that day included, within which steps count.",
)  # fmt: skip
@click.option("--people", metavar="STEP", help="List the people who came as far as a step.")
@limit_option
@format_option("table", "json", "csv")
@click.pass_obj
def funnel(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    by: str | None, steps: str, days: int, people: str | None, limit: int | None, as_format: str,
) -> None:  # fmt: skip
    """Show how many of the people who visit sign up, order and order again.

    A step counts after the one before it and within the days from the first visit in the window. Shares are in % with
    95 % limits; median and p90 are the time from the step before. Open are people at the step before who still have
    time.
    """
    reader.use(home)
    slice = chosen_slice(FUNNEL, start, end, last, where, None, _by(by))
    chosen = funnel_metrics.checked_steps(tuple(steps.split(",")))
    if people:
        if people not in chosen:
            raise BadUse(f"--people {people}: name one of the steps {', '.join(chosen)}.")
        so_far = chosen[: chosen.index(people) + 1]
        _print_people(
            *funnel_metrics.funnel_people(EVERYONE, slice, so_far, days), limit, as_format
        )
        return
    found = funnel_metrics.funnels(EVERYONE, slice, chosen, days)
    rows = [row for one in found for row in _funnel_rows(one, as_format == "table")]
    title = f"{slice.window.start} to before {slice.window.end}, steps within {days} days"
    print_rows(rows, as_format, title)
    for words in dict.fromkeys([*(one.reason for one in found), funnel_metrics.joined_words()]):
        if words:
            click.echo(words[0].upper() + words[1:].rstrip(".") + ".", err=True)
    if not rows:
        click.echo("A step without data can be left out with --steps.", err=True)


def _funnel_rows(one: funnel_metrics.Funnel, is_table: bool) -> list[dict[str, Any]]:
    return [_brief_step(one, step) if is_table else _step(one, step) for step in one.steps]


def _step(one: funnel_metrics.Funnel, step: funnel_metrics.Step) -> dict[str, Any]:
    low, high = step.of_first_limits or (None, None)
    before_low, before_high = step.of_before_limits or (None, None)
    return {
        "group": one.group,
        "step": step.name,
        "people": step.people,
        "of_first": step.of_first,
        "low": low,
        "high": high,
        "of_before": step.of_before,
        "before_low": before_low,
        "before_high": before_high,
        "median_seconds": step.median_seconds,
        "p90_seconds": step.p90_seconds,
        "left": step.left,
        "open": step.open,
        "of_first_finished": step.of_first_old,
        "complete": one.is_complete,
        "reason": step.reason or one.reason,
    }


def _brief_step(one: funnel_metrics.Funnel, step: funnel_metrics.Step) -> dict[str, Any]:
    row = _step(one, step)
    shown = ("group", "step", "people", "of_first", "low", "high", "of_before")
    return {
        **{name: row[name] for name in shown},
        "open": step.open,
        "median": _duration(step.median_seconds),
        "p90": _duration(step.p90_seconds),
    }


def _duration(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds:.0f} s"


@click.command(epilog="Example: milepost rfm --people champions --where region=North --format csv")
@slice_options
@by_option
@click.option(
    "--people", metavar="SEGMENT|all", help="List the people of a segment with figures and scores."
)
@limit_option
@format_option("table", "json", "csv")
@click.pass_obj
def rfm(
    home: Home, start: str | None, end: str | None, last: str | None, where: Sequence[str],
    by: str | None, people: str | None, limit: int | None, as_format: str,
) -> None:  # fmt: skip
    """Show how lately, how often and for how much people order, ranked from 1 to 5 (best).

    Segments go by recency (4-5, 2-3, 1) and frequency (4-5, 2-3, 1): champions, growing, new · at risk, cooling,
    hesitant · not to lose, lapsed, lost. Without a window it is all orders.
    """
    reader.use(home)
    slice = chosen_slice(RFM, start, end, last, where, None, _by(by), default="")
    if people:
        found = rfm_metrics.ranked_people(EVERYONE, slice, None if people == "all" else people)
        shown = found[: limit or (LISTED if as_format == "table" else None)]
        print_rows([_ranked_row(one) for one in shown], as_format)
        click.echo(f"{len(shown):,} of {len(found):,} people", err=True)
        return
    rows = [
        {
            name: value
            for name, value in vars(one).items()
            if name != "reason" or as_format != "table"
        }
        for one in rfm_metrics.segments(EVERYONE, slice)
    ]
    print_rows(rows, as_format, f"Orders from {slice.window.start} to before {slice.window.end}")


def _ranked_row(one: rfm_metrics.Ranked) -> dict[str, Any]:
    return {**vars(one), "net_order": one.net_order, "segment": one.segment}


def _cell(text: str, form: str) -> tuple[date, str]:
    """A day of the period and what stands after the colon."""
    period, colon, rest = text.partition(":")
    try:
        day = date.fromisoformat(period if len(period) > 7 else f"{period}-01")
        if not colon or not rest:
            raise ValueError(text)
    except ValueError as error:
        raise BadUse(f"--people {text}: write it as {form}.") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadUse(f"--people {text}: years go from {FIRST_YEAR} to {LAST_YEAR}.")
    return day, rest


def _print_people(
    found: list[dict[str, Any]], total: int, limit: int | None, as_format: str
) -> None:
    shown = found[: limit or (LISTED if as_format == "table" else None)]
    hidden = ("is_visitor", "numerator", "denominator")
    print_rows([{k: v for k, v in row.items() if k not in hidden} for row in shown], as_format)
    click.echo(f"{len(shown):,} of {total:,} people", err=True)
