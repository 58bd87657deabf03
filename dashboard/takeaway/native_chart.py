"""A chart as PowerPoint's own: its values lie in a sheet inside, and can be edited."""

from collections.abc import Sequence
from typing import Any

from dashboard.language import _
from dashboard.takeaway.document import Axis, Chart, Kind, Line, Look, Values
from dashboard.takeaway.plot import hue

POINTS = 12700
LIMIT = "#9db8cc"


def add(slide: Any, chart: Chart, room: tuple[int, int, int, int]) -> None:
    """Put it into this room of a slide."""
    kind, data, lines = _data(chart)
    frame = slide.shapes.add_chart(kind, *room, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)  # what a screen reader says
    drawn = frame.chart
    _axes(drawn, chart)
    drawn.has_legend = len(lines) > 1
    if drawn.has_legend:
        from pptx.enum.chart import XL_LEGEND_POSITION

        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = 11 * POINTS
    for series, (line, colour) in zip(drawn.plots[0].series, lines, strict=True):
        if chart.kind in (Kind.BARS, Kind.STACKED):
            _fill(series, colour)
            _intervals(series, line, chart.axis.factor)
        else:
            _stroke(series, line, colour, len(chart.places) <= 60)


def _data(chart: Chart) -> tuple[Any, Any, list[tuple[Line, str]]]:
    """PowerPoint's kind of chart, its data, and each of its series with its colour."""
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    lines = [(line, hue(chart, n)) for n, line in enumerate(chart.lines)]
    for band in chart.bands:
        lines.append((Line(_("{name}, from", name=band.name), band.low, Look.CONTEXT), LIMIT))
        lines.append((Line(_("{name}, to", name=band.name), band.high, Look.CONTEXT), LIMIT))
    if chart.kind is Kind.CURVES:
        points = XyChartData(number_format=chart.axis.format)
        for line, _colour in lines:
            series = points.add_series(line.name)
            for x, y in zip(chart.where, _scaled(line.values, chart.axis), strict=True):
                if y is not None:
                    series.add_data_point(x, y)
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, points, lines
    data = CategoryChartData(number_format=chart.axis.format)
    data.categories = _categories(chart)
    for line, _colour in lines:
        data.add_series(line.name, _scaled(line.values, chart.axis))
    kinds = {Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED, Kind.STACKED: XL_CHART_TYPE.COLUMN_STACKED}
    return kinds.get(chart.kind, XL_CHART_TYPE.LINE_MARKERS), data, lines


def _categories(chart: Chart) -> Sequence[str]:
    """In words, as the page names them; a day of its own for each keeps PowerPoint from merging them."""
    return [place or str(n + 1) for n, place in enumerate(chart.places)]


def _scaled(values: Values, axis: Axis) -> list[float | None]:
    if axis.factor == 1.0:
        return list(values)
    return [None if value is None else value * axis.factor for value in values]


def _axes(drawn: Any, chart: Chart) -> None:
    from pptx.dml.color import RGBColor

    value, category = drawn.value_axis, drawn.category_axis
    value.tick_labels.number_format = chart.axis.format
    value.tick_labels.number_format_is_linked = False
    for axis in (value, category):
        axis.tick_labels.font.size = 11 * POINTS
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string("DDE3E8")
    value.format.line.fill.background()
    _named(value, chart.axis.title)
    _named(category, chart.across if chart.kind is Kind.CURVES else "")
    if chart.kind is Kind.CURVES:
        category.has_major_gridlines = False
    if chart.kind is Kind.BARS:
        category.reverse_order = True
        _low(category)
    if chart.kind in (Kind.BARS, Kind.STACKED):
        drawn.plots[0].gap_width = 45


def _low(axis: Any) -> None:
    """Names stand at the left, also where bars go below zero."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION

    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _named(axis: Any, title: str) -> None:
    axis.has_title = bool(title)
    if title:
        axis.axis_title.text_frame.text = title
        axis.axis_title.text_frame.paragraphs[0].font.size = 11 * POINTS


def _fill(series: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:])
    series.invert_if_negative = False


def _stroke(series: Any, line: Line, colour: str, has_marks: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE

    rgb = RGBColor.from_string(colour[1:])
    series.smooth = False
    is_main = line.look in (Look.MAIN, Look.OTHER)
    if line.look is Look.POINTS:
        series.format.line.fill.background()
    else:
        series.format.line.color.rgb = rgb
        series.format.line.width = (27 if is_main else 15) * POINTS // 10
    if line.look in (Look.CONTEXT, Look.TARGET):
        series.format.line.dash_style = (
            MSO_LINE.DASH if line.look is Look.TARGET else MSO_LINE.ROUND_DOT
        )
    is_marked = line.look is Look.POINTS or (is_main and has_marks)
    series.marker.style = XL_MARKER_STYLE.CIRCLE if is_marked else XL_MARKER_STYLE.NONE
    if is_marked:
        series.marker.size = 9 if line.look is Look.POINTS else 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb
        series.marker.format.line.color.rgb = rgb


def _intervals(series: Any, line: Line, factor: float) -> None:
    """Error bars with limits of their own, which python-pptx has no words for (ECMA-376, 21.2.2.55)."""
    if not line.low:
        return
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    known = list(zip(line.values, line.low, line.high, strict=True))
    up = [0.0 if v is None or h is None else (h - v) * factor for v, _low, h in known]
    down = [0.0 if v is None or low is None else (v - low) * factor for v, low, _high in known]
    bars = parse_xml(
        f'<c:errBars {nsdecls("c")}><c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="0"/><c:plus>{_literals(up)}</c:plus><c:minus>{_literals(down)}</c:minus></c:errBars>'
    )
    series._element.find(f"{{{bars.nsmap['c']}}}cat").addprevious(bars)


def _literals(values: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>' for n, value in enumerate(values)
    )
    return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'
