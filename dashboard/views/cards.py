"""Cards as HTML: value, range, changes and goal of one metric each. Many cards go out as one element."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

import streamlit as st

from dashboard.language import _, n_
from dashboard.metrics import coverage, evaluate, reads
from dashboard.metrics.evaluate import Value
from dashboard.progress.standing import Standing
from dashboard.views import changes, clickable, goal_words, links, take_rows, taken, words
from dashboard.views.board import Card
from dashboard.views.scorecard import Section
from dashboard.views.sparkline import sparkline
from queries.calendar import Grain


def wall(
    sections: dict[str, Section],
    standings: dict[str, Standing],
    grain: Grain,
    currency: str,
    query: str,
) -> None:
    """Every section with its cards and lines, in one element."""
    for title, shown in sections.items():
        rows = take_rows.metrics([*shown.cards, *shown.lines], grain, currency)
        taken.rows(_(title), rows)
    drawn_ones = (
        _section(title, shown, standings, grain, currency, query)
        for title, shown in sections.items()
        if shown.cards or shown.lines
    )
    click = clickable.html(f'<div class="mp-board">{"".join(drawn_ones)}</div>', "wall")
    if click:
        links.go(click.value)


def _section(
    title: str,
    shown: Section,
    standings: dict[str, Standing],
    grain: Grain,
    currency: str,
    query: str,
) -> str:
    """As wide as it has cards, four at most."""
    large = "".join(
        drawn(card, standings.get(card.metric.name), grain, currency, query) for card in shown.cards
    )
    width = min(4, max(len(shown.cards), 1 if shown.cards else 4))
    lines = [line(card, grain, currency, query) for card in shown.lines]
    small, more = "".join(lines[: 2 * width]), "".join(lines[2 * width :])
    return (
        f'<section class="mp-span{width}"><h2 class="mp-section">{words.escaped(_(title))}</h2>'
        f'<div class="mp-wall">{large}</div><div class="mp-lines">{small}</div>'
        f"{_more(more, len(lines) - 2 * width)}</section>"
    )


def _more(lines: str, count: int) -> str:
    """What few look at every time, one click away."""
    if not lines:
        return ""
    said = n_("{count} more", "{count} more", count)
    return f'<details class="mp-more"><summary>{said}</summary><div class="mp-lines">{lines}</div></details>'


def line(card: Card, grain: Grain, currency: str, query: str) -> str:
    """A metric in two lines: value, and what changed since the period before."""
    of = f" ({_(card.group)})" if card.group else ""
    name = f'<span class="mp-name">{words.escaped(_(card.metric.label) + of)}</span>'
    if card.refused:
        refused = f'<span class="mp-than">{words.escaped(_refused(card))}</span>'
        return f'<a class="mp-line mp-off" {_link(card, query)}>{name}{refused}</a>'
    assert card.shown is not None
    value = words.escaped(words.value(card.metric, card.shown.value, currency))
    thin = ""
    if card.shown.is_thin and card.shown.n:
        thin = " · " + _("thin: n = {n}", n=words.number(card.shown.n))
    changed = changes.line(
        card.metric, card.since_before, changes.than_words(card.before, grain), currency
    )
    return (
        f'<a class="mp-line" {_link(card, query)}>{name}<b>{value}</b>'
        f"{changed or _quiet(when(card, grain) + thin)}</a>"
    )


def _quiet(text: str) -> str:
    return f'<div class="mp-than">{words.escaped(text)}</div>'


def _link(card: Card, query: str) -> str:
    return _way(f"metric?{urlencode({'metric': card.metric.name})}{query}")


def _way(target: str) -> str:
    """Where a link leads: in place when it is clicked, in a tab of its own when that is asked for."""
    return f'href="{words.escaped(target)}" data-click="{words.escaped(target)}"'


def _refused(card: Card) -> str:
    names = words.listed([words.dimension(name) for name in card.refused])
    return _("not sliced by {dimensions}", dimensions=names)


def headline(card: Card, standing: Standing | None, grain: Grain, currency: str) -> str:
    """The value large, with its range, changes and goal beside it."""
    assert card.shown is not None
    value = words.escaped(words.value(card.metric, card.shown.value, currency))
    return (
        f'<div class="mp-big"><span class="mp-value">{value}</span><div>{_range(card.shown, currency)}'
        f"{changes.lines_of(card, grain, currency)}</div>{_goal(standing, grain, currency) if standing else ''}"
        f"{_foot(card, grain, currency)}</div>"
    )


def without_data(cards: Sequence[Card]) -> None:
    """Metrics without a value, with what each would need."""
    if not cards:
        return
    taken.rows(
        _("Without data"),
        [{_("metric"): _(card.metric.label), _("needs"): _(needs(card))} for card in cards],
    )
    lines = "".join(
        f"<li><b>{words.escaped(_(card.metric.label))}</b>: {words.escaped(_(needs(card)))}</li>"
        for card in cards
    )
    title = words.escaped(_("Without data"))
    st.html(f'<h2 class="mp-section">{title}</h2><ul class="mp-list">{lines}</ul>')


def needs(card: Card) -> str:
    """What a metric without a value would need."""
    missing = coverage.coverage(card.metric).missing_kinds
    return evaluate.needs(missing) if missing else card.reason


def drawn(card: Card, standing: Standing | None, grain: Grain, currency: str, query: str) -> str:
    """One card: a link to the metric's page."""
    name = f'<span class="mp-name">{words.escaped(_(card.metric.label))}</span>'
    if card.refused:
        return (
            f'<a class="mp-card mp-off" {_link(card, query)}><div class="mp-top">{name}</div>'
            f'<p class="mp-none">{words.escaped(_refused(card))}</p></a>'
        )
    assert card.shown is not None
    parts = [
        _top(name, card, grain),
        _middle(card, card.shown, standing, grain, currency),
        _range(card.shown, currency),
        changes.lines_of(card, grain, currency),
        _goal(standing, grain, currency) if standing else "",
        _foot(card, grain, currency),
    ]
    return f'<a class="mp-card" {_link(card, query)}>{"".join(parts)}</a>'


