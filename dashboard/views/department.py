"""One department: its goals, the numbers they are about, what it keeps by hand, what it does and what it said last."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.goals import goals
from dashboard.progress.measures import HandKept
from dashboard.progress.standing import Standing, standing
from dashboard.records import check_ins as records
from dashboard.records.store import Store
from dashboard.records.tables import Action, CheckIn
from dashboard.views import (
    actions,
    check_ins,
    clickable,
    fields,
    frame,
    goal_cards,
    goal_links,
    hand_kept,
    kept,
    links,
    take_rows,
    taken,
    widgets,
    words,
)
from dashboard.views.clickable import Click
from dashboard.views.goal_links import NO_DEPARTMENT
from dashboard.views.number_rows import Row

LAST = 5
"""Check-ins that are shown."""


@dataclass(frozen=True)
class Department:
    """Everything that belongs to one department, or to none."""

    name: str
    standings: tuple[Standing, ...] = ()
    measures: tuple[HandKept, ...] = ()
    actions: tuple[Action, ...] = ()
    said: tuple[CheckIn, ...] = ()

    @property
    def goal_names(self) -> dict[int, str]:
        return {one.goal.id: words.sentence(_(one.goal.name)) for one in self.standings}


def read(viewer: Viewer) -> Department:
    """The department that the address names, chosen among all there are."""
    nothing: tuple[Goal, ...] = ()
    found = kept.read(lambda store: _goals(viewer, store), nothing)
    measures = hand_kept.all_of(viewer)
    told = {goal.department for goal in found} | {measure.department for measure in measures}
    options = [*sorted(told - {""}), *([NO_DEPARTMENT] if "" in told else [])]
    if not options:
        return Department("")
    name = widgets.choose("department", _("Department"), options, said=_said, width=260)
    wanted = "" if name == NO_DEPARTMENT else name
    own = [goal for goal in found if goal.department == wanted]
    return kept.read(lambda store: _read(wanted, own, measures, viewer, store), Department(wanted))


def _goals(viewer: Viewer, store: Store) -> tuple[Goal, ...]:
    return tuple(goal for goal in goals(store) if is_visible(goal, viewer))


def _said(name: str) -> str:
    return _("No department") if name == NO_DEPARTMENT else _(name)


def _read(
    name: str, own: Sequence[Goal], measures: Sequence[HandKept], viewer: Viewer, store: Store
) -> Department:
    ids = {goal.id for goal in own}
    return Department(
        name,
        tuple(standing(goal, viewer, store) for goal in own),
        tuple(measure for measure in measures if measure.department == name),
        tuple(a for a in records.actions(store) if a.goal_id in ids),
        tuple(c for c in records.check_ins(store) if c.goal_id in ids)[:LAST],
    )


def title(found: Department) -> str:
    return _(found.name) or _("Departments")


def subtitle(found: Department) -> str:
    """'4 goals, 2 hand-kept measures, 1 action to do'."""
    if not found.standings and not found.measures:
        return _("What a department is to reach, what it keeps by hand, and what it does about it.")
    todo = sum(action.done_on is None for action in found.actions)
    return _(
        "{goals} · {measures} · {actions}",
        goals=n_("{count} goal", "{count} goals", len(found.standings)),
        measures=n_("{count} hand-kept measure", "{count} hand-kept measures", len(found.measures)),
        actions=n_("{count} action to do", "{count} actions to do", todo),
    )


def draw_goals(found: Department) -> None:
    """Where each goal stands."""
    frame.section(_("Goals"))
    if not found.standings:
        st.caption(
            _("No goal has this department yet. A goal names its department when it is set.")
        )
        if st.button(_("Set a goal"), key="department_new_goal", icon=":material/add:"):
            links.go(links.to("goals", new="1"))
        return
    taken.rows(_("Goals"), take_rows.goals(found.standings, reads.currency()))
    drawn = goal_cards.cards(found.standings, reads.currency())
    clickable.html(drawn, "department_goals", _open_goal)


def _open_goal(click: Click) -> None:
    links.go(links.to("goals", goal=click.value.removeprefix("goal:")))


def draw_metrics(found: Department) -> None:
    """The metrics that its goals are on, each once under the goal's filters."""
    rows: dict[tuple[object, ...], Row] = {}
    for one in found.standings:
        goal = one.goal
        if not isinstance(goal.metric, HandKept):
            rows.setdefault((goal.metric.name, goal.grain, goal.where), _metric_row(one))
    if rows:
        frame.section(_("Metrics"))
        hand_kept.drawn(list(rows.values()), reads.currency(), "department_metrics")


def _metric_row(one: Standing) -> Row:
    goal = one.goal
    target = goal_links.to_metric(goal)
    about = fields.about({name: list(values) for name, values in goal.where}) if goal.where else ""
    return Row(goal.metric, goal.grain, one.values, target, one.signal, beneath=about)


def draw_measures(found: Department, viewer: Viewer) -> None:
    """What is kept by hand, with its usual range and its goal."""
    frame.section(_("Kept by hand"))
    if viewer.regions is not None:
        st.caption(_("Hand-kept measures belong to no region. Who may see all regions sees them."))
        return
    rows = [hand_kept.row(metric, viewer) for metric in found.measures]
    if rows:
        hand_kept.drawn(rows, reads.currency(), "department_measures")
    else:
        st.caption(
            _(
                "Nothing is kept by hand here yet. Training hours, adoption of a tool, visits by mystery shoppers: "
                "anything that no event records can be a measure, with limits and goals like any other number."
            )
        )
    if st.button(_("New measure"), key="department_new_measure", icon=":material/add:"):
        links.go(links.to("measure", department=found.name))


def draw_actions(found: Department) -> None:
    """What is done about its goals."""
    frame.section(_("Actions"))
    if not found.actions:
        st.caption(_("No action yet. Actions are written on a goal's page, or with a check-in."))
    taken.rows(_("Actions"), [_action(one, found) for one in found.actions])
    actions.listed(found.actions, "department", found.goal_names)
    actions.edit_form("department")


def _action(one: Action, found: Department) -> dict[str, str]:
    return {
        _("what"): one.text,
        _("who"): one.owner or "–",
        _("due"): words.day(one.due_on) if one.due_on else "–",
        _("done"): words.day(one.done_on) if one.done_on else "–",
        _("goal"): found.goal_names.get(one.goal_id or 0, ""),
    }


def draw_said(found: Department) -> None:
    """The last check-ins."""
    frame.section(_("Last check-ins"))
    if not found.said:
        st.caption(_("Nobody has checked in yet. That is done on a goal's page."))
    by_id = {one.goal.id: one.goal for one in found.standings}
    for one in found.said:
        goal = by_id.get(one.goal_id)
        st.html(
            check_ins.said_html(
                one, goal, reads.currency(), words.sentence(_(goal.name)) if goal else ""
            )
        )


def may_write(viewer: Viewer) -> bool:
    """A measure is of the whole company: who may see some regions only is told so."""
    if viewer.regions is None:
        return True
    st.info(
        _("Hand-kept measures belong to no region. Who may see all regions sees them."),
        icon=":material/visibility_off:",
    )
    return False


def way_back(name: str) -> None:
    """From a measure to its department."""
    label = _("Department {name}", name=_(name)) if name else _("Departments")
    if st.button(label, key="measure_back", type="tertiary", icon=":material/arrow_back:"):
        links.go(goal_links.to_department(name))
