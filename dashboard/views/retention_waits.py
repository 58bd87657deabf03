"""The curves of the Retention page: how long until people order again, fall silent or come back."""

from dataclasses import replace

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import SURVIVAL
from dashboard.metrics.lifetimes import CLOCKS, Survival
from dashboard.views import analyses, curves, panel, periods, retention_silence, widgets
from dashboard.views.choice import Choice
from dashboard.views.panel import Panel


def draw(viewer: Viewer, choice: Choice) -> None:
    periods.refused(SURVIVAL, choice)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        clock = widgets.choose("clock", _("Time until"), list(CLOCKS), said=_clock_words, width=300)
        by = periods.by("curves_by", SURVIVAL)
        days = retention_silence.days() if clock != "second-order" else 90
    calendar = reads.about().settings.calendar
    slice = replace(choice.sliced(SURVIVAL, calendar), grain=None, silence_days=days)
    found = analyses.survival(viewer, clock, slice if by is None else slice.grouped(by))
    drawn = curves.shown(found)
    if not drawn:
        st.info(_("No curve to show: {reason}.", reason=_(found.curves[0].reason or "")))
        return
    panel.draw(
        Panel(
            key="curves", finding=curves.finding(found), about=curves.about(found),
            figure=curves.figure(drawn), alt=curves.alt(drawn), table=curves.rows(found),
            exact=curves.exact(found.curves), legend=_legend(found),
            definition=_("{label}: {meaning}", label=_(SURVIVAL.label), meaning=_(SURVIVAL.meaning)),
            notes_for=(SURVIVAL.name,), window=slice.window, filters=choice.filters,
        ),
        viewer,
    )  # fmt: skip


def _clock_words(name: str) -> str:
    return {
        "second-order": _("the second order"),
        "silence": _("silence"),
        "return": _("the order after a silence"),
    }[name]


def _legend(found: Survival) -> str:
    said = [_("By Kaplan and Meier: who still waits counts for as long as they have been watched")]
    if len(curves.shown(found)) <= curves.BANDS:
        said.append(_("band: 95 %"))
    hidden = len([one for one in found.curves if one.people]) - len(curves.shown(found))
    if hidden > 0:
        said.append(
            n_("{count} smaller group is only in the table", "{count} smaller groups are only in the table", hidden)
        )  # fmt: skip
    kept = [curves.name(one) for one in found.curves if one.people is None]
    if kept:
        said.append(_("fewer than 5 people, not shown: {names}", names=", ".join(kept)))
    if found.difference and found.curves[0].group:
        said.append(curves.test_words(found.difference))
    return " · ".join(said)
