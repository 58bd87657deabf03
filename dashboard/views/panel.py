"""A chart with everything around it: what it says, of what, its notes, its table and its files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, language, speaking
from dashboard.metrics import reads
from dashboard.metrics.declare import Unit
from dashboard.views import clickable, export, notes, plotly_words, taken, words
from dashboard.views.axes import CONTEXT, Figure
from dashboard.views.axes import note as text_at
from dashboard.views.clickable import Click
from queries.slice import Window

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Bars:
    """Which columns of the exact rows a picture of our own draws as bars with their interval, and in which unit."""

    value: str = "value"
    low: str = ""
    high: str = ""
    unit: Unit = Unit.PERCENT


@dataclass(frozen=True)
class Panel:
    """One chart. `figure` is a Plotly dictionary; `html` a picture of our own instead, whose parts can be clicked."""

    key: str
    """Its own on the page; names its files too."""
    finding: str
    """What it says, in words computed from the data."""
    about: str
    """Unit, period and n."""
    figure: Figure | None = None
    html: str = ""
    alt: str = ""
    """What the picture shows, for who cannot see it."""
    table: Rows = ()
    """The numbers in words, for people."""
    exact: Rows = ()
    """The numbers as they are, for files; the table where there are none."""
    legend: str = ""
    """What the marks mean, only those that are there."""
    definition: str = ""
    """Name and formula of what is shown."""
    notes_for: tuple[str, ...] = ()
    """Names of the metrics and analyses whose notes belong here; none, no notes."""
    window: Window | None = None
    """The days on the axis; notes of these are shown."""
    has_days: bool = False
    """The x axis is one of days, so that notes stand at theirs."""
    filters: str = ""
    lines: tuple[str, ...] = field(default=())
    """What else files should say."""
    bars: Bars | None = None
    """What a picture of our own is taken along as, a bar for each row; a Plotly figure needs no word."""
    marks: tuple[notes.Mark, ...] = ()
    """Its notes, once it is drawn."""

    @property
    def said(self) -> tuple[str, ...]:
        """What a file says above its rows."""
        return tuple(filter(None, (
            self.finding,
            self.definition,
            _("Period: {days}", days=words.days(self.window)) if self.window else "",
            _("Filters: {filters}", filters=self.filters or _("none")),
            version_words(),
            *self.lines,
        )))  # fmt: skip


def version_words() -> str:
    """Which published version the numbers are of."""
    about = reads.about()
    published = words.day(about.published_at.date())
    return _("Warehouse version {seq}, published {day}", seq=about.seq, day=published)


Select = Literal["points", "brush"]


@dataclass(frozen=True)
class Selected:
    """What was selected in a Plotly figure: points by trace and number, or a span of the x axis."""

    points: tuple[Mapping[str, Any], ...] = ()
    span: tuple[str, str] | None = None


def draw(
    panel: Panel,
    viewer: Viewer,
    select: Select | None = None,
    on_select: Callable[[Selected], None] | None = None,
    on_click: Callable[[Click], None] | None = None,
) -> None:
    """`on_select` is called before the page runs with what was selected in the figure, `on_click` with what was clicked
    in the HTML; both may change what the address holds."""
    marks = notes.marks(panel.notes_for, panel.window) if panel.notes_for else ()
    taken.panel(replace(panel, marks=marks))
    with st.container(key=f"panel_{panel.key}", gap="xsmall"):
        st.html(
            f'<h3 class="mp-finding">{words.escaped(panel.finding)}'
            f"<small>{words.escaped(panel.about)}</small></h3>"
        )
        if panel.figure is not None:
            _plot(panel, marks, select, on_select)
        elif panel.html:
            clickable.html(panel.html, f"click_{panel.key}", on_click)
        _beneath(panel, viewer, marks)


def _plot(
    panel: Panel,
    marks: Sequence[notes.Mark],
    select: Select | None,
    on_select: Callable[[Selected], None] | None,
) -> None:
    assert panel.figure is not None
    figure = with_marks(panel.figure, marks) if panel.has_days else panel.figure
    key = f"plot_{panel.key}"
    if select is None:
        st.plotly_chart(
            figure, key=key, config=plotly_words.config(_config(panel.key)), alt=panel.alt
        )
        return

    def selected() -> None:
        if on_select and (found := _selected(st.session_state[key])):
            on_select(found)

    if select == "brush":
        figure = {
            **figure,
            "layout": {**figure["layout"], "dragmode": "select", "selectdirection": "h"},
        }
    st.plotly_chart(
        figure, key=key, config=plotly_words.config(_config(panel.key)), alt=panel.alt, on_select=selected,
        selection_mode=("box",) if select == "brush" else ("points",),
    )  # fmt: skip


def _selected(told: Any) -> Selected | None:
    """What Streamlit tells of a selection; None of an empty one."""
    found = told.get("selection", {}) if told else {}
    boxes = [box for box in found.get("box", []) if box.get("x")]
    if boxes:
        first, last = sorted(str(x) for x in boxes[0]["x"])
        return Selected(span=(first, last))
    points = tuple(found.get("points", ()))
    return Selected(points) if points else None


def _config(key: str) -> dict[str, Any]:
    """Only the button that keeps the picture."""
    return {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": f"milepost-{key}"},
    }


def with_marks(figure: Figure, marks: Sequence[notes.Mark]) -> Figure:
    """The figure with a numbered line at the day of each note."""
    layout = figure["layout"]
    shapes = [_shape(mark) for mark in marks]
    labels = [
        text_at(
            f"<b>{n}</b>", x=mark.day.isoformat(), y=0, yref="paper", yanchor="bottom", color=CONTEXT,
            hovertext=words.escaped(mark.text), bordercolor=CONTEXT, borderpad=2, bgcolor="rgba(138,150,163,0.15)",
        )
        for n, mark in enumerate(marks, 1)
    ]  # fmt: skip
    return {
        **figure,
        "layout": {
            **layout,
            "shapes": [*layout.get("shapes", ()), *shapes],
            "annotations": [*layout.get("annotations", ()), *labels],
        },
    }


def _shape(mark: notes.Mark) -> Figure:
    """A dotted line at a day, a band over a span."""
    is_span = mark.last is not None and mark.last > mark.day
    last = mark.last + timedelta(days=1) if is_span and mark.last else mark.day
    return {
        "type": "rect" if is_span else "line", "xref": "x", "yref": "paper", "layer": "below",
        "x0": mark.day.isoformat(), "x1": last.isoformat(), "y0": 0, "y1": 1,
        "line": {"color": CONTEXT, "width": 0 if is_span else 1.2, "dash": "dot"},
        **({"fillcolor": "rgba(138,150,163,0.14)"} if is_span else {}),
    }  # fmt: skip


def _beneath(panel: Panel, viewer: Viewer, marks: Sequence[notes.Mark]) -> None:
    if panel.legend:
        st.html(f'<p class="mp-quiet">{words.escaped(panel.legend)}</p>')
    if marks:
        lines = "".join(f"<li>{words.escaped(mark.words)}</li>" for mark in marks)
        st.html(f'<ol class="mp-notes">{lines}</ol>')
    if panel.notes_for:
        notes.form(panel.key, panel.notes_for, panel.window, viewer)
    if panel.table:
        _table(panel)


def _table(panel: Panel) -> None:
    """The numbers one click away, and as files."""
    opened = st.expander(
        _("Table and files"), icon=":material/table:", type="compact", key=f"table_{panel.key}",
        on_change="rerun",
    )  # fmt: skip
    if not opened.open:
        return
    with opened:
        with st.container(horizontal=True):
            for kind, title, mime in FILES:
                st.download_button(
                    _("Download {kind}", kind=title), partial(file_of, panel, kind, language()),
                    file_name=f"milepost-{panel.key}.{kind}", mime=mime, icon=":material/download:",
                    on_click="ignore", key=f"file_{kind}_{panel.key}",
                )  # fmt: skip
        frame = pd.DataFrame([dict(row) for row in panel.table])
        alt = _("The numbers of: {finding}", finding=panel.finding)
        st.dataframe(frame, hide_index=True, alt=alt)


FILES = (
    ("csv", "CSV", "text/csv"),
    ("xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def file_of(panel: Panel, kind: str, spoken: str) -> bytes:
    """The rows as a file, in the language of who asked for it."""
    with speaking(spoken):
        rows = panel.exact or panel.table
        columns = list(dict.fromkeys(name for row in rows for name in row))
        if kind == "csv":
            return export.csv_of(rows, columns, panel.said)
        return export.xlsx_of(rows, columns, panel.said)
