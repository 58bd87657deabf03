"""What the commands that load share: one writer at a time, one publish at the end, a bar on stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from dashboard.paths import Home

Bar = Callable[[str, float], None]

wait_option = click.option(
    "--wait", type=float, default=0, metavar="SECONDS", help="Wait while another load runs."
)


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def require_master(home: Home) -> None:
    with readable_home(home):
        pass


@contextmanager
def readable_home(home: Home) -> Iterator[Any]:
    """The master where it is free, else the current version."""
    from dashboard.ingest.status import readable
    from dashboard.warehouse.publish import versions
    from dashboard.warehouse.whole import in_use

    version = in_use(home).version.path if versions(home) else None
    with readable(home, version) as connection:
        yield connection


@contextmanager
def progress_bar() -> Iterator[Bar]:
    """A progress bar on stderr, drawn only where somebody looks."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda what, share: progress.update(task, description=what, completed=share)
