"""Figures as plain dictionaries, from values alone: the same values always make the same figure.

Colours read on light and dark pages; what they say is also said by shape, position or word.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from queries.calendar import Grain

Figure = dict[str, Any]

LINE = "#2f86c9"
BAND = "rgba(47,134,201,0.18)"
CONTEXT = "#8a96a3"
GOAL = "#c78500"
MISSING = "rgba(138,150,163,0.28)"
GRID = "rgba(138,150,163,0.22)"
MOST_BARS = 25


def trend(
    values: Sequence[Value],
    grain: Grain,
    currency: str = "",
    year_ago: Sequence[float | None] = (),
    goal: float | None = None,
) -> Figure:
    """The values of complete periods as a line with its 95 % band; running ones as rings, holes shaded."""
    metric = values[0].metric
    days = [value.period.start.isoformat() for value in values]
    data = [*_band(values, days)]
    if any(y is not None for y in year_ago):
        data.append(_line(days, list(year_ago), "a year before", CONTEXT, dash="dot", width=1.5))
    data.append(_complete(values, days, grain, currency))
    data += _running(values, days, grain, currency)
    layout = _layout(metric, currency)
    layout["xaxis"] |= {"type": "date", "tickformat": _tickformat(grain), **_ticks(values, grain)}
    layout["yaxis"] |= _money_or_time(metric, [v.value for v in values] + [goal], currency)
    layout["shapes"] = _holes(values) + ([_goal_line(goal)] if goal is not None else [])
    layout["annotations"] = _labels(values, days, grain, currency, goal)
    return {"data": data, "layout": layout}


def trend_alt(values: Sequence[Value], grain: Grain, currency: str = "") -> str:
    """What the line shows, in words."""
    from dashboard.views.sparkline import alt

    running = [v for v in values if v.value is not None and not v.is_complete]
    missing = sum(bool(value.missing) for value in values)
    text = alt(values, grain, currency) + "."
    if running:
        text += f" {words.period(running[-1].period, grain)} is not complete."
    return text + (f" Data are missing in {missing} of the periods." if missing else "")


def breakdown(
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
    layout = _layout(metric, currency)
    layout["height"] = 84 + 30 * len(shown)
    layout["margin"]["r"] = 150
    layout["xaxis"] |= {
        "rangemode": "tozero",
        **_money_or_time(metric, [v.high or v.value for v in shown], currency),
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


def breakdown_alt(values: Sequence[Value], dimension: str, currency: str = "") -> str:
    found = ranked(values)
    if not found:
        return "Nothing to show"
    first, last = found[0], found[-1]
    return (
        f"{first.metric.label} by {words.dimension(dimension)}: highest "
        f"{_group(first, dimension)} with {words.value(first.metric, first.value, currency)}, lowest "
        f"{_group(last, dimension)} with {words.value(last.metric, last.value, currency)}."
    )


def ranked(values: Sequence[Value]) -> list[Value]:
    """Groups that have a value, the largest first, what is not known last."""
    found = [value for value in values if value.value is not None and value.group]
    return sorted(found, key=lambda v: (None in v.group.values(), -(v.value or 0.0)))


def hover(value: Value, grain: Grain | None, currency: str) -> str:
    """Value, interval, n and what is odd about it."""
    metric = value.metric
    lines = [words.period(value.period, grain)] if grain else []
    lines.append(f"<b>{words.value(metric, value.value, currency)}</b>")
    limits = words.limits(metric, value.low, value.high, currency)
    lines += [f"95 %: {limits}"] if limits else []
    counted = words.counted(metric, value.n)
    lines += [counted] if counted else []
    lines += [value.reason] if value.reason else []
    lines += ["thin: under 30"] if value.is_thin else []
    lines += ["data missing"] if value.missing else []
    return "<br>".join(lines)


def _complete(values: Sequence[Value], days: list[str], grain: Grain, currency: str) -> Figure:
    shown = [v.value if v.is_complete else None for v in values]
    line = _line(days, shown, values[0].metric.label, LINE, width=2.4)
    line["mode"] = "lines+markers" if len(values) <= 40 else "lines"
    line["marker"] = {"size": 5, "color": LINE}
    line["customdata"] = [hover(value, grain, currency) for value in values]
    line["hovertemplate"] = "%{customdata}<extra></extra>"
    del line["hoverinfo"]
    return line


def _running(values: Sequence[Value], days: list[str], grain: Grain, currency: str) -> list[Figure]:
    """Periods that are not complete: rings, joined to the line by dots."""
    open_ = [n for n, v in enumerate(values) if v.value is not None and not v.is_complete]
    if not open_:
        return []
    before = [
        n for n, v in enumerate(values) if v.value is not None and v.is_complete and n < open_[0]
    ]
    joined = [*before[-1:], *open_]
    ring = _line(
        [days[n] for n in joined],
        [values[n].value for n in joined],
        "not complete",
        LINE,
        "dot",
        1.5,
    )
    ring["mode"] = "lines+markers"
    ring["marker"] = {
        "symbol": "circle-open", "size": [0 if n in before else 9 for n in joined], "color": LINE,
        "line": {"width": 2},
    }  # fmt: skip
    ring["customdata"] = [hover(values[n], grain, currency) for n in joined]
    ring["hovertemplate"] = "%{customdata}<extra></extra>"
    del ring["hoverinfo"]
    return [ring]


def _band(values: Sequence[Value], days: list[str]) -> list[Figure]:
    """Upper and lower limits; the area between them is filled."""
    known = [v.is_complete and v.low is not None and v.high is not None for v in values]
    if not any(known):
        return []
    high = _line(
        days, [v.high if k else None for v, k in zip(values, known, strict=True)], "", BAND, width=0
    )
    low = _line(
        days, [v.low if k else None for v, k in zip(values, known, strict=True)], "", BAND, width=0
    )
    return [high, {**low, "fill": "tonexty", "fillcolor": BAND}]


def _line(
    x: list[str],
    y: list[float | None],
    name: str,
    color: str,
    dash: str = "solid",
    width: float = 2.0,
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": name,
        "line": {"color": color, "width": width, "dash": dash},
        "hoverinfo": "skip",
        "connectgaps": False,
        "showlegend": False,
    }


def _layout(metric: Metric, currency: str) -> Figure:
    axis = {"gridcolor": GRID, "zeroline": False, "showline": False, "fixedrange": True}
    return {
        "height": 340,
        "margin": {"l": 8, "r": 96, "t": 26, "b": 8},
        "xaxis": {**axis, "showgrid": False},
        "yaxis": {**axis, "ticksuffix": "", "automargin": True},
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
    }


def _money_or_time(metric: Metric, shown: Sequence[float | None], currency: str) -> Figure:
    """How an axis writes the unit; waits get ticks at round minutes, hours or days."""
    match metric.unit:
        case Unit.PERCENT:
            return {"ticksuffix": " %"}
        case Unit.MONEY:
            return {"tickprefix": words.symbol(currency), "tickformat": ",~s"}
        case Unit.SECONDS:
            ticks = _round_waits(max((x for x in shown if x is not None), default=60.0))
            return {"tickvals": ticks, "ticktext": [words.duration(tick) for tick in ticks]}
        case _:
            return {"tickformat": ",~f"}


def _round_waits(longest: float) -> list[float]:
    steps = (10, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
    step = next((s for s in steps if longest / s <= 6), 86400 * max(1, round(longest / 86400 / 5)))
    return [float(step * n) for n in range(int(longest / step) + 2)]


def _ticks(values: Sequence[Value], grain: Grain) -> Figure:
    """Each month and quarter by name while they are few; else as many as fit."""
    if grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR) and len(values) <= 14:
        step = {Grain.MONTH: "M1", Grain.QUARTER: "M3", Grain.YEAR: "M12"}[grain]
        return {"dtick": step, "tick0": values[0].period.start.isoformat()}
    return {"nticks": 12}


def _tickformat(grain: Grain) -> str:
    return {
        Grain.DAY: "%-d %b", Grain.WEEK: "%-d %b", Grain.MONTH: "%b\n%Y", Grain.QUARTER: "Q%q\n%Y",
        Grain.YEAR: "%Y",
    }[grain]  # fmt: skip


def _holes(values: Sequence[Value]) -> list[Figure]:
    """Shaded spans in which data are missing, each drawn once."""
    spans = sorted({(h.window.start, h.window.end) for value in values for h in value.missing})
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": start.isoformat(), "x1": end.isoformat(),
            "y0": 0, "y1": 1, "fillcolor": MISSING, "line": {"width": 1, "color": CONTEXT, "dash": "dot"},
            "layer": "below",
        }
        for start, end in spans
    ]  # fmt: skip


def _goal_line(goal: float) -> Figure:
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": goal, "y1": goal,
        "line": {"color": GOAL, "width": 1.6, "dash": "dash"},
    }  # fmt: skip


def _labels(
    values: Sequence[Value], days: list[str], grain: Grain, currency: str, goal: float | None
) -> list[Figure]:
    """The last value beside its point, the goal beside its line, and the name of each hole."""
    metric = values[0].metric
    found = []
    shown = [(day, v) for day, v in zip(days, values, strict=True) if v.value is not None]
    if shown:
        day, last = shown[-1]
        mark = "" if last.is_complete else "<br>so far"
        text = f"<b>{words.value(metric, last.value, currency)}</b>{mark}"
        found.append(_note(text, x=day, y=last.value, xanchor="left", xshift=9, color=LINE))
    if goal is not None:
        text = f"goal {words.value(metric, goal, currency)}"
        found.append(
            _note(text, x=0, y=goal, xref="paper", xanchor="left", yanchor="bottom", color=GOAL)
        )
    for start in sorted({h.window.start for value in values for h in value.missing}):
        found.append(
            _note(
                "data missing",
                x=start.isoformat(),
                y=1,
                yref="paper",
                yanchor="bottom",
                color=CONTEXT,
            )
        )
    return found


def _note(text: str, color: str, **where: Any) -> Figure:
    return {
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": color},
        "align": "left",
        **where,
    }


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
    text = f"<b>{words.value(value.metric, value.value, currency)}</b>"
    counted = words.counted(value.metric, value.n)
    text += f"  {counted}" if counted else ""
    text += "  thin" if value.is_thin else ""
    return _note(text, x=1, y=name, xref="paper", xanchor="left", xshift=8, color=CONTEXT)


def _total_line(value: float) -> Figure:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": value, "x1": value,
        "line": {"color": CONTEXT, "width": 1.4, "dash": "dash"},
    }  # fmt: skip


def _total_label(total: Value, currency: str) -> Figure:
    text = f"all: {words.value(total.metric, total.value, currency)}"
    return _note(text, x=total.value, y=1, yref="paper", yanchor="bottom", color=CONTEXT)


def _adds(metric: Metric) -> bool:
    """Sums and counts: a line at the total would dwarf its parts."""
    return metric.unit is Unit.COUNT or metric.certainty.words.startswith("spread")


def _group(value: Value, dimension: str) -> str:
    return words.named(value.group[dimension])
