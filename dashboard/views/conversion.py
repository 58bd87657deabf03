"""The Conversion page: of the people in the shop who buys, where others stop, and what becomes of leads."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics.catalogue.shop import CONVERSION, SHOPPERS
from dashboard.views import frame, funnel_bars, leads_table, selling_people, trends, words
from dashboard.views.choice import Choice
from dashboard.views.pieces import joined, not_applied


def subtitle(choice: Choice) -> str:
    """Days and filters, and those that the trends cannot take."""
    return joined(words.days(choice.window), choice.filters, not_applied(CONVERSION, choice))


def over_time(viewer: Viewer, choice: Choice) -> None:
    """The share who buy, and out of how many."""
    share, people = st.columns([3, 2], gap="medium")
    with share:
        trends.draw(CONVERSION, viewer, choice, "conversion")
    with people:
        trends.draw(SHOPPERS, viewer, choice, "shoppers")


def funnel(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("From a visit to the second order"))
    funnel_bars.draw(viewer, choice)
    selling_people.draw(viewer, choice, ("funnel",))


def leads(viewer: Viewer, choice: Choice) -> None:
    frame.section(_("From a lead to a deal"))
    leads_table.draw(viewer, choice)
    selling_people.draw(viewer, choice, ("leads",))
