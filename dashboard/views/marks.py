"""How several lines of one figure are told apart: hue, dash and symbol together, and their names above it."""

from collections.abc import Sequence
from typing import Any

from dashboard.views.axes import Figure

HUES = ("#2f86c9", "#c26a12", "#12876f", "#a1559b", "#7a6a00", "#6b7785")
"""Told apart by the colour-blind (after Okabe and Ito, darkened); the last is grey."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
MOST = len(HUES)

Limits = Sequence[tuple[float | None, float | None]]


def band(x: Sequence[Any], limits: Limits, hue: str, shape: str = "linear") -> list[Figure]:
    """Two lines without width and the area between them."""

    def edge(y: list[float | None]) -> Figure:
        return {
            "type": "scatter", "mode": "lines", "x": list(x), "y": y, "hoverinfo": "skip",
            "line": {"width": 0, "color": hue, "shape": shape}, "showlegend": False,
        }  # fmt: skip

    if not any(low is not None for low, _high in limits):
        return []
    lower = edge([low for low, _high in limits])
    return [
        edge([high for _low, high in limits]),
        {**lower, "fill": "tonexty", "fillcolor": _thin(hue)},
    ]


def _thin(hue: str, opacity: float = 0.16) -> str:
    red, green, blue = (int(hue[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def with_legend(layout: Figure) -> Figure:
    """The layout with the names of its lines above it."""
    return {
        **layout,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "traceorder": "normal",
        },
        "margin": {**layout["margin"], "r": 16, "t": 48},
    }
