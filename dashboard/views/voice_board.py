"""A score by every dimension: each value with its interval and change; a click filters, with Alt it leaves out."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.insight.compare import Change
from dashboard.language import _, n_
from dashboard.metrics import evaluate, reads, voice_reach
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.views import board_cells, changes, controls, panel, state, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Bars, Panel
from queries.slice import Slice, Window

MOST = 12


@dataclass(frozen=True)
class Row:
    """One value of a dimension, now and before."""

    name: str
    now: Value
    before: Value | None

    @property
    def change(self) -> Change | None:
        return evaluate.change(self.now, self.before) if self.before else None


@dataclass(frozen=True)
class Board:
    metric: Metric
    dimension: str
    rows: tuple[Row, ...]
    window: Window
    before: Window | None
    kept: tuple[str, ...] = ()
    """Values that are filtered by."""

    @property
    def title(self) -> str:
        dimension = words.dimension(self.dimension)
        return _("{metric} by {dimension}", metric=_(self.metric.label), dimension=dimension)


def draw(metric: Metric, viewer: Viewer, slice: Slice, choice: Choice) -> None:
    """One board per dimension that tells more than one value apart, two side by side."""
    boards = [board(metric, viewer, slice, choice, name) for name in _dimensions(metric)]
    boards = [one for one in boards if len(one.rows) > 1 or one.kept]
    for n in range(0, len(boards), 2):
        for column, one in zip(st.columns(2, gap="medium"), boards[n : n + 2], strict=False):
            with column:
                _draw(one, viewer, choice)


def _dimensions(metric: Metric) -> list[str]:
    return [name for name in metric.sliced_by if name not in metric.always_by]


def board(metric: Metric, viewer: Viewer, slice: Slice, choice: Choice, dimension: str) -> Board:
    """The lowest value first; what is not known last."""
    now = _values(metric, viewer, slice, dimension)
    then = choice.compared
    before = _values(metric, viewer, slice.with_window(then), dimension) if then else {}
    rows = [Row(name, value, before.get(name)) for name, value in now.items()]
    rows.sort(key=lambda row: (not row.name, row.now.value or 0.0))
    is_out = dimension in dict(choice.excluded)
    kept = () if is_out else dict(choice.where).get(dimension, ())
    return Board(metric, dimension, tuple(rows), slice.window, then, kept)


def _values(metric: Metric, viewer: Viewer, slice: Slice, dimension: str) -> dict[str, Value]:
    found = reads.whole(metric.name, viewer, replace(slice, by=(dimension,)))
    return {v.group[dimension] or "": v for v in found if v.value is not None and v.group}


def _draw(one: Board, viewer: Viewer, choice: Choice) -> None:
    def clicked(click: Click) -> None:
        (controls.exclude if click.is_not else controls.keep)(one.dimension, click.value)

    panel.draw(
        Panel(
            f"voice_by_{one.dimension}", finding(one), about(one), html=html(one), alt=alt(one),
            table=table(one), exact=exact(one),
            bars=Bars("value", "low", "high", one.metric.unit), window=one.window, filters=choice.filters,
            definition=f"{_(one.metric.label)}: {_(one.metric.formula)}",
        ),
        viewer, on_click=clicked,
    )  # fmt: skip


def html(one: Board) -> str:
    head = [words.dimension_title(one.dimension), _(one.metric.label), _("change")]
    return board_cells.table(one.title, head, [_row(one, row) for row in one.rows[:MOST]])


def _row(one: Board, row: Row) -> str:
    name = board_cells.name(named(row.name), row.name, is_kept=row.name in one.kept)
    return f"<tr>{name}{board_cells.value(row.now)}{_change(row)}</tr>"


def _change(row: Row) -> str:
    if row.change is None:
        return board_cells.change(None, "", "")
    metric = row.now.metric
    said = changes.in_words(metric, row.change, "")
    return board_cells.change(row.before, said, changes.tone_of(metric, row.change))


def named(name: str) -> str:
    """A value of a dimension in words."""
    return words.option(name or state.UNKNOWN)


def finding(one: Board) -> str:
    known = [row for row in one.rows if row.name]
    if not known:
        return _("Nothing is known by {dimension}", dimension=words.dimension(one.dimension))
    low, high = known[0], max(known, key=lambda row: row.now.value or 0.0)
    if low is high:
        return _("{metric} in {name}: {value}", metric=_(one.metric.label), name=named(low.name),
                 value=words.value(one.metric, low.now.value))  # fmt: skip
    pairs = len(known) * (len(known) - 1) // 2
    said = {
        "low": named(low.name), "high": named(high.name), "low_value": words.value(one.metric, low.now.value),
        "high_value": words.value(one.metric, high.now.value),
    }  # fmt: skip
    if not voice_reach.are_apart(high.now, low.now, pairs):
        return _(
            "Lowest in {low} ({low_value}), highest in {high} ({high_value}): not apart by more than noise", **said
        )  # fmt: skip
    return _("Lowest in {low} ({low_value}), highest in {high} ({high_value})", **said)


def about(one: Board) -> str:
    said = [words.days(one.window)]
    if one.before:
        said.append(_("against {days}", days=words.days(one.before)))
    said.append(n_("{count} value", "{count} values", len(one.rows)))
    if len(one.rows) > MOST:
        said.append(_("the first {count} are drawn", count=MOST))
    return " · ".join(said)


def alt(one: Board) -> str:
    return " ".join(
        _("{name}: {value}.", name=named(row.name), value=words.value(one.metric, row.now.value))
        for row in one.rows[:MOST]
    )  # fmt: skip


def table(one: Board) -> list[dict[str, Any]]:
    return [
        {
            words.dimension(one.dimension): named(row.name),
            _("value"): words.value(one.metric, row.now.value),
            _("95 % interval"): words.limits(one.metric, row.now.low, row.now.high),
            _("n"): None if row.now.n is None else round(row.now.n),
            _("before"): words.value(one.metric, row.before.value) if row.before else "",
            _("change"): changes.in_words(one.metric, row.change, "") if row.change else "",
        }
        for row in one.rows
    ]


def exact(one: Board) -> list[dict[str, Any]]:
    return [
        {
            one.dimension: row.name, "value": row.now.value, "low": row.now.low, "high": row.now.high,
            "n": row.now.n, "before": row.before.value if row.before else None,
            "difference": row.change.difference if row.change else None,
            "difference_low": row.change.low if row.change else None,
            "difference_high": row.change.high if row.change else None,
        }
        for row in one.rows
    ]  # fmt: skip
