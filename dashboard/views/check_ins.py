"""What people say about a goal, beside what the numbers say: written, listed, and as marks on the goal's chart."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress import check_ins as said
from dashboard.progress.goal import Goal
from dashboard.progress.today import today
from dashboard.records import check_ins as records
from dashboard.records.check_ins import LONGEST, STATUSES
from dashboard.records.tables import CheckIn
from dashboard.views import actions, edited, fields, frame, goal_words, kept, notes, who, words
from dashboard.views.axes import CONTEXT, LINE, Figure, plain_layout

TICKS = (0, 25, 50, 75, 100)
SHOWN = 12
"""Check-ins that a page lists, newest first; the rest opens."""


def of_goal(goal: Goal) -> Sequence[CheckIn]:
    """The goal's check-ins, newest day first."""
    nothing: Sequence[CheckIn] = ()
    return kept.read(lambda store: records.check_ins(store, goal.id), nothing)


def draw(goal: Goal) -> None:
    """A form, own confidence against the computed chance, what was said, and what is to be done."""
    found = of_goal(goal)
    frame.section(_("Check-ins"))
    if changed := edited.record(str(goal.id), CheckIn):
        _form(goal, changed)
    else:
        with st.expander(
            _("Check in"), icon=":material/add_comment:", key=f"check_in_{goal.id}",
            expanded=False,
        ):  # fmt: skip
            _form(goal, None)
    if not found:
        st.caption(
            _(
                "Nobody has checked in yet. A check-in says in words how the goal stands as you see it, and what "
                "will be done; it never changes a number."
            )
        )
    _picture(goal, found)
    for one in found[:SHOWN]:
        _line(goal, one)
    if found[SHOWN:]:
        with st.expander(_("Earlier ones"), key=f"check_in_more_{goal.id}"):
            for one in found[SHOWN:]:
                _line(goal, one)
    actions.draw(actions.of_goal(goal.id), f"goal_{goal.id}", goal.id)


def marks(found: Sequence[CheckIn]) -> tuple[notes.Mark, ...]:
    """The check-ins as a chart marks them: a line at each day, oldest first. `panel.with_marks` draws them."""
    return tuple(
        notes.Mark(one.on_day, _marked(one), one.created_by, id=one.id) for one in reversed(found)
    )


def _marked(one: CheckIn) -> str:
    status = fields.status(one.status)
    return _("{status}: {text}", status=status, text=one.text) if one.text else status


def confidence_figure(found: Sequence[CheckIn]) -> Figure | None:
    """Own confidence (dots joined by a line) and the computed chance of the same days (squares, dashed), in percent.

    None where there are not two days with anything to compare.
    """
    rows = sorted(found, key=lambda one: (one.on_day, one.id))
    own = [(one.on_day, float(one.confidence)) for one in rows if one.confidence is not None]
    chance = [(one.on_day, 100 * one.chance) for one in rows if one.chance is not None]
    if len(own) < 2:
        return None
    layout = plain_layout() | {"height": 210, "showlegend": True}
    layout["legend"] = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    layout["margin"] = {"l": 8, "r": 16, "t": 34, "b": 8}
    layout["yaxis"] |= {
        "range": [-4, 104],
        "tickvals": TICKS,
        "ticktext": [f"{n}{words.THIN}%" for n in TICKS],
    }
    layout["xaxis"] |= {"type": "date", **_days([day for day, _y in own])}
    data = [_trace(own, _("own confidence"), LINE, "circle", "solid")]
    if chance:
        data.append(_trace(chance, _("computed chance"), CONTEXT, "square", "dash"))
    return {"data": data, "layout": layout}


