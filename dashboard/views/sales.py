"""The Sales page, panel by panel: growth against the goal, over time, last year to this, where, and campaigns."""

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.views import (
    campaign_table,
    frame,
    heat_grid,
    sales_growth,
    sales_lines,
    selling_people,
    waterfall_steps,
    words,
)
from dashboard.views.choice import Choice
from dashboard.views.pieces import joined


def subtitle(choice: Choice) -> str:
    """Days and filters."""
    return joined(words.days(choice.window), choice.filters)


def growth(viewer: Viewer, choice: Choice) -> None:
    sales_growth.draw(viewer, choice)


def over_time(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("Online and other channels"))
    sales_lines.draw(viewer, choice)


def since_last_year(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("From last year to this"))
    waterfall_steps.draw(viewer, choice)


def where(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("Where it is sold"))
    heat_grid.draw(viewer, choice)


def campaigns(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("Campaigns"))
    campaign_table.draw(viewer, choice)
    selling_people.draw(viewer, choice, ("campaign",))
