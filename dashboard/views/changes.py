"""What changed, in an arrow, a word and a colour: the arrow says which way, the word whether it is better."""

from dashboard.insight.compare import Change
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from dashboard.views.board import Card
from queries.calendar import Grain

ARROWS = {"up": "▲", "down": "▼", "can't tell": "≈"}


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
    mark = {"better": " · better", "worse": " · worse", "": ""}[tone]
    return (
        f'<div class="mp-change"><span class="mp-{tone or "even"}">{words.escaped(text)}</span> '
        f'<span class="mp-than">{words.escaped(than + mark)}</span></div>'
    )


def in_words(metric: Metric, change: Change, currency: str) -> str:
    """'▲ up 1.2 points (+5 %)' or '≈ can't tell: +0.3 points'."""
    size = words.difference(metric.unit, change.difference, currency)
    if change.verdict == "can't tell":
        sign = words.sign(size, change.difference)
        said = "can't tell" if change.low is not None else "not judged"
        return f"{ARROWS[change.verdict]} {said}: {sign}{size}"
    relative = change.relative
    share = f" ({relative:+.0%})".replace("-", words.MINUS) if relative is not None else ""
    return f"{ARROWS[change.verdict]} {change.verdict} {size}{share}"


def tone_of(metric: Metric, change: Change) -> str:
    """'better', 'worse' or nothing, by the direction that the metric declares."""
    if change.verdict == "can't tell" or metric.better is Better.NEITHER:
        return ""
    rises = change.verdict == "up"
    return "better" if rises == (metric.better is Better.HIGHER) else "worse"


def than_words(value: Value | None, grain: Grain) -> str:
    return f"on {words.period(value.period, grain)}" if value else ""


def missing(value: Value) -> list[str]:
    """'data missing: tracking, North, 3–8 May 2026' for each hole under a value."""
    return [
        f"data missing: {hole.feed}, {words.named(hole.region)}, {words.days(hole.window)}"
        for hole in value.missing
    ]
