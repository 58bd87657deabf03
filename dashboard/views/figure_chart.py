"""A figure of a page as a chart to take along: the same numbers on the same places."""

import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dashboard import language
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.metrics.declare import Unit
from dashboard.takeaway.document import Axis, Band, Chart, Kind, Line, Look, Values
from dashboard.views import proof_chart, words
from dashboard.views.axes import CONTEXT, GOAL, Figure, round_waits
from dashboard.views.panel import Bars
from dashboard.views.proof_chart import Lines

TICKS = 5
Place = date | float


def charts(figure: Figure, alt: str, periods: Mapping[str, str]) -> list[Chart]:
    """One for each axis of values that the figure has; none of a figure without values.

    `periods` are the page's words for first days: '2026-09-01' → 'Sep 2026'.
    """
    if any("base" in trace for trace in figure["data"]):
        return []  # bars that begin at a day: a calendar, whose table says it
    by_axis: dict[str, list[Figure]] = {}
    for trace in figure["data"]:
        if _counts(trace):
            by_axis.setdefault(trace.get("yaxis", "y"), []).append(trace)
    layout = figure["layout"]
    found = [
        _chart({**figure, "layout": {**layout, "yaxis": layout.get(f"yaxis{axis[1:]}", {})}}, traces, alt, periods)
        for axis, traces in by_axis.items()
    ]  # fmt: skip
    return [one for one in found if one is not None]


def of_lines(found: Lines, alt: str) -> list[Chart]:
    """Pilot and control, and the gap between them, each with the axis of its unit."""
    units = found.unit, Unit.POINTS if found.is_share else found.unit
    return [
        replace(one, axis=axis_of(unit, [v for line in one.lines for v in line.values]))
        for unit, one in zip(units, charts(proof_chart.figure(found), alt, {}), strict=False)
    ]


def _chart(
    figure: Figure, traces: Sequence[Figure], alt: str, periods: Mapping[str, str]
) -> Chart | None:
    if traces[0]["type"] == "bar":
        return _bars(figure, traces, alt)
    if not isinstance(_place(_first(traces)), date | float):
        return None  # a picture of lanes, whose table says it
    return _lines(figure, traces, alt, periods)


def _counts(trace: Figure) -> bool:
    """Not the hatching over missing data, nor what has no value."""
    return trace.get("fill") != "toself" and any(_number(y) is not None for y in _both(trace))


def _both(trace: Figure) -> Sequence[Any]:
    return list(trace["x"] if trace.get("orientation") == "h" else trace["y"])


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _first(traces: Sequence[Figure]) -> Any:
    return next(x for trace in traces for x in trace["x"] if x is not None)


def _place(x: Any) -> Place | str:
    """A day, a number, or text."""
    if isinstance(x, int | float):
        return float(x)
    if isinstance(x, datetime):
        return x.date()
    if isinstance(x, date):
        return x
    try:
        return date.fromisoformat(str(x)[:10])
    except ValueError:
        return str(x)


def _bars(figure: Figure, traces: Sequence[Figure], alt: str) -> Chart:
    """Lying bars from the top as on the page, or columns that are piled up."""
    if traces[0].get("orientation") == "h":
        places = tuple(map(plain, traces[0]["y"]))[::-1]
        [line, *_more] = [_bar_line(trace) for trace in traces]
        axis = _axis(figure["layout"]["xaxis"], [*line.values, *line.low, *line.high])
        return Chart(Kind.BARS, places, (line,), axis=axis, alt=alt)
    order = list(dict.fromkeys(str(x) for trace in traces for x in trace["x"]))
    lines = tuple(
        Line(plain(trace.get("name") or ""), _found(order, trace), Look.OTHER) for trace in traces
    )
    totals = [sum(line.values[n] or 0.0 for line in lines) for n in range(len(order))]
    return Chart(
        Kind.STACKED, tuple(order), lines, axis=_axis(figure["layout"]["yaxis"], totals), alt=alt
    )


def _bar_line(trace: Figure) -> Line:
    values = [_number(x) for x in trace["x"]]
    error = trace.get("error_x") or {}
    up, down = list(error.get("array") or ()), list(error.get("arrayminus") or ())
    high = [None if v is None or not up else v + (up[n] or 0.0) for n, v in enumerate(values)]
    low = [
        None if v is None or not up else v - ((down or up)[n] or 0.0) for n, v in enumerate(values)
    ]
    turned = tuple(values[::-1])
    limits = (tuple(low[::-1]), tuple(high[::-1])) if up else ((), ())
    return Line(plain(trace.get("name") or "") or _("value"), turned, Look.MAIN, *limits)


def bars(
    asked: Bars, names: Sequence[str], rows: Sequence[Mapping[str, Any]], alt: str
) -> Chart | None:
    """Rows of a picture of our own as lying bars; None where none has a value."""
    values, low, high = (
        tuple(_number(row.get(column)) if column else None for row in rows)
        for column in (asked.value, asked.low, asked.high)
    )
    if not any(value is not None for value in values):
        return None
    limits = (low, high) if asked.low else ((), ())
    line = Line(_("value"), values, Look.MAIN, *limits)
    axis = axis_of(asked.unit, [0.0, *values, *low, *high])
    return Chart(Kind.BARS, tuple(names), (line,), axis=axis, alt=alt)


