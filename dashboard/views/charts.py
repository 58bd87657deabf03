"""The trend of a metric as a plain dictionary, from its values alone: the same values, the same figure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dashboard.language import _, n_
from dashboard.metrics.evaluate import Value
from dashboard.views import axes, changes, sparkline, words
from dashboard.views.axes import (
    BAND,
    CONTEXT,
    GOAL,
    LINE,
    MISSING,
    Figure,
    hover,
    note,
    unit_axis,
)
from queries.calendar import Grain
from queries.slice import Period


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
    data = [*_holes(values), *_band(values, days)]
    if any(y is not None for y in year_ago):
        data.append(_line(days, list(year_ago), _("a year before"), CONTEXT, dash="dot", width=1.5))
    data.append(_complete(values, days, grain, currency))
    data += _running(values, days, grain, currency)
    layout = axes.layout(metric, currency)
    layout["xaxis"] |= {"type": "date", **ticks([v.period.start for v in values], grain)}
    layout["yaxis"] |= unit_axis(metric, [v.value for v in values] + [goal], currency)
    layout["yaxis2"] = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    layout["shapes"] = [_goal_line(goal)] if goal is not None else []
    layout["annotations"] = _labels(values, days, grain, currency, goal)
    return {"data": data, "layout": layout}


def trend_alt(values: Sequence[Value], grain: Grain, currency: str = "") -> str:
    """What the line shows, in words."""
    running = [v for v in values if v.value is not None and not v.is_complete]
    missing = sum(bool(value.missing) for value in values)
    text = sparkline.alt(values, grain, currency) + "."
    if running:
        when = words.period(running[-1].period, grain)
        text += " " + _("{period} is not complete.", period=when)
    if missing:
        text += " " + n_(
            "Data are missing in {count} of the periods.",
            "Data are missing in {count} of the periods.",
            missing,
        )
    return text


def _complete(values: Sequence[Value], days: list[str], grain: Grain, currency: str) -> Figure:
    shown = [v.value if v.is_complete else None for v in values]
    line = _line(days, shown, _(values[0].metric.label), LINE, width=2.4)
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
        _("not complete"),
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


MOST_TICKS = 6
"""As many as a phone has room for."""


def ticks(starts: Sequence[date], grain: Grain) -> Figure:
    """Every period by name while they are few, else evenly chosen ones; the year where it changes."""
    step = max(1, -(-len(starts) // MOST_TICKS))
    chosen = list(starts[::step])
    names = [
        words.tick(on, grain, n == 0 or on.year != chosen[n - 1].year) for n, on in enumerate(chosen)
    ]  # fmt: skip
    return {"tickvals": [on.isoformat() for on in chosen], "ticktext": names}


def _holes(values: Sequence[Value]) -> list[Figure]:
    """Hatched around the points of periods in which data are missing."""
    return [
        hatched(value.period, "<br>".join(changes.missing(value)))
        for value in values
        if value.missing
    ]


def hatched(period: Period, text: str) -> Figure:
    """From half a period before the point to half a period after it: a point stands for its whole period."""
    start, end = around(period)
    return {
        "type": "scatter", "name": _("data missing"), "yaxis": "y2", "mode": "lines", "fill": "toself",
        "x": [start, end, end, start], "y": [0, 0, 1, 1], "line": {"width": 0},
        "fillcolor": MISSING, "hoveron": "fills", "showlegend": False,
        "fillpattern": {"shape": "/", "fgcolor": CONTEXT, "size": 7, "solidity": 0.2},
        "text": text, "hoverinfo": "text",
    }  # fmt: skip


def around(period: Period) -> tuple[str, str]:
    """Half a period to either side of the point that stands for it."""
    half = timedelta(days=period.window.days / 2)
    start = datetime.combine(period.start, time())
    return (start - half).isoformat(), (start + half).isoformat()


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
        mark = "" if last.is_complete else f"<br>{_('so far')}"
        text = f"<b>{words.value(metric, last.value, currency)}</b>{mark}"
        found.append(note(text, x=day, y=last.value, xanchor="left", xshift=9, color=LINE))
    if goal is not None:
        text = _("goal {level}", level=words.target(metric, goal, currency))
        found.append(
            note(text, x=0, y=goal, xref="paper", xanchor="left", yanchor="bottom", color=GOAL)
        )
    for start in (value.period.start for value in values if value.missing):
        found.append(
            note(
                _("data missing"),
                x=start.isoformat(),
                y=1,
                yref="paper",
                yanchor="bottom",
                color=CONTEXT,
            )
        )
    return found
