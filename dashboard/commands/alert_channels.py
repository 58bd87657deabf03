"""`milepost alerts channel`: where messages are sent."""

import sys

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.errors import BadUse
from dashboard.paths import Home

__all__ = ["channel"]


@click.group("channel", epilog="Example: milepost alerts channel add team -")
def channel() -> None:
    """Where messages are sent: names in the rules, addresses in the home, readable by its owner only."""


@channel.command("add", epilog="Example: milepost alerts channel add team - < address.txt")
@click.argument("name")
@click.argument("address", required=False, metavar="[ADDRESS]")
@click.pass_obj
def add_channel(home: Home, name: str, address: str | None) -> None:
    """Keep an Apprise address (mailto://, slack://, json:// …) under a name.

    Without ADDRESS it is asked for and not shown; '-' reads it from the standard input. Either keeps it out
    of the shell's history.
    """
    from dashboard.progress import channels
    from dashboard.progress.outbox import is_known_to_apprise

    if address is None:
        address = click.prompt("Address", hide_input=True, err=True)
    told = sys.stdin.readline().strip() if address == "-" else address.strip()
    if not is_known_to_apprise(channels.Address(told)):
        raise BadUse(
            "Apprise does not understand that address. Its kinds: https://appriseit.com/services/"
        )
    channels.add(home, name, told)
    click.echo(f"The channel '{name}' is kept. Try it with `milepost alerts channel test {name}`.")


@channel.command("list", epilog="Example: milepost alerts channel list")
@format_option("table", "json", "csv")
@click.pass_obj
def list_channels(home: Home, as_format: str) -> None:
    """List the channels by name and kind; no address is shown."""
    from dashboard.progress import channels

    rows = [{"channel": name, "kind": told.kind} for name, told in channels.channels(home).items()]
    print_rows(rows, as_format)
    if not rows:
        click.echo("There are no channels yet. Messages are in the inbox only.", err=True)


@channel.command("test", epilog="Example: milepost alerts channel test team")
@click.argument("name")
@click.pass_obj
def test_channel(home: Home, name: str) -> None:
    """Send one line to a channel."""
    from dashboard.progress import channels
    from dashboard.progress.outbox import by_apprise

    address = channels.address(home, name)
    reason = by_apprise(address, "Milepost", f"This is a test of the channel '{name}'.", "")
    if reason:
        raise BadUse(f"The channel '{name}' did not take it: {channels.without_secrets(reason, address)}")  # fmt: skip
    click.echo(f"The channel '{name}' took it.")


@channel.command("remove", epilog="Example: milepost alerts channel remove team")
@click.argument("name")
@click.pass_obj
def remove_channel(home: Home, name: str) -> None:
    """Forget a channel and its address."""
    from dashboard.progress import channels

    channels.remove(home, name)
    click.echo(f"The channel '{name}' is removed.")
