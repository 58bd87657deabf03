"""`milepost records`: where notes, views, groups and cases are kept, and who changed what."""

import json
from typing import Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.paths import Home


@click.group(epilog="Example: milepost records audit --limit 20")
def records() -> None:
    """Notes, saved views, groups and cases: where they are kept, and who changed what."""


@records.command("status", epilog="Example: milepost records status --format json")
@format_option("table", "json")
@click.pass_obj
def records_status(home: Home, as_format: str) -> None:
    """Which database, at which revision, and how many rows each table has."""
    from dashboard.records.status import status
    from dashboard.records.store import opened

    found = status(opened(home))
    if as_format == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    if found["revision"] is None:
        click.echo(f"Nothing is written down yet. It would be kept in {found['place']}.")
        return
    print_rows([{"table": name, "rows": rows} for name, rows in found["rows"].items()], "table")
    click.echo(f"{found['place']}, revision {found['revision']}")


@records.command("audit", epilog="Example: milepost records audit --limit 20 --format csv")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@format_option("table", "json", "csv")
@click.pass_obj
def records_audit(home: Home, limit: int, as_format: str) -> None:
    """The newest changes, newest first: who, how sure that is, when (UTC), what, before and after."""
    from dashboard.records.keep import newest
    from dashboard.records.store import opened

    found = [vars_of(change) for change in newest(opened(home), limit)]
    if as_format == "json":
        print_rows(found, "json")
    else:
        print_rows([{**row, **_written(row)} for row in found], as_format)
    if not found:
        click.echo("Nothing has been changed yet.", err=True)


def vars_of(change: Any) -> dict[str, Any]:
    """A line of the audit as a row to print."""
    return {
        "at": change.at.isoformat(timespec="seconds"),
        "who": change.who,
        "identity": "verified" if change.is_verified else "unverified",
        "did": change.did,
        "kind": change.kind,
        "id": change.record_id,
        "version": change.version,
        "before": change.before,
        "after": change.after,
    }


def _written(row: dict[str, Any]) -> dict[str, str]:
    """Both values in one cell each; in a change only what differs."""
    before, after = row["before"], row["after"]
    if before and after:
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        before, after = ({n: side.get(n) for n in names} for side in (before, after))
    return {
        name: json.dumps(side, ensure_ascii=False) if side else ""
        for name, side in (("before", before), ("after", after))
    }
