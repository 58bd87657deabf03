"""`milepost digest`: where goals stand, what changed and what waits, once a week."""

from pathlib import Path
from typing import Any

import click

from dashboard.commands.common import format_option, print_rows
from dashboard.commands.privacy import at_the_terminal
from dashboard.errors import BadUse, unknown
from dashboard.paths import Home

__all__ = ["digest"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@click.group(
    invoke_without_command=True, epilog="Example: milepost digest --to board --lang ru --dry-run"
)
@click.option(
    "--to",
    "channel",
    default="",
    metavar="CHANNEL",
    help="Send it there, once a week however often this runs.",
)
@click.option(
    "--html",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as one HTML file.",
)
@click.option(
    "--lang", "language", type=click.Choice(["en", "ru"]), default="en", show_default=True
)
@click.option(
    "--for", "owner", default="", metavar="NAME", help="Whose: what waits for them stands in it."
)
@click.option("--region", "regions", multiple=True, help="Only numbers of these regions.")
@click.option("--no-people", is_flag=True, help="With the rights of one who may not see single people.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print it; send and write nothing.")
@click.pass_context
def digest(
    context: click.Context, channel: str, path: Path | None, language: str, owner: str,
    regions: tuple[str, ...], no_people: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Print the weekly digest, write it as a page, or send it to a channel."""
    if context.invoked_subcommand:
        return
    from dashboard.language import speaking
    from dashboard.progress import channels
    from dashboard.progress.digest import gathered
    from dashboard.progress.subject import viewer_of
    from dashboard.views import digest_words

    home: Home = context.obj
    store = _store(home)
    if channel:
        channels.address(home, channel)
    with speaking(language):
        found = gathered(owner, viewer_of(_sees(regions, no_people)), store)
        if path and not dry_run:
            path.write_text(digest_words.html(found, has_pictures=True), encoding="utf-8")
            click.echo(f"Written to {path}.", err=True)
        if channel and not dry_run:
            _send(home, store, found, channel, language)
        elif dry_run or not path:
            click.echo(digest_words.title(found))
            click.echo(f"\n{digest_words.text(found)}")
    if dry_run and channel:
        click.echo(f"Would send it to '{channel}'.", err=True)


def _send(home: Home, store: Any, found: Any, channel: str, language: str) -> None:
    """Through the outbox, so that a week's digest goes once to a channel."""
    from dashboard.metrics import reads
    from dashboard.metrics.coverage import local
    from dashboard.progress import outbox
    from dashboard.progress.subject import sees
    from dashboard.progress.weekly import period_of
    from dashboard.records import messages
    from dashboard.records.keep import utc_now
    from dashboard.records.messages import BY_HAND
    from dashboard.records.tables import Message
    from dashboard.views import digest_words

    now = utc_now()
    zone = reads.about().settings.reporting_zone
    period = period_of(local(now, zone).date())
    so = digest_words.written(found, period)
    message = Message(
        source=f"{BY_HAND}{channel} {language} {found.owner}".strip(), about_period=period, title=so.title,
        body=so.body, html=so.html, link=so.link, facts=so.facts, made_at=now, owner=found.owner,
        sees=sees(found.viewer),
    )  # fmt: skip
    number = messages.write(store, message, {channel: now})
    if number is None:
        click.echo(f"The {period} went to '{channel}' already, or is on its way.", err=True)
        return
    hold = outbox.by_quiet_hours(store, zone)
    for came in outbox.deliver(home, store, utc_now, outbox.by_apprise, hold, number):
        if came.reason:
            raise BadUse(f"'{channel}' did not take it: {came.reason}. A watcher tries again.")
        click.echo(f"Sent to '{channel}'.")


@digest.command(
    "subscribe",
    epilog="Example: milepost digest subscribe Board --for Ann --channel board --weekday monday",
)
@click.argument("name")
@click.option("--for", "owner", required=True, metavar="NAME", help="Whose digest it is.")
@click.option(
    "--channel", "channels", multiple=True, help="Where it is sent; the inbox has it in any case."
)
@click.option(
    "--lang", "language", type=click.Choice(["en", "ru"]), default="en", show_default=True
)
@click.option("--region", "regions", multiple=True, help="Only numbers of these regions.")
@click.option("--no-people", is_flag=True, help="With the rights of one who may not see single people.")  # fmt: skip
@click.option("--weekday", type=click.Choice(WEEKDAYS), default="monday", show_default=True)
@click.option(
    "--hour",
    type=click.IntRange(0, 23),
    default=8,
    show_default=True,
    help="In the reporting zone.",
)
@click.pass_obj
def subscribe(
    home: Home, name: str, owner: str, channels: tuple[str, ...], language: str,
    regions: tuple[str, ...], no_people: bool, weekday: str, hour: int,
) -> None:  # fmt: skip
    """Have a digest sent every week by `milepost watch`."""
    from dashboard.progress import channels as kept
    from dashboard.records import alerts as records

    store = _store(home)
    kept.refuse_unknown(home, channels)
    records.subscribe(
        store, at_the_terminal(), name=name, owner=owner, channels=list(channels), language=language,
        sees=_sees(regions, no_people), weekday=WEEKDAYS.index(weekday), hour=hour,
    )  # fmt: skip
    click.echo(f"The digest '{name}' goes out on {weekday}s at {hour}:00.")


@digest.command("list", epilog="Example: milepost digest list --format json")
@format_option("table", "json", "csv")
@click.pass_obj
def list_digests(home: Home, as_format: str) -> None:
    """List the subscriptions."""
    from dashboard.records.alerts import subscriptions

    rows = [
        {
            "digest": one.name, "for": one.owner, "channels": list(one.channels),
            "language": one.language, "weekday": WEEKDAYS[one.weekday], "hour": one.hour,
            "regions": one.sees.get("regions") or [], "people": bool(one.sees.get("people", True)),
            "on": one.is_on,
        }
        for one in subscriptions(_store(home))
    ]  # fmt: skip
    print_rows(rows, as_format)
    if not rows:
        click.echo("Nobody has subscribed yet.", err=True)


@digest.command("unsubscribe", epilog="Example: milepost digest unsubscribe Board")
@click.argument("name")
@click.pass_obj
def unsubscribe(home: Home, name: str) -> None:
    """End a subscription."""
    from dashboard.records import alerts as records

    store = _store(home)
    known = {one.name: one for one in records.subscriptions(store)}
    if name not in known:
        raise unknown("digest", name, known)
    records.unsubscribe(store, at_the_terminal(), known[name].id, known[name].version)
    click.echo(f"The digest '{name}' is ended.")


def _sees(regions: tuple[str, ...], no_people: bool) -> dict[str, Any]:
    """Rights as records keep them; a region that does not occur is refused."""
    from dashboard.access import EVERYONE
    from dashboard.metrics import reads

    known = reads.choices(EVERYONE).get("region", [])
    for region in regions:
        if region not in known:
            raise unknown("region", region, known)
    if not regions and not no_people:
        return {}
    return {"regions": sorted(regions) or None, "people": not no_people, "ids": not no_people}


def _store(home: Home) -> Any:
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    return opened(home)
