"""`milepost proof`: did an initiative work, what could its pilot show, and the ledger of promises."""

from typing import TYPE_CHECKING, Any

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import format_option, print_rows
from dashboard.paths import Home

if TYPE_CHECKING:
    from dashboard.progress.proof import Proof
    from dashboard.progress.roadmap import Initiative
    from dashboard.records.store import Store


@click.command(epilog="Example: milepost proof 'Stay with us' --format json")
@click.argument("initiative", required=False)
@click.option("--plan", "is_plan", is_flag=True, help="What it could show, before it starts.")
@click.option(
    "--people",
    "is_people",
    is_flag=True,
    help="Who is treated and who is held out, of a trial by lot.",
)
@click.option(
    "--series", "is_series", is_flag=True, help="Pilot, control and gap, period by period."
)
@click.option(
    "--keep",
    "is_kept",
    is_flag=True,
    help="Keep the verdicts of all that has started in the records.",
)
@format_option("table", "json", "csv")
@click.pass_obj
def proof(
    home: Home,
    initiative: str | None,
    is_plan: bool,
    is_people: bool,
    is_series: bool,
    is_kept: bool,
    as_format: str,
) -> None:
    """Tell whether an initiative (its title or number) moved its goal; without one, the ledger of all that is done.

    Effects and promises are in the unit of the promise, signed as the metric moves.
    """
    from dashboard.commands.roadmap_rows import named
    from dashboard.progress import ledger
    from dashboard.progress.proof import worked
    from dashboard.progress.roadmap import roadmap
    from dashboard.progress.series import here
    from dashboard.warehouse import reader

    reader.use(home)
    store = here()
    found = roadmap(store)
    if is_kept:
        click.echo(f"{ledger.worked_out(found, store)} verdicts kept.", err=True)
    if initiative is None:
        _ledger(store, as_format)
        return
    one = named(found, initiative)
    if is_plan:
        _plan(one, store, as_format)
    elif is_people:
        _people(one, store, as_format)
    else:
        _proof(one, worked(one, EVERYONE, store), is_series, as_format)


def _ledger(store: "Store", as_format: str) -> None:
    from dashboard.progress import ledger
    from dashboard.progress.roadmap import State, roadmap

    done = [one for one in roadmap(store) if one.state is State.DONE]
    found = ledger.ledger(done, EVERYONE, store)
    rows = [{"initiative": entry.title, **_row(entry.proof)} for entry in found.entries]
    print_rows(rows, as_format)
    for sentence in (found.sentence, *found.notes):
        click.echo(sentence, err=True)


def _row(found: "Proof") -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "effect": found.effect,
        "low": found.low,
        "high": found.high,
        "promised": found.promised,
        "unit": found.unit,
        "known_on": found.when_known.isoformat() if found.when_known else None,
    }


def _proof(one: "Initiative", found: "Proof", is_series: bool, as_format: str) -> None:
    from dashboard.progress.proof import changed_words

    if is_series:
        names = ("pilot", "control", "gap", "is_after")
        rows = [
            {"period": at.start.isoformat(), **{name: getattr(at, name) for name in names}}
            for at in found.series
        ]
        print_rows(rows, as_format)
        return
    guardrails = [
        {
            "number": rail.name, "verdict": {True: "worse", False: "not worse", None: "cannot tell"}[rail.is_worse],
            "effect": rail.effect, "low": rail.low, "high": rail.high, "promised": None, "unit": rail.unit,
            "known_on": None,
        }
        for rail in found.guardrails
    ]  # fmt: skip
    named = found.trial.metric.name if found.trial else one.metric
    print_rows([{"number": named, **_row(found)}, *guardrails], as_format)
    pre = found.pre_period.reason if found.pre_period else None
    for sentence in (
        found.reason,
        found.method,
        pre,
        *found.notes,
        *changed_words(one.changed_since_start),
    ):
        if sentence:
            click.echo(sentence, err=True)


def _plan(one: "Initiative", store: "Store", as_format: str) -> None:
    from dashboard.progress.proof_plan import plan

    found = plan(one, EVERYONE, store)
    suggested = found.suggestion
    rows = [
        {
            "regions": "as planned", "pilot": ", ".join(one.pilot), "control": ", ".join(one.control),
            "smallest_effect": found.smallest_effect, "smallest_p": found.smallest_p, "promised": found.promised,
            "unit": found.unit, "periods": found.periods,
        }
    ]  # fmt: skip
    if suggested:
        rows.append(
            {
                "regions": "suggested", "pilot": ", ".join(suggested.pilot), "control": ", ".join(suggested.control),
                "smallest_effect": suggested.smallest_effect, "smallest_p": suggested.smallest_p,
                "promised": found.promised, "unit": found.unit, "periods": found.periods,
            }
        )  # fmt: skip
    print_rows(rows, as_format)
    for sentence in found.reasons:
        click.echo(sentence, err=True)
    if suggested and suggested.unlike:
        click.echo(
            f"Left out, because their past went unlike all others': {', '.join(suggested.unlike)}.",
            err=True,
        )


def _people(one: "Initiative", store: "Store", as_format: str) -> None:
    from dashboard.progress.proof_plan import people_of
    from dashboard.progress.trial import trial

    listed = people_of(trial(one, store), EVERYONE)
    shown = listed[:20] if as_format == "table" else listed
    print_rows([{"person_id": person.person, "side": person.side} for person in shown], as_format)
    held = sum(person.side == "held out" for person in listed)
    click.echo(
        f"{len(listed) - held:,} treated, {held:,} held out; {len(shown):,} shown.", err=True
    )
