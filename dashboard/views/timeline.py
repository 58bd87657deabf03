"""Freshness as a picture: from when to when each feed has data, and where it fell silent."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.views import words
from dashboard.views.axes import CONTEXT, GRID, LINE
from dashboard.views.ledger import Feed, Hole

SILENT = "#d55e00"
DAY = 86_400_000  # milliseconds, as Plotly measures a span of days


def figure(feeds: Sequence[Feed], holes: Sequence[Hole]) -> dict[str, Any]:
    """One bar per feed on a line of days; silent spans are hatched over it."""
    shown = list(reversed(feeds))
    bars = {
        "type": "bar",
        "orientation": "h",
        "base": [feed.first.isoformat() for feed in shown],
        "x": [(feed.until - feed.first).days * DAY for feed in shown],
        "y": [feed.name for feed in shown],
        "marker": {"color": LINE, "opacity": 0.4},
        "width": 0.5,
        "customdata": [_last(feed) for feed in shown],
        "hovertemplate": "<b>%{y}</b><br>until %{customdata}<extra></extra>",
    }
    data = [bars, _silent(holes)] if holes else [bars]
    return {"data": data, "layout": _layout(feeds)}


def alt(feeds: Sequence[Feed], holes: Sequence[Hole]) -> str:
    """'3 of 4 feeds reach 30 Sep 2026; crm is 5 days behind. 1 silent span.'"""
    if not feeds:
        return "No feed has data."
    newest = [feed for feed in feeds if not feed.lag_days]
    behind = [
        f"{f.name} is {words.counted_word(f.lag_days, 'day')} behind" for f in feeds if f.lag_days
    ]
    verb = "reaches" if len(newest) == 1 else "reach"
    text = f"{len(newest)} of {words.counted_word(len(feeds), 'feed')} {verb} {_last(newest[0])}"
    text += f"; {words.listed(behind)}" if behind else ""
    if holes:
        text += f". Data are missing in {words.counted_word(len(holes), 'span')}: "
        text += words.listed([_hole(hole) for hole in holes[:3]])
    return text + "."


def _silent(holes: Sequence[Hole]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "base": [hole.first.isoformat() for hole in holes],
        "x": [max(1, (hole.until - hole.first).days) * DAY for hole in holes],
        "y": [hole.feed for hole in holes],
        "marker": {
            "color": SILENT,
            "pattern": {"shape": "/", "size": 4, "solidity": 0.5},
            "line": {"color": SILENT, "width": 1.5},
        },
        "width": 0.5,
        "customdata": [_hole(hole) for hole in holes],
        "hovertemplate": "data missing<br>%{customdata}<extra></extra>",
    }


def _layout(feeds: Sequence[Feed]) -> dict[str, Any]:
    last = max((feed.until for feed in feeds), default=date(2000, 1, 1))
    return {
        "height": 70 + 34 * len(feeds),
        "margin": {"l": 8, "r": 110, "t": 8, "b": 8},
        "barmode": "overlay",
        "showlegend": False,
        "dragmode": False,
        "xaxis": {"type": "date", "gridcolor": GRID, "fixedrange": True},
        "yaxis": {"type": "category", "automargin": True, "ticksuffix": "  ", "fixedrange": True},
        "annotations": [
            {
                "text": _last(feed) + (f" ({feed.lag_days} d behind)" if feed.lag_days else ""),
                "x": last.isoformat(), "y": feed.name, "xanchor": "left", "xshift": 8,
                "showarrow": False, "font": {"size": 12, "color": CONTEXT},
            }
            for feed in feeds
        ],
    }  # fmt: skip


def _last(feed: Feed) -> str:
    return words.day(feed.until - timedelta(days=1))


def _hole(hole: Hole) -> str:
    last = hole.until - timedelta(days=1)
    return (
        f"{hole.feed} in {words.named(hole.region)}, {words.day(hole.first)} to {words.day(last)}"
    )
