"""One goal: what it is, its numbers with every version of the target, what is foretold, signal, check-ins, history."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.progress import goals
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.goal_versions import Version, moved, versions
from dashboard.progress.standing import standing
from dashboard.progress.today import today
from dashboard.records.keep import Actor
from dashboard.records.store import Store
from dashboard.views import (
    alert_links,
    behaviour_chart,
    check_ins,
    clickable,
    fan,
    frame,
    goal_back,
    goal_chart,
    goal_form,
    goal_history,
    goal_links,
    goal_list,
    kept,
    links,
    panel,
    state,
    take_rows,
    taken,
    who,
    words,
)
from dashboard.views.clickable import Click

GOAL = "goal"


def is_open() -> bool:
    return bool(state.one(GOAL))


def draw(viewer: Viewer) -> None:
    """The goal of the address."""
    none: Goal | None = None
    id = state.number(GOAL)
    goal = kept.read(lambda store: goals.goal(store, id), none) if id else None
    st.button(
        _("All goals"), key="goal_all", type="tertiary", icon=":material/arrow_back:", on_click=_all
    )  # fmt: skip
    if goal is None:
        st.info(_("There is no such goal. It may have been removed."), icon=":material/flag:")
        return
    nothing: tuple[Version, ...] = ()
    found = kept.read(lambda store: versions(store, goal.id), nothing)
    _head(goal, found)
    _buttons(goal)
    if is_visible(goal, viewer):
        _numbers(goal, found, viewer)
        check_ins.draw(goal)  # each has the value and the chance of its day
    else:
        st.info(
            _("This goal is about more regions than you may see, so none of its numbers is shown."),
            icon=":material/visibility_off:",
        )
    goal_history.draw(found)


def _head(goal: Goal, found: Sequence[Version]) -> None:
    """Title, what it is to be, owner, why, parent and parts."""
    currency = reads.currency()
    said = [
        goal_list.about(goal),
        _(
            "to be {aim} by {day}",
            aim=goal_list.aim_words(goal, currency),
            day=goal_list.last_day(goal),
        ),
        goal_list.moved_words(moved(found)),
        _("closed on {day}", day=goal.closed_on) if goal.closed_on else "",
    ]
    frame.title(words.sentence(_(goal.name)), " · ".join(text for text in said if text))
    owner = [_("Owner: {name}", name=goal.owner) if goal.owner else _("Nobody owns this goal.")]
    owner += [_("Department: {name}", name=_(goal.department))] if goal.department else []
    st.html(f'<p class="mp-quiet">{words.escaped(" · ".join(owner))}</p>')
    if goal.why:
        st.html(f"<p>{words.escaped(_(goal.why))}</p>")
    _family(goal)


def _family(goal: Goal) -> None:
    """Ways to the goal that it is a part of, and to its parts."""
    nothing: tuple[Goal, ...] = ()
    every = kept.read(goals.every, nothing)
    above = [other for other in every if other.id == goal.parent_id]
    parts = [other for other in every if other.parent_id == goal.id]
    if not (above or parts):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for title, found in ((_("Part of"), above), (_("Its parts"), parts)):
            if found:
                st.html(f'<p class="mp-quiet">{words.escaped(title)}</p>', width="content")
            for other in found:
                st.button(
                    words.sentence(_(other.name)), key=f"goal_to_{other.id}", type="tertiary",
                    icon=":material/flag:", on_click=_open, args=(other.id,),
                )  # fmt: skip


def _open(id: int) -> None:
    state.tell(goal=str(id))


def _all() -> None:
    state.tell(goal=None)


def _buttons(goal: Goal) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Change"), key=f"goal_edit_{goal.id}", icon=":material/edit:",
            on_click=goal_form.open_edit, args=(goal.id,),
        )  # fmt: skip
        if goal.closed_on is None:
            st.button(
                _("Close"), key=f"goal_close_{goal.id}", icon=":material/task_alt:", type="tertiary",
                help=_("It is no longer pursued, and kept for its history."),
                on_click=_close, args=(goal, today()),
            )  # fmt: skip
            alert_links.watch_goal(goal)
        else:
            st.button(
                _("Take up again"), key=f"goal_close_{goal.id}", icon=":material/undo:", type="tertiary",
                on_click=_close, args=(goal, None),
            )  # fmt: skip
        with st.popover(
            _("Remove"), type="tertiary", icon=":material/delete:", key=f"goal_remove_{goal.id}"
        ):
            st.markdown(
                _(
                    "Its check-ins and forecasts go with it; its actions stay, and what it was stays in the list of "
                    "changes. To keep all of it, close the goal instead."
                )
            )
            st.button(
                _("Remove the goal"), key=f"goal_really_{goal.id}", type="primary",
                on_click=_remove, args=(goal,),
            )  # fmt: skip
        if goal.department and st.button(
            _("To the department"),
            key=f"goal_department_{goal.id}",
            type="tertiary",
            icon=":material/groups:",
        ):
            links.go(goal_links.to_department(goal.department))


def _close(goal: Goal, on: date | None) -> None:
    done = _("The goal is closed.") if on else _("The goal is taken up again.")
    who.acts(lambda store, by: goals.close(store, by, goal.id, goal.version, on), done)


def _remove(goal: Goal) -> None:
    def gone(store: Store, by: Actor) -> None:
        goals.remove(store, by, goal.id, goal.version)
        state.tell(goal=None)

    who.acts(gone, _("The goal '{name}' is removed.", name=_(goal.name)))


def _numbers(goal: Goal, found: Sequence[Version], viewer: Viewer) -> None:
    """Why it has its status, its numbers with every target, and what may become of it."""
    stands, currency = standing(goal, viewer, kept.store()), reads.currency()
    told, drawn = st.columns([5, 7], gap="medium")
    with told:
        said = check_ins.of_goal(goal)
        html = goal_back.back(stands, said[0] if said else None, currency)
        clickable.html(html, f"goal_back_{goal.id}", _go)
        taken.rows(_("Goals"), take_rows.goals([stands], currency))
        taken.sentences(_("How it is computed"), goal_back.how(stands))
        with st.expander(_("How it is computed"), key=f"goal_how_{goal.id}"):
            st.markdown("\n".join(f"- {text}" for text in goal_back.how(stands)))
    with drawn:
        goal_chart.draw(stands, found, viewer)
        if stands.foreseen is not None and stands.foreseen.fan:
            panel.draw(fan.of(stands.goal, stands.foreseen, stands.values, currency), viewer)
        if stands.signal is not None:
            behaviour_chart.draw(stands.signal, viewer, currency, f"behaviour_{goal.id}")


def _go(click: Click) -> None:
    links.go(click.value)
