"""Commands about the data: load, status, rollback, quarantine, settings and check."""

import json
from collections.abc import Sequence
from datetime import date
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
from dashboard.commands.quarantine import quarantine
from dashboard.errors import BadData, BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.ingest.load import Result

__all__ = ["check", "load", "publish", "quarantine", "rollback", "settings", "status"]


@click.command(epilog="Example: milepost load export.csv --mapping online_retail")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--sql", metavar="URL", help="A database; the argument is then a query instead of files."
)
@click.option(
    "--mapping", default="milepost", show_default=True, metavar="NAME|FILE.yaml",
    help="How rows become events.",
)  # fmt: skip
@click.option(
    "--covers-until", metavar="DATE", help="First day that the files do not cover any more."
)
@click.option("--accept-bad", is_flag=True, help="Load a file with more than 10 % bad rows too.")
@wait_option
@format_option("table", "json")
@click.pass_obj
def load(
    home: Home,
    files: Sequence[str],
    sql: str | None,
    mapping: str,
    covers_until: str | None,
    accept_bad: bool,
    wait: float,
    as_format: str,
) -> None:
    """Load files, folders, globs or members of zip archives, and publish once at the end.

    Reads CSV, Excel (.xlsx; "book.xlsx:Sheet name" for one of several sheets), Parquet and JSON
    lines, also compressed (.gz, .zip). A file or a row that is already there changes nothing. A
    file with more than 10 % bad rows is refused, and says which rows and why; `milepost status`
    keeps the refused files.

    milepost load --sql postgresql://user@host/shop "select …" loads what a query gives, from any
    database that SQLAlchemy reaches. Its columns are named like those of the mapping.
    """
    from dashboard.ingest.load import Request, utc_now
    from dashboard.ingest.mappings import read_mapping
    from dashboard.ingest.query import stated_query
    from dashboard.ingest.sources import found
    from dashboard.intake.loading import load_and_publish

    covered = _day("--covers-until", covers_until)
    request = Request(read_mapping(mapping, home), utc_now(), covered, accept_bad)
    if sql and len(files) != 1:
        raise BadUse("--sql takes one query. Put it in quotes.")
    sources = [stated_query(sql, files[0])] if sql else found(files)
    with progress_bar() as bar:
        results = load_and_publish(home, sources, request, bar, wait)
    rows = [file_row(result) for result in results]
    if as_format == "json":
        rows = [{**row, "code": result.code} for row, result in zip(rows, results, strict=True)]
    print_rows(rows, as_format)
    _tell(results)


def file_row(result: "Result") -> dict[str, Any]:
    """What became of a file, as a row to print."""
    return {"file": result.path, "state": result.state, **vars(result.counts)}


def _tell(results: Sequence["Result"]) -> None:
    """What needs attention, on stderr; a refused file, or one with no good row, is bad data."""
    waiting = sum(result.counts.quarantined for result in results)
    if waiting:
        click.echo(
            f"In quarantine: {waiting:,} row{'s' * (waiting != 1)}. See `milepost quarantine list`.",
            err=True,
        )
    refused = [result.message for result in results if result.message]
    spoilt = [result.path for result in results if result.is_spoilt]
    bad = [*refused, *(f"{path}: not one row is good. Is the mapping right?" for path in spoilt)]
    if bad:
        raise BadData("\n".join(bad))


@click.command(epilog="Example: milepost status --format json")
@format_option("table", "json")
@click.pass_obj
def status(home: Home, as_format: str) -> None:
    """Published versions, how fresh each feed is, every file with its counts, quarantine, settings."""
    from dashboard.ingest.status import facts
    from dashboard.warehouse.publish import versions
    from dashboard.warehouse.whole import fault, in_use

    published = versions(home)
    shown = in_use(home) if any(not fault(version.path) for version in published) else None
    found = {
        "home": str(home.folder),
        "versions": [
            {**vars(version), "path": version.path.name, "damage": fault(version.path)}
            for version in published
        ],
        **facts(home, shown.version.path if shown else None),
    }
    if shown and shown.damage:
        click.echo(shown.damage, err=True)
    if as_format == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))
    elif not (found["files"] or found["refused"] or published):
        click.echo(
            f"Nothing is loaded in {home.folder} yet. Load a file with `milepost load FILE`, "
            "or make the demo with `milepost demo`."
        )
    else:
        _print_status(found)


def _print_status(found: dict[str, Any]) -> None:
    parts = {
        "Versions": found["versions"],
        "Feeds": found["feeds"],
        "Files": [without(row, "file_id", "seq", "covers_until", "kind") for row in found["files"]],
        "Quarantine": [
            {"reason": reason, "rows": rows} for reason, rows in found["quarantine"].items()
        ],
        "Refused files": found["refused"],
        "Settings": [
            {"name": name, "value": str(value)} for name, value in found["settings"].items()
        ],
    }
    for title, rows in parts.items():
        if rows:
            print_rows(rows, "table", title)
            click.echo()