def axis_of(unit: Unit, values: Sequence[float | None]) -> Axis:
    """How values of a unit are written."""
    match unit:
        case Unit.MONEY:
            known = [value for value in values if value is not None] or [0.0]
            return _money(_round(min(known), max(known)))
        case Unit.SECONDS:
            known = [value for value in values if value is not None] or [0.0]
            ticks = round_waits(min(known), max(known))
            return _waits(known, [(tick, words.amount(unit, tick)) for tick in ticks])
        case Unit.PERCENT:
            return _axis({"ticksuffix": " %"}, values)
        case _:
            return plain_axis(values)


def _found(order: Sequence[str], trace: Figure) -> Values:
    held = {str(x): _number(y) for x, y in zip(trace["x"], trace["y"], strict=True)}
    return tuple(held.get(place) for place in order)


def _lines(figure: Figure, traces: Sequence[Figure], alt: str, periods: Mapping[str, str]) -> Chart:
    where = _places(traces)
    lines: list[Line] = []
    bands: list[Band] = []
    for n, trace in enumerate(traces):
        values = _at(where, trace)
        if trace.get("fill") == "tonexty":
            bands.append(
                Band(_band_name(trace, traces[n + 1 :]), values, _at(where, traces[n - 1]))
            )
        elif not _is_edge(traces, n):
            lines.append(Line(_name(trace, len(lines)), values, _look(trace)))
    lines += [Line(_("goal"), (level,) * len(where), Look.TARGET) for level in _levels(figure)]
    every = [v for line in lines for v in line.values] + [
        v for b in bands for v in (*b.low, *b.high)
    ]
    kind = Kind.LINES if isinstance(where[0], date) else Kind.CURVES
    title = (figure["layout"].get("xaxis", {}).get("title") or {}) if kind is Kind.CURVES else {}
    across = plain(title.get("text", "")) if isinstance(title, dict) else plain(str(title))
    return Chart(
        kind, tuple(_named(at, periods, where) for at in where), tuple(_apart(lines)), tuple(bands), tuple(where),
        _axis(figure["layout"]["yaxis"], every), across, alt,
    )  # fmt: skip


def _is_edge(traces: Sequence[Figure], n: int) -> bool:
    """The upper limit of the area that the next trace fills."""
    return n + 1 < len(traces) and traces[n + 1].get("fill") == "tonexty"


def _places(traces: Sequence[Figure]) -> list[Any]:
    """Those of lines; of targets and single marks only what lies beyond the last of these.

    A target that is moved, or a milestone, in the middle of a period so makes no place, and no hole in the lines.
    """
    lines = [_spots(t) for t in traces if _look(t) not in (Look.TARGET, Look.POINTS)]
    found = {place for spots in lines for place in spots}
    last = max(found, default=None)
    for trace in traces:
        found |= {place for place in _spots(trace) if last is None or place > last}
    return sorted(found)


def _spots(trace: Figure) -> dict[Any, float | None]:
    """Place → value; of two at one place, as in a step, the later."""
    pairs = zip(trace["x"], trace["y"], strict=True)
    return {_place(x): _number(y) for x, y in pairs if x is not None}


def _at(where: Sequence[Any], trace: Figure) -> Values:
    """The trace's value at each place: of a target or a curve also between its points; a mark stands at its period."""
    spots = _spots(trace)
    if _look(trace) is Look.POINTS:
        moved = {where[max(0, bisect_right(where, at) - 1)]: value for at, value in spots.items()}
        return tuple(moved.get(at) for at in where)
    is_joined = _look(trace) is Look.TARGET or isinstance(where[0], float)
    if not is_joined:
        return tuple(spots.get(at) for at in where)
    known = sorted((at, value) for at, value in spots.items() if value is not None)
    is_step = (trace.get("line") or {}).get("shape") == "hv"
    return tuple(_between(known, at, is_step) for at in where)


def _between(known: Sequence[tuple[Any, float]], at: Any, is_step: bool) -> float | None:
    """On the line through the known points; None outside them."""
    n = bisect_right([place for place, _value in known], at) - 1
    if n < 0 or (n == len(known) - 1 and known[n][0] != at):
        return None
    (start, value) = known[n]
    if start == at or is_step:
        return value
    end, after = known[n + 1]
    share = _far(start, at) / _far(start, end)
    return value + share * (after - value)


def _far(first: Any, last: Any) -> float:
    return float((last - first).days if isinstance(first, date) else last - first)


def _look(trace: Figure) -> Look:
    if trace.get("fill") == "tonexty":
        return Look.CONTEXT
    mode = str(trace.get("mode") or "lines")
    line = trace.get("line") or {}
    if "lines" not in mode:
        return Look.POINTS
    if line.get("color") == GOAL and line.get("dash", "solid") != "solid":
        return Look.TARGET
    return Look.CONTEXT if line.get("color") == CONTEXT else Look.MAIN


