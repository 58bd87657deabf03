"""The roadmap: as a board whose cards are moved, on a line of days, as a list; as it is, or as it was on a past day."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import goals, quarters
from dashboard.progress.goal import Goal
from dashboard.progress.proof import worked
from dashboard.progress.roadmap import Initiative, State, may_see, measured
from dashboard.progress.today import today
from dashboard.views import (
    clickable,
    initiative_form,
    kept,
    panel,
    proof_words,
    roadmap_board,
    roadmap_choose,
    roadmap_columns,
    roadmap_ledger,
    roadmap_list,
    roadmap_moves,
    roadmap_past,
    roadmap_timeline,
    roadmap_words,
    state,
    widgets,
    words,
)
from dashboard.views.roadmap_columns import BY_DEPARTMENT, BY_GOAL, Plan

BOARD, TIMELINE, LIST, CHOOSE, LEDGER = "board", "timeline", "list", "choose", "ledger"
LOOKS = (BOARD, TIMELINE, LIST, CHOOSE, LEDGER)
OF_A_DAY = (BOARD, TIMELINE, LIST)
"""Looks that can be had as of a past day; what is chosen, and what came of it, is as of now."""


def draw(viewer: Viewer) -> None:
    """The bar, then what it asks for."""
    look, by, on, why = _bar()
    if why:
        st.info(why, icon=":material/history:")
    nothing: tuple[Goal, ...] = ()
    known = kept.read(goals.every, nothing)
    found = roadmap_past.initiatives(on)
    if not found and on is None:
        _empty()
        return
    plan = roadmap_columns.plan_of(found, known, by, state.one("first"), on or today())
    match look:
        case "timeline":
            _timeline(plan, viewer)
        case "list":
            _list(found, plan, viewer, is_now=on is None)
        case "choose":
            roadmap_choose.draw(found, viewer, _clicked)
        case "ledger":
            roadmap_ledger.draw(found, viewer, _clicked)
        case _:
            _board(plan, found, viewer, is_now=on is None)
    if on is not None:
        roadmap_past.moved(on)


def _bar() -> tuple[str, str, date | None, str]:
    """Which look, lanes of what, as of which past day (None: as it is), and why where that is not the one asked for."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="roadmap_bar"):
        look = widgets.segments("look", _("Look"), LOOKS, _look_words)
        by = BY_GOAL
        if look == BOARD:
            by = widgets.segments("lanes", _("Lanes"), (BY_GOAL, BY_DEPARTMENT), _lane_words)
        on, why = roadmap_past.asked(width=170) if look in OF_A_DAY else (None, "")
        st.button(
            _("New idea"), key="initiative_new", type="primary", icon=":material/lightbulb:",
            on_click=initiative_form.open_new,
        )  # fmt: skip
    return look, by, on, why


def _look_words(name: str) -> str:
    return {
        BOARD: _("Board"), TIMELINE: _("Timeline"), LIST: _("List"), CHOOSE: _("Choose"),
        LEDGER: _("Did it work?"),
    }[name]  # fmt: skip


def _lane_words(name: str) -> str:
    return {BY_GOAL: _("By goal"), BY_DEPARTMENT: _("By department")}[name]


def _empty() -> None:
    st.info(
        _(
            "Nothing is on the roadmap yet. An idea needs a title, the goal that it serves, the effect that it "
            "promises and an owner. A roadmap that is kept in a file: `milepost roadmap apply`."
        ),
        icon=":material/map:",
    )


def _board(plan: Plan, found: Sequence[Initiative], viewer: Viewer, is_now: bool) -> None:
    _steps(plan)
    columns = roadmap_columns.columns(plan, viewer, kept.store())
    lanes, cards = roadmap_columns.lanes(plan), roadmap_columns.cards(plan)
    if is_now:
        drawn = roadmap_board.html(columns, lanes, cards)
        roadmap_board.draw(
            drawn, "roadmap_board", lambda move: roadmap_moves.move(plan, move), open_one
        )
    else:
        clickable.html(roadmap_board.still(columns, lanes, cards), "roadmap_still", _clicked)
    dropped = sum(one.state == "dropped" for one in found)
    if dropped:
        text = n_(
            "{count} that was dropped stands in the list.",
            "{count} that were dropped stand in the list.",
            dropped,
        )
        st.caption(text)


