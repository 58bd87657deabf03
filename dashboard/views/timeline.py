"""Freshness as a picture: from when to when each feed has data, and where it fell silent."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.language import _, n_
from dashboard.views import nouns, words
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
        "customdata": [_("until {day}", day=_last(feed)) for feed in shown],
        "hovertemplate": "<b>%{y}</b><br>%{customdata}<extra></extra>",
    }
    data = [bars, _silent(holes)] if holes else [bars]
    return {"data": data, "layout": _layout(feeds)}


def alt(feeds: Sequence[Feed], holes: Sequence[Hole]) -> str:
    """'3 of 4 feeds reach 30 Sep 2026; crm is 5 days behind. 1 silent span.'"""
    if not feeds:
        return _("No feed has data.")
    newest = [feed for feed in feeds if not feed.lag_days]
    behind = [
        n_("{feed} is {count} day behind", "{feed} is {count} days behind", f.lag_days, feed=f.name)
        for f in feeds
        if f.lag_days
    ]
    text = n_(
        "{count} of {feeds} reaches {day}", "{count} of {feeds} reach {day}", len(newest),
        feeds=nouns.of(len(feeds), "feeds"), day=_last(newest[0]),
    )  # fmt: skip
    text += f"; {words.listed(behind)}." if behind else "."
    if holes:
        text += " " + n_(
            "Data are missing in {count} span: {spans}.", "Data are missing in {count} spans: {spans}.",
            len(holes), spans=words.listed([_hole(hole) for hole in holes[:3]]),
        )  # fmt: skip
    return text


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
        "customdata": [f"{_('data missing')}<br>{_hole(hole)}" for hole in holes],
        "hovertemplate": "%{customdata}<extra></extra>",
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
                "text": _end(feed),
                "x": last.isoformat(), "y": feed.name, "xanchor": "left", "xshift": 8,
                "showarrow": False, "font": {"size": 12, "color": CONTEXT},
            }
            for feed in feeds
        ],
    }  # fmt: skip


def _end(feed: Feed) -> str:
    """Its last day, with how far it is behind."""
    if not feed.lag_days:
        return _last(feed)
    return _("{day} ({days} d behind)", day=_last(feed), days=feed.lag_days)


def _last(feed: Feed) -> str:
    return words.day(feed.until - timedelta(days=1))


def _hole(hole: Hole) -> str:
    last = hole.until - timedelta(days=1)
    return _(
        "{feed} in {region}, {first} to {last}",
        feed=hole.feed, region=words.named(hole.region), first=hole.first, last=last,
    )  # fmt: skip
