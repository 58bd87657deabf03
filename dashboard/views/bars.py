"""Where a number comes from: one bar per group, with its interval and how many it counts."""

from collections.abc import Iterable, Sequence

from dashboard.language import _
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.views import axes, words
from dashboard.views.axes import CONTEXT, LINE, Figure, hover, note, unit_axis

MOST_BARS = 25


def figure(
    values: Sequence[Value], dimension: str, total: Value | None, currency: str = ""
) -> Figure:
    """One bar per group with its 95 % interval and n, the largest on top; what is not known in grey."""
    shown = ranked(values)[:MOST_BARS][::-1]
    metric = shown[0].metric
    names = [_group(value, dimension) for value in shown]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [value.value for value in shown],
        "y": names,
        "marker": {
            "color": [CONTEXT if v.group[dimension] is None else LINE for v in shown],
            "opacity": 0.4,
        },
        "error_x": _errors(shown),
        "customdata": [hover(value, None, currency) for value in shown],
        "hovertemplate": "<b>%{y}</b><br>%{customdata}<extra></extra>",
        "width": 0.62,
    }
    layout = axes.layout(metric, currency)
    layout["height"] = 84 + 30 * len(shown)
    layout["margin"]["r"] = _room(_label(value, currency) for value in shown)
    layout["xaxis"] |= {
        "rangemode": "tozero",
        **unit_axis(metric, [0.0, *(v.high or v.value for v in shown)], currency),
    }
    layout["yaxis"] |= {"type": "category", "automargin": True, "ticksuffix": "  "}
    layout["xaxis"]["showgrid"], layout["yaxis"]["showgrid"] = True, False
    layout["annotations"] = [
        _beside(value, name, currency) for value, name in zip(shown, names, strict=True)
    ]
    if total is not None and total.value is not None and not _adds(metric):
        layout["shapes"] = [_total_line(total.value)]
        layout["annotations"].append(_total_label(total, currency))
    return {"data": [bars], "layout": layout}


def alt(values: Sequence[Value], dimension: str, currency: str = "") -> str:
    found = ranked(values)
    if not found:
        return _("Nothing to show")
    first, last = found[0], found[-1]
    return _(
        "{metric} by {dimension}: highest {first} with {most}, lowest {last} with {least}.",
        metric=_(first.metric.label), dimension=words.dimension(dimension),
        first=_group(first, dimension), most=words.value(first.metric, first.value, currency),
        last=_group(last, dimension), least=words.value(last.metric, last.value, currency),
    )  # fmt: skip


def ranked(values: Sequence[Value]) -> list[Value]:
    """Groups that have a value, the largest first, what is not known last."""
    found = [value for value in values if value.value is not None and value.group]
    return sorted(found, key=lambda v: (None in v.group.values(), -(v.value or 0.0)))


def _errors(values: Sequence[Value]) -> Figure:
    """Distances from each value to its limits; none where there are no limits."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [_distance(v.high, v.value) for v in values],
        "arrayminus": [_distance(v.value, v.low) for v in values],
        "color": LINE,
        "thickness": 1.6,
        "width": 4,
    }


def _distance(upper: float | None, lower: float | None) -> float:
    return 0.0 if upper is None or lower is None else max(0.0, upper - lower)


def _beside(value: Value, name: str, currency: str) -> Figure:
    """Value and n at the right edge, in one column that can be read down."""
    return note(
        _label(value, currency), x=1, y=name, xref="paper", xanchor="left", xshift=8, color=CONTEXT
    )


def _label(value: Value, currency: str) -> str:
    text = f"<b>{words.value(value.metric, value.value, currency)}</b>"
    counted = words.counted(value.metric, value.n)
    text += f"  {counted}" if counted else ""
    return text + (f"  {_('thin')}" if value.is_thin else "")


def _room(labels: Iterable[str]) -> int:
    """Pixels that the longest label takes; a phone has none to spare."""
    return 20 + 6 * max(len(label) - len("<b></b>") for label in labels)


def _total_line(value: float) -> Figure:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value,
        "line": {"color": CONTEXT, "width": 1.4, "dash": "dash"},
    }  # fmt: skip


def _total_label(total: Value, currency: str) -> Figure:
    text = _("all: {value}", value=words.value(total.metric, total.value, currency))
    return note(text, x=total.value, y=1, yref="paper", yanchor="bottom", color=CONTEXT)


def _adds(metric: Metric) -> bool:
    """Sums and counts: a line at the total would dwarf its parts."""
    return metric.unit is Unit.COUNT or metric.certainty.words.startswith("spread")


def _group(value: Value, dimension: str) -> str:
    return words.named(value.group[dimension])