def _steps(plan: Plan) -> None:
    """Earlier and later quarters."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for name, label, icon, count in (
            ("earlier", _("Earlier"), "chevron_left", -1), ("later", _("Later"), "chevron_right", 1),
        ):  # fmt: skip
            first = quarters.shifted(plan.quarters[0], count, plan.calendar)
            st.button(
                label, key=f"roadmap_{name}", type="tertiary", icon=f":material/{icon}:",
                on_click=lambda first=first: state.tell(first=first),
            )  # fmt: skip
        said = roadmap_columns.window_words(plan)
        st.html(f'<p class="mp-quiet">{words.escaped(said)}</p>', width="content")


def _timeline(plan: Plan, viewer: Viewer) -> None:
    bars = bars_of(plan)
    if not bars:
        st.info(
            _("Nothing on the roadmap has a quarter or days yet, so no line can be drawn."),
            icon=":material/timeline:",
        )
        return
    panel.draw(
        panel.Panel(
            key="roadmap_timeline",
            finding=roadmap_timeline.finding(bars, plan.today),
            about=_("initiatives with days or a quarter · today {day}", day=plan.today),
            figure=roadmap_timeline.figure(bars, plan.today),
            alt=roadmap_timeline.alt(bars, plan.today),
            table=roadmap_timeline.rows(bars),
            legend=_("An arrow leads from what comes first to what waits for it; orange: it ends too late for that."),
        ),
        viewer,
    )  # fmt: skip


def bars_of(plan: Plan) -> list[roadmap_timeline.Bar]:
    """By their first day; one without days of its own has those of its quarter."""
    found = [bar for one in plan.initiatives if (bar := _bar_of(plan, one))]
    return sorted(found, key=lambda bar: (bar.start, bar.end, bar.id))


def _bar_of(plan: Plan, one: Initiative) -> roadmap_timeline.Bar | None:
    window = quarters.window_of(one.quarter, plan.calendar) if one.quarter else None
    start = one.start or (window.start if window else None)
    end = one.end or (window.end if window else None)
    if start is None and end is None:
        return None
    start = start or (end or plan.today) - timedelta(days=1)
    end = max(end or start, start + timedelta(days=1))
    return roadmap_timeline.Bar(
        one.id, one.title, one.state, roadmap_words.state(one.state), start, end,
        is_dated=bool(one.start and one.end), milestones=one.milestones,
        waits_for=one.depends_on,
    )  # fmt: skip


def _list(found: Sequence[Initiative], plan: Plan, viewer: Viewer, is_now: bool) -> None:
    """Verdicts are of today's data, so beside the roadmap of a past day there are none."""
    verdicts = _verdicts(found, viewer) if is_now else {}
    lines = [
        roadmap_list.Line(
            one, words.sentence(_(goal.name)) if goal else "", measured(one),
            verdicts.get(one.id, ""),
        )
        for one in found
        for goal in [plan.goals.get(one.goal_id or 0)]
    ]  # fmt: skip
    panel.draw(
        roadmap_list.panel_of(lines, plan.calendar, reads.currency()), viewer, on_click=_clicked
    )


def _verdicts(found: Sequence[Initiative], viewer: Viewer) -> dict[int, str]:
    """Of each that is done, in words."""
    done = [one for one in found if one.state is State.DONE and may_see(one, viewer)]
    return {one.id: _(proof_words.look(worked(one, viewer, kept.store())).word) for one in done}


def _clicked(click: clickable.Click) -> None:
    if click.value.isdigit():
        open_one(int(click.value))


def open_one(id: int) -> None:
    """One initiative's page. For callbacks."""
    state.tell(initiative=str(id))
