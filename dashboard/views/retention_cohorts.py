"""The cohorts of the Retention page: the triangle, its groups side by side, and how returning changes over time."""

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.analysis import COHORTS
from dashboard.metrics.cohorts import Triangle
from dashboard.metrics.declare import Unit
from dashboard.views import (
    analyses,
    cohort_groups,
    drill,
    notes,
    panel,
    periods,
    retention_people,
    returns,
    state,
    triangle,
    widgets,
    words,
)
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Panel
from dashboard.views.retention_people import BY, GROUP
from dashboard.views.triangle import MEASURES, Look
from queries.slice import Slice


def draw(viewer: Viewer, choice: Choice) -> None:
    periods.refused(COHORTS, choice)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = MEASURES[
            widgets.choose(
                "cells", _("Cells hold"), list(MEASURES), said=triangle.measure_words, width=240
            )
        ]
        by = periods.by(BY, COHORTS)
    slice = periods.sliced(COHORTS, choice)
    assert slice.grain is not None
    look = Look(
        measure, slice.grain, reads.currency(), viewer.may_see_people, state.one(drill.OPEN),
        tuple((mark.day, mark.words) for mark in notes.marks((COHORTS.name,), slice.window)),
    )  # fmt: skip
    if by is not None:
        slice = _groups(viewer, choice, slice, look, by)
    [shown] = analyses.triangles(viewer, slice)
    if not shown.cohorts:
        st.info(_("No cohorts to show: {reason}.", reason=_(shown.reason or "")))
        return
    _triangle(viewer, choice, slice, shown, look)
    retention_people.draw(viewer, choice)
    _over_time(viewer, choice, slice, shown)


def _groups(viewer: Viewer, choice: Choice, slice: Slice, look: Look, by: str) -> Slice:
    """Every group's means side by side; what is chosen there narrows what follows."""
    found = [one for one in analyses.triangles(viewer, slice.grouped(by)) if one.cohorts]
    told = state.read(state.many(GROUP))
    values = [one.group[by] or "" for one in found]
    chosen = told[0] if told and told[0] in values else None
    if found:
        panel.draw(
            Panel(
                key="cohort_groups", finding=cohort_groups.finding(found, look, by),
                about=_("means over finished cells · {periods} since the first order", periods=_columns(look)),
                html=cohort_groups.compared(found, look, by, chosen),
                table=[row for one in found for row in cohort_groups.mean_rows(one, look, by)],
                legend=_("Click a name to see its cohorts below."), definition=_definition(),
                window=slice.window, filters=choice.filters,
            ),
            viewer, on_click=_choose_group,
        )  # fmt: skip
    return slice if chosen is None else slice.filtered(by, [chosen])


def _choose_group(click: Click) -> None:
    [asked] = state.written([click.value.removeprefix("group:")])
    state.tell(**{GROUP: None if asked in state.many(GROUP) else asked, drill.OPEN: None})


def _triangle(viewer: Viewer, choice: Choice, slice: Slice, shown: Triangle, look: Look) -> None:
    people = sum(cohort.size or 0 for cohort in shown.cohorts)
    of = _group_words(slice, choice)
    about = " · ".join(
        filter(None, (
            of, triangle.measure_words(look.measure.name), _("{periods} since the first order", periods=_columns(look)),
            n_("{count} new customer", "{count} new customers", people),
        ))
    )  # fmt: skip
    panel.draw(
        Panel(
            key="cohorts", finding=_finding(shown, look), about=about,
            html=triangle.grid(shown, look), alt=cohort_groups.alt(shown, look),
            table=cohort_groups.rows(shown, look), legend=_legend(shown, look), definition=_definition(),
            notes_for=(COHORTS.name,), window=slice.window, filters=choice.filters,
        ),
        viewer, on_click=_open_cell,
    )  # fmt: skip


def _finding(shown: Triangle, look: Look) -> str:
    if look.measure.unit is Unit.MONEY:
        return cohort_groups.money_finding(shown, look)
    return returns.finding(returns.lines(shown, look.grain), look.grain)


def _open_cell(click: Click) -> None:
    """A cell opens those who ordered; with Alt those who did not."""
    drill.open(f"{click.value}:absent" if click.is_not else click.value)


def _group_words(slice: Slice, choice: Choice) -> str:
    """The group that is shown, where one is chosen beside the filters."""
    extra = [pair for pair in slice.where if pair not in choice.where]
    return "; ".join(
        ", ".join(words.value_of(name, value) for value in kept) for name, kept in extra
    )


def _columns(look: Look) -> str:
    return {
        "week": _("weeks"),
        "month": _("months"),
        "quarter": _("quarters"),
    }.get(look.grain.value, _("years"))


def _legend(shown: Triangle, look: Look) -> str:
    said = [_("Hatched: not finished, left out of the means")]
    if any(cohort.starts_history for cohort in shown.cohorts):
        said.append(_("†: in the first year of orders everybody looks new"))
    if look.notes:
        said.append(_("◆: something was noted in that period"))
    if look.opens:
        said.append(_("click a cell for its people, with Alt for those who did not order"))
    else:
        said.append(_("…: fewer than 5 people, not shown to you"))
    return " · ".join([*said, triangle.left_out(shown)]).rstrip(" ·")


def _definition() -> str:
    return _("{label}: {meaning}", label=_(COHORTS.label), meaning=_(COHORTS.meaning))


def _over_time(viewer: Viewer, choice: Choice, slice: Slice, shown: Triangle) -> None:
    assert slice.grain is not None
    found = returns.lines(shown, slice.grain)
    if not found:
        return
    panel.draw(
        Panel(
            key="returns", finding=returns.change_finding(found, slice.grain),
            about=_("share of each cohort who order so much later, with 95 % bands · by first order"),
            figure=returns.figure(found, slice.grain), alt=returns.alt(found, slice.grain),
            table=returns.rows(found, slice.grain), definition=_definition(), notes_for=(COHORTS.name,),
            window=slice.window, has_days=True, filters=choice.filters,
        ),
        viewer,
    )  # fmt: skip
