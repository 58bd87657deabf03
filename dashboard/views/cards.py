"""Cards as HTML: value, range, changes and goal of one metric each. Many cards go out as one element."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.insight.compare import Change
from dashboard.metrics import coverage
from dashboard.metrics.declare import Better, Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import goals, reads, words
from dashboard.views.board import Card
from dashboard.views.goals import Standing
from dashboard.views.sparkline import sparkline
from queries.calendar import Grain

ARROWS = {"up": "▲", "down": "▼", "can't tell": "≈"}


def wall(
    cards: Sequence[Card], standings: dict[str, Standing], grain: Grain, currency: str, query: str
) -> None:
    """All cards in one element."""
    inside = "".join(
        drawn(card, standings.get(card.metric.name), grain, currency, query) for card in cards
    )
    st.html(f'<div class="mp-wall">{inside}</div>')


def verdict(standings: Sequence[Standing], into: DeltaGenerator) -> None:
    """One sentence on all goals, then a tile for each."""
    if not standings:
        return
    tiles = "".join(_tile(standing) for standing in standings)
    into.html(
        f'<p class="mp-verdict">{words.escaped(goals.verdict(standings))}</p>'
        f'<div class="mp-goals">{tiles}</div>'
    )


def _tile(standing: Standing) -> str:
    goal = standing.goal
    link = f"metric?{urlencode({'metric': goal.metric.label})}"
    value = (
        words.value(goal.metric, standing.value.value, reads.currency()) if standing.value else "–"
    )
    return (
        f'<a class="mp-tile mp-{standing.tone}" href="{words.escaped(link)}" title="{words.escaped(goal.why)}">'
        f'<span class="mp-state">{standing.mark} {standing.state}</span><b>{words.escaped(goal.name)}</b>'
        f"{words.escaped(value)} · {words.escaped(standing.words)}</a>"
    )


def without_data(cards: Sequence[Card]) -> None:
    """Metrics without a value, with what each would need."""
    if not cards:
        return
    lines = "".join(
        f"<li><b>{words.escaped(card.metric.label)}</b>: {words.escaped(needs(card))}</li>"
        for card in cards
    )
    st.html(f'<h2 class="mp-section">Without data</h2><ul class="mp-list">{lines}</ul>')


def needs(card: Card) -> str:
    """What a metric without a value would need."""
    missing = coverage.coverage(card.metric).missing_kinds
    if missing:
        return "needs events of the kind " + words.listed(list(missing))
    return card.reason


def drawn(card: Card, standing: Standing | None, grain: Grain, currency: str, query: str) -> str:
    """One card: a link to the metric's page."""
    link = f"metric?{urlencode({'metric': card.metric.label})}{query}"
    name = f'<span class="mp-name">{words.escaped(card.metric.label)}</span>'
    if card.refused:
        said = "not sliced by " + words.listed([words.dimension(n) for n in card.refused])
        return (
            f'<a class="mp-card mp-off" href="{words.escaped(link)}"><div class="mp-top">{name}</div>'
            f'<p class="mp-none">{words.escaped(said)}</p></a>'
        )
    parts = [_top(name, card, grain), _middle(card, standing, grain, currency)]
    if card.latest:
        parts += [_range(card.latest, currency), _changes(card, grain, currency)]
    if standing:
        parts.append(_goal(standing))
    parts.append(_foot(card, grain, currency))
    return f'<a class="mp-card" href="{words.escaped(link)}">{"".join(parts)}</a>'


def _top(name: str, card: Card, grain: Grain) -> str:
    of = words.period(card.latest.period, grain) if card.latest else ""
    group = f'<span class="mp-group">{words.escaped(_group(card))}</span>' if card.group else ""
    return (
        f'<div class="mp-top">{name}{group}<span class="mp-period">{words.escaped(of)}</span></div>'
    )


def _group(card: Card) -> str:
    if "online" in card.metric.sliced_by and card.group in ("true", "false"):
        return "online" if card.group == "true" else "offline"
    return card.group


