"""`milepost findings`: what really changed, in at most five sentences."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import format_option, print_rows
from dashboard.paths import Home
from dashboard.progress.findings import NOTHING, Finding
from dashboard.progress.findings import findings as found_on
from dashboard.progress.telling import Link
from dashboard.warehouse import reader


@click.command(epilog="Example: milepost findings --as-of 2026-02-01")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY",
    help="As it was on that day: only what was complete by then.",
)  # fmt: skip
@format_option("table", "json", "csv")
@click.pass_obj
def findings(home: Home, as_of: datetime | None, as_format: str) -> None:
    """Say what really changed in each metric's newest complete month, and where to see it.

    At most five sentences, the most surprising and the weightiest first; data that are missing are said as that. Each
    metric is looked at as a whole and by each value of region, segment, channel, source and category.
    """
    reader.use(home)
    found = found_on(EVERYONE, as_of=as_of.date() if as_of else None)
    if as_format == "table":
        for finding in found:
            click.echo(f"{finding.text}\n  {_address(finding.link)}")
    else:
        print_rows([_row(finding) for finding in found], as_format)
    if not found:
        click.echo(NOTHING, err=True)


def _row(finding: Finding) -> dict[str, Any]:
    head = finding.story.head if finding.story else None
    place = finding.story.place if finding.story else None
    return {
        "kind": finding.kind.value,
        "words": str(finding.text),
        "metric": finding.metric,
        "dimension": finding.dimension or None,
        "values": list(finding.names),
        "month": finding.month.start.isoformat(),
        "value": head.line.newest.value if head else None,
        "n": head.line.newest.n if head else None,
        "sigmas": head.sigmas if head else None,
        "needed": head.needed if head else None,
        "mostly": place.driver.name if place else None,
        "share": place.share if place else None,
        "link": _address(finding.link),
        "where": _address(finding.where) if finding.where else None,
    }


def _address(link: Link) -> str:
    """'metric?metric=nps&…': what follows the address of the app."""
    return f"{link.page}?{urlencode(link.query)}"
