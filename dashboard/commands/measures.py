"""`milepost measures`: numbers that no event records and somebody keeps by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.writing import as_option, writer
from dashboard.errors import BadData
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.measure_file import Read
    from dashboard.records.store import Store

__all__ = ["measures"]


@click.group(epilog="Example: milepost measures load hours.csv --measure 'Training hours'")
def measures() -> None:
    """Numbers kept by hand, by day and group: training hours, adoption, anything that no event records."""


@measures.command("list", epilog="Example: milepost measures list --format json")
@format_option("table", "json", "csv")
@click.pass_obj
def list_measures(home: Home, as_format: str) -> None:
    """List the measures: how each is made, how many values it has and of which day the newest is."""
    from dashboard.records import measures as records
    from dashboard.records.store import opened

    store = opened(home)
    rows = []
    for one in records.measures(store):
        values = records.rows(store, one.id)
        newest = values[-1][0].isoformat() if values else ""
        rows.append(
            {
                "measure": one.name, "unit": one.unit, "by": one.grain, "days": one.combined,
                "groups": one.across, "better": one.better, "values": len(values), "newest": newest,
                "department": one.department, "owner": one.owner,
            }
        )  # fmt: skip
    print_rows(rows, as_format)
    if not rows:
        click.echo("There are no measures yet. Add one: milepost measures add NAME", err=True)


@measures.command(
    "add", epilog="Example: milepost measures add 'Training hours' --unit count --combined sum"
)
@click.argument("name", metavar="NAME")
@click.option(
    "--unit",
    default="count",
    show_default=True,
    metavar="UNIT",
    help="count, percent, money, points, seconds, days or ratio.",
)
@click.option(
    "--better",
    type=click.Choice(["higher", "lower", "neither"]),
    default="higher",
    show_default=True,
)
@click.option(
    "--combined",
    type=click.Choice(["sum", "mean", "last"]),
    default="sum",
    show_default=True,
    help="How the days of a period make one number.",
)
@click.option("--across", type=click.Choice(["sum", "mean"]), help="How groups make one number.")
@click.option(
    "--grain",
    type=click.Choice(["day", "week", "month", "quarter", "year"]),
    default="month",
    show_default=True,
    help="How often it is written down.",
)
@click.option("--meaning", default="", help="What it counts, in a sentence.")
@click.option("--department", default="")
@click.option("--owner", default="")
@as_option
@click.pass_obj
def add_measure(home: Home, /, name: str, **facts: Any) -> None:
    """Begin a measure; its values come by `milepost measures load` or on its page."""
    from dashboard.records import measures as records
    from dashboard.records.store import opened

    writes_as = facts.pop("as_name")
    made = records.add(
        opened(home), writer(writes_as), **{**facts, "name": name, "across": facts["across"] or ""}
    )
    click.echo(f"The measure '{made.name}' is kept.", err=True)


@measures.command(
    "load", epilog="Example: milepost measures load hours.csv --measure 'Training hours' --dry-run"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--measure", "measure", required=True, metavar="NAME", help="Which measure the values are of."
)
@click.option("--dry-run", is_flag=True, help="Say what loading would do, and do nothing.")
@as_option
@format_option("table", "json")
@click.pass_obj
def load_values(
    home: Home, file: Path, measure: str, dry_run: bool, as_name: str | None, as_format: str
) -> None:
    """Load values from a CSV file with the columns day, group (may be left out) and value.

    Every row is accounted for. One bad row, and nothing is loaded. The same day and group replaces what was there.
    """
    from dashboard.progress.measure_file import preview
    from dashboard.records import measures as records
    from dashboard.records.store import opened

    store = opened(home)
    kept = records.called(store, measure)
    found = _read(file)
    if dry_run:
        told = preview(found.rows, records.rows(store, kept.id))
        done = {"new": told.new, "replaced": len(told.replaced), "same": told.same}
    else:
        done = vars(records.write(store, writer(as_name), kept.id, found.rows))
    print_rows(
        [{"measure": kept.name, "rows": len(found.rows), **done, "blank": found.blank}], as_format
    )
    if dry_run:
        click.echo("Nothing was loaded: this was a dry run.", err=True)


def _read(file: Path) -> "Read":
    """The rows of a file; `BadData` that names every bad row."""
    from dashboard.progress.measure_file import read
    from dashboard.progress.today import today

    found = read(file.read_bytes(), today())
    if found.bad:
        lines = "\n".join(f"  line {bad.line}: {bad.reason}" for bad in found.bad)
        raise BadData(
            f"{file.name}: {len(found.bad)} of {found.lines - found.blank} rows are bad, so nothing was loaded.\n"
            f"{lines}\nMend them in the file and load it again."
        )
    return found


@measures.command("export", epilog="Example: milepost measures export 'Training hours' > hours.csv")
@click.argument("name", metavar="NAME")
@click.option(
    "--grain",
    type=click.Choice(["day", "week", "month", "quarter", "year"]),
    help="One row for each period, as the pages show it, instead of the values as they were written.",
)
@click.option("--by-group", is_flag=True, help="With --grain: each group for itself.")
@format_option("csv", "json", "table")
@click.pass_obj
def export_values(home: Home, name: str, grain: str | None, by_group: bool, as_format: str) -> None:
    """Print a measure's values: as they were written, which `load` takes again, or by period."""
    from dashboard.records import measures as records
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    store = opened(home)
    kept = records.called(store, name)
    if grain:
        print_rows(_by_period(store, kept.id, grain, by_group), as_format)
        return
    rows = records.rows(store, kept.id)
    print_rows(
        [{"day": day.isoformat(), "group": part, "value": value} for day, part, value in rows],
        as_format,
    )
    if not rows:
        click.echo(f"'{kept.name}' has no values yet.", err=True)


def _by_period(store: "Store", id: int, grain: str, by_group: bool) -> list[dict[str, Any]]:
    """As `milepost show` prints a metric."""
    from dashboard.access import EVERYONE
    from dashboard.progress import measures as hand_kept
    from queries.calendar import Grain
    from queries.slice import Slice

    metric = hand_kept.named(f"measure:{id}", store)
    window = hand_kept.span(metric, store, Grain(grain)) if metric else None
    if metric is None or window is None:
        return []
    slice = Slice(window, Grain(grain), by=(hand_kept.PART,) if by_group else ())
    return [value.row() for value in hand_kept.series(metric, EVERYONE, slice, store)]


@measures.command(
    "template", epilog="Example: milepost measures template 'Training hours' > october.csv"
)
@click.argument("name", metavar="NAME")
@click.pass_obj
def template_of(home: Home, name: str) -> None:
    """Print an empty file for the next period: a row for each group, to be filled in and loaded."""
    from dashboard.progress import measures as hand_kept
    from dashboard.records import measures as records
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    store = opened(home)
    kept = records.called(store, name)
    click.echo(hand_kept.template(hand_kept.of_record(kept), store).decode("utf-8-sig"), nl=False)
