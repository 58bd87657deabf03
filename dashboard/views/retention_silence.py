"""How long a silence is: what churn and retention say for any length, which goals flip, and what the gaps say."""

from dataclasses import replace

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.analysis import SURVIVAL
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.gaps import Gaps
from dashboard.metrics.switches import Definition
from dashboard.views import (
    analyses,
    flips,
    gap_curve,
    panel,
    periods,
    state,
    trends,
)
from dashboard.views.choice import Choice
from dashboard.views.panel import Panel
from queries.slice import USUAL_DAYS, Slice

SHORTEST, LONGEST, STEP = 30, 365, 5


def draw(viewer: Viewer, choice: Choice) -> None:
    churn = CATALOGUE["churn"]
    periods.refused(churn, choice)
    with st.container(horizontal=True, gap="large"):
        silence, horizon = days(), _days("horizon", _("Days to come back (retention)"))
    slice = replace(choice.sliced(SURVIVAL, reads.about().settings.calendar), grain=None)
    known = analyses.gaps_of(viewer, slice)
    if known.reason:
        st.info(_("Nothing to show: {reason}.", reason=_(known.reason)))
        return
    _help(viewer, choice, slice, known, silence)
    defined = _defined(silence, horizon)
    _flips(viewer, defined)
    for name in ("churn", "retention"):
        chosen = replace(choice, defined=_of(name, defined))
        trends.draw(CATALOGUE[name], viewer, chosen, f"silence_{name}")


def days() -> int:
    """The length of a silence, as the address has it."""
    return _days("silence", _("Days of silence"))


def _days(address: str, label: str) -> int:
    told = state.one(address, str(USUAL_DAYS))
    value = int(told) if told.isdecimal() and SHORTEST <= int(told) <= LONGEST else USUAL_DAYS
    st.slider(
        label, SHORTEST, LONGEST, key=state.held(f"w_{address}", value), step=STEP, width=320,
        on_change=state.teller(f"w_{address}", address, str(USUAL_DAYS)),
    )  # fmt: skip
    return value


def _defined(silence: int, horizon: int) -> Definition:
    pairs = (("silence", silence), ("horizon", horizon))
    return tuple((name, str(value)) for name, value in pairs if value != USUAL_DAYS)


def _of(name: str, defined: Definition) -> Definition:
    """What the metric depends on of it."""
    return tuple(pair for pair in defined if pair[0] in CATALOGUE[name].switches)


def _help(viewer: Viewer, choice: Choice, slice: Slice, known: Gaps, silence: int) -> None:
    back = analyses.returned(viewer, slice, silence)
    panel.draw(
        Panel(
            key="gaps", finding=gap_curve.finding(known, back), about=gap_curve.about(known, back),
            figure=gap_curve.figure(known, silence), alt=gap_curve.alt(known), table=gap_curve.rows(known),
            definition=_("{label}: {meaning}", label=_(SURVIVAL.label), meaning=_(SURVIVAL.meaning)),
            legend=gap_curve.legend(), window=slice.window, filters=choice.filters,
        ),
        viewer,
    )  # fmt: skip


def _flips(viewer: Viewer, defined: Definition) -> None:
    """Which goals would change their status."""
    if not defined:
        st.caption(
            _(
                "{days} days are the usual reading. Move a slider to see what another one does to churn, retention and "
                "the goals that rest on them.",
                days=USUAL_DAYS,
            )
        )
        return
    found = flips.depending(viewer, defined)
    is_flip = any(flip.is_flip for flip in found)
    (st.warning if is_flip else st.info)(
        flips.sentence(found, defined), icon=":material/flag:" if is_flip else ":material/rule:"
    )
    if found:
        st.html(flips.table(found))
