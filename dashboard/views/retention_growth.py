"""Growth accounting on the Retention page: bars, and the sum that adds up."""

from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics.analysis import GROWTH
from dashboard.metrics.growth import Growth
from dashboard.views import (
    analyses,
    clickable,
    drill,
    growth_bars,
    panel,
    periods,
    retention_people,
    state,
)
from dashboard.views.choice import Choice
from dashboard.views.panel import Panel, Selected


def draw(viewer: Viewer, choice: Choice) -> None:
    periods.refused(GROWTH, choice)
    slice = periods.sliced(GROWTH, choice)
    assert slice.grain is not None
    found = analyses.growth_periods(viewer, slice)
    if not growth_bars.told(found):
        reason = next((one.reason for one in found if one.reason), "")
        st.info(_("Nothing to account for: {reason}.", reason=_(reason)))
        return
    panel.draw(
        Panel(
            key="growth", finding=growth_bars.finding(found, slice.grain), about=_about(found),
            figure=growth_bars.figure(found, slice.grain), alt=growth_bars.alt(found, slice.grain),
            table=growth_bars.rows(found, slice.grain), exact=[one.row() for one in found],
            legend=_legend(found, viewer), notes_for=(GROWTH.name,), window=slice.window, filters=choice.filters,
            definition=_("{label}: {meaning}", label=_(GROWTH.label), meaning=_(GROWTH.meaning)),
        ),
        viewer, select="points" if viewer.may_see_people else None, on_select=_open_bar,
    )  # fmt: skip
    clickable.html(
        growth_bars.table(found, slice.grain, viewer.may_see_people, state.one(drill.OPEN)),
        "click_growth_sum", lambda click: drill.open(click.value),
    )  # fmt: skip
    retention_people.draw(viewer, choice)


def _open_bar(selected: Selected) -> None:
    """The first of the two that a bar carries is what it opens."""
    for point in selected.points:
        told: Any = point.get("customdata")
        if told and str(told[0]).startswith("growth:") and state.one(drill.OPEN) != told[0]:
            drill.open(str(told[0]))
            return


def _about(found: list[Growth]) -> str:
    whole = growth_bars.finished(found)
    said = [_("people who order")]
    if whole:
        said.append(growth_bars.quick_words(whole[-1]))
    return " · ".join(filter(None, said))


def _legend(found: list[Growth], viewer: Viewer) -> str:
    said = [_("new + returning + resurrected = active; new + resurrected − dormant = the change")]
    if any(not one.is_complete for one in growth_bars.told(found)):
        said.append(_("pale and dashed: not complete, its dormant are known when it ends"))
    if any(one.starts_history for one in found):
        said.append(_("†: in the first year of orders everybody looks new"))
    said.append(_("quick ratio: won for each one lost"))
    if viewer.may_see_people:
        said.append(_("click a bar or a number for its people"))
    return " · ".join(said)
