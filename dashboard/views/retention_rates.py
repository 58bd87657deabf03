"""Who stays, as trends and by every dimension: what fell most, where it came from and who those people are."""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads, stays
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.views import (
    controls,
    drill,
    links,
    panel,
    periods,
    retention_people,
    stay_board,
    trends,
    widgets,
)
from dashboard.views.choice import CUSTOM, GRAIN_OF, LAST, Choice, Compare
from dashboard.views.clickable import Click
from dashboard.views.metric import Found
from dashboard.views.panel import Bars, Panel
from dashboard.views.stay_board import Board
from queries.slice import Slice, Window

STEPS = 8
"""Periods of a trend that leads up to one."""
SHOWN = ("region", "segment", "first_source", "first_channel", "first_category")


def draw(viewer: Viewer, choice: Choice) -> None:
    known = [one.name for one in stays.stays()]
    if not known:
        st.info(_("Nothing to show yet: nobody has ordered."))
        return
    chosen = CATALOGUE[widgets.choose("stay", _("Metric"), known, said=_label, width=300)]
    periods.refused(chosen, choice)
    found = trends.draw(chosen, viewer, _in_its_steps(choice), "stay_trend")
    if found.card.shown is None:
        return
    now, before = windows(found, choice)
    slice = choice.slice(chosen, reads.about().settings.calendar).with_window(now)
    _origin(chosen, choice, now, before)
    _boards(viewer, choice, chosen, slice, before)


def _label(name: str) -> str:
    return _(CATALOGUE[name].label)


def _in_its_steps(choice: Choice) -> Choice:
    """A window that was chosen as one ('the last quarter') in periods of its length, with those before it."""
    last = LAST.fullmatch(choice.preset)
    if not last or int(last[1]) != 1:
        return choice
    grain = GRAIN_OF[last[2]]
    start = reads.about().settings.calendar.shifted(choice.window.start, grain, 1 - STEPS)
    return replace(choice, window=Window(start, choice.window.end), grain=grain)


def windows(found: Found, choice: Choice) -> tuple[Window, Window | None]:
    """The days that are broken down and those before them.

    A window that was chosen as one ('the last quarter') is one; of a longer one it is the newest complete period.
    """
    last = LAST.fullmatch(choice.preset)
    if last and int(last[1]) == 1:
        return choice.window, choice.compared
    assert found.card.shown is not None
    earlier = found.card.year_ago if choice.compare is Compare.YEAR else found.card.before
    before = earlier.period.window if earlier and choice.compare is not Compare.NONE else None
    return found.card.shown.period.window, before


def _origin(chosen: Metric, choice: Choice, now: Window, before: Window | None) -> None:
    """The way on: Explore splits the same change into rate and mix, over every dimension."""
    if before is None:
        return
    target = links.to("explore", **where_it_changed(chosen, now, choice.compare))
    if st.button(
        _("Where did it change, and is it rate or mix?"), icon=":material/account_tree:", type="tertiary",
        key="to_explore",
    ):  # fmt: skip
        links.go(target)


def where_it_changed(chosen: Metric, now: Window, compare: Compare) -> dict[str, str]:
    """The metric and the window as Explore reads them; what it is compared with follows from the window."""
    last = date.fromordinal(now.end.toordinal() - 1)
    return {
        "metric": chosen.name, "window": CUSTOM, "from": now.start.isoformat(), "until": last.isoformat(),
        "compare": compare.value,
    }  # fmt: skip


def _boards(viewer: Viewer, choice: Choice, chosen: Metric, slice: Slice, before: Window | None) -> None:  # fmt: skip
    """One board per dimension, two side by side."""
    kept = dict(choice.where)
    boards = []
    for dimension in SHOWN:
        rows = stays.by_dimension(chosen, viewer, slice, before, dimension)
        if len(rows) > 1 or dimension in kept:
            shown = kept.get(dimension, ()) if dimension not in dict(choice.excluded) else ()
            boards.append(
                Board(chosen, dimension, tuple(rows), slice.window, before, shown, viewer.may_see_people)
            )  # fmt: skip
    for n in range(0, len(boards), 2):
        for column, board in zip(st.columns(2, gap="medium"), boards[n : n + 2], strict=False):
            with column:
                _board(viewer, choice, board)
        if _opened_dimension() in [board.dimension for board in boards[n : n + 2]]:
            retention_people.draw(viewer, choice)


def _opened_dimension() -> str:
    """Whose people are opened: they stand beneath that board."""
    parts = drill.opened("stay") or []
    return parts[4] if len(parts) > 4 else ""


def _board(viewer: Viewer, choice: Choice, board: Board) -> None:
    def clicked(click: Click) -> None:
        what, _colon, name = click.value.partition(":")
        if what == stay_board.PEOPLE:
            drill.open(stay_board.spec(board, name))
        elif click.is_not:
            controls.exclude(board.dimension, name)
        else:
            controls.keep(board.dimension, name)

    panel.draw(
        Panel(
            key=f"stay_{board.dimension}", finding=stay_board.finding(board), about=stay_board.about(board),
            html=stay_board.html(board), alt=stay_board.alt(board), table=stay_board.table(board),
            exact=stay_board.exact(board),
            bars=Bars("value", "low", "high", board.metric.unit), window=board.now, filters=choice.filters,
            definition=_("{label}: {formula}", label=_(board.metric.label), formula=_(board.metric.formula)),
        ),
        viewer, on_click=clicked,
    )  # fmt: skip