def _middle(card: Card, standing: Standing | None, grain: Grain, currency: str) -> str:
    goal = standing.target if standing and standing.grain is grain else None
    line = sparkline(card.trail, grain, currency, goal)
    if card.latest is None:
        return f'<p class="mp-none">{words.escaped(card.reason)}</p>'
    text = words.value(card.metric, card.latest.value, currency)
    return f'<div class="mp-mid"><span class="mp-value">{words.escaped(text)}</span>{line}</div>'


def _range(value: Value, currency: str) -> str:
    parts = []
    limits = words.limits(value.metric, value.low, value.high, currency)
    if limits:
        parts.append(f'<span title="95 % interval">{words.escaped(limits)}</span>')
    counted = words.counted(value.metric, value.n)
    if counted:
        parts.append(words.escaped(counted))
    if value.is_thin:
        parts.append("<b>thin: under 30</b>")
    return f'<div class="mp-range">{" · ".join(parts)}</div>' if parts else ""


def _changes(card: Card, grain: Grain, currency: str) -> str:
    lines = [
        change_line(card.metric, card.since_before, _than(card.before, grain), currency),
        change_line(card.metric, card.since_year_ago, _than(card.year_ago, grain), currency),
    ]
    return f'<div class="mp-changes">{"".join(lines)}</div>'


def _than(value: Value | None, grain: Grain) -> str:
    return f"on {words.period(value.period, grain)}" if value else ""


def change_line(metric: Metric, change: Change | None, than: str, currency: str) -> str:
    """'▲ up 1.2 points on Aug 2026', coloured by whether that is better."""
    if change is None:
        return ""
    text = change_words(metric, change, currency)
    tone = tone_of(metric, change)
    mark = {"better": " · better", "worse": " · worse", "": ""}[tone]
    return (
        f'<div class="mp-change"><span class="mp-{tone or "even"}">{words.escaped(text)}</span> '
        f'<span class="mp-than">{words.escaped(than + mark)}</span></div>'
    )


def change_words(metric: Metric, change: Change, currency: str) -> str:
    """'▲ up 1.2 points (+5 %)' or '≈ can't tell: +0.3 points'."""
    size = words.difference(metric.unit, change.difference, currency)
    if change.verdict == "can't tell":
        sign = "+" if change.difference >= 0 else words.MINUS
        return f"{ARROWS[change.verdict]} can't tell: {sign}{size}"
    relative = change.relative
    share = f" ({relative:+.0%})".replace("-", words.MINUS) if relative is not None else ""
    return f"{ARROWS[change.verdict]} {change.verdict} {size}{share}"


def tone_of(metric: Metric, change: Change) -> str:
    """'better', 'worse' or nothing, by the direction that the metric declares."""
    if change.verdict == "can't tell" or metric.better is Better.NEITHER:
        return ""
    rises = change.verdict == "up"
    return "better" if rises == (metric.better is Better.HIGHER) else "worse"


def _goal(standing: Standing) -> str:
    return (
        f'<div class="mp-goal mp-{standing.tone}"><span class="mp-mark">{standing.mark}</span> '
        f"{words.escaped(standing.words)}</div>"
    )


def _foot(card: Card, grain: Grain, currency: str) -> str:
    """What a reader must know beside the number: what runs, what is missing, how far the data reach."""
    notes = []
    if card.running and card.running.value is not None:
        notes.append(
            f"{words.period(card.running.period, grain)} so far: "
            f"{words.value(card.metric, card.running.value, currency)} ({card.running.reason})"
        )
    if card.latest:
        notes += [
            f"data missing: {hole.feed}, {words.named(hole.region)}, {words.days(hole.window)}"
            for hole in card.latest.missing[:2]
        ]
        if card.latest.starts_history:
            notes.append("history starts here: everybody looks new")
    if card.others:
        notes.append("also: " + ", ".join(card.others))
    if card.until and card.until != reads.about().covered_day:
        notes.append(f"data until {words.day(card.until - timedelta(days=1))}")
    return '<div class="mp-foot">' + "<br>".join(words.escaped(note) for note in notes) + "</div>"
