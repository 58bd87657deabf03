"""Did it work? Pilot and control period by period, and the gap between them below. Pure: rows -> figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from dashboard.progress.measured import Moment
from dashboard.progress.proof import Proof
from dashboard.progress.series import metric_of
from dashboard.views import words
from dashboard.views.axes import BAND, CONTEXT, GRID, LINE, Figure, unit_axis

GAP = "#c78500"


@dataclass(frozen=True)
class Lines:
    """What is drawn, of a verdict of now or of one that was kept."""

    moments: tuple[Moment, ...]
    metric: Metric | None
    """None where the lines are an index, which has no unit."""
    is_weaker: bool
    currency: str

    @property
    def unit(self) -> Unit:
        return Unit.RATIO if self.metric is None else self.metric.unit

    @property
    def names(self) -> tuple[str, str]:
        """Of one series alone, the control is what would have been."""
        if self.is_weaker:
            return _("as it went"), _("as it would have gone")
        return _("pilot"), _("control")

    def written(self, value: float) -> str:
        return words.amount(self.unit, value, self.currency)

    def gap_written(self, value: float) -> str:
        """With its sign; between percentages in points."""
        size = words.difference(self.unit, value, self.currency)
        return words.sign(size, value) + size

    @property
    def is_share(self) -> bool:
        return self.unit is Unit.PERCENT

    @property
    def gap_name(self) -> str:
        return _("gap, in points") if self.is_share else _("gap")

    def axis(self, shown: Sequence[float]) -> Figure:
        return {} if self.metric is None else unit_axis(self.metric, shown, self.currency)


def lines_of(proof: Proof, currency: str) -> Lines:
    metric = proof.trial.metric if proof.trial and not proof.is_index else None
    return Lines(proof.series, metric, proof.is_weaker, currency)


def lines_kept(figure: Mapping[str, Any]) -> Lines | None:
    """Those that were kept with a decision about an initiative; None where there are not two periods."""
    rows = [row for row in figure.get("rows") or () if isinstance(row, Mapping) and "pilot" in row]
    if len(rows) < 2:
        return None
    moments = tuple(
        Moment(
            date.fromisoformat(str(row["period"])), row["pilot"], row["control"], row["gap"],
            bool(row["is_after"]),
        )
        for row in rows
    )  # fmt: skip
    metric = None if figure.get("is_index") else metric_of(str(figure.get("metric") or ""))
    return Lines(moments, metric, bool(figure.get("is_weaker")), str(figure.get("currency") or ""))


def figure(found: Lines) -> Figure:
    """Two plots over one line of time, each in the number's unit; a dotted line where it began."""
    days = [moment.start.isoformat() for moment in found.moments]
    pilot, control = found.names
    sides = [m.pilot for m in found.moments], [m.control for m in found.moments]
    gaps = [m.gap for m in found.moments]
    gap = _line(days, gaps, found.gap_name, GAP, "solid", found.gap_written)
    lines = [
        _line(days, sides[0], pilot, LINE, "solid", found.written),
        _line(days, sides[1], control, CONTEXT, "dash", found.written),
        gap | {"yaxis": "y2", "fill": "tozeroy", "fillcolor": BAND},
    ]
    axes = found.axis([*sides[0], *sides[1]]), {} if found.is_share else found.axis(gaps)
    return {"data": lines, "layout": _layout(found.moments, *axes)}


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


def rows(found: Lines) -> list[dict[str, Any]]:
    """The same as a table."""
    pilot, control = found.names
    return [
        {
            _("period from"): m.start.isoformat(), pilot: m.pilot, control: m.control, _("gap"): m.gap,
            _("after the start"): _("yes") if m.is_after else _("no"),
        }
        for m in found.moments
    ]  # fmt: skip


def rows_in_words(found: Lines) -> list[dict[str, str]]:
    """Period by period, in the metric's unit; an index as a plain number."""
    pilot, control = found.names
    return [
        {
            _("period from"): words.day(m.start), words.sentence(pilot): found.written(m.pilot),
            words.sentence(control): found.written(m.control), _("gap"): found.gap_written(m.gap),
            _("after the start"): _("yes") if m.is_after else _("no"),
        }
        for m in found.moments
    ]  # fmt: skip


def alt(found: Lines, finding: str) -> str:
    """The finding, and the mean gap before and after."""
    before = [m.gap for m in found.moments if not m.is_after]
    after = [m.gap for m in found.moments if m.is_after]
    if not (before and after):
        return finding
    return _(
        "{finding} The gap was {before} on average before the start and {after} after it.", finding=finding,
        before=found.gap_written(sum(before) / len(before)), after=found.gap_written(sum(after) / len(after)),
    )  # fmt: skip
