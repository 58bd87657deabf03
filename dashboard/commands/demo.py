"""`milepost demo`: a company with a history, to look at the product before there are data of one's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.paths import Home

WRITING = 0.7
"""Share of the progress bar for writing events; publishing has the rest."""


@click.command(epilog="Example: milepost demo --events 1000000 --seed 7")
@click.option(
    "--events", type=click.IntRange(min=5_000), default=400_000, show_default=True,
    help="About how many events.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same rows."
)
@click.option(
    "--wait", type=float, default=0, metavar="SECONDS", help="Wait while another load runs."
)
@format_option("table", "json")
@click.pass_obj
def demo(home: Home, events: int, seed: int, wait: float, as_format: str) -> None:
    """Write and publish Waymark, a company of twelve regions with thirty months of customers.

    What happens to it is planted and known: data/demo/story.yaml says what, where, when and how much.
    Replaces an older demo; refuses a home that holds anything else.
    """
    from dashboard.ingest.demo import replace_home
    from dashboard.ingest.lock import locked
    from dashboard.warehouse.publish import publish

    with locked(home, wait), _bar() as bar:
        written = replace_home(home, events, seed, lambda what, share: bar(what, share * WRITING))
        version = publish(home, lambda what, share: bar(what, WRITING + share * (1 - WRITING)))
    row = {"company": "Waymark", "events": written, "seed": seed, "version": version.seq}
    print_rows([row], as_format)


@contextmanager
def _bar() -> Iterator[Callable[[str, float], None]]:
    """A progress bar on stderr, drawn only where somebody looks."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda what, share: progress.update(task, description=what, completed=share)
