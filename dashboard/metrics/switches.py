"""Definition switches: other readings of a metric that are in use elsewhere, chosen for one question at a time.

A switch either changes what the slice means by a word (how long a silence is) or leads to the metric that is defined
so (lifetime value over 180 days). What the catalogue says is the usual reading.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from dashboard.errors import BadUse, unknown
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from queries.attribution import Attribution
from queries.slice import Slice

Definition = tuple[tuple[str, str], ...]
"""Pairs of a switch and its value."""
FEWEST_DAYS, MOST_DAYS = 7, 730


@dataclass(frozen=True)
class Switch:
    """One word of definitions that companies read differently."""

    name: str
    meaning: str
    usual: str
    others: tuple[str, ...]
    """Readings in use elsewhere: those whose effect on goals is listed."""
    field: str = ""
    """The field of the slice that carries it; '' where it only leads to other metrics."""
    read: Callable[[str], Any] = str
    """Its value as the slice carries it; `BadUse` for one it does not know."""


def _days(text: str) -> int:
    if not (text.isdigit() and FEWEST_DAYS <= int(text) <= MOST_DAYS):
        raise BadUse(f"'{text}' is no number of days from {FEWEST_DAYS} to {MOST_DAYS}.")
    return int(text)


def _model(text: str) -> Attribution:
    if text not in list(Attribution):
        raise BadUse(f"'{text}' is none of {', '.join(Attribution)}.")
    return Attribution(text)


SWITCHES: dict[str, Switch] = {
    switch.name: switch
    for switch in (
        Switch(
            name="silence",
            meaning="Days without an order after which a person counts as lapsed, and how far back 'lately' reaches.",
            usual="90",
            others=("30", "60", "120", "180"),
            field="silence_days",
            read=_days,
        ),
        Switch(
            name="horizon",
            meaning="Days that people have to come back, or over which their money is counted.",
            usual="90",
            others=("180", "365"),
            field="horizon_days",
            read=_days,
        ),
        Switch(
            name="clock",
            meaning="Whether people wait by the clock on the wall or by business hours.",
            usual="elapsed",
            others=("business",),
        ),
        Switch(
            name="attribution",
            meaning="What a new customer is put down to: the first order, or a touch in the 30 days before.",
            usual=Attribution.FIRST_ORDER.value,
            others=tuple(a.value for a in Attribution if a is not Attribution.FIRST_ORDER),
            field="attribution",
            read=_model,
        ),
    )
}


def switches_of(metric: Metric) -> list[Switch]:
    """The switches that change what a metric says."""
    led_to = {choice.partition("=")[0] for choice, _ in metric.variants}
    return [s for s in SWITCHES.values() if s.name in metric.switches or s.name in led_to]


def readings(metric: Metric, switch: Switch) -> list[str]:
    """The usual reading of a switch and the others that the metric is kept for."""
    led_to = dict(metric.variants)
    others = [
        o for o in switch.others if switch.name in metric.switches or f"{switch.name}={o}" in led_to
    ]
    return [switch.usual, *others]


def definition(words: Iterable[str]) -> Definition:
    """'silence=60' as a pair; `BadUse` for what is not written so."""
    pairs = []
    for text in words:
        name, equals, value = text.partition("=")
        if not equals or not value:
            raise BadUse(f"--define {text}: write it as NAME=VALUE, for example silence=60.")
        pairs.append((name, value))
    return tuple(pairs)


def variant(metric: Metric, chosen: Definition) -> Metric:
    """The metric that is defined as chosen; `BadUse` where it does not depend on a switch or knows no such value."""
    for name, value in chosen:
        metric = _variant(metric, name, value)
    return metric


def _variant(metric: Metric, name: str, value: str) -> Metric:
    if name not in SWITCHES:
        raise unknown("definition switch", name, SWITCHES)
    switch, known = SWITCHES[name], switches_of(metric)
    if switch not in known:
        can = f" It depends on {', '.join(s.name for s in known)}." if known else ""
        raise BadUse(f"{metric.label} does not depend on '{name}'.{can}")
    if name in metric.switches:
        _read(switch, value)
        return metric
    led_to = dict(metric.variants)
    if value == switch.usual or f"{name}={value}" in led_to:
        return CATALOGUE[led_to.get(f"{name}={value}", metric.name)]
    offered = [choice.partition("=")[2] for choice in led_to if choice.startswith(f"{name}=")]
    raise BadUse(
        f"{metric.label} is not kept for {name}={value}. It is for {', '.join([switch.usual, *offered])}."
    )


def _read(switch: Switch, value: str) -> Any:
    try:
        return switch.read(value)
    except BadUse as error:
        raise BadUse(f"--define {switch.name}={value}: {error}") from error


def defined(metric: Metric, slice: Slice, chosen: Definition) -> Slice:
    """The slice with the words that the metric reads as they are chosen."""
    fields = {
        SWITCHES[name].field: _read(SWITCHES[name], value)
        for name, value in chosen
        if name in metric.switches
    }
    return replace(slice, **fields)


def unusual(metric: Metric, slice: Slice) -> Definition:
    """The switches that the slice has turned from their usual reading."""
    found = [(s, getattr(slice, s.field)) for s in SWITCHES.values() if s.name in metric.switches]
    return tuple((s.name, str(value)) for s, value in found if value != s.read(s.usual))


def words_of(chosen: Definition) -> str:
    """'silence 60 (usually 90)'."""
    return ", ".join(f"{name} {value} (usually {SWITCHES[name].usual})" for name, value in chosen)
