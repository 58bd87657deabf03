"""`milepost serve`: the app on this machine."""

import os
import socket
import sys
import webbrowser
from functools import partial

import click

from dashboard.errors import BadUse, NoWarehouse
from dashboard.paths import Home

PORTS_TRIED = 20


@click.command(epilog="Example: milepost serve --port 8600 --no-browser")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option(
    "--address", default="127.0.0.1", show_default=True,
    help="Where to listen. Others can reach it only at an address that is not this machine's own.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.pass_obj
def serve(home: Home, port: int, address: str, no_browser: bool) -> None:
    """Serve the app until Ctrl-C."""
    from dashboard import identity
    from dashboard.warehouse import reader
    from dashboard.warehouse.whole import is_up_to_date

    identity.server_options(address)  # refuses before anything is built
    identity.public_options()
    try:
        if not is_up_to_date(home):
            _publish_anew(home)
    except NoWarehouse:
        click.echo(
            f"Nothing is loaded in {home.folder} yet: the page takes a file, or makes the demo company.",
            err=True,
        )
    reader.use(home)
    os.environ["MILEPOST_HOME"] = str(home.folder)
    free = _free_port(port, address)
    if free != port:
        click.echo(f"Port {port} is taken; using {free}.", err=True)
    from dashboard import serve as server

    opens = not no_browser and _has_desktop()
    server.serve(free, address, partial(_announce, _url(address, free), opens))


def _publish_anew(home: Home) -> None:
    from dashboard.commands.loading import progress_bar
    from dashboard.ingest.lock import locked
    from dashboard.progress.foresee import in_background
    from dashboard.warehouse.publish import publish

    click.echo("The warehouse is of another release of Milepost: building it anew.", err=True)
    with locked(home, 0), progress_bar() as bar:
        publish(home, bar)
    in_background(home)


def _announce(url: str, opens: bool) -> None:
    click.echo(f"Milepost is ready at {url}")
    if opens:
        webbrowser.open(url)


def _url(address: str, port: int) -> str:
    everywhere = address in ("0.0.0.0", "::", "127.0.0.1", "::1")
    return f"http://{'localhost' if everywhere else address}:{port}"


def _free_port(port: int, address: str) -> int:
    """The first port from `port` on that nobody listens on."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        with socket.socket(family) as tried:
            if os.name != "nt":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((address, candidate))
            except PermissionError as error:
                raise BadUse(
                    f"Port {candidate} needs more rights. Choose one above 1023."
                ) from error
            except socket.gaierror as error:
                raise BadUse(f"'{address}' is not an address of this machine.") from error
            except OSError:
                continue
            return candidate
    raise BadUse(
        f"Ports {port} to {port + PORTS_TRIED - 1} at {address} are all taken. Choose another with --port."
    )


def _has_desktop() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