def _name(trace: Figure, n: int) -> str:
    return plain(trace.get("name") or "") or (_("value") if not n else _("value {n}", n=n + 1))


def _band_name(trace: Figure, later: Sequence[Figure]) -> str:
    """Its own name, or that of an interval, of the line that follows where there are several."""
    if name := plain(trace.get("name") or ""):
        return name
    line = next((t for t in later if _look(t) is Look.MAIN and t.get("name")), None)
    named = plain(line.get("name") or "") if line else ""
    return _("{name}: 95 % interval", name=named) if named else _("95 % interval")


def _apart(lines: Sequence[Line]) -> list[Line]:
    """Names that occur twice are told apart: the marks of a line's open periods carry its name too."""
    seen: set[str] = set()
    found = []
    for line in lines:
        name = line.name
        if name in seen and line.look is Look.POINTS:
            name = _("{name}, not complete", name=name)
        while name in seen:
            name += " ·"
        seen.add(name)
        found.append(Line(name, line.values, line.look, line.low, line.high))
    return [line for line in found if any(value is not None for value in line.values)]


def _levels(figure: Figure) -> list[float]:
    """Of goals that are drawn as one line across."""
    shapes = figure["layout"].get("shapes", ())
    return [
        float(shape["y0"])
        for shape in shapes
        if shape.get("type") == "line" and shape.get("y0") == shape.get("y1") and shape.get("yref") != "paper"
        and (shape.get("line") or {}).get("color") == GOAL
    ]  # fmt: skip


def _named(at: Any, periods: Mapping[str, str], where: Sequence[Any]) -> str:
    if not isinstance(at, date):
        return language.number(at, 0 if at == int(at) else 2)
    if told := periods.get(at.isoformat()):
        return told
    if all(isinstance(day, date) and day.day == 1 for day in where):
        return f"{language.month(at)} {at.year}"
    return words.day(at)


def _axis(axis: Mapping[str, Any], values: Sequence[float | None]) -> Axis:
    """As the page writes it: per cent, money, waits, plain numbers."""
    known = [value for value in values if value is not None] or [0.0]
    ticks = _round(min(known), max(known))
    told = list(zip(axis.get("tickvals") or (), axis.get("ticktext") or (), strict=False))
    if told and all(words.amount(Unit.SECONDS, float(at)) == text for at, text in told):
        return _waits(known, told)
    if axis.get("tickprefix") or told:
        return _money(ticks)
    suffix = str(axis.get("ticksuffix") or "").strip()
    digits = _digits(ticks)
    shown = f"{{}}{words.THIN}{suffix}" if suffix else "{}"
    named = tuple((tick, shown.format(_written(tick, digits))) for tick in ticks)
    return Axis(f'#,##0.0" {suffix}"' if suffix else "#,##0.##", named)


def plain_axis(values: Sequence[float | None]) -> Axis:
    """Of plain numbers."""
    return _axis({}, values)


def count_axis(most: float) -> Axis:
    """From nought, in whole steps."""
    step = max(1.0, _round(0.0, max(most, 1.0))[1])
    ticks = [step * n for n in range(math.ceil(max(most, 1.0) / step) + 1)]
    return Axis("#,##0", tuple((tick, words.number(tick)) for tick in ticks))


def _written(value: float, digits: int) -> str:
    return words.number(value, digits).replace("-", words.MINUS)


def _waits(known: Sequence[float], told: Sequence[tuple[float, str]]) -> Axis:
    """Seconds; in a sheet, which has no word for them, minutes, hours or days."""
    steps = ((86400, _("days")), (3600, _("hours")), (60, _("minutes")), (1, _("seconds")))
    size, name = next((s for s in steps if max(map(abs, known)) >= 2 * s[0]), steps[-1])
    return Axis("#,##0.0", tuple((float(at), text) for at, text in told), name, 1 / size)


def _money(ticks: Sequence[float]) -> Axis:
    currency = reads.currency()
    symbol = words.symbol(currency).strip()
    is_before = language.language() == language.SOURCE
    written = f'"{symbol}"#,##0' if is_before else f'#,##0" {symbol}"'
    return Axis(written, tuple((tick, words.round_money(tick, currency)) for tick in ticks))


def _round(low: float, high: float) -> list[float]:
    """Round values from below the lowest to above the highest, some five."""
    rough = ((high - low) or abs(high) or 1.0) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough * 0.999)
    return [step * n for n in range(math.floor(low / step), math.ceil(high / step) + 1)]


def _digits(ticks: Sequence[float]) -> int:
    """As many as tell the ticks apart."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    return max(0, -math.floor(math.log10(step) + 1e-9)) + (
        1 if f"{step:.0e}".startswith("2") and "5" in f"{step:g}" else 0
    )


def plain(text: Any) -> str:
    """Without the marks of HTML that figures may hold."""
    return re.sub(r"<[^>]+>", " ", str(text)).replace("&amp;", "&").strip()
