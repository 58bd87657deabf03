"""Everything that the Scorecard shows of metrics, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric
from dashboard.progress.standing import Standing
from dashboard.views import board, goals, words
from dashboard.views.board import Card
from dashboard.views.choice import Choice
from queries.calendar import Grain


@dataclass(frozen=True)
class Section:
    """Metrics of one part of the business: those with a card, those with a line."""

    cards: list[Card]
    lines: list[Card]


@dataclass(frozen=True)
class Board:
    """Cards by section, metrics without data, goals and what the wall says about itself."""

    sections: dict[str, Section]
    without_data: list[Card]
    goals: dict[str, Standing]
    """The goal that each card shows: none while filters are on, goals do not follow them."""
    currency: str
    subtitle: str


def read(viewer: Viewer, choice: Choice, standings: Sequence[Standing]) -> Board:
    """One read per metric."""
    parts = {one.goal.metric.name: one.goal.part for one in reversed(standings)}
    drawn = {
        title: Section(
            [_card(metric, viewer, choice, parts) for metric in cards],
            [
                _card(metric, viewer, choice, parts)
                for metric in lines
                if choice.grain is not Grain.DAY
            ],
        )
        for title, (cards, lines) in board.sections().items()
    }
    return Board(
        sections={title: _with_values(section) for title, section in drawn.items()},
        without_data=[
            card
            for section in drawn.values()
            for card in (*section.cards, *section.lines)
            if not _shows(card)
        ],
        goals={} if choice.is_filtered else _by_metric(standings, drawn),
        currency=reads.currency(),
        subtitle=_subtitle(choice),
    )


def _card(metric: Metric, viewer: Viewer, choice: Choice, parts: Mapping[str, str]) -> Card:
    """Of the part that a goal is about, where there are parts."""
    return board.card(metric, viewer, choice, parts.get(metric.name, ""))


def _with_values(section: Section) -> Section:
    return Section([c for c in section.cards if _shows(c)], [c for c in section.lines if _shows(c)])


def _shows(card: Card) -> bool:
    return card.shown is not None or bool(card.refused)


def _by_metric(standings: Sequence[Standing], sections: dict[str, Section]) -> dict[str, Standing]:
    """Each card's goal: the first on its metric and part."""
    shown = {c.metric.name: c.group for s in sections.values() for c in (*s.cards, *s.lines)}
    return {
        standing.goal.metric.name: standing
        for standing in reversed(standings)
        if shown.get(standing.goal.metric.name) == standing.goal.part
        and goals.is_whole(standing.goal)
    }


def _subtitle(choice: Choice) -> str:
    parts = [_newest(choice.grain), words.days(choice.window)]
    if choice.grain is Grain.DAY:
        parts.append(_("by day only the metrics with a card; each of the others on its own page"))
    return " · ".join([*parts, choice.filters] if choice.filters else parts)


def _newest(grain: Grain) -> str:
    return {
        Grain.DAY: _("Newest complete day of each metric"),
        Grain.WEEK: _("Newest complete week of each metric"),
        Grain.MONTH: _("Newest complete month of each metric"),
        Grain.QUARTER: _("Newest complete quarter of each metric"),
        Grain.YEAR: _("Newest complete year of each metric"),
    }[grain]
