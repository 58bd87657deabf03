"""`milepost quarantine`: rows that were set aside, seen, written out and tried again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.loading import (
    progress_bar,
    readable_home,
    require_master,
    wait_option,
    without,
)
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.ingest.retry import Retried


@click.group(epilog="Example: milepost quarantine list")
def quarantine() -> None:
    """Rows that were set aside: see them, write them out, try them again."""


@quarantine.command("list", epilog="Example: milepost quarantine list --reason bad_time")
@click.option("--reason", metavar="CODE", help="Only rows with this reason.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@format_option("table", "json", "csv")
@click.pass_obj
def quarantine_list(home: Home, reason: str | None, limit: int, as_format: str) -> None:
    """The rows that wait, each with its file, line, reason and remedy."""
    from dashboard.errors import unknown
    from dashboard.ingest.quarantine import reasons, waiting
    from dashboard.ingest.reasons import REASONS

    if reason and reason not in REASONS:
        raise unknown("reason", reason, REASONS)
    with readable_home(home) as connection:
        rows = waiting(connection, reason, limit)
        total = sum(count for code, count in reasons(connection).items() if reason in (None, code))
    shown = [
        {"id": row.id, "reason": row.reason, "message": row.message, "row": json.dumps(row.row)}
        for row in rows
    ]
    if as_format == "table":
        shown = [without(row, "row") for row in shown]
    print_rows(shown, as_format)
    if not rows:
        click.echo("Nothing waits in quarantine.", err=True)
    elif total > len(rows):
        click.echo(f"Shown: {len(rows):,} of {total:,} rows; more with --limit.", err=True)


@quarantine.command("export", epilog="Example: milepost quarantine export to-mend.csv")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def quarantine_export(home: Home, file: Path) -> None:
    """Write the rows that wait to a CSV file, to mend them there."""
    from dashboard.ingest.quarantine import export

    with readable_home(home) as connection:
        count = export(connection, file)
    click.echo(f"{file}: {count:,} rows. Mend them, then run `milepost quarantine retry {file}`.")


@quarantine.command("retry", epilog="Example: milepost quarantine retry mended.csv")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--mapping", metavar="NAME|FILE.yaml", help="For feeds whose mapping is not found by name."
)
@wait_option
@format_option("table", "json")
@click.pass_obj
def quarantine_retry(
    home: Home, file: Path | None, mapping: str | None, wait: float, as_format: str
) -> None:
    """Try all rows that wait again, or those of an exported and mended FILE."""
    from dashboard.ingest.load import utc_now
    from dashboard.ingest.lock import locked
    from dashboard.ingest.mappings import mapping_of_feed
    from dashboard.ingest.master import opened_master
    from dashboard.ingest.quarantine import mended, waiting
    from dashboard.ingest.retry import retry
    from dashboard.intake.loading import PUBLISHED, foretell, part_of, publish_news

    require_master(home)
    with progress_bar() as bar:
        with locked(home, wait):
            with opened_master(home) as connection:
                rows = mended(connection, file) if file else waiting(connection)
                results = retry(connection, rows, mapping_of_feed(home, mapping), utc_now())
            publish_news(home, part_of(bar, 0, PUBLISHED))
        foretell(home, part_of(bar, PUBLISHED, 1))
    print_rows([_retried_row(result) for result in results], as_format)
    brought_in = sum(result.brought_in for result in results)
    click.echo(f"Out of quarantine: {brought_in:,} of {len(rows):,} rows.", err=True)


def _retried_row(result: "Retried") -> dict[str, Any]:
    return {"file": result.path, "feed": result.feed, **vars(result.counts)}
