"""A chart as lines, areas, boxes and texts on a sheet of 760 by 300, which a picture or a page draws as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.takeaway.document import Band, Chart, Kind, Line, Look, Values

WIDE, HIGH = 760.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 70.0, 16.0, 26.0, 30.0
BAR = 22.0
"""Room for one bar, of which it fills two thirds."""
MOST_NAMES = 8
HUES = ("#2f86c9", "#d55e00", "#12876f", "#a1559b", "#7a6a00", "#5b6770")
CONTEXT, TARGET, GRID = "#8a96a3", "#c78500", "#dde3e8"


@dataclass(frozen=True)
class Stroke:
    """A line through points; `dash` has lengths of stroke and gap."""

    points: tuple[tuple[float, float], ...]
    hue: str
    width: float = 1.6
    dash: tuple[float, float] | None = None


@dataclass(frozen=True)
class Area:
    points: tuple[tuple[float, float], ...]
    hue: str


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    wide: float
    high: float
    hue: str
    said: str = ""


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    hue: str
    said: str = ""


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    anchor: str = "start"
    """start, middle or end."""


Mark = Stroke | Area | Box | Dot | Text


@dataclass(frozen=True)
class Sheet:
    marks: tuple[Mark, ...] = field(default=())
    high: float = HIGH


def sheet(chart: Chart) -> Sheet:
    """The chart drawn; a sheet without marks where it has no value."""
    known = [v for v in _every(chart) if v is not None]
    if not known or not chart.places:
        return Sheet()
    if chart.kind is Kind.BARS:
        return _bars(chart, known)
    if chart.kind is Kind.STACKED:
        return _stacked(chart)
    return _lines(chart, known)


def hue(chart: Chart, n: int) -> str:
    """The colour of the n-th line."""
    line = chart.lines[n]
    if line.look is Look.CONTEXT:
        return CONTEXT
    if line.look is Look.TARGET:
        return TARGET
    others = [
        m
        for m, other in enumerate(chart.lines)
        if other.look in (Look.MAIN, Look.OTHER, Look.POINTS)
    ]
    return HUES[others.index(n) % len(HUES)]


def _every(chart: Chart) -> Iterator[float | None]:
    for line in chart.lines:
        yield from (*line.values, *line.low, *line.high)
    for band in chart.bands:
        yield from (*band.low, *band.high)


@dataclass(frozen=True)
class _Scale:
    """From a value to where it lies on the sheet."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.first + (value - self.low) / span * (self.last - self.first)


def _ends(known: Sequence[float], chart: Chart, from_zero: bool) -> tuple[float, float]:
    """From the round value below the lowest to the one above the highest."""
    low, high = min(known), max(known)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    ticks = [value for value, _text in chart.axis.ticks]
    low = max((tick for tick in ticks if tick <= low), default=low)
    high = min((tick for tick in ticks if tick >= high), default=high)
    return (low, high) if low < high else (low - 1, high + 1)


def _lines(chart: Chart, known: Sequence[float]) -> Sheet:
    low, high = _ends(known, chart, from_zero=False)
    y = _Scale(low, high, HIGH - BOTTOM, TOP)
    xs = _across(chart)
    marks: list[Mark] = [*_grid(chart, y, low, high), *_names(chart, xs, HIGH - 8)]
    for band in chart.bands:
        marks += _band(band, xs, y)
    for n, line in enumerate(chart.lines):
        marks += _line(chart, line, hue(chart, n), xs, y)
    return Sheet((*marks, *_legend(chart)))


def _across(chart: Chart) -> list[float]:
    """Where each place lies, as far apart as its days or numbers are."""
    at = [float(w.toordinal()) if isinstance(w, date) else float(w) for w in chart.where]
    at = at or [float(n) for n in range(len(chart.places))]
    x = _Scale(min(at), max(at), LEFT, WIDE - RIGHT)
    if min(at) == max(at):
        return [(LEFT + WIDE - RIGHT) / 2] * len(at)
    return [x(value) for value in at]


def _grid(chart: Chart, y: _Scale, low: float, high: float) -> list[Mark]:
    marks: list[Mark] = []
    for value, text in chart.axis.ticks:
        if low <= value <= high:
            marks.append(Stroke(((LEFT, y(value)), (WIDE - RIGHT, y(value))), GRID, 0.7))
            marks.append(Text(LEFT - 6, y(value) + 4, text, "end"))
    return marks


