"""A shift that somebody confirms: from then on, the usual range is made anew."""

from datetime import date

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.progress import signals
from dashboard.progress.signals import Signal
from dashboard.records import shifts
from dashboard.records.shifts import LONGEST
from dashboard.records.tables import Shift
from dashboard.views import who, words
from queries.slice import Slice


def form(found: Signal, slice: Slice, viewer: Viewer, key: str = "behaviour") -> None:
    """Beneath the chart: what was confirmed, to take back, and a form to confirm another."""
    starts = offered(found)
    if slice.people is not None or not (starts or found.since):
        return
    opened = st.expander(
        _("New normal"), icon=":material/flag:", type="compact", key=f"shift_{key}",
        on_change="rerun",
    )  # fmt: skip
    if not opened.open:
        return
    with opened:
        if found.since is not None:
            _confirmed(found.since, key)
        if starts:
            _another(found, starts, slice, viewer, key)


def offered(found: Signal) -> list[date]:
    """The periods from which a new normal can begin, newest first: those that are judged or judged by."""
    return [p.period.start for p in found.points if p.is_baseline or p.is_judged][::-1]


def usual(found: Signal, starts: list[date]) -> date:
    """Where the run that ends in the newest period began."""
    run = found.chart.run if found.chart and found.verdict.is_signal else 1
    return starts[min(max(run, 1), len(starts)) - 1]


def _confirmed(shift: Shift, key: str) -> None:
    told = {"day": words.day(shift.on_day), "who": shift.created_by, "why": shift.text}
    text = _("The usual range is made from {day} on ({who}).", **told)
    if shift.text:
        text = _("The usual range is made from {day} on: {why} ({who}).", **told)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>', width="stretch")
        st.button(
            _("Take it back"), key=f"shift_remove_{key}_{shift.id}", type="tertiary",
            icon=":material/undo:", on_click=_remove, args=(shift,),
        )  # fmt: skip


def _another(found: Signal, starts: list[date], slice: Slice, viewer: Viewer, key: str) -> None:
    with st.form(f"shift_form_{key}", border=False, clear_on_submit=True):
        st.caption(
            _(
                "From the period that you choose on, its level is the normal one. The usual range is made anew from "
                "it, and the metric is judged again once 12 periods have followed."
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                _("From"), starts, starts.index(usual(found, starts)), key=f"shift_on_{key}", width=200,
                format_func=lambda start: words.start(start, found.grain),
            )  # fmt: skip
            st.text_input(_("Why"), key=f"shift_why_{key}", max_chars=LONGEST)
            st.form_submit_button(
                _("This is the new normal"), type="primary", on_click=_add,
                args=(found, slice, viewer, key),
            )  # fmt: skip


def _add(found: Signal, slice: Slice, viewer: Viewer, key: str) -> None:
    on: date = st.session_state[f"shift_on_{key}"]
    why = str(st.session_state[f"shift_why_{key}"] or "")
    about = signals.concerns(viewer, slice)
    who.acts(
        lambda store, by: shifts.add(
            store, by, found.metric.name, found.grain.value, about, on, why
        ),
        _("The new normal is kept."),
    )


def _remove(shift: Shift) -> None:
    who.acts(
        lambda store, by: shifts.remove(store, by, shift.id, shift.version),
        _("The new normal is taken back."),
    )
