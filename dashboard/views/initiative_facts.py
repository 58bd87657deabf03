"""What an initiative says of itself, as lists of facts. Pure HTML."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.language import _
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.records.tables import Initiative
from dashboard.views import roadmap_words, words

Facts = Sequence[tuple[str, str]]
GATES = ("scale", "adjust", "stop")


def gate_words(gate: str | None) -> str:
    known = {"scale": _("scale it"), "adjust": _("adjust it"), "stop": _("stop it")}
    return known.get(gate or "", _("not decided"))


def design_words(name: str) -> str:
    known = {
        "regions": _("a pilot in some regions"), "people": _("a random group of people is held out"),
        "none": _("everywhere at once: no pilot"),
    }  # fmt: skip
    return known.get(name, name)


def metric_words(name: str) -> str:
    return _(CATALOGUE[name].label) if name in CATALOGUE else name


def plan(one: Initiative, waits_for: Sequence[str]) -> Facts:
    """How it is to be done and judged."""
    return [
        (_("Hypothesis"), one.hypothesis),
        (_("Must not get worse"), words.listed([metric_words(name) for name in one.guardrails])),
        (_("How it is tried"), design_words(one.design)),
        (_("Pilot"), ", ".join(map(words.named, one.pilot))),
        (_("Control"), ", ".join(map(words.named, one.control))),
        (_("Team"), ", ".join(one.team)),
        (_("Departments"), ", ".join(one.departments)),
        (_("Systems touched"), ", ".join(one.systems)),
        (_("Processes touched"), ", ".join(one.processes)),
        (_("Waits for"), ", ".join(waits_for)),
        (_("Risks"), "; ".join(one.risks)),
        (_("Dropped because"), one.dropped_why),
    ]


def html(facts: Facts) -> str:
    """Those that say something."""
    lines = "".join(
        f"<dt>{words.escaped(name)}</dt><dd>{words.escaped(text)}</dd>"
        for name, text in facts
        if text
    )
    return f'<div class="mp-gback"><dl>{lines}</dl></div>' if lines else ""


def links(addresses: Sequence[str]) -> str:
    """Ways out; only what is an address of the web becomes a link."""
    return "".join(
        f'<li><a href="{words.escaped(to)}" target="_blank" rel="noopener noreferrer">{words.escaped(to)}</a></li>'
        if to.startswith(("https://", "http://"))
        else f"<li>{words.escaped(to)}</li>"
        for to in addresses
    )


def stages(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """As a table: the end said as the last day."""
    return [
        {
            _("stage"): row.get("name") or "",
            _("what"): row.get("what") or "",
            _("first day"): row.get("start") or "",
            _("last day"): _last(row.get("end")),
            _("gate"): gate_words(row.get("gate")),
        }
        for row in rows
    ]


def _last(end: str | date | None) -> str:
    if not end:
        return ""
    day = end if isinstance(end, date) else date.fromisoformat(end)
    return (day - timedelta(days=1)).isoformat()


def promise(one: Initiative, goal: str, metric: Any, currency: str) -> str:
    """'Promises +1.2 points, Conversion, by 31 Dec 2026, for the goal Conversion in the South.'"""
    text = roadmap_words.promise(one, metric, currency)
    return _("Promises {promise}. It serves the goal '{goal}'.", promise=text, goal=goal) if goal else (
        _("Promises {promise}.", promise=text)
    )  # fmt: skip
