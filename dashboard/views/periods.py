"""What an analysis takes of the filter bar: whole periods of a length that it knows, and which filters."""

from dataclasses import replace

import streamlit as st

from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.analysis import Analysis
from dashboard.metrics.declare import Sliceable
from dashboard.views import widgets, words
from dashboard.views.choice import Choice, with_running_period
from queries.calendar import Grain
from queries.slice import Slice

NOTHING = "-"
"""No grouping, as the address writes it."""


def by(address: str, analysis: Analysis) -> str | None:
    """By which dimension groups are compared, if any."""
    options = [NOTHING, *analysis.sliced_by]
    chosen = widgets.choose(address, _("Compare by"), options, said=_by_words, width=220)
    return None if chosen == NOTHING else chosen


def _by_words(name: str) -> str:
    return _("nothing") if name == NOTHING else words.dimension_title(name)


def sliced(analysis: Analysis, choice: Choice) -> Slice:
    """The choice in periods that the analysis knows, with the one that the data reach into."""
    calendar = reads.about().settings.calendar
    if analysis.grains and choice.grain not in analysis.grains:
        choice = replace(choice, grain=Grain.WEEK)
    return with_running_period(choice, calendar).sliced(analysis, calendar)


def refused(asked: Sliceable, choice: Choice) -> None:
    """Say which filters are not applied, and why."""
    names = choice.refused(asked)
    if not names:
        return
    st.info(
        _(
            "Not applied here: the filter by {filters}. {label} is of people, whatever they used: it can be sliced by "
            "{allowed}.",
            filters=words.listed([_(words.dimension(name)) for name in names]),
            label=_(asked.label),
            allowed=words.listed([_(words.dimension(name)) for name in asked.sliced_by]),
        ),
        icon=":material/filter_alt_off:",
    )
