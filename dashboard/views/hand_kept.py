"""Hand-kept measures: as rows, and one by itself with its trend, its groups and its goals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import goals as all_goals
from dashboard.progress import measures, signals
from dashboard.progress.goal import Goal, is_visible
from dashboard.progress.measures import GRAINS, PART, HandKept
from dashboard.progress.signals import Signal
from dashboard.progress.standing import standing
from dashboard.records.store import Store
from dashboard.views import (
    charts,
    clickable,
    fields,
    frame,
    kept,
    links,
    number_rows,
    panel,
    take_rows,
    taken,
    widgets,
    words,
)
from dashboard.views.number_rows import Row
from dashboard.views.panel import Panel
from queries.calendar import Grain
from queries.slice import Slice

ALL = ""


@dataclass(frozen=True)
class Shown:
    """One measure as its page shows it."""

    metric: HandKept
    grain: Grain
    part: str
    slice: Slice | None
    """None where nothing is written down."""
    values: tuple[Value, ...]
    groups: tuple[str, ...]
    signal: Signal | None
    goals: tuple[Goal, ...]


def all_of(viewer: Viewer) -> tuple[HandKept, ...]:
    """All measures that the viewer may see: they belong to no region."""
    nothing: tuple[HandKept, ...] = ()
    return kept.read(measures.measures, nothing) if viewer.regions is None else nothing


def row(metric: HandKept, viewer: Viewer) -> Row:
    """A measure in its own grain, with its limits and the level of its goal."""
    target = links.to("measure", id=str(metric.id))
    empty = Row(metric, metric.grain, (), target)
    return kept.read(lambda store: _row(metric, viewer, store, target), empty)


def _row(metric: HandKept, viewer: Viewer, store: Store, target: str) -> Row:
    window = measures.span(metric, store, metric.grain)
    if window is None:
        return Row(metric, metric.grain, (), target)
    slice = Slice(window, metric.grain)
    values = measures.series(metric, viewer, slice, store)
    found = signals.signal(metric, viewer, slice, values, store=store)
    goals = [goal for goal in goals_on(metric, viewer, store) if not goal.where]
    level = standing(goals[0], viewer, store).level if goals else None
    return Row(metric, metric.grain, values, target, found, level, _made(metric))


def goals_on(metric: HandKept, viewer: Viewer, store: Store) -> list[Goal]:
    """The goals that a measure has."""
    found = all_goals.goals(store)
    return [goal for goal in found if goal.metric.name == metric.name and is_visible(goal, viewer)]


def _made(metric: HandKept) -> str:
    """'by month · Ines Okafor'."""
    parts = [_("by {grain}", grain=fields.option("grain", metric.grain.value)), metric.owner]
    return " · ".join(part for part in parts if part)


def chosen(viewer: Viewer, id: str) -> HandKept | None:
    """The measure that the address names."""
    if viewer.regions is not None or not id:
        return None
    return kept.read(lambda store: measures.named(f"{measures.PREFIX}{id}", store), None)


def read(metric: HandKept, viewer: Viewer) -> Shown:
    """Under the periods and the group that are chosen."""
    grains = [grain.value for grain in GRAINS[GRAINS.index(metric.grain) :]]
    with st.container(horizontal=True):
        grain = Grain(widgets.choose("by", _("Periods"), grains, said=_grain, width=180))
        nothing: list[str] = []
        groups = tuple(kept.read(lambda store: measures.groups_of(metric, store), nothing))
        part = ALL
        if groups:
            part = widgets.choose("part", _("Group"), [ALL, *groups], said=_group, width=220)
    empty = Shown(metric, grain, part, None, (), groups, None, ())
    return kept.read(lambda store: _shown(empty, viewer, store), empty)


def _shown(shown: Shown, viewer: Viewer, store: Store) -> Shown:
    metric = shown.metric
    goals = tuple(goals_on(metric, viewer, store))
    window = measures.span(metric, store, shown.grain)
    if window is None:
        return replace(shown, goals=goals)
    slice = Slice(window, shown.grain, calendar=reads.about().settings.calendar)
    if shown.part:
        slice = slice.filtered(PART, [shown.part])
    values = measures.series(metric, viewer, slice, store)
    found = signals.signal(metric, viewer, slice, values, store=store)
    return replace(shown, slice=slice, values=values, signal=found, goals=goals)


def _grain(name: str) -> str:
    return words.sentence(fields.option("grain", name))


def _group(name: str) -> str:
    return name or _("all groups")


def draw(shown: Shown, viewer: Viewer) -> None:
    """The trend with its table and files, its groups, and its goals."""
    if shown.slice is None or not any(v.value is not None for v in shown.values):
        st.info(
            _("Nothing is written down yet. Fill in the table below, or drop a file there."),
            icon=":material/edit_note:",
        )  # fmt: skip
        return
    currency = reads.currency()
    metric = shown.metric
    panel.draw(
        Panel(
            key=f"measure_{metric.id}", finding=finding(shown, currency), about=_about(shown, currency),
            figure=charts.trend(shown.values, shown.grain, currency, goal=_level(shown, viewer)),
            alt=charts.trend_alt(shown.values, shown.grain, currency),
            table=[table_row(value, shown.grain, currency) for value in shown.values],
            exact=[exact_row(value) for value in shown.values],
            definition=_("{label}: {formula}", label=metric.label, formula=_(metric.formula)),
            window=shown.slice.window, has_days=True, filters=shown.part,
        ),
        viewer,
    )  # fmt: skip
    if shown.signal:
        st.caption(words.sentence(_(shown.signal.reason)) + ".")
    _by_group(shown, viewer, currency)


def finding(shown: Shown, currency: str) -> str:
    """What the newest complete period says, and whether it is unusual."""
    metric = shown.metric
    known = [v for v in shown.values if v.is_complete and v.value is not None]
    if not known:
        return _("{label}: no period is complete yet", label=metric.label)
    newest = known[-1]
    value = words.value(metric, newest.value, currency)
    when = words.period(newest.period, shown.grain)
    if shown.signal is None or not shown.signal.verdict.is_signal:
        return _("{label} was {value} in {period}", label=metric.label, value=value, period=when)
    _tone, word = number_rows.verdict(shown.signal.verdict)
    return _(
        "{label} was {value} in {period}: {verdict}",
        label=metric.label, value=value, period=when, verdict=word.strip("▲▼ "),
    )  # fmt: skip


def _about(shown: Shown, currency: str) -> str:
    assert shown.slice is not None
    parts = [words.unit(shown.metric, currency), _grain(shown.grain.value),
             words.days(shown.slice.window), _("kept by hand"), shown.part]  # fmt: skip
    return " · ".join(part for part in parts if part)


def table_row(value: Value, grain: Grain, currency: str) -> dict[str, str]:
    """One period in words."""
    remarks = [_(value.reason) if value.reason else "", _("data missing") if value.missing else ""]
    return {
        _("Period"): words.period(value.period, grain),
        _("Value"): words.value(value.metric, value.value, currency),
        _("Remark"): "; ".join(remark for remark in remarks if remark),
    }


def exact_row(value: Value) -> dict[str, object]:
    """One period as files have it."""
    row = value.row()
    return {name: row[name] for name in ("period", "value", "complete", "reason")}


def _level(shown: Shown, viewer: Viewer) -> float | None:
    """The level of a goal in these very periods and this group."""
    where = ((PART, (shown.part,)),) if shown.part else ()
    for goal in shown.goals:
        if goal.grain is shown.grain and goal.where == where:
            return kept.read(lambda store, goal=goal: standing(goal, viewer, store).level, None)  # type: ignore[misc]
    return None


def _by_group(shown: Shown, viewer: Viewer, currency: str) -> None:
    """Each group by itself; a click looks at it."""
    if len(shown.groups) < 2 or shown.part or shown.slice is None:
        return
    slice = shown.slice.grouped(PART)
    nothing: tuple[Value, ...] = ()
    found = kept.read(lambda store: measures.series(shown.metric, viewer, slice, store), nothing)
    frame.section(_("Groups"))
    rows = [
        Row(replace(shown.metric, label=group), shown.grain,
            tuple(v for v in found if v.group[PART] == group),
            links.to("measure", id=str(shown.metric.id), by=shown.grain.value, part=group))
        for group in shown.groups
    ]  # fmt: skip
    drawn(rows, currency, f"groups_{shown.metric.id}")


def drawn(rows: Sequence[Row], currency: str, key: str) -> None:
    """Rows whose click opens what they are about."""
    taken.rows("", take_rows.numbers(rows, currency))
    clickable.html(number_rows.html(rows, currency), key, lambda click: links.go(click.value))


def goals(shown: Shown) -> None:
    """The goals of this measure, and a way to set one."""
    frame.section(_("Goals"))
    if not shown.goals:
        st.caption(_("No goal is set on this measure."))
    for goal in shown.goals:
        name = words.sentence(_(goal.name))
        if st.button(name, key=f"measure_goal_{goal.id}", type="tertiary", icon=":material/target:"):  # fmt: skip
            links.go(links.to("goals", goal=str(goal.id)))
    if st.button(_("Set a goal"), key="measure_new_goal", icon=":material/add:"):
        links.go(links.to("goals", new="1", metric=shown.metric.name))