def _top(name: str, card: Card, grain: Grain) -> str:
    group = f'<span class="mp-group">{words.escaped(_(card.group))}</span>' if card.group else ""
    of = words.escaped(when(card, grain))
    return f'<div class="mp-top">{name}{group}<span class="mp-period">{of}</span></div>'


def when(card: Card, grain: Grain) -> str:
    """'Sep 2026', or 'Oct 2026 so far'."""
    if card.shown is None:
        return ""
    period = words.period(card.shown.period, grain)
    return period if card.latest else _("{period} so far", period=period)


def _middle(
    card: Card, shown: Value, standing: Standing | None, grain: Grain, currency: str
) -> str:
    goal = standing.level if standing and standing.goal.grain is grain else None
    line = sparkline(card.trail, grain, currency, goal)
    text = words.value(card.metric, shown.value, currency)
    tone = "mp-value" if card.latest else "mp-value mp-sofar"
    return f'<div class="mp-mid"><span class="{tone}">{words.escaped(text)}</span>{line}</div>'


def _range(value: Value, currency: str) -> str:
    parts = []
    limits = words.limits(value.metric, value.low, value.high, currency)
    if limits:
        parts.append(
            f'<span title="{words.escaped(_("95 % interval"))}">{words.escaped(limits)}</span>'
        )
    counted = words.counted(value.metric, value.n)
    if counted:
        parts.append(words.escaped(counted))
    if value.is_thin:
        parts.append(f"<b>{words.escaped(_('thin: under 30'))}</b>")
    return f'<div class="mp-range">{" · ".join(parts)}</div>' if parts else ""


def _goal(standing: Standing, grain: Grain, currency: str) -> str:
    """Status by shape, word and colour, and how much is to go; with its own period where the card shows another."""
    text, look = goal_words.to_go(standing, currency), goal_words.look(standing)
    if standing.latest and (standing.goal.grain is not grain or standing.level is None):
        value, period = goal_words.value(standing, currency), goal_words.when(standing)
        text = f"{words.sentence(period)}: {value}, {text}"
    return (
        f'<div class="mp-goal mp-s-{look.tone}" title="{words.escaped(_(look.word))}">'
        f'<span class="mp-mark">{look.mark}</span> {words.escaped(text)}</div>'
    )


def _foot(card: Card, grain: Grain, currency: str) -> str:
    """What a reader must know beside the number: what runs, what is missing, how far the data reach."""
    notes = [_(card.shown.note)] if card.shown and card.shown.note else []
    notes += _running(card, grain, currency)
    if card.latest:
        notes += changes.missing(card.latest)[:2]
        if card.latest.starts_history:
            notes.append(_("history starts here: everybody looks new"))
    if card.before and card.before.missing:
        when = words.period(card.before.period, grain)
        notes.append(_("not judged: data are missing in {period}", period=when))
    if card.others:
        notes.append(_("elsewhere: {names}", names=", ".join(_(name) for name in card.others)))
    if card.until and card.until != reads.about().covered_day:
        notes.append(_("data until {day}", day=card.until - timedelta(days=1)))
    return '<div class="mp-foot">' + "<br>".join(words.escaped(note) for note in notes) + "</div>"


def _running(card: Card, grain: Grain, currency: str) -> list[str]:
    """What is to be said of the period under way."""
    if card.running is None:
        return []
    reason = _(card.running.reason or "")
    if card.latest and card.metric.horizon_days:
        return [
            n_(
                "newer periods wait for {count} day of data",
                "newer periods wait for {count} days of data",
                card.metric.horizon_days,
            )
        ]
    if card.latest is None:
        return [_("{none}: {reason}", none=words.none_complete(grain), reason=reason)]
    value = words.value(card.metric, card.running.value, currency)
    period = words.period(card.running.period, grain)
    return [_("{period} so far: {value} ({reason})", period=period, value=value, reason=reason)]
