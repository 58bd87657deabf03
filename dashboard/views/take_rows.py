"""What stands on pages outside of panels, as rows of words to take along: goals, metrics, numbers, terms."""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from dashboard.language import _
from dashboard.metrics.declare import Metric
from dashboard.progress.findings import Finding
from dashboard.progress.standing import Standing
from dashboard.views import changes, goal_cards, goal_words, words
from dashboard.views.board import Card
from dashboard.views.number_rows import Row
from queries.calendar import Grain

Words = dict[str, str]


def goals(found: Iterable[Standing], currency: str) -> list[Words]:
    """What a card says, a column for each of its lines."""
    return [_goal(one, currency) for one in found]


def _goal(one: Standing, currency: str) -> Words:
    return {
        _("goal"): goal_words.title(one.goal),
        _("status"): goal_words.state(one.status),
        _("is"): goal_words.value(one, currency),
        _("target"): goal_words.target(one, currency),
        _("by"): goal_words.due(one.goal),
        _("chance"): plain(goal_cards.chance(one)),
        _("gap"): plain(goal_cards.worth(one, currency)),
        _("period"): plain(goal_cards.foot(one)),
        _("owner"): one.goal.owner or "–",
    }


def metrics(cards: Sequence[Card], grain: Grain, currency: str) -> list[Words]:
    """The newest value of each metric, its interval and what changed; a metric that filters do not fit, with that."""
    return [_metric(card, grain, currency) for card in cards]


def _metric(card: Card, grain: Grain, currency: str) -> Words:
    from dashboard.views import cards

    name = _(card.metric.label)
    shown = card.shown
    if shown is None:
        names = words.listed([words.dimension(dimension) for dimension in card.refused])
        refused = _("not sliced by {dimensions}", dimensions=names)
        return {_("metric"): name, _("of"): "", _("period"): "", _("value"): refused}
    return {
        _("metric"): name,
        _("of"): _(card.group) if card.group else "",
        _("period"): cards.when(card, grain),
        _("value"): words.value(card.metric, shown.value, currency),
        _("95 % interval"): words.limits(card.metric, shown.low, shown.high, currency),
        _("n"): words.counted(card.metric, shown.n),
        _("change"): plain(
            changes.line(
                card.metric, card.since_before, changes.than_words(card.before, grain), currency
            )
        ),
        _("on a year before"): plain(
            changes.line(
                card.metric, card.since_year_ago, changes.than_words(card.year_ago, grain), currency
            )
        ),
    }


def numbers(rows: Sequence[Row], currency: str) -> list[Words]:
    """A row of numbers as its page says it."""
    from dashboard.views import number_rows

    found = []
    for row in rows:
        newest, judged = row.newest, row.signal.judged if row.signal else None
        limits = words.limits(row.metric, judged.low, judged.high, currency) if judged else ""
        found.append({
            _("metric"): _(row.metric.label),
            _("of"): row.beneath,
            _("period"): words.period(newest.period, row.grain) if newest else "",
            _("value"): words.value(row.metric, newest.value, currency) if newest else "–",
            _("usual range"): limits,
            _("state"): number_rows.verdict(row.signal.verdict)[1] if row.signal else "",
            _("goal"): words.target(row.metric, row.goal, currency) if row.goal is not None else "",
        })  # fmt: skip
    return found


def findings(found: Sequence[Finding]) -> list[str]:
    """Each sentence with its details."""
    return [" ".join([_(one.words), *(_(text) for text in one.details)]) for one in found]


def term(metric: Metric) -> Words:
    """One word of the glossary."""
    return {
        _("metric"): _(metric.label),
        _("what it means"): _(metric.meaning),
        _("formula"): _(metric.formula),
        _("95 % interval"): _(metric.certainty.words),
        _("name"): metric.name,
    }


def plain(html: str) -> str:
    """The words of a piece of HTML."""
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split(" ")
    ).strip()
