"""The widgets of the form of an initiative, by what they ask."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress.proof_plan import Suggestion, plan
from dashboard.records import initiatives
from dashboard.records.keep import LONGEST_NAME
from dashboard.views import (
    fields_roadmap,
    initiative_facts,
    initiative_proof,
    initiative_typed,
    kept,
    roadmap_words,
    words,
)
from dashboard.views.initiative_typed import Form

LONGEST = 4000
FIRST, LAST = date(1990, 1, 1), date(2200, 1, 1)


def idea(form: Form) -> None:
    """What every idea says: title, goal, promised effect, by when, owner."""
    st.text_input(_("Title"), key=form.usual("title", ""))
    goals = [
        id
        for id, goal in form.known.goals.items()
        if goal.closed_on is None or id == form.value("goal")
    ]
    if form.value("goal") not in goals:
        st.session_state[form.key("goal")] = None
    st.selectbox(
        _("Goal that it serves"), goals, index=None, key=form.usual("goal"), placeholder=_("Choose a goal"),
        format_func=lambda id: words.sentence(_(form.known.goals[id].name)),
    )  # fmt: skip
    metrics = ["", *initiative_typed.guardrails()]
    if form.value("metric") not in metrics:
        metrics.append(form.value("metric"))
    st.selectbox(
        _("Number in which the effect is looked for"), metrics, key=form.usual("metric", ""),
        format_func=lambda name: initiative_facts.metric_words(name) if name else _("that of the goal"),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            _("Promised effect, with its sign"), value=None, key=form.usual("promised_effect"), format="%.10g",
            placeholder=_("A number"),
        )  # fmt: skip
        st.selectbox(
            _("in"), initiatives.UNITS, key=form.usual("promised_unit", "points"),
            format_func=lambda unit: unit_words(unit, form.metric),
        )  # fmt: skip
        _day(form, "promised_last", _("By (last day)"))
    with st.container(horizontal=True):
        st.text_input(_("Owner"), key=form.usual("owner", ""))
        st.text_input(_("Department"), key=form.usual("department", ""))


def unit_words(unit: str, metric: Metric | None) -> str:
    """'points', 'EUR', 'per cent of it'."""
    if unit == "percent":
        return _("per cent of what it would be")
    if metric is None or metric.unit in (Unit.PERCENT, Unit.POINTS):
        return _("points")
    return words.unit(metric, reads.currency()) or _("its own unit")


def place(form: Form) -> None:
    """State, quarter and days; of what is dropped, why."""
    st.segmented_control(
        _("State"), initiatives.STATES, key=form.usual("state", "idea"), required=True, width="stretch",
        format_func=roadmap_words.state,
    )  # fmt: skip
    if form.value("state") == "dropped":
        st.text_area(_("Why is it dropped?"), key=form.usual("dropped_why", ""), height=80)
    options = form.known.quarters(form.value("quarter"))
    with st.container(horizontal=True):
        st.selectbox(
            _("Quarter"), options, key=form.usual("quarter", ""),
            format_func=lambda name: roadmap_words.quarter(name, form.known.calendar),
        )  # fmt: skip
        _day(form, "start", _("Starts on"))
        _day(form, "last", _("Last day"))


def proof(form: Form, viewer: Viewer) -> None:
    """What it is to change and how that will be seen."""
    st.text_area(_("Hypothesis"), key=form.usual("hypothesis", ""), height=80,
                 placeholder=_("If we …, then … changes, because …"))  # fmt: skip
    _several(
        form,
        "guardrails",
        _("Must not get worse"),
        initiative_typed.guardrails(),
        initiative_facts.metric_words,
    )
    st.segmented_control(
        _("How it is tried"), initiatives.DESIGNS, key=form.usual("design", "none"), required=True,
        format_func=initiative_facts.design_brief,
    )  # fmt: skip
    if form.value("design") == "people":
        st.caption(
            _("A random group of people is held out; `milepost proof --people` writes their list.")
        )
    if form.value("design") == "regions":
        regions = [name for name in reads.choices(viewer).get("region", []) if name]
        with st.container(horizontal=True):
            _several(form, "pilot", _("Pilot regions"), regions, str)
            _several(form, "control", _("Control regions"), regions, str)
    _could_show(form, viewer)


def _could_show(form: Form, viewer: Viewer) -> None:
    """While it is planned: what a trial like this could show, and regions that would make a good one."""
    if (planned := initiative_typed.as_planned(form)) is None:
        return
    found = plan(planned, viewer, kept.store())
    st.html(f'<p class="mp-quiet">{words.escaped(_("What could be shown"))}</p>')
    for text in initiative_proof.plan_lines(found, reads.currency()):
        st.html(f'<p class="mp-where">{words.escaped(text)}</p>')
    suggested = found.suggestion
    if suggested and (suggested.pilot, suggested.control) != (planned.pilot, planned.control):
        st.button(
            _("Take these regions"), key=form.key("take_regions"), icon=":material/checklist:",
            on_click=_take, args=(form, suggested),
        )  # fmt: skip


def _take(form: Form, suggested: Suggestion) -> None:
    for name in ("pilot", "control"):
        st.session_state[form.key(name)] = list(getattr(suggested, name))


def _several(
    form: Form, name: str, label: str, options: list[str], said: Callable[[str], str]
) -> None:
    own = form.value(name) or []
    st.multiselect(
        label, [*options, *(one for one in own if one not in options)], key=form.usual(name, []),
        format_func=said, placeholder=_("none"),
    )  # fmt: skip


def stages(form: Form) -> None:
    """Pilot, adjustment, waves: a line each, with what its gate decided."""
    gates = ["", *initiatives.GATES]
    _rows(form, "stages", _("Stages"), {
        "name": st.column_config.TextColumn(_("Stage"), max_chars=LONGEST_NAME),
        "what": st.column_config.TextColumn(_("What"), max_chars=LONGEST),
        "start": st.column_config.DateColumn(_("First day"), format="YYYY-MM-DD"),
        "last": st.column_config.DateColumn(_("Last day"), format="YYYY-MM-DD"),
        "gate": st.column_config.SelectboxColumn(
            _("Gate"), options=gates,
            format_func=lambda gate: fields_roadmap.gate(str(gate)) if gate else _("not decided")),
    })  # fmt: skip


def milestones(form: Form) -> None:
    _rows(form, "milestones", _("Milestones"), {
        "name": st.column_config.TextColumn(_("Milestone"), max_chars=LONGEST_NAME),
        "due": st.column_config.DateColumn(_("Due"), format="YYYY-MM-DD"),
        "done_on": st.column_config.DateColumn(_("Done on"), format="YYYY-MM-DD"),
    })  # fmt: skip


def _rows(form: Form, name: str, title: str, columns: dict[str, Any]) -> None:
    """A little table to which lines are added; what it holds is kept for when the form is."""
    st.caption(title)
    begun = pd.DataFrame(form.value(f"{name}_rows"), columns=list(columns), dtype=object)
    edited = st.data_editor(
        begun, column_config=columns, num_rows="dynamic", hide_index=True, key=form.key(f"{name}_table"),
        width="stretch",
    )  # fmt: skip
    st.session_state[form.key(f"{name}_now")] = [
        {key: None if pd.isna(value) else value for key, value in row.items()}
        for row in edited.to_dict("records")
    ]


def touched(form: Form) -> None:
    """Team, departments, systems and processes: chosen from what others said, or written anew."""
    for name, label in (
        ("team", _("Team")), ("departments", _("Departments touched")), ("systems", _("Systems touched")),
        ("processes", _("Processes touched")),
    ):  # fmt: skip
        own = form.value(name) or []
        st.multiselect(
            label, sorted({*form.known.tags(name), *own}), key=form.usual(name, []), accept_new_options=True,
            placeholder=_("Choose, or write a new one"),
        )  # fmt: skip


def cost(form: Form) -> None:
    """Cost, benefit, why, how sure, and how much work."""
    currency = reads.currency()
    for pair in (
        (("cost_once", _("Cost once ({currency})", currency=currency)),
         ("cost_month", _("Cost per month ({currency})", currency=currency))),
        (("benefit_low", _("Benefit a year besides, at least ({currency})", currency=currency)),
         ("benefit_high", _("Benefit a year besides, at most ({currency})", currency=currency))),
        (("person_weeks", _("Person-weeks")), ("confidence", _("How sure are you that the promise is kept? (%)"))),
    ):  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            for name, label in pair:
                st.number_input(
                    label, value=None, key=form.usual(name), placeholder=_("not said"),
                    **({"min_value": 0, "max_value": 100, "step": 5} if name == "confidence" else {"format": "%.10g"}),
                )  # fmt: skip
    st.text_area(_("Where the benefit comes from, and other reasons"), key=form.usual("benefit_why", ""),
                 height=80)  # fmt: skip


def rest(form: Form) -> None:
    """What it waits for, risks, links."""
    others = [id for id in form.known.others if id != form.id]
    st.multiselect(
        _("Waits for"), others, key=form.usual("depends_on", []), placeholder=_("nothing"),
        format_func=lambda id: form.known.others[id].title,
    )  # fmt: skip
    for name, label in (("risks", _("Risks")), ("links", _("Links"))):
        st.text_area(
            _("{what}, one on each line", what=label),
            key=form.usual(name, ""),
            height=80,
        )


def _day(form: Form, name: str, label: str) -> None:
    """A day, or none."""
    st.date_input(
        label,
        value=None,
        key=form.usual(name),
        format="YYYY-MM-DD",
        min_value=FIRST,
        max_value=LAST,
    )
