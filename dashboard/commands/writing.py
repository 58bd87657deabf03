"""In whose name the command line writes something down."""

from typing import TYPE_CHECKING

import click

from dashboard.commands.common import F

if TYPE_CHECKING:
    from dashboard.records.keep import Actor


def as_option(command: F) -> F:
    """`--as`: in whose name it is written down."""
    return click.option(
        "--as", "as_name", metavar="NAME", help="In whose name; usually the machine's user."
    )(command)


def writer(name: str | None) -> "Actor":
    """Who writes: the name that is said, else whoever is logged in at the machine. Nobody verifies either."""
    from dashboard.commands.privacy import at_the_terminal
    from dashboard.records.keep import Actor

    return Actor(name) if name else at_the_terminal()
