"""The cells of a board: a value's name that filters, its bar with the interval, and its change."""

from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.views import words


def table(label: str, head: list[str], rows: list[str]) -> str:
    """A table that moves sideways inside itself."""
    titles = "".join(f'<th scope="col">{words.escaped(text)}</th>' for text in head)
    return (
        f'<div class="mp-scroll" tabindex="0" role="region" aria-label="{words.escaped(label)}">'
        f'<table class="mp-stays"><thead><tr>{titles}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def name(said: str, click: str, is_kept: bool) -> str:
    """A value of the dimension; a click keeps it, with Alt it is left out."""
    help_ = _("Keep only {name}; with Alt leave it out", name=said)
    return (
        f'<th scope="row"><button type="button" data-click="{words.escaped(click)}" '
        f'aria-pressed="{str(is_kept).lower()}" title="{words.escaped(help_)}">{words.escaped(said)}</button></th>'
    )


def value(found: Value) -> str:
    """On a track from the lowest to the highest possible, with its interval, and in figures with its n."""
    metric = found.metric
    low, high = _place(metric, found.low), _place(metric, found.high)
    width = high - low if found.low is not None and found.high is not None else 0.0
    limits = _("95 %: {limits}", limits=words.limits(metric, found.low, found.high))
    thin = " · " + _("thin: under 30") if found.is_thin else ""
    return (
        f'<td class="mp-share" title="{words.escaped(limits)}"><span class="mp-track">'
        f'<i style="width:{_place(metric, found.value):.1f}%"></i>'
        f'<b style="left:{low:.1f}%;width:{width:.1f}%"></b></span>'
        f"<span>{words.escaped(words.value(metric, found.value))} "
        f"<small>{words.escaped(words.counted(metric, found.n) + thin)}</small></span></td>"
    )


def _place(metric: Metric, found: float | None) -> float:
    """Where a value lies on the track, in per cent of it; a score of points goes from −100 to 100."""
    share = ((found or 0.0) + 100) / 2 if metric.unit is Unit.POINTS else found or 0.0
    return min(100.0, max(0.0, share))


def change(before: Value | None, said: str, tone: str) -> str:
    """The change in words, with what it was before on hover."""
    if before is None:
        return f'<td class="mp-even">{words.escaped(_("nothing to compare with"))}</td>'
    was = _("before: {value}", value=words.value(before.metric, before.value))
    return f'<td title="{words.escaped(was)}"><span class="mp-{tone or "even"}">{words.escaped(said)}</span></td>'