def _names(chart: Chart, xs: Sequence[float], y: float) -> list[Mark]:
    """The names of a few places, evenly chosen and with room between them."""
    step = max(1, -(-len(xs) // MOST_NAMES))
    marks: list[Mark] = []
    for n in range(0, len(xs), step):
        anchor = "middle" if 0 < n < len(xs) - 1 else "start" if n == 0 else "end"
        marks.append(Text(xs[n], y, chart.places[n], anchor))
    return marks


def _runs(values: Values, xs: Sequence[float], y: _Scale) -> list[tuple[tuple[float, float], ...]]:
    """Points without a hole between them."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(xs, values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, y(value)))
    return [tuple(run) for run in runs if run]


def _band(band: Band, xs: Sequence[float], y: _Scale) -> list[Mark]:
    known = [
        low is not None and high is not None for low, high in zip(band.low, band.high, strict=True)
    ]
    lows = _runs(tuple(v if k else None for v, k in zip(band.low, known, strict=True)), xs, y)
    highs = _runs(tuple(v if k else None for v, k in zip(band.high, known, strict=True)), xs, y)
    return [
        Area((*above, *reversed(below)), HUES[0])
        for below, above in zip(lows, highs, strict=True)
        if len(below) > 1
    ]


def _line(chart: Chart, line: Line, hue: str, xs: Sequence[float], y: _Scale) -> list[Mark]:
    dash = {Look.CONTEXT: (2.0, 3.0), Look.TARGET: (6.0, 4.0)}.get(line.look)
    width = 1.3 if line.look is Look.CONTEXT else 2.2
    marks: list[Mark] = []
    if line.look is not Look.POINTS:
        marks += [
            Stroke(run, hue, width, dash) for run in _runs(line.values, xs, y) if len(run) > 1
        ]
    if line.look in (Look.CONTEXT, Look.TARGET):
        return marks
    if line.look is Look.POINTS or len(xs) <= 60:
        marks += [
            Dot(x, y(value), hue, f"{chart.places[n]}: {_said(chart, value)}")
            for n, (x, value) in enumerate(zip(xs, line.values, strict=True))
            if value is not None
        ]
    return marks


def _said(chart: Chart, value: float) -> str:
    """A value as the axis writes it."""
    exact = dict(chart.axis.ticks).get(value)
    return exact or f"{value * chart.axis.factor:,.4g}"


def _legend(chart: Chart) -> list[Mark]:
    """The names of lines, in one row above."""
    marks: list[Mark] = []
    x = LEFT
    named = [(line.name, hue(chart, n)) for n, line in enumerate(chart.lines) if line.name]
    named += [(band.name, "band") for band in chart.bands if band.name]
    if len(named) < 2:
        return []
    for name, colour in named:
        marks.append(Box(x, 4, 12, 8, "#c9dff0" if colour == "band" else colour))
        marks.append(Text(x + 16, 12, name))
        x += 34 + 6.4 * len(name)
        if x > WIDE - 120:
            break
    return marks


def _bars(chart: Chart, known: Sequence[float]) -> Sheet:
    """One bar from zero per place, its interval as a line, its value at its end."""
    names = min(260.0, 24 + 6.6 * max(len(name) for name in chart.places))
    low, high = _ends(known, chart, from_zero=True)
    x = _Scale(low, high, names, WIDE - 60)
    bottom = TOP + BAR * len(chart.places)
    marks: list[Mark] = []
    for tick, text in chart.axis.ticks:
        if low <= tick <= high:
            marks.append(Stroke(((x(tick), TOP), (x(tick), bottom)), GRID, 0.7))
            marks.append(Text(x(tick), bottom + 16, text, "middle"))
    [line] = chart.lines[:1]
    for n, (name, value) in enumerate(zip(chart.places, line.values, strict=True)):
        middle = TOP + BAR * (n + 0.5)
        marks.append(Text(names - 8, middle + 4, name, "end"))
        if value is None:
            continue
        ends = sorted((x(0.0), x(value)))
        said = f"{name}: {_said(chart, value)}"
        marks.append(Box(ends[0], middle - BAR / 3, ends[1] - ends[0], BAR * 2 / 3, HUES[0], said))
        marks += _whisker(line, n, middle, x)
    return Sheet(tuple(marks), bottom + 26)


def _whisker(line: Line, n: int, middle: float, x: _Scale) -> list[Mark]:
    low, high = (line.low[n], line.high[n]) if line.low else (None, None)
    if low is None or high is None:
        return []
    return [Stroke(((x(low), middle), (x(high), middle)), "#22303c", 1.4)]


def _stacked(chart: Chart) -> Sheet:
    """Columns; what stands in one place is piled up."""
    totals = [
        sum(max(0.0, line.values[n] or 0.0) for line in chart.lines)
        for n in range(len(chart.places))
    ]
    low, high = _ends([0.0, *totals], chart, from_zero=True)
    y = _Scale(low, high, HIGH - BOTTOM, TOP)
    room = (WIDE - RIGHT - LEFT) / len(chart.places)
    middles = [LEFT + room * (n + 0.5) for n in range(len(chart.places))]
    marks: list[Mark] = [*_grid(chart, y, low, high), *_names(chart, middles, HIGH - 8)]
    for n, middle in enumerate(middles):
        base = 0.0
        for m, line in enumerate(chart.lines):
            if part := line.values[n]:
                said = f"{chart.places[n]}, {line.name}: {_said(chart, part)}"
                top = y(base + part)
                marks.append(
                    Box(middle - room / 3, top, room * 2 / 3, y(base) - top, hue(chart, m), said)
                )
                base += part
    return Sheet((*marks, *_legend(chart)))
