"""Did it work? Pilot and control period by period, and the gap between them below. Pure: rows -> figure."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dashboard.language import _
from dashboard.metrics.declare import Unit
from dashboard.progress.measured import Moment
from dashboard.progress.proof import Proof
from dashboard.views import words
from dashboard.views.axes import BAND, CONTEXT, GRID, LINE, Figure, unit_axis

GAP = "#c78500"


def figure(proof: Proof, currency: str) -> Figure:
    """Two plots over one line of time, each in the number's unit; a dotted line where it began."""
    found = proof.series
    days = [moment.start.isoformat() for moment in found]
    pilot, control = names(proof)
    sides = [m.pilot for m in found], [m.control for m in found]
    gaps = [m.gap for m in found]
    level, gap = (partial(written, proof, currency), partial(gap_written, proof, currency))
    lines = [
        _line(days, sides[0], pilot, LINE, "solid", level),
        _line(days, sides[1], control, CONTEXT, "dash", level),
        {**_line(days, gaps, _("gap"), GAP, "solid", gap), "yaxis": "y2", "fill": "tozeroy", "fillcolor": BAND},
    ]  # fmt: skip
    axes = _axis(proof, [*sides[0], *sides[1]], currency), _axis(proof, gaps, currency)
    return {"data": lines, "layout": _layout(found, *axes)}


def unit(proof: Proof) -> Unit:
    """Of the lines: an index has none."""
    return Unit.RATIO if proof.trial is None or proof.is_index else proof.trial.metric.unit


def written(proof: Proof, currency: str, value: float) -> str:
    return words.amount(unit(proof), value, currency)


def gap_written(proof: Proof, currency: str, value: float) -> str:
    """With its sign; between percentages in points."""
    size = words.difference(unit(proof), value, currency)
    return words.sign(size, value) + size


def _axis(proof: Proof, shown: Sequence[float], currency: str) -> Figure:
    if proof.trial is None or proof.is_index:
        return {}
    return unit_axis(proof.trial.metric, shown, currency)


def names(proof: Proof) -> tuple[str, str]:
    """Of one series alone, the control is what would have been."""
    return (
        (_("as it went"), _("as it would have gone"))
        if proof.is_weaker
        else (_("pilot"), _("control"))
    )


def _line(
    days: list[str], y: list[float], name: str, color: str, dash: str, told: Callable[[float], str]
) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": days, "y": y,
        "line": {"color": color, "width": 2.2, "dash": dash}, "marker": {"size": 5},
        "text": [words.escaped(told(value)) for value in y],
        "hovertemplate": f"<b>{words.escaped(name)}</b><br>%{{x|%d %b %Y}}: %{{text}}<extra></extra>",
    }  # fmt: skip


def _layout(found: Sequence[Moment], level: Figure, gap: Figure) -> Figure:
    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
    began = next((m.start.isoformat() for m in found if m.is_after), None)
    return {
        "height": 420,
        "margin": {"l": 8, "r": 16, "t": 34, "b": 8},
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": {"type": "date", "showgrid": False, "fixedrange": True, "anchor": "y2"},
        "yaxis": {**axis, **level, "domain": [0.4, 1]},
        "yaxis2": {**axis, **gap, "domain": [0, 0.3], "zeroline": True, "zerolinecolor": CONTEXT},
        "shapes": [] if began is None else [{
            "type": "line", "xref": "x", "yref": "paper", "x0": began, "x1": began, "y0": 0, "y1": 1,
            "line": {"color": CONTEXT, "width": 1.5, "dash": "dot"},
        }],
    }  # fmt: skip


def rows(proof: Proof) -> list[dict[str, Any]]:
    """The same as a table."""
    pilot, control = names(proof)
    return [
        {
            _("period from"): m.start.isoformat(), pilot: m.pilot, control: m.control, _("gap"): m.gap,
            _("after the start"): _("yes") if m.is_after else _("no"),
        }
        for m in proof.series
    ]  # fmt: skip


def alt(proof: Proof, finding: str, currency: str) -> str:
    """The finding, and the mean gap before and after."""
    before = [m.gap for m in proof.series if not m.is_after]
    after = [m.gap for m in proof.series if m.is_after]
    if not (before and after):
        return finding
    return _(
        "{finding} The gap was {before} on average before the start and {after} after it.", finding=finding,
        before=gap_written(proof, currency, sum(before) / len(before)),
        after=gap_written(proof, currency, sum(after) / len(after)),
    )  # fmt: skip
