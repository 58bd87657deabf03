"""Commands about the data: load, status, rollback, quarantine, settings and check."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.errors import BadData, BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.ingest.load import Result
    from dashboard.ingest.retry import Retried

Bar = Callable[[str, float], None]

LOADING = 0.7
"""Share of the progress bar for reading files; publishing has the rest."""

_wait = click.option(
    "--wait", type=float, default=0, metavar="SECONDS", help="Wait while another load runs."
)


@click.command(epilog="Example: milepost load export.csv --mapping online_retail")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--mapping", default="milepost", show_default=True, metavar="NAME|FILE.yaml",
    help="How rows become events.",
)  # fmt: skip
@click.option(
    "--covers-until", metavar="DATE", help="First day that the files do not cover any more."
)
@_wait
@format_option("table", "json")
@click.pass_obj
def load(
    home: Home,
    files: Sequence[str],
    mapping: str,
    covers_until: str | None,
    wait: float,
    as_format: str,
) -> None:
    """Load files, folders, globs or members of zip archives, and publish once at the end.

    Reads CSV, Parquet and JSON lines, also compressed (.gz, .zip). A file or a row that is
    already there changes nothing.
    """
    from dashboard.ingest.load import Request, utc_now
    from dashboard.ingest.load import load as load_files
    from dashboard.ingest.lock import locked
    from dashboard.ingest.mappings import read_mapping
    from dashboard.ingest.master import opened_master
    from dashboard.ingest.sources import found

    covered = _day("--covers-until", covers_until)
    request = Request(read_mapping(mapping, home), utc_now(), covered)
    sources = found(files)
    with locked(home, wait), _bar() as bar:
        with opened_master(home) as connection:
            results = load_files(connection, home, sources, request, _part(bar, 0, LOADING))
        _publish_news(home, _part(bar, LOADING, 1))
    print_rows([_file_row(result) for result in results], as_format)
    _tell(results)


def _file_row(result: "Result") -> dict[str, Any]:
    return {"file": result.path, "state": result.state, **vars(result.counts)}


def _tell(results: Sequence["Result"]) -> None:
    """What needs attention, on stderr; a refused file, or one with no good row, is bad data."""
    waiting = sum(result.counts.quarantined for result in results)
    if waiting:
        click.echo(f"In quarantine: {waiting:,} rows. See `milepost quarantine list`.", err=True)
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

    published = versions(home)
    current = next((version.path for version in published if version.is_current), None)
    found = {
        "home": str(home.folder),
        "versions": [{**vars(version), "path": version.path.name} for version in published],
        **facts(home, current),
    }
    if as_format == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False, default=str))
    elif not found["files"] and not published:
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
        "Files": [
            _without(row, "file_id", "seq", "covers_until", "kind") for row in found["files"]
        ],
        "Quarantine": [
            {"reason": reason, "rows": rows} for reason, rows in found["quarantine"].items()
        ],
        "Settings": [
            {"name": name, "value": str(value)} for name, value in found["settings"].items()
        ],
    }
    for title, rows in parts.items():
        if rows:
            print_rows(rows, "table", title)
            click.echo()


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


@click.command(epilog="Example: milepost rollback")
@_wait
@format_option("table", "json")
@click.pass_obj
def rollback(home: Home, wait: float, as_format: str) -> None:
    """Show the version before the current one again. The next load publishes all that is loaded."""
    from dashboard.ingest.lock import locked
    from dashboard.warehouse.publish import rollback as go_back

    with locked(home, wait):
        version = go_back(home)
    row = {"version": version.seq, "published_at": version.published_at, "file": version.path.name}
    print_rows([row], as_format)


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
    with _readable(home) as connection:
        rows = waiting(connection, reason, limit)
        total = sum(count for code, count in reasons(connection).items() if reason in (None, code))
    shown = [
        {"id": row.id, "reason": row.reason, "message": row.message, "row": json.dumps(row.row)}
        for row in rows
    ]
    if as_format == "table":
        shown = [_without(row, "row") for row in shown]
    if rows or as_format != "table":
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

    with _readable(home) as connection:
        count = export(connection, file)
    click.echo(f"{file}: {count:,} rows. Mend them, then run `milepost quarantine retry {file}`.")


@quarantine.command("retry", epilog="Example: milepost quarantine retry mended.csv")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--mapping", metavar="NAME|FILE.yaml", help="For feeds whose mapping is not found by name."
)
@_wait
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

    _require_master(home)
    with locked(home, wait), _bar() as bar:
        with opened_master(home) as connection:
            rows = mended(connection, file) if file else waiting(connection)
            results = retry(connection, rows, mapping_of_feed(home, mapping), utc_now())
        _publish_news(home, bar)
    print_rows([_retried_row(result) for result in results], as_format)
    brought_in = sum(result.brought_in for result in results)
    click.echo(f"Out of quarantine: {brought_in:,} of {len(rows):,} rows.", err=True)


def _retried_row(result: "Retried") -> dict[str, Any]:
    return {"file": result.path, "feed": result.feed, **vars(result.counts)}


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
        with _readable(home) as connection:
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
@_wait
@click.pass_obj
def settings_set(home: Home, name: str, value: str, wait: float) -> None:
    """Change one setting and publish with it."""
    from dashboard.ingest.load import change_setting
    from dashboard.ingest.lock import locked
    from dashboard.ingest.master import opened_master
    from dashboard.settings import Settings

    Settings().changed(name, value)
    with locked(home, wait), _bar() as bar:
        with opened_master(home) as connection:
            moved, has_data = change_setting(connection, name, value)
        if has_data:
            _publish_news(home, bar)
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

    _require_master(home)
    with read_master(home) as connection:
        results = run_audits(connection)
        counts = raw_counts(connection)
    if as_format == "json":
        facts = {"audits": [vars(result) for result in results], "counts": counts}
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=str))
    else:
        print_rows([_without(vars(result), "examples") for result in results], "table", "Audits")
        click.echo()
        print_rows(counts, "table", "Raw counts")
    broken = [result for result in results if result.rows and result.severity == ERROR]
    if broken:
        raise BadData(
            "\n".join(
                f"{result.name}: {result.rows:,} rows. {result.sentence}" for result in broken
            )
        )


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadUse(
            f"{option} is '{text}', which is not a date. Dates are written 2026-01-31."
        ) from None


def _publish_news(home: Home, bar: Bar) -> None:
    """Publish unless the newest version already says what the master says (after a crash too)."""
    from dashboard.ingest.status import is_published
    from dashboard.warehouse.publish import publish, versions

    newest = next(iter(versions(home)), None)
    if not is_published(home, newest.path if newest else None):
        publish(home, bar)


def _require_master(home: Home) -> None:
    with _readable(home):
        pass


@contextmanager
def _readable(home: Home) -> Iterator[Any]:
    """The master where it is free, else the current version."""
    from dashboard.ingest.status import readable
    from dashboard.warehouse.publish import versions

    current = next((version.path for version in versions(home) if version.is_current), None)
    with readable(home, current) as connection:
        yield connection


@contextmanager
def _bar() -> Iterator[Bar]:
    """A progress bar on stderr, drawn only where somebody looks."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda what, share: progress.update(task, description=what, completed=share)


def _part(bar: Bar, start: float, end: float) -> Bar:
    """The stretch of a bar that one step moves along."""
    return lambda what, share: bar(what, start + share * (end - start))