def _days(days: Sequence[date]) -> Figure:
    """The first and the last day by name, and the one between them."""
    told = sorted({days[0], days[len(days) // 2], days[-1]})
    return {"tickvals": [d.isoformat() for d in told], "ticktext": [words.day(d) for d in told]}


def _trace(
    points: Sequence[tuple[date, float]], name: str, color: str, symbol: str, dash: str
) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": [d.isoformat() for d, _y in points],
        "y": [y for _d, y in points], "line": {"color": color, "width": 2, "dash": dash},
        "marker": {"symbol": symbol, "size": 8, "color": color},
        "customdata": [f"{words.day(d)}<br><b>{words.number(y)} %</b> {name}" for d, y in points],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def confidence_words(found: Sequence[CheckIn]) -> str:
    """What the picture says: how far own confidence lies from the computed chance, on the days that have both."""
    both = [
        (float(one.confidence), 100 * one.chance)
        for one in found
        if one.confidence is not None and one.chance is not None
    ]
    if len(both) < 2:
        return _("Own confidence over time")
    away = sum(own - chance for own, chance in both) / len(both)
    if round(abs(away)) == 0:
        return _("Own confidence and the computed chance agree on average")
    if away > 0:
        return _(
            "Own confidence was on average {points} points above the computed chance",
            points=words.number(away),
        )
    return _(
        "Own confidence was on average {points} points below the computed chance",
        points=words.number(-away),
    )


def _picture(goal: Goal, found: Sequence[CheckIn]) -> None:
    figure = confidence_figure(found)
    if figure is None:
        return
    finding = confidence_words(found)
    with st.container(key=f"panel_confidence_{goal.id}", gap="xsmall", width=620):
        st.html(f'<h3 class="mp-finding">{words.escaped(finding)}</h3>')
        st.plotly_chart(
            figure, key=f"plot_confidence_{goal.id}", config={"displayModeBar": False}, alt=finding
        )


def _line(goal: Goal, one: CheckIn) -> None:
    """One check-in, with what changes and what removes it."""
    with st.container(
        horizontal=True, vertical_alignment="top", gap="xsmall", key=f"said_{goal.id}_{one.id}"
    ):
        st.html(said_html(one, goal, reads.currency()))
        st.button(
            _("Edit"), key=f"check_in_edit_{one.id}", type="tertiary", icon=":material/edit:",
            on_click=edited.begin, args=(str(goal.id), one),
        )  # fmt: skip
        st.button(
            _("Remove"), key=f"check_in_remove_{one.id}", type="tertiary", icon=":material/delete:",
            on_click=_remove, args=(goal, one),
        )  # fmt: skip


def said_html(one: CheckIn, goal: Goal | None, currency: str, about: str = "") -> str:
    """Who said what on which day; own confidence beside the computed chance, and the value of that day."""
    status = words.escaped(fields.status(one.status))
    name = one.status.replace(" ", "-")
    head = _("{day} · {who}", day=words.day(one.on_day), who=one.created_by)
    text = f"<div>{words.escaped(one.text)}</div>" if one.text else ""
    return (
        f'<article class="mp-said mp-said-{name}"><p><b>{status}</b> {words.escaped(about)}'
        f"<small>{words.escaped(head)}</small></p>{text}"
        f"<p><small>{words.escaped(_numbers(one, goal, currency))}</small></p></article>"
    )


def _numbers(one: CheckIn, goal: Goal | None, currency: str) -> str:
    """'own confidence 60 % · computed chance 41 % · conversion was 17.5 %'."""
    parts: list[str] = []
    if one.confidence is not None:
        parts.append(_("own confidence {percent} %", percent=words.number(one.confidence)))
    if one.chance is not None:
        parts.append(_("computed chance {percent} %", percent=goal_words.percent(one.chance)))
    if one.value is not None and goal:
        value = words.value(goal.metric, one.value, currency)
        parts.append(_("{metric} was {value}", metric=_(goal.metric.label), value=value))
    return " · ".join(parts)


def _form(goal: Goal, one: CheckIn | None) -> None:
    """The one that is changed, or a new one with an action."""
    of = f"said_{goal.id}_{one.id}_{one.version}" if one else f"said_{goal.id}_new"
    with st.form(f"{of}_form", border=one is not None, clear_on_submit=one is None):
        usual = STATUSES.index(one.status) if one else STATUSES.index("on track")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(_("How does it stand?"), STATUSES, usual, key=f"{of}_status",
                         format_func=fields.status, width=190)  # fmt: skip
            st.number_input(_("Own confidence, %"), 0, 100, one.confidence if one else None, step=5,
                            key=f"{of}_confidence", placeholder=_("not said"), width=180)  # fmt: skip
            if one is None:  # a check-in stays on its day, whose value and chance it keeps
                st.date_input(_("Day"), today(), key=f"{of}_day", format="YYYY-MM-DD", width=150,
                              max_value=today())  # fmt: skip
        st.caption(_chance_words(goal, one))
        st.text_area(_("In words"), one.text if one else "", key=f"{of}_text", max_chars=LONGEST,
                     height=90, placeholder=_("What is behind it, what is in the way, what comes next"))  # fmt: skip
        if one is None:
            actions.fields(f"{of}_action", None)
        st.form_submit_button(
            _("Keep the changes") if one else _("Check in"), type="primary",
            on_click=partial(_keep, goal, of, one),
        )  # fmt: skip
    if one:
        st.button(
            _("Leave it as it was"), key=f"{of}_leave", type="tertiary", on_click=edited.end,
            args=(str(goal.id), CheckIn),
        )  # fmt: skip


def _chance_words(goal: Goal, one: CheckIn | None) -> str:
    """The computed chance beside which one's own is written down."""
    chance = (
        one.chance if one else kept.read(lambda store: said.chance_on(goal, today(), store), None)
    )
    if chance is None:
        return _("No chance is computed for this goal yet.")
    return _("The computed chance is {percent} %.", percent=words.number(100 * chance))


def _keep(goal: Goal, of: str, one: CheckIn | None) -> None:
    told = {n: st.session_state.get(f"{of}_{n}") for n in ("status", "confidence", "day", "text")}
    facts: dict[str, Any] = {
        "status": str(told["status"]), "confidence": told["confidence"], "text": str(told["text"] or ""),
    }  # fmt: skip
    if one:
        edited.end(str(goal.id), CheckIn)
        who.acts(
            lambda store, by: records.change(store, by, one.id, one.version, **facts),
            _("The check-in is changed."),
        )
        return
    todo = actions.given(f"{of}_action")
    also = [vars(todo)] if todo.text.strip() else []
    on_day: date = told["day"] or today()
    who.acts(
        lambda store, by: said.add(store, by, goal, on_day=on_day, actions=also, **facts),
        _("The check-in is kept."),
    )


def _remove(goal: Goal, one: CheckIn) -> None:
    edited.end(str(goal.id), CheckIn)
    who.acts(
        lambda store, by: records.remove(store, by, one.id, one.version),
        _("The check-in is removed."),
    )
