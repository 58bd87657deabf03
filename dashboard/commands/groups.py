"""`milepost groups`: the named groups of people that `--group` takes."""

from dataclasses import replace

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import format_option, print_rows
from dashboard.paths import Home

__all__ = ["groups"]


@click.group(epilog="Example: milepost groups list")
def groups() -> None:
    """Named groups of people, saved from the people behind a number."""


@groups.command("list", epilog="Example: milepost groups list --format json")
@format_option("table", "json", "csv")
@click.pass_obj
def list_groups(home: Home, as_format: str) -> None:
    """List the groups: how many people each has, and how it came about."""
    from dashboard.records import groups as records
    from dashboard.views.kept_groups import store
    from dashboard.warehouse import reader

    reader.use(home)
    rows = [
        {
            "group": group.name,
            "people": group.size,
            "origin": group.origin,
            "saved_by": group.created_by,
            "saved_at": group.created_at.isoformat(sep=" ", timespec="seconds"),
        }
        for group in records.groups(store())
    ]
    print_rows(rows, as_format)
    if not rows:
        click.echo(
            "There are no groups yet. Save one from the people behind a number, on a page.",
            err=True,
        )


@groups.command("show", epilog="Example: milepost groups show Lapsed --format csv")
@click.argument("name", metavar="GROUP")
@format_option("table", "json", "csv")
@click.pass_obj
def show_group(home: Home, name: str, as_format: str) -> None:
    """List the people of a group, as the published version knows them. A table shows 20 people."""
    from dashboard.metrics.coverage import EVER
    from dashboard.metrics.people import counted, listed
    from dashboard.views.kept_groups import called, people_of
    from dashboard.warehouse import reader
    from queries.group_members import group_members
    from queries.people import ALL

    reader.use(home)
    people = people_of(called(name))
    slice = replace(EVER, people=people)
    found = listed(EVERYONE, group_members, slice, ALL)
    there = counted(EVERYONE, group_members, slice, ALL).people
    shown = found[:20] if as_format == "table" else found
    print_rows([_person(row) for row in shown], as_format)
    text = f"{len(shown):,} of {len(people):,} people"
    if away := len(people) - there:
        text += f"; {away:,} {'is' if away == 1 else 'are'} not in this version of the data"
    click.echo(text, err=True)


def _person(row: dict[str, object]) -> dict[str, object]:
    kept = (
        "person_id",
        "region",
        "segment",
        "first_order",
        "last_order",
        "orders",
        "last_nps",
        "open_tickets",
    )
    return {**{name: row[name] for name in kept}, "net_revenue": float(str(row["net_revenue"]))}
