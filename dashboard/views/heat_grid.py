"""Channels against regions: each cell a shade and a number, what is empty, thin or missing hatched and named."""

from functools import partial

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.declare import Unit
from dashboard.metrics.evaluate import THIN, Value
from dashboard.metrics.heat_map import ACROSS, MEASURES, Cell, HeatMap, heat_map
from dashboard.views import controls, panel, pieces, widgets, words
from dashboard.views.choice import Choice
from dashboard.views.clickable import Click
from dashboard.views.panel import Panel
from dashboard.views.sales_words import growth_words, limits_words

MOST_COLUMNS = 16
SHADES = 6
"""Steps of the scale; text keeps its contrast on the darkest (milepost.css)."""


def draw(viewer: Viewer, choice: Choice) -> None:
    with st.container(horizontal=True, key="heat_controls"):
        show = widgets.segments("cells", _("Cells"), list(MEASURES), measure_words)
        across = widgets.segments("across", _("Columns"), ACROSS, words.dimension_title)
    slice = choice.slice(MEASURES[show], reads.about().settings.calendar)
    found = heat_map(viewer, slice, show, across)
    panel.draw(of(found, show, choice), viewer, on_click=partial(kept, across))


def measure_words(name: str) -> str:
    return {"revenue": _("Net revenue"), "share": _("Share of the column"), "growth": _("Growth")}[
        name
    ]


def kept(across: str, click: Click) -> None:
    """The channel, the column or both become filters. A callback."""
    names = ("channel", across)
    for name, part in zip(names, click.value.split(":"), strict=True):
        if part != "*":
            [value] = pieces.parts(Click(part))
            (controls.exclude if click.is_not else controls.keep)(name, value)


def of(found: HeatMap, show: str, choice: Choice) -> Panel:
    if found.reason:
        said = _("No cell can be told: {reason}.", reason=_(found.reason))
        return Panel("heat", said, words.days(choice.window))
    days = found.days.now if found.days else choice.window
    return Panel(
        key="heat",
        finding=finding(found),
        about=pieces.joined(
            words.unit(found.measure, reads.currency()), words.days(days),
            _("against {days}", days=words.days(found.days.then)) if found.days else "",
            pieces.not_applied(found.measure, choice),
        ),
        html=grid(found),
        alt=finding(found),
        table=[_row(found, cell) for cell in _cells(found)],
        exact=[_exact(found, cell) for cell in _cells(found)],
        legend=_legend(found),
        definition=f"{_(found.measure.label)}: {_(found.measure.formula)}",
        notes_for=(found.measure.name,),
        window=days,
        filters=choice.filters,
    )  # fmt: skip


def _cells(found: HeatMap) -> list[Cell]:
    return [found.at(row, column) for row in found.rows for column in found.columns]


def finding(found: HeatMap) -> str:
    """The largest cell, or the one that surely grew and the one that surely shrank most."""
    told = [c for c in found.cells if c.value and c.value.value is not None and c.state == "shown"]
    if not told:
        return _("Every cell rests on fewer than {n} orders", n=THIN)
    if found.measure.unit is Unit.MONEY or found.measure.better.value == "neither":
        best = max(told, key=lambda c: (c.value and c.value.value) or 0.0)
        return _("Most: {cell} with {value}", cell=_where(best), value=_written(best.value))
    return _grown(told)


def _grown(told: list[Cell]) -> str:
    up = [c for c in told if c.value and (c.value.low or 0) > 0]
    down = [c for c in told if c.value and c.value.high is not None and c.value.high < 0]
    said = [
        n_("{count} cell surely grew", "{count} cells surely grew", len(up)),
        n_("{count} surely shrank", "{count} surely shrank", len(down)),
    ]
    text = words.listed(said)
    if up:
        best = max(up, key=lambda c: (c.value and c.value.value) or 0.0)
        return _(
            "{counts}; most {cell} with {value}",
            counts=text,
            cell=_where(best),
            value=_written(best.value),
        )
    return text


def _where(cell: Cell) -> str:
    return f"{words.named(cell.row)} × {words.named(cell.column)}"


def _written(value: Value | None) -> str:
    if value is None or value.value is None:
        return "–"
    if value.metric.better.value == "higher" and value.metric.unit is Unit.PERCENT:
        return growth_words(value.value)
    return words.value(value.metric, value.value, reads.currency())


