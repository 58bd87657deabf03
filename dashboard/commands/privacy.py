"""Commands about one person: forget them, write out what is kept about them."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.loading import progress_bar, require_master, wait_option
from dashboard.errors import BadUse
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.records.keep import Actor
    from dashboard.warehouse.forget import Plan

__all__ = ["export_person", "forget"]


@click.command(epilog="Example: milepost forget 17850 --dry-run")
@click.argument("ids", nargs=-1, required=True, metavar="PERSON_ID…")
@click.option("--dry-run", is_flag=True, help="Show what would go, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@wait_option
@format_option("table", "json", "csv")
@click.pass_obj
def forget(
    home: Home, ids: tuple[str, ...], dry_run: bool, yes: bool, wait: float, as_format: str
) -> None:
    """Remove people from events, quarantine, every published version, exports in the home, and records.

    Their visitors go with them. A keyed hash stops later loads from bringing them back. Backups, and
    the files that were loaded, are not touched.
    """
    from dashboard.ingest.lock import locked
    from dashboard.ingest.mentions import without
    from dashboard.intake.loading import foretell
    from dashboard.records import forgetting as in_records
    from dashboard.records.store import opened
    from dashboard.warehouse import forget as forgetting

    require_master(home)
    with locked(home, wait):
        asked = list(dict.fromkeys(ids))
        plan = forgetting.plan(home, asked, _in_records(home, asked))
        names = sorted({*plan.ids, *plan.gone.names})
        kept = opened(home)
        counts = {**plan.rows, **in_records.rows_of(kept, names, without)}
        rows = [{"what": what, "rows": count} for what, count in counts.items()]
        print_rows(rows, as_format, "Would go" if dry_run else "Goes")
        _name_other_files(plan)
        if dry_run:
            return
        if not yes:
            _ask(plan)
        in_records.forget(kept, names, at_the_terminal(), without)
        with progress_bar() as bar:
            forgetting.forget(home, plan, bar)
    foretell(home, lambda what, share: None)
    click.echo(f"Forgotten: {', '.join(plan.ids)}.", err=True)


def _in_records(home: Home, ids: Sequence[str]) -> list[str]:
    """Those of the ids that are in a group, a case or a text, whatever the warehouse knows."""
    from dashboard.ingest.mentions import without
    from dashboard.records.forgetting import rows_of
    from dashboard.records.store import opened

    return [id for id in ids if any(rows_of(opened(home), [id], without).values())]


def at_the_terminal() -> "Actor":
    """Who acts on the command line: whoever is logged in there, which nobody verifies."""
    from getpass import getuser

    from dashboard.records.keep import Actor

    try:
        return Actor(f"{getuser()} (terminal)")
    except (KeyError, OSError):  # a user without a name, as in a container
        return Actor("terminal")


def _ask(plan: "Plan") -> None:
    visitors = f" with the visitors {', '.join(plan.gone.visitors)}" if plan.gone.visitors else ""
    people = ", ".join(plan.gone.people or plan.ids)
    if not sys.stdin.isatty():
        raise BadUse("Forgetting cannot be undone. Where nobody can be asked, say --yes.")
    click.confirm(f"Forget {people}{visitors}? This cannot be undone.", abort=True, err=True)


def _name_other_files(plan: "Plan") -> None:
    for path in plan.other_files:
        click.echo(
            f"{path} names the person and is not Milepost's own: look at it yourself.", err=True
        )


@click.command(epilog="Example: milepost export-person 17850 -o 17850.json")
@click.argument("id", metavar="PERSON_ID")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; must not exist yet. Default: the screen.",
)  # fmt: skip
@click.pass_obj
def export_person(home: Home, id: str, output: Path | None) -> None:
    """Write everything that is kept about one person, or one visitor, as JSON."""
    from dashboard.ingest.mentions import without
    from dashboard.records import forgetting
    from dashboard.records.store import opened
    from dashboard.warehouse.person import kept_about

    if output and output.exists():
        raise BadUse(f"{output} is there already. Name a file that is not, or remove it first.")
    require_master(home)
    facts = kept_about(home, id, is_elsewhere=bool(_in_records(home, [id])))
    ids = [id, *facts["person_ids"], *facts["visitor_ids"]]
    facts["records"] = forgetting.kept_about(opened(home), list(dict.fromkeys(ids)), without)
    text = json.dumps(facts, indent=2, ensure_ascii=False, default=str)
    if output is None:
        click.echo(text)
        return
    with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
    click.echo(f"{output}: everything that is kept about {id}.", err=True)
