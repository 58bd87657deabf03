"""Everything that the Scorecard shows, read once."""

from dataclasses import dataclass

from dashboard.access import Viewer
from dashboard.views import board, goals, reads, words
from dashboard.views.board import Card
from dashboard.views.choice import Choice
from dashboard.views.goals import Standing


@dataclass(frozen=True)
class Board:
    """Cards by section, metrics without data, goals and what the page says about itself."""

    sections: dict[str, list[Card]]
    without_data: list[Card]
    standings: list[Standing]
    goals: dict[str, Standing]
    """The goal that each metric's card shows: none while filters are on, goals are for the whole company."""
    currency: str
    subtitle: str


def read(viewer: Viewer, choice: Choice) -> Board:
    """One read per metric."""
    drawn = {
        title: [board.card(metric, viewer, choice) for metric in metrics]
        for title, metrics in board.sections().items()
    }
    standings = goals.standings(viewer)
    return Board(
        sections={
            title: [card for card in cards if _shows(card)]
            for title, cards in drawn.items()
            if any(_shows(card) for card in cards)
        },
        without_data=[card for cards in drawn.values() for card in cards if not _shows(card)],
        standings=standings,
        goals={} if choice.where else _by_metric(standings),
        currency=reads.currency(),
        subtitle=_subtitle(choice),
    )


def _shows(card: Card) -> bool:
    return card.has_value or bool(card.refused)


def _by_metric(standings: list[Standing]) -> dict[str, Standing]:
    return {standing.goal.metric.name: standing for standing in reversed(standings)}


def _subtitle(choice: Choice) -> str:
    said = f"Newest complete {choice.grain.value} of each metric · {words.days(choice.window)}"
    return f"{said} · {choice.filters}" if choice.filters else said