def grid(found: HeatMap) -> str:
    shown = found.columns[:MOST_COLUMNS]
    head = [words.escaped(_("Channel"))]
    head += [_label("*", column, words.named(column)) for column in shown]
    top = max(
        (abs(c.value.value) for c in found.cells if c.value and c.value.value is not None),
        default=1.0,
    )
    rows = [
        _html(found, row, shown, min(top, 100.0) if _is_growth(found) else top)
        for row in found.rows
    ]
    return pieces.table(
        head,
        rows,
        "mp-cells",
        _("Sales of each channel by {dimension}", dimension=words.dimension(found.across)),
    )


def _is_growth(found: HeatMap) -> bool:
    return found.measure is MEASURES["growth"]


def _label(row: str | None, column: str | None, text: str) -> str:
    click = (
        f"{'*' if row == '*' else pieces.spec(row)}:{'*' if column == '*' else pieces.spec(column)}"
    )
    hint = _("Keep only this; with Alt, leave it out")
    return pieces.button(click, words.escaped(text), "mp-name", hint)


def _html(found: HeatMap, row: str | None, columns: tuple[str | None, ...], top: float) -> str:
    cells = "".join(_cell(found, found.at(row, column), top) for column in columns)
    return f'<tr><th scope="row">{_label(row, "*", words.named(row))}</th>{cells}</tr>'


def _cell(found: HeatMap, cell: Cell, top: float) -> str:
    text, value = _text(cell), cell.value.value if cell.value else None
    shade = 0 if value is None or top <= 0 else round(SHADES * min(1.0, abs(value) / top))
    sign = "mp-below" if value is not None and value < 0 else "mp-above"
    css = f"mp-cell {sign} mp-shade-{shade} mp-state-{cell.state}"
    click = f"{pieces.spec(cell.row)}:{pieces.spec(cell.column)}"
    return f"<td>{pieces.button(click, text, css, _hint(cell))}</td>"


def _text(cell: Cell) -> str:
    """The number, or the word for what there is instead."""
    word = state_words(cell)
    if cell.value is None or cell.value.value is None:
        return f"<small>{words.escaped(word)}</small>"
    text = words.escaped(_written(cell.value))
    return f"{text}<small>{words.escaped(word)}</small>" if word else text


def state_words(cell: Cell) -> str:
    return {
        "shown": "", "empty": _("none sold"), "thin": _("thin"), "missing": _("data missing"),
        "kept": _("too few"), "new": _("new"),
    }[cell.state]  # fmt: skip


def _hint(cell: Cell) -> str:
    value = cell.value
    if value is None:
        return _("{cell}: nothing was sold", cell=_where(cell))
    limits = limits_words(value) if value.metric.better.value == "higher" and value.metric.unit is Unit.PERCENT else (
        words.limits(value.metric, value.low, value.high, reads.currency())
    )  # fmt: skip
    return pieces.joined(
        f"{_where(cell)}: {_written(value)}", _("95 %: {limits}", limits=limits) if limits else "",
        words.counted(value.metric, value.n), _(value.reason or ""), state_words(cell),
    )  # fmt: skip


def _legend(found: HeatMap) -> str:
    states = {cell.state for cell in _cells(found)}
    said = [_("The deeper the shade, the more")]
    if _is_growth(found):
        said = [_("Blue: more than a year before; orange: less")]
    if "thin" in states:
        said.append(_("hatched, thin: fewer than {n} orders", n=THIN))
    if "missing" in states:
        said.append(_("hatched, data missing: not judged"))
    if "empty" in states:
        said.append(_("dotted: nothing was sold"))
    if len(found.columns) > MOST_COLUMNS:
        said.append(
            n_(
                "{count} more column is in the table",
                "{count} more columns are in the table",
                len(found.columns) - MOST_COLUMNS,
            )
        )
    said.append(_("click a cell to keep both, a name to keep one, with Alt to leave out"))
    left_out = found.days.left_out if found.days else None
    return pieces.joined(*said, _(left_out) if left_out else "")


def _row(found: HeatMap, cell: Cell) -> dict[str, object]:
    value = cell.value
    return {
        _("channel"): words.named(cell.row),
        words.dimension(found.across): words.named(cell.column),
        _("value"): _written(value),
        _("95 % interval"): words.limits(value.metric, value.low, value.high, reads.currency()) if value else "",
        "n": round(value.n) if value and value.n is not None else None,
        _("note"): state_words(cell),
    }  # fmt: skip


def _exact(found: HeatMap, cell: Cell) -> dict[str, object]:
    value = cell.value
    return {
        "channel": cell.row, found.across: cell.column, "value": value.value if value else None,
        "low": value.low if value else None, "high": value.high if value else None,
        "n": value.n if value else None, "state": cell.state,
    }  # fmt: skip