@click.command(epilog="Example: milepost publish")
@wait_option
@format_option("table", "json")
@click.pass_obj
def publish(home: Home, wait: float, as_format: str) -> None:
    """Build a new version from what is loaded: after an update of Milepost, or a rollback."""
    from dashboard.ingest.lock import locked
    from dashboard.intake.loading import PUBLISHED, foretell, part_of
    from dashboard.warehouse.publish import publish as build

    require_master(home)
    with progress_bar() as bar:
        with locked(home, wait):
            version = build(home, part_of(bar, 0, PUBLISHED))
        foretell(home, part_of(bar, PUBLISHED, 1))
    row = {"version": version.seq, "published_at": version.published_at, "file": version.path.name}
    print_rows([row], as_format)


@click.command(epilog="Example: milepost rollback")
@wait_option
@format_option("table", "json")
@click.pass_obj
def rollback(home: Home, wait: float, as_format: str) -> None:
    """Show the version before the current one again. The next load publishes all that is loaded."""
    from dashboard.ingest.lock import locked
    from dashboard.warehouse.whole import rollback as go_back

    with locked(home, wait):
        version = go_back(home)
    row = {"version": version.seq, "published_at": version.published_at, "file": version.path.name}
    print_rows([row], as_format)


@click.group(invoke_without_command=True, epilog="Example: milepost settings set currency EUR")
@format_option("table", "json")
@click.pass_context
def settings(context: click.Context, as_format: str) -> None:
    """How the warehouse reads time and money; alone, shows every setting."""
    if context.invoked_subcommand is None:
        context.invoke(settings_show, as_format=as_format)


@settings.command("show", epilog="Example: milepost settings show --format json")
@format_option("table", "json")
@click.pass_obj
def settings_show(home: Home, as_format: str) -> None:
    """Every setting with its value."""
    from dashboard.settings import Settings, stored_settings

    if home.master.exists():
        with readable_home(home) as connection:
            found = stored_settings(connection)
    else:
        found = Settings()
    if as_format == "json":
        click.echo(json.dumps(vars(found), indent=2))
    else:
        rows = [{"name": name, "value": str(value)} for name, value in vars(found).items()]
        print_rows(rows, as_format)


@settings.command("set", epilog="Example: milepost settings set zone Europe/Berlin")
@click.argument("name")
@click.argument("value")
@wait_option
@click.pass_obj
def settings_set(home: Home, name: str, value: str, wait: float) -> None:
    """Change one setting and publish with it."""
    from dashboard.ingest.load import change_setting
    from dashboard.ingest.lock import locked
    from dashboard.ingest.master import opened_master
    from dashboard.intake.loading import PUBLISHED, foretell, part_of, publish_news
    from dashboard.settings import Settings

    Settings().changed(name, value)
    with progress_bar() as bar:
        with locked(home, wait):
            with opened_master(home) as connection:
                moved, has_data = change_setting(connection, name, value)
            if has_data:
                publish_news(home, part_of(bar, 0, PUBLISHED))
        foretell(home, part_of(bar, PUBLISHED, 1))
    click.echo(f"{name} is {value}.")
    if moved:
        click.echo(f"Moved to quarantine for want of a rate: {moved:,} rows.", err=True)


@click.command(epilog="Example: milepost check")
@format_option("table", "json")
@click.pass_obj
def check(home: Home, as_format: str) -> None:
    """Audit what is loaded, and count it raw by feed and kind of event. A broken rule exits 1."""
    from dashboard.ingest.audits import ERROR, raw_counts, run_audits
    from dashboard.ingest.master import read_master

    require_master(home)
    with read_master(home) as connection:
        results = run_audits(connection)
        counts = raw_counts(connection)
    if as_format == "json":
        facts = {"audits": [vars(result) for result in results], "counts": counts}
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=str))
    else:
        print_rows([without(vars(result), "examples") for result in results], "table", "Audits")
        click.echo()
        print_rows([_to_the_cent(row) for row in counts], "table", "Raw counts")
    broken = [result for result in results if result.rows and result.severity == ERROR]
    if broken:
        raise BadData(
            "\n".join(
                f"{result.name}: {result.rows:,} rows. {result.sentence}" for result in broken
            )
        )


def _to_the_cent(row: dict[str, Any]) -> dict[str, Any]:
    amount = row["amount"]
    return {**row, "amount": None if amount is None else f"{amount:,.2f}"}


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadUse(
            f"{option} is '{text}', which is not a date. Dates are written 2026-01-31."
        ) from None
