"""Sparklines: a metric's last periods as a small picture that carries its own words.

An SVG in an image, since Streamlit strips inline SVG from HTML. The picture follows the page's colour scheme.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from dashboard.language import _
from dashboard.metrics.evaluate import Value
from dashboard.views import words
from queries.calendar import Grain

WIDTH, HEIGHT, EDGE = 132.0, 38.0, 4.0

STYLE = (
    "path,line{fill:none;stroke-linecap:round;stroke-linejoin:round}"
    ".l{stroke:#3b7fa8;stroke-width:1.8}.o{stroke:#3b7fa8;stroke-width:1.4;stroke-dasharray:2 3}"
    ".d{fill:#0b6a8f}.r{fill:none;stroke:#3b7fa8;stroke-width:1.4}"
    ".g{stroke:#8a6d00;stroke-width:1;stroke-dasharray:5 3}"
    "@media(prefers-color-scheme:dark){.l,.o,.r{stroke:#6cb6dc}.d{fill:#9fd8f3}.g{stroke:#d9b84a}}"
)

Point = tuple[float, float]


def sparkline(
    values: Sequence[Value], grain: Grain, currency: str = "", goal: float | None = None
) -> str:
    """An `<img>` of the values: complete periods as a line, the running one apart as a ring, the goal dashed."""
    whole = [(n, v.value) for n, v in enumerate(values) if v.value is not None and v.is_complete]
    if len(whole) < 2:
        return ""
    running = [
        (n, v.value)
        for n, v in enumerate(values)
        if v.value is not None
        and not v.is_complete
        and n > whole[-1][0]
        and not v.metric.horizon_days  # a period without its horizon is no running value
    ]
    at = _scale([y for _, y in (*whole, *running[:1])], len(values), goal)
    points = [at(n, y) for n, y in whole]
    parts = [_goal(at(0, goal)[1])] if goal is not None else []
    parts.append(f'<path class="l" d="{_path(whole, points)}"/>')
    parts.append(_dot("d", points[-1], 2.6))
    if running:
        ring = at(*running[0])
        parts.append(f'<path class="o" d="M{_xy(points[-1])}L{_xy(ring)}"/>{_dot("r", ring, 2.4)}')
    return _image("".join(parts), alt(values, grain, currency))


def alt(values: Sequence[Value], grain: Grain, currency: str = "") -> str:
    """The trend in a sentence."""
    whole = [v for v in values if v.value is not None and v.is_complete]
    if not whole:
        return _("No complete period")
    metric, first, last = whole[0].metric, whole[0], whole[-1]
    low = min(whole, key=lambda v: v.value or 0.0)
    high = max(whole, key=lambda v: v.value or 0.0)

    def at(value: Value) -> str:
        amount = words.value(metric, value.value, currency)
        return _("{value} in {period}", value=amount, period=words.period(value.period, grain))

    return _(
        "{metric}: from {first} to {last}; lowest {low}, highest {high}",
        metric=_(metric.label), first=at(first), last=at(last), low=at(low), high=at(high),
    )  # fmt: skip


def _scale(heights: list[float], count: int, goal: float | None) -> Callable[[float, float], Point]:
    """A function from (index, value) to the picture's coordinates."""
    shown = [*heights, *([goal] if goal is not None else [])]
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / max(1, count - 1)

    def at(n: float, y: float) -> Point:
        height = (HEIGHT - 2 * EDGE) * (y - low) / span if high > low else (HEIGHT - 2 * EDGE) / 2
        return EDGE + n * step, HEIGHT - EDGE - height

    return at


def _path(whole: Sequence[tuple[int, float]], points: Sequence[Point]) -> str:
    """Lines between neighbouring periods; a new start after a gap."""
    found = []
    for position, ((n, _y), point) in enumerate(zip(whole, points, strict=True)):
        joined = position > 0 and whole[position - 1][0] == n - 1
        found.append(("L" if joined else "M") + _xy(point))
    return "".join(found)


def _goal(y: float) -> str:
    return f'<line class="g" x1="0" x2="{WIDTH:g}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _dot(name: str, point: Point, radius: float) -> str:
    return f'<circle class="{name}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{radius}"/>'


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _image(body: str, text: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}"><style>{STYLE}</style>{body}</svg>'
    )
    source = "data:image/svg+xml," + quote(svg, safe="/:=' ,;()@.{}-")
    return f'<img class="mp-spark" alt="{words.escaped(text)}" src="{words.escaped(source)}">'
