"""What an item of the agenda shows in the room: the live numbers behind it, and the way to their page."""

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.progress import goals, roadmap
from dashboard.progress.agenda import Item, Kind, about
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.goal_versions import Version, versions
from dashboard.progress.roadmap import Initiative, State
from dashboard.records import decisions
from dashboard.records.tables import Decision, Session
from dashboard.views import (
    goal_chart,
    goal_words,
    initiative_proof,
    kept,
    links,
    roadmap_words,
    words,
    workshop_decisions,
    workshop_readiness,
)
from dashboard.views import goals as stood

BEHIND = {
    Kind.STRATEGY: "strategy", Kind.GOALS: "goals", Kind.IDEAS: "roadmap?look=choose", Kind.LOOK_BACK: "",
    Kind.WELCOME: "scorecard",
}  # fmt: skip
"""The page behind an item that is about nothing in particular."""


def draw(found: Session, item: Item, viewer: Viewer) -> None:
    """By its kind; beneath, the button that opens the live page with the filters of the address."""
    drawn: dict[Kind, Callable[[], None]] = {
        Kind.LOOK_BACK: lambda: workshop_decisions.open_ones(found, viewer),
        Kind.READINESS: lambda: workshop_readiness.form(viewer, found.id),
        Kind.IDEAS: lambda: _ideas(found),
        Kind.CLOSE: lambda: _close(found),
    }
    own = drawn.get(item.kind)
    if own:
        own()
    else:
        _of_ref(item, viewer)
    if behind := _behind(item):
        st.button(
            _("Open the live page"), key=f"live_{item.key}", icon=":material/open_in_new:", type="tertiary",
            on_click=links.go, args=(behind,),
        )  # fmt: skip


def _behind(item: Item) -> str:
    kind, id = about(item.ref) or ("", 0)
    if kind == "goal":
        return links.to("goals", goal=str(id))
    if kind == "initiative":
        return links.to("roadmap", initiative=str(id))
    return BEHIND.get(item.kind, "")


def _of_ref(item: Item, viewer: Viewer) -> None:
    kind, id = about(item.ref) or ("", 0)
    if kind == "goal":
        _goal(id, viewer)
    elif kind == "initiative":
        _initiative(id, viewer)


def _goal(id: int, viewer: Viewer) -> None:
    """Its numbers with every version of the target, and where it stands, in large letters."""
    none: Goal | None = None
    goal = kept.read(lambda store: goals.goal(store, id), none)
    if goal is None or not is_visible(goal, viewer):
        st.info(_("There is no such goal, or not for you."), icon=":material/flag:")
        return
    stands = next((one for one in stood.standings(viewer) if one.goal.id == id), None)
    stands = stands or stood.standing(goal, viewer)
    look, currency = goal_words.look(stands), reads.currency()
    cells = [
        (_("is"), goal_words.value(stands, currency)),
        (_("state"), f"{look.mark} {_(look.word)}"),
    ]
    if aim := goal_words.aim(stands, currency):
        cells.insert(1, (_("to be"), aim))
    if stands.chance is not None:
        cells.append((_("computed chance"), f"{goal_words.percent(stands.chance)}{words.THIN}%"))
    st.html(cells_html(cells))
    nothing: tuple[Version, ...] = ()
    goal_chart.draw(stands, kept.read(lambda store: versions(store, id), nothing), viewer)


def cells_html(cells: Sequence[tuple[str, str]]) -> str:
    drawn = "".join(
        f"<div>{words.escaped(name)}<b>{words.escaped(text)}</b></div>" for name, text in cells
    )
    return f'<div class="mp-then">{drawn}</div>'


def _initiative(id: int, viewer: Viewer) -> None:
    """Its hypothesis, the verdict with its chart (before the start, what could be shown), and steps that are due."""
    none: Initiative | None = None
    one = kept.read(lambda store: roadmap.initiative(store, id), none)
    if one is None or viewer.regions is not None:
        st.info(_("There is no such initiative, or not for you."), icon=":material/map:")
        return
    if one.hypothesis:
        st.html(f'<p class="mp-quiet">{words.escaped(_(one.hypothesis))}</p>')
    st.html(
        cells_html([(_("promised"), _promise(one)), (_("state"), roadmap_words.state(one.state))])
    )
    initiative_proof.draw(one, viewer)
    for step in one.milestones:
        if step.done_on is None:
            text = _("“{step}” due on {day}", step=_(step.name), day=words.day(step.due))
            st.html(f'<p class="mp-quiet">{words.escaped(text)}</p>')


def _promise(one: Initiative) -> str:
    return roadmap_words.promise(one, roadmap.measured(one), reads.currency())


def _ideas(found: Session) -> None:
    """The ideas that wait, and the dots that are spent on them."""
    nothing: tuple[Initiative, ...] = ()
    waiting = [one for one in kept.read(roadmap.roadmap, nothing) if one.state is State.IDEA]
    if not waiting:
        st.caption(_("No idea waits. Ideas are written down on the Roadmap."))
        return
    rows = "".join(
        f"<li><b>{words.escaped(_(one.title))}</b> {words.escaped(_idea(one))}</li>"
        for one in waiting
    )
    st.html(f'<ul class="mp-list">{rows}</ul>')


def _idea(one: Initiative) -> str:
    told = [_promise(one)]
    if one.confidence is not None:
        told.append(_("{percent} % sure", percent=words.number(100 * one.confidence)))
    if one.person_weeks is not None:
        told.append(n_("{count} person-week", "{count} person-weeks", round(one.person_weeks)))
    return " · ".join(told)


def _close(found: Session) -> None:
    """Everything that was decided here, to be read aloud."""
    nothing: Sequence[Decision] = ()
    made = kept.read(lambda store: decisions.decisions(store, found.id), nothing)
    if not made:
        st.caption(_("Nothing is decided yet."))
    for one in reversed(made):
        st.html(workshop_decisions.decided_html(one))
