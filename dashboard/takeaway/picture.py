"""A chart as SVG, which a browser draws without asking anybody."""

from html import escape

from dashboard.takeaway.document import Chart
from dashboard.takeaway.plot import WIDE, Area, Box, Dot, Mark, Stroke, Text, sheet


def svg(chart: Chart) -> str:
    """The picture, or nothing where the chart has no value."""
    drawn = sheet(chart)
    if not drawn.marks:
        return ""
    marks = "".join(map(_mark, drawn.marks))
    alt = escape(chart.alt)
    return (
        f'<svg viewBox="0 0 {WIDE:g} {drawn.high:g}" role="img" aria-label="{alt}" '
        f'font-size="12" preserveAspectRatio="xMidYMid meet">{marks}</svg>'
    )


def _mark(mark: Mark) -> str:
    match mark:
        case Stroke():
            dash = f' stroke-dasharray="{mark.dash[0]:g} {mark.dash[1]:g}"' if mark.dash else ""
            return (
                f'<polyline points="{_points(mark.points)}" fill="none" stroke="{mark.hue}" '
                f'stroke-width="{mark.width:g}"{dash}/>'
            )
        case Area():
            return (
                f'<polygon points="{_points(mark.points)}" fill="{mark.hue}" fill-opacity="0.18"/>'
            )
        case Box():
            size = f'width="{mark.wide:.1f}" height="{mark.high:.1f}"'
            return f'<rect x="{mark.x:.1f}" y="{mark.y:.1f}" {size} fill="{mark.hue}">{_title(mark.said)}</rect>'
        case Dot():
            at = f'cx="{mark.x:.1f}" cy="{mark.y:.1f}"'
            return f'<circle {at} r="3" fill="{mark.hue}">{_title(mark.said)}</circle>'
        case Text():
            at = f'x="{mark.x:.1f}" y="{mark.y:.1f}" text-anchor="{mark.anchor}"'
            return f"<text {at}>{escape(mark.text)}</text>"


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _title(said: str) -> str:
    return f"<title>{escape(said)}</title>" if said else ""
