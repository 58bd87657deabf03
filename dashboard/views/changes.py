"""What changed, in an arrow, a word and a colour: the arrow says which way, the word whether it is better."""

from dashboard import language
from dashboard.insight.compare import Change
from dashboard.language import _, said
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from dashboard.views.board import Card
from queries.calendar import Grain

TONES = {"better": said("better"), "worse": said("worse")}


def lines_of(card: Card, grain: Grain, currency: str) -> str:
    lines = [
        line(card.metric, card.since_before, than_words(card.before, grain), currency),
        line(card.metric, card.since_year_ago, than_words(card.year_ago, grain), currency),
    ]
    return f'<div class="mp-changes">{"".join(lines)}</div>'


def line(metric: Metric, change: Change | None, than: str, currency: str) -> str:
    """'▲ up 1.2 points on Aug 2026', coloured by whether that is better."""
    if change is None:
        return ""
    text = in_words(metric, change, currency)
    tone = tone_of(metric, change)
    mark = f" · {_(TONES[tone])}" if tone else ""
    return (
        f'<div class="mp-change"><span class="mp-{tone or "even"}">{words.escaped(text)}</span> '
        f'<span class="mp-than">{words.escaped(than + mark)}</span></div>'
    )


def in_words(metric: Metric, change: Change, currency: str) -> str:
    """'▲ up 1.2 points (+5 %)' or '≈ can't tell: +0.3 points'."""
    size = words.difference(metric.unit, change.difference, currency)
    if change.verdict == "can't tell":
        size = words.sign(size, change.difference) + size
        if change.low is None:
            return _("≈ not judged: {size}", size=size)
        return _("≈ can't tell: {size}", size=size)
    if change.relative is not None:
        size = f"{size} ({_share(change.relative)})"
    return _("▲ up {size}", size=size) if change.verdict == "up" else _("▼ down {size}", size=size)


def _share(relative: float) -> str:
    return language.decimal(f"{relative:+,.0%}").replace("-", words.MINUS)


def tone_of(metric: Metric, change: Change) -> str:
    """'better', 'worse' or nothing, by the direction that the metric declares."""
    if change.verdict == "can't tell" or metric.better is Better.NEITHER:
        return ""
    rises = change.verdict == "up"
    return "better" if rises == (metric.better is Better.HIGHER) else "worse"


def than_words(value: Value | None, grain: Grain) -> str:
    return words.compared(value.period, grain) if value else ""


def missing(value: Value) -> list[str]:
    """'data missing: tracking, North, 3–8 May 2026' for each hole under a value."""
    return [
        _(
            "data missing: {feed}, {region}, {days}",
            feed=hole.feed,
            region=words.named(hole.region),
            days=words.days(hole.window),
        )
        for hole in value.missing
    ]
