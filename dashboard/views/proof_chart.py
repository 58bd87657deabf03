"""Did it work? Pilot and control period by period, and the gap between them below. Pure: rows -> figure."""

from collections.abc import Sequence
from typing import Any

from dashboard.language import _
from dashboard.metrics.declare import Unit
from dashboard.progress.measured import Moment
from dashboard.progress.proof import Proof
from dashboard.views import words
from dashboard.views.axes import BAND, CONTEXT, GRID, LINE, Figure
from queries.calendar import Grain

GAP = "#c78500"


def figure(proof: Proof, grain: Grain) -> Figure:
    """Two plots over one line of time; a dotted line where it began."""
    found = proof.series
    days = [moment.start.isoformat() for moment in found]
    pilot, control = names(proof)
    suffix = _suffix(proof)
    lines = [
        _line(days, [m.pilot for m in found], pilot, LINE, "solid", suffix),
        _line(days, [m.control for m in found], control, CONTEXT, "dash", suffix),
        {**_line(days, [m.gap for m in found], _("gap"), GAP, "solid", suffix), "yaxis": "y2",
         "fill": "tozeroy", "fillcolor": BAND},
    ]  # fmt: skip
    return {"data": lines, "layout": _layout(found, suffix)}


def names(proof: Proof) -> tuple[str, str]:
    """Of one series alone, the control is what would have been."""
    return (
        (_("as it went"), _("as it would have gone"))
        if proof.is_weaker
        else (_("pilot"), _("control"))
    )


def _line(days: list[str], y: list[float], name: str, color: str, dash: str, suffix: str) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "x": days, "y": y,
        "line": {"color": color, "width": 2.2, "dash": dash}, "marker": {"size": 5},
        "hovertemplate": f"<b>{words.escaped(name)}</b><br>%{{x|%d %b %Y}}: %{{y:.2f}}{suffix}<extra></extra>",
    }  # fmt: skip


def _suffix(proof: Proof) -> str:
    is_share = proof.trial is not None and proof.trial.metric.unit is Unit.PERCENT
    return " %" if is_share and not proof.is_index else ""


def _layout(found: Sequence[Moment], suffix: str) -> Figure:
    axis = {
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticksuffix": suffix,
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
        "yaxis": {**axis, "domain": [0.4, 1]},
        "yaxis2": {**axis, "domain": [0, 0.3], "zeroline": True, "zerolinecolor": CONTEXT},
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


def alt(proof: Proof, finding: str) -> str:
    """The finding, and the mean gap before and after."""
    before = [m.gap for m in proof.series if not m.is_after]
    after = [m.gap for m in proof.series if m.is_after]
    if not (before and after):
        return finding
    return _(
        "{finding} The gap was {before} on average before the start and {after} after it.", finding=finding,
        before=words.number(sum(before) / len(before), 2), after=words.number(sum(after) / len(after), 2),
    )  # fmt: skip
