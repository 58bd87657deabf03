"""The Retention page: which of its five looks is open, in which periods, and which filters do not apply."""

from collections.abc import Callable

from dashboard.access import Viewer
from dashboard.language import _, said
from dashboard.views import (
    retention_cohorts,
    retention_growth,
    retention_rates,
    retention_silence,
    retention_waits,
    widgets,
    words,
)
from dashboard.views.choice import Choice

Draw = Callable[[Viewer, Choice], None]

LOOKS: dict[str, tuple[str, Draw]] = {
    "rates": (said("Who stays"), retention_rates.draw),
    "cohorts": (said("Cohorts"), retention_cohorts.draw),
    "waits": (said("Time to return"), retention_waits.draw),
    "silence": (said("Silence and churn"), retention_silence.draw),
    "growth": (said("Growth accounting"), retention_growth.draw),
}


def look() -> str:
    """Which of them the address names."""
    return widgets.segments("look", _("Show"), list(LOOKS), said=lambda name: _(LOOKS[name][0]))


def subtitle(choice: Choice) -> str:
    """Days and filters."""
    return " · ".join(filter(None, (words.days(choice.window), choice.filters)))


def draw(name: str, viewer: Viewer, choice: Choice) -> None:
    """The chosen look; the people that are opened on it stand beneath what opened them."""
    LOOKS[name][1](viewer, choice)
