"""What an initiative says of itself, as lists of facts. Pure HTML."""

from collections.abc import Sequence
from datetime import timedelta

from dashboard.language import _
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.progress.roadmap import Initiative, Stage
from dashboard.views import fields_roadmap, roadmap_words, words

Facts = Sequence[tuple[str, str]]


def design_words(name: str) -> str:
    known = {
        "regions": _("a pilot in some regions"), "people": _("a random group of people is held out"),
        "none": _("everywhere at once: no pilot"),
    }  # fmt: skip
    return known.get(name, name)


def design_brief(name: str) -> str:
    """The same where there is little room."""
    known = {
        "regions": _("some regions first"), "people": _("some people left out"),
        "none": _("everywhere at once"),
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


def stages(found: Sequence[Stage]) -> list[dict[str, str]]:
    """As a table: the end said as the last day."""
    return [
        {
            _("stage"): stage.name,
            _("what"): stage.what,
            _("first day"): words.day(stage.start) if stage.start else "",
            _("last day"): words.day(stage.end - timedelta(days=1)) if stage.end else "",
            _("gate"): fields_roadmap.gate(stage.gate) if stage.gate else _("not decided"),
        }
        for stage in found
    ]


def promise(one: Initiative, goal: str, metric: Metric | None, currency: str) -> str:
    """'Promises +1.2 points, Conversion, by 31 Dec 2026, for the goal Conversion in the South.'"""
    text = roadmap_words.promise(one, metric, currency)
    return _("Promises {promise}. It serves the goal '{goal}'.", promise=text, goal=goal) if goal else (
        _("Promises {promise}.", promise=text)
    )  # fmt: skip
