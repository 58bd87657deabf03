"""What really changed: at most five sentences, each a link to the view that proves it; or that nothing did."""

from collections.abc import Sequence
from urllib.parse import urlencode

from streamlit.delta_generator import DeltaGenerator

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Better
from dashboard.progress.findings import NOTHING, Finding, Kind, findings
from dashboard.progress.telling import Link
from dashboard.views import clickable, links, take_rows, taken, words


def draw(viewer: Viewer, into: DeltaGenerator) -> None:
    """Into the room that was kept for it."""
    found = findings(viewer)
    taken.sentences(_("What really changed"), take_rows.findings(found) or [_(NOTHING)])
    with into:
        click = clickable.html(html(found), "changed")
    if click:
        links.go(click.value)


def html(found: Sequence[Finding]) -> str:
    title = words.escaped(_("What really changed"))
    lines = "".join(_line(one) for one in found)
    if not found:
        lines = f'<li class="mp-quiet">{words.escaped(_(NOTHING))}</li>'
    return f'<h2 class="mp-section">{title}</h2><ul class="mp-news">{lines}</ul>'


def _line(one: Finding) -> str:
    mark, tone = look(one)
    told = f"<b>{words.escaped(_(one.words))}</b>"
    if said_word := word(one):
        told = f'<small class="mp-{tone}">{words.escaped(said_word)}</small> {told}'
    if one.details:
        told += f" {words.escaped(' '.join(_(sentence) for sentence in one.details))}"
    ways = _way(one.link, f'<i class="mp-{tone}" aria-hidden="true">{mark}</i><span>{told}</span>')
    if one.where is not None:
        ways += _way(one.where, words.escaped(_("where it changed")), "mp-new-where")
    return f"<li>{ways}</li>"


def look(one: Finding) -> tuple[str, str]:
    """Arrow and tone of a sentence; nothing is better or worse about missing data."""
    if one.kind is Kind.MISSING:
        return "?", "even"
    metric = CATALOGUE.get(one.metric)
    mark = "▲" if one.direction > 0 else "▼" if one.direction < 0 else "◆"
    if metric is None or metric.better is Better.NEITHER or not one.direction:
        return mark, "even"
    return mark, "better" if (one.direction > 0) == (metric.better is Better.HIGHER) else "worse"


def word(one: Finding) -> str:
    """What arrow and colour say, for whoever sees no colour."""
    mark, tone = look(one)
    match tone, mark:
        case "better", _mark:
            return _("better")
        case "worse", _mark:
            return _("worse")
        case _, "▲":
            return _("higher")
        case _, "▼":
            return _("lower")
    return ""


def _way(link: Link, inner: str, css: str = "mp-new") -> str:
    """`inner` is HTML."""
    to = words.escaped(f"{link.page}?{urlencode(link.query)}")
    return f'<a class="{css}" href="{to}" data-click="{to}">{inner}</a>'
