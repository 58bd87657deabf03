"""Noise or signal? The newest complete period of a metric in the range that the periods before it make usual."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _
from dashboard.progress import signal_words
from dashboard.progress.signals import Point, Signal, Verdict
from dashboard.views import axes, charts, panel, words
from dashboard.views.axes import BAND, CONTEXT, GOAL, LINE, Figure, note, unit_axis
from dashboard.views.panel import Panel
from dashboard.views.time_pill import grain_words
from queries.slice import Window

OLDER = 12
"""So many periods before the baseline are drawn with it."""
MARKS = {
    Verdict.BETTER: "star-diamond", Verdict.WORSE: "x", Verdict.HIGHER: "triangle-up",
    Verdict.LOWER: "triangle-down", Verdict.NOISE: "circle-open",
}  # fmt: skip
SHADE = "rgba(138,150,163,0.10)"


def draw(
    found: Signal, viewer: Viewer, currency: str, key: str = "behaviour", part: str = ""
) -> None:
    """The chart, and beneath it how the limits were made."""
    panel.draw(of(found, currency, key, part), viewer)
    if found.how:
        opened = st.expander(
            _("How computed"), icon=":material/function:", type="compact", key=f"how_{key}",
            on_change="rerun",
        )  # fmt: skip
        if opened.open:
            lines = "".join(f"<li>{words.escaped(_(line))}</li>" for line in found.how)
            opened.html(f'<ul class="mp-list">{lines}</ul>')


def of(found: Signal, currency: str, key: str = "behaviour", part: str = "") -> Panel:
    """The panel of a signal. Without a judgement it says why, and shows what there is."""
    shown = points(found)
    finding = _(signal_words.finding(found, currency, part))
    if not any(point.value is not None for point in shown):
        return Panel(key, finding, about(found, shown, currency))
    return Panel(
        key=key,
        finding=finding,
        about=about(found, shown, currency),
        figure=figure(found, currency),
        alt=alt(found, currency, part),
        table=[_row(found, point, currency) for point in shown],
        exact=[_exact(point) for point in found.points],
        legend=_legend(found, shown),
        definition=f"{_(found.metric.label)}: {_(found.metric.formula)}",
        window=Window(shown[0].period.window.start, shown[-1].period.window.end),
        has_days=True,
        lines=tuple(_(line) for line in found.how),
    )


def points(found: Signal) -> Sequence[Point]:
    """What is drawn: the baseline, the periods just before it, and all after it; without one the newest."""
    first = next((n for n, p in enumerate(found.points) if p.value is not None), 0)
    base = next((n for n, p in enumerate(found.points) if p.centre is not None), None)
    begin = len(found.points) - 3 * OLDER if base is None else base - OLDER
    return found.points[max(first, begin) :]


def about(found: Signal, shown: Sequence[Point], currency: str) -> str:
    """Unit, steps, days, and what was taken out before judging."""
    said = [_("Noise or signal?"), words.unit(found.metric, currency), grain_words(found.grain)]
    if shown:
        said.append(words.days(Window(shown[0].period.window.start, shown[-1].period.window.end)))
    if found.has_season:
        said.append(_("season taken out"))
    if found.chart and found.chart.slope:
        said.append(_("drift taken out"))
    return " · ".join(text for text in said if text)


def figure(found: Signal, currency: str) -> Figure:
    """Points as a line, the usual range as a band with its level, the judged point by shape and word."""
    shown = points(found)
    layout = axes.layout(found.metric, currency)
    layout["xaxis"] |= {
        "type": "date",
        **charts.ticks([point.period.start for point in shown], found.grain),
    }
    seen = [y for point in shown for y in (point.value, point.low, point.high)]
    layout["yaxis"] |= unit_axis(found.metric, seen, currency)
    layout["yaxis2"] = {"overlaying": "y", "range": [0, 1], "visible": False, "fixedrange": True}
    layout["shapes"] = _shade(shown)
    layout["annotations"] = _labels(found, shown, currency)
    missing = [charts.hatched(p.period, _("data missing")) for p in shown if p.is_missing]
    data = [*missing, *_band(shown), *_level(shown), _values(found, shown, currency)]
    return {"data": [*data, *_judged(found, currency)], "layout": layout}


def alt(found: Signal, currency: str, part: str = "") -> str:
    """What the picture shows, in words."""
    text = _(signal_words.finding(found, currency, part)) + "."
    return f"{text} {words.sentence(_(found.reason))}."


def _day(point: Point) -> str:
    return point.period.start.isoformat()


def _line(shown: Sequence[Point], y: list[float | None], color: str, **more: Any) -> Figure:
    return {
        "type": "scatter", "mode": "lines", "x": [_day(point) for point in shown], "y": y,
        "line": {"color": color, "width": 0}, "hoverinfo": "skip", "connectgaps": False,
        "showlegend": False, **more,
    }  # fmt: skip


def _band(shown: Sequence[Point]) -> list[Figure]:
    """The usual range of every period that is judged or judged by."""
    edge = {"color": LINE, "width": 1.2, "dash": "dash"}
    if not any(point.low is not None for point in shown):
        return []
    high = _line(shown, [point.high for point in shown], LINE, line=edge, name=_("usual range"))
    low = _line(shown, [point.low for point in shown], LINE, line=edge, name=_("usual range"))
    return [high, {**low, "fill": "tonexty", "fillcolor": BAND}]


def _level(shown: Sequence[Point]) -> list[Figure]:
    if not any(point.centre is not None for point in shown):
        return []
    thin = {"color": LINE, "width": 1, "dash": "dot"}
    return [_line(shown, [p.centre for p in shown], LINE, line=thin, name=_("usual level"))]


def _values(found: Signal, shown: Sequence[Point], currency: str) -> Figure:
    return _line(
        shown, [point.value if point.is_complete else None for point in shown], CONTEXT,
        mode="lines+markers", name=_(found.metric.label), hoverinfo="text",
        line={"color": CONTEXT, "width": 1.6}, marker={"size": 6, "color": CONTEXT},
        text=[_hover(found, point, currency) for point in shown],
    )  # fmt: skip


def _judged(found: Signal, currency: str) -> list[Figure]:
    """The judged point, by its own shape."""
    at = found.judged
    if at is None:
        return []
    color = GOAL if found.verdict.is_signal else LINE
    return [
        _line(
            [at], [at.value], color, mode="markers", hoverinfo="text", name=_(signal_words.VERDICTS[found.verdict]),
            text=[_hover(found, at, currency)],
            marker={"symbol": MARKS[found.verdict], "size": 15, "color": color, "line": {"width": 2, "color": color}},
        )
    ]  # fmt: skip


def _hover(found: Signal, point: Point, currency: str) -> str:
    unit = found.metric.unit
    lines = [
        words.period(point.period, found.grain),
        f"<b>{words.value(found.metric, point.value, currency)}</b>",
    ]
    if point.low is not None:
        usual = _(signal_words.between(unit, point, currency))
        lines.append(_("usual: {usual}", usual=usual))
    return "<br>".join([*lines, *filter(None, [_role(point)])])


def _shade(shown: Sequence[Point]) -> list[Figure]:
    """Behind the periods that the range is made from."""
    base = [point for point in shown if point.is_baseline]
    if not base:
        return []
    (start, _end), (_start, end) = (charts.around(p.period) for p in (base[0], base[-1]))
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": start, "x1": end, "y0": 0, "y1": 1,
            "fillcolor": SHADE, "line": {"width": 0}, "layer": "below",
        }
    ]  # fmt: skip


def _labels(found: Signal, shown: Sequence[Point], currency: str) -> list[Figure]:
    """The word beside the judged point, the limits at theirs, the new normal at its day."""
    at, notes = found.judged, []
    if at is not None:
        word = words.sentence(_(signal_words.VERDICTS[found.verdict]))
        value = words.value(found.metric, at.value, currency)
        notes.append(
            note(f"<b>{value}</b><br>{word}", x=_day(at), y=at.value, xanchor="left", xshift=12,
                 color=GOAL if found.verdict.is_signal else LINE)
        )  # fmt: skip
    if found.since is not None:
        day = found.since.on_day.isoformat()
        if day >= _day(shown[0]):
            text = _("new normal")
            notes.append(note(text, x=day, y=1, yref="paper", yanchor="bottom", color=CONTEXT))
    return notes


def _role(point: Point) -> str:
    """What a period is to the judgement."""
    if point.is_judged:
        return _("judged")
    if point.is_missing:
        return _("data missing: left out")
    if not point.is_complete:
        return _("not complete: not judged")
    return _("judged by") if point.is_baseline else ""


def _row(found: Signal, point: Point, currency: str) -> dict[str, Any]:
    metric = found.metric
    usual = "" if point.low is None else _(signal_words.between(metric.unit, point, currency))
    return {
        _("period"): words.period(point.period, found.grain),
        _("value"): words.value(metric, point.value, currency),
        _("usual level"): words.value(metric, point.centre, currency),
        _("usual range"): usual,
        _("part in it"): _role(point),
    }


def _exact(point: Point) -> dict[str, Any]:
    return {
        "period": _day(point), "value": point.value, "level": point.centre, "low": point.low,
        "high": point.high, "is_baseline": point.is_baseline, "is_judged": point.is_judged,
        "complete": point.is_complete, "data_missing": point.is_missing,
    }  # fmt: skip


def _legend(found: Signal, shown: Sequence[Point]) -> str:
    """What the marks mean, only those that are there."""
    said = [_("Line: complete periods")]
    if found.judged is not None:
        said.append(_("band: usual range around its level"))
        said.append(_("shaded: the periods it is made from"))
        said.append(_("large mark: the period that is judged"))
    if any(point.is_missing for point in shown):
        said.append(_("hatched: data missing, left out"))
    return " · ".join(said)
