"""`milepost alerts`: when somebody wants to be told, what was told, and where it is sent."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from dashboard.commands.alert_channels import channel
from dashboard.commands.common import format_option, print_rows
from dashboard.commands.privacy import at_the_terminal
from dashboard.errors import BadUse, unknown
from dashboard.paths import Home

__all__ = ["alerts"]

WHEN = (
    "'value below 20', 'change falls 10 percent previous', 'signal worse', 'chance below 50', "
    "'status at_risk,off_track'; several hold together unless --any."
)


@click.group(
    epilog="Example: milepost alerts add 'Conversion falls' --metric conversion --when 'value below 18'"
)
def alerts() -> None:
    """Alerts: rules, what they said, and the channels that it is sent to."""


@alerts.command("list", epilog="Example: milepost alerts list --format json")
@format_option("table", "json", "csv")
@click.pass_obj
def list_alerts(home: Home, as_format: str) -> None:
    """List the rules, and whether a watcher is there to judge them."""
    from dashboard.records.alerts import rules

    rows = [_row(rule) for rule in rules(_store(home))]
    print_rows(rows, as_format)
    if not rows:
        click.echo(
            "There are no alerts yet. Add one here, or with “Watch this” on a page.", err=True
        )
    click.echo(watched(home), err=True)


def watched(home: Home) -> str:
    """Whether a watcher runs, and how to start one."""
    from dashboard.progress.heartbeat import heartbeat
    from dashboard.records.keep import utc_now

    found = heartbeat(home)
    if found and found.is_alive(utc_now()):
        return f"A watcher is at work; it last looked at {found.at:%Y-%m-%d %H:%M} UTC."
    if found and found.is_recent_look(utc_now()):
        return f"Last look: {found.at:%Y-%m-%d %H:%M} UTC (`milepost watch --once`)."
    return "No watcher is at work: nothing is judged or sent until `milepost watch` runs."


def _row(rule: Any) -> dict[str, Any]:
    from dashboard.progress.conditions import plain

    about = rule.about
    return {
        "alert": rule.name,
        "about": f"goal {about['goal']}" if "goal" in about else about["metric"],
        "where": "; ".join(f"{n}={','.join(v)}" for n, v in (about.get("concerns") or {}).items()),
        "grain": about.get("grain", ""),
        "when": plain(rule.conditions),
        "least_n": rule.least_n,
        "channels": list(rule.channels),
        "quiet": f"{rule.quiet_from}-{rule.quiet_until}" if rule.quiet_from else "",
        "snoozed_until": rule.snoozed_until,
        "on": rule.is_on,
        "owner": rule.owner,
    }


@alerts.command(
    "add",
    epilog="Example: milepost alerts add 'North slips' --metric retention --where region=North --when 'signal worse'",
)
@click.argument("name")
@click.option("--metric", default="", help="A metric; `milepost metrics` lists them.")
@click.option("--goal", default="", help="A goal, by its name, instead of a metric.")
@click.option("--grain", default="", metavar="GRAIN", help="day, week, month (usual), quarter or year.")  # fmt: skip
@click.option("--where", multiple=True, metavar="DIM=VALUE…", help="Keep these values only.")
@click.option("--define", multiple=True, metavar="NAME=VALUE", help="Another reading of the metric.")  # fmt: skip
@click.option("--when", "conditions", multiple=True, required=True, metavar="CONDITION", help=WHEN)
@click.option("--any", "is_any", is_flag=True, help="One of the conditions is enough.")
@click.option("--least-n", default=0, help="People or answers below which it is silent.")
@click.option("--channel", "channels", multiple=True, help="Where to send; the inbox has it in any case.")  # fmt: skip
@click.option("--quiet", default="", metavar="22:00-07:00", help="Hold back what comes in these hours.")  # fmt: skip
@click.option("--language", default="en", help="In which channels are written to: en or ru.")
@click.option("--owner", default="", help="Whose alert it is.")
@click.pass_obj
def add_alert(
    home: Home, name: str, metric: str, goal: str, grain: str, where: tuple[str, ...],
    define: tuple[str, ...], conditions: tuple[str, ...], is_any: bool, least_n: int,
    channels: tuple[str, ...], quiet: str, language: str, owner: str,
) -> None:  # fmt: skip
    """Keep a rule. It speaks of complete periods only, once of each."""
    from dashboard.progress import alert_file
    from dashboard.progress import alerts as progress
    from dashboard.progress import channels as kept
    from dashboard.records import alerts as records

    if bool(metric) == bool(goal):
        raise BadUse("Name either --metric or --goal.")
    row = {
        "name": name, "metric": metric, "goal": goal, "grain": grain,
        "where": dict(_filter(text) for text in where), "define": list(define),
        "when": {"any" if is_any else "all": [_condition(text) for text in conditions]},
        "least_n": least_n, "channels": list(channels), "quiet": quiet, "language": language,
        "owner": owner,
    }  # fmt: skip
    store = _store(home)
    facts = alert_file.facts(row, store)
    progress.checked(facts, store)
    kept.refuse_unknown(home, channels)
    records.add(store, at_the_terminal(), **facts)
    click.echo(f"The alert '{name}' is kept.")
    click.echo(watched(home), err=True)


def _filter(text: str) -> tuple[str, list[str]]:
    name, equals, values = text.partition("=")
    if not equals:
        raise BadUse(f"--where {text}: write it as DIM=VALUE, for example region=North.")
    return name, values.split(",")


def _condition(text: str) -> dict[str, Any]:
    """'change falls 10 percent year' as the records have it."""
    what, _space, rest = text.strip().partition(" ")
    if what == "status":
        return {"what": what, "is": "one_of", "than": rest.replace(",", " ").split()}  # fmt: skip
    words = rest.split()
    facts: dict[str, Any] = {"what": what, "is": words[0] if words else ""}
    try:
        facts |= {"than": float(words[1])} if len(words) > 1 else {}
    except ValueError as error:
        raise BadUse(f"--when '{text}': '{words[1]}' is not a number. Write it like {WHEN}") from error  # fmt: skip
    facts |= dict(zip(("in", "against"), words[2:], strict=False))
    if len(words) > 4:
        raise BadUse(f"--when '{text}' goes on too long. Write it like {WHEN}")
    return facts


@alerts.command("on", epilog="Example: milepost alerts on 'Conversion falls'")
@click.argument("name")
@click.pass_obj
def switch_on(home: Home, name: str) -> None:
    """Let a rule speak again."""
    _change(home, name, is_on=True)


@alerts.command("off", epilog="Example: milepost alerts off 'Conversion falls'")
@click.argument("name")
@click.pass_obj
def switch_off(home: Home, name: str) -> None:
    """Silence a rule; what it still waits to send is given up."""
    _change(home, name, is_on=False)


@alerts.command("snooze", epilog="Example: milepost alerts snooze 'Conversion falls' 2026-10-15")
@click.argument("name")
@click.argument("until", metavar="DATE|none")
@click.pass_obj
def snooze(home: Home, name: str, until: str) -> None:
    """Keep a rule silent until a day, on which it may speak again."""
    try:
        day = None if until == "none" else date.fromisoformat(until)
    except ValueError as error:
        raise BadUse(f"'{until}' is not a date. Dates are written 2026-01-31.") from error
    _change(home, name, snoozed_until=day)


@alerts.command("remove", epilog="Example: milepost alerts remove 'Conversion falls'")
@click.argument("name")
@click.pass_obj
def remove_alert(home: Home, name: str) -> None:
    """Take a rule away. What it said stays in the inbox."""
    from dashboard.records import alerts as records

    store = _store(home)
    rule = _rule(home, name)
    records.remove(store, at_the_terminal(), rule.id, rule.version)
    click.echo(f"The alert '{name}' is removed.")


def _change(home: Home, name: str, **facts: Any) -> None:
    from dashboard.records import alerts as records

    rule = _rule(home, name)
    records.change(_store(home), at_the_terminal(), rule.id, rule.version, **facts)
    click.echo(f"The alert '{name}' is changed.")


def _rule(home: Home, name: str) -> Any:
    from dashboard.records.alerts import rule_named, rules

    store = _store(home)
    rule = rule_named(store, name)
    if rule is None:
        raise unknown("alert", name, [known.name for known in rules(store)])
    return rule


@alerts.command("preview", epilog="Example: milepost alerts preview 'Conversion falls'")
@click.argument("name")
@format_option("table", "json", "csv")
@click.pass_obj
def preview(home: Home, name: str, as_format: str) -> None:
    """In which of the last 24 complete periods a rule would have spoken."""
    from dashboard.progress.alerts import past, rule_of

    store = _store(home)
    found = past(rule_of(_rule(home, name), store), store)
    rows = [
        {
            "period": one.value.period.start, "value": one.value.value, "n": one.value.n,
            "speaks": one.speaks,
            "why": "data missing" if one.known.is_missing else "too few" if one.is_thin
            else {True: "true", False: "", None: "not known"}[one.is_true],
        }
        for one in found
    ]  # fmt: skip
    print_rows(rows, as_format)
    missing = sum(one.known.is_missing for one in found)
    spoken = sum(one.speaks for one in found) - missing
    also = f", and in {missing} because data were missing" if missing else ""
    click.echo(f"It would have spoken in {spoken} of {len(found)} periods{also}.", err=True)


@alerts.command("apply", epilog="Example: milepost alerts apply alerts.yaml --dry-run")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.pass_obj
def apply(home: Home, path: Path, dry_run: bool) -> None:
    """Keep the rules of a file, by name. Applied twice it changes nothing the second time."""
    from dashboard.progress import alert_file

    store = _store(home)
    rows = alert_file.read(path, home, store)
    for did, name in alert_file.apply(store, at_the_terminal(), rows, dry_run):
        click.echo(f"{did}: {name}")


@alerts.command("export", epilog="Example: milepost alerts export > alerts.yaml")
@click.pass_obj
def export(home: Home) -> None:
    """Write all rules as a file that `apply` takes."""
    from dashboard.progress.alert_file import exported

    click.echo(exported(_store(home)), nl=False)


@alerts.command("messages", epilog="Example: milepost alerts messages --limit 5 --format json")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@format_option("table", "json", "csv")
@click.pass_obj
def list_messages(home: Home, limit: int, as_format: str) -> None:
    """What was said, newest first, and how far it has come on each channel."""
    from dashboard.records import messages

    store = _store(home)
    found = messages.messages(store, limit)
    ways = messages.deliveries(store, [message.id for message in found])
    rows = [
        {
            "at": message.made_at.isoformat(sep=" ", timespec="seconds"),
            "title": message.title,
            "about": message.about_period,
            "owner": message.owner,
            "channels": [f"{d.channel}: {d.state}{f' ({d.error})' if d.error else ''}" for d in ways[message.id]],
        }
        for message in found
    ]  # fmt: skip
    print_rows(rows, as_format)
    if not rows:
        click.echo("Nothing has been said yet.", err=True)


def _store(home: Home) -> Any:
    from dashboard.records.store import opened
    from dashboard.warehouse import reader

    reader.use(home)
    return opened(home)


alerts.add_command(channel)
