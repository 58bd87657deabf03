"""`milepost watch`: notice new data, foretell, let rules speak, send what waits."""

import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import click

from dashboard.errors import MilepostError
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.watch import Means, Round

__all__ = ["watch"]

LEAST_SECONDS = 5


@click.command(epilog="Example: milepost watch --every 300")
@click.option(
    "--every", "seconds", type=click.IntRange(min=LEAST_SECONDS), default=60, show_default=True,
    help="Seconds from one look to the next.",
)  # fmt: skip
@click.option("--once", is_flag=True, help="Look once and end: for cron.")
@click.option("--dry-run", is_flag=True, help="Say what would be written and sent; do neither.")
@click.pass_obj
def watch(home: Home, seconds: int, once: bool, dry_run: bool) -> None:
    """Judge alerts and send messages and digests until Ctrl-C.

    Each rule speaks once of each complete period, however many watchers run. Two runs at once do no harm.
    """
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    if once or dry_run:
        _look(home, dry_run, must=True)
        if not dry_run:
            from dashboard.progress import heartbeat

            heartbeat.looked_once(home)
        return
    try:
        _go_on(home, seconds, ended)
    finally:
        from dashboard.progress import heartbeat

        heartbeat.stop(home)


def _go_on(home: Home, seconds: int, ended: threading.Event) -> None:
    """Look, pause, look again. What goes wrong in one look is said, and the next one comes."""
    from dashboard.progress import heartbeat

    click.echo(f"Watching {home.folder} every {seconds} seconds.", err=True)
    told = ""
    while not ended.is_set():
        heartbeat.beat(home, seconds)
        try:
            _look(home, is_dry=False, must=False)
            told = ""
        except MilepostError as error:
            if str(error) != told:
                click.echo(str(error), err=True)
            told = str(error)
        ended.wait(seconds)


def _look(home: Home, is_dry: bool, must: bool) -> None:
    from dashboard.progress.watch import look

    found = look(home, means(), is_dry)
    for line in said(found, is_dry):
        click.echo(line)
    for trouble in found.troubles:
        click.echo(trouble, err=True)
    if must and not found.written and not found.came:
        click.echo("Nothing to say and nothing to send.", err=True)
    sys.stdout.flush()


def means() -> "Means":
    """What a watcher works with: the clock, Apprise, and how messages and digests are worded."""
    from dashboard.progress.outbox import by_apprise
    from dashboard.progress.watch import Means
    from dashboard.records.keep import utc_now
    from dashboard.views import alert_words, digest_words

    return Means(utc_now, by_apprise, alert_words.written, digest_words.subscribed)


def said(found: "Round", is_dry: bool) -> list[str]:
    """What a round did, or would do, a line each."""
    lines: list[str] = []
    for message, channels in found.written:
        of = f"{message.source}, {message.about_period}"
        lines.append(f"{'would say' if is_dry else 'said'}: {message.title} [{of}]")
        if is_dry:
            lines += [f"  {line}" for line in message.body.splitlines()]
            lines += [
                f"  would send to '{name}'{_when(message, after)}"
                for name, after in channels.items()
            ]
    return lines + [_came(one) for one in found.came]


def _when(message: Any, after: Any) -> str:
    held = after > message.made_at
    return f", held back until {after:%Y-%m-%d %H:%M} UTC (quiet hours)" if held else ""


def _came(one: Any) -> str:
    later = f", again at {one.next_at:%Y-%m-%d %H:%M} UTC" if one.next_at else ""
    reason = f": {one.reason}" if one.reason else ""
    state = "held back" if one.state == "waiting" and not one.reason else one.state
    return f"{state}: {one.message.title} → '{one.channel}'{reason}{later}"
