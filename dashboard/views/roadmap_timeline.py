"""The roadmap on a line of days: what runs when, its milestones, and what waits for what. Pure: rows -> figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import Any

from dashboard.language import _, n_
from dashboard.progress.roadmap import Milestone
from dashboard.views import words
from dashboard.views.axes import CONTEXT, GRID, LINE, Figure

DAY = 86_400_000  # milliseconds, as Plotly measures a span of days
LATE = "#d55e00"
DONE = "#009e73"
OPEN = "rgba(138,150,163,0.55)"
COLORS = {"idea": OPEN, "planned": OPEN, "running": LINE, "done": DONE, "dropped": OPEN}
PATTERNS = {"idea": "/", "dropped": "x"}
EDGES = {"#ffffff": "#4a5663"}
"""What is not filled has an edge that shows on any bar."""
LONGEST = 34  # letters of a line of a title beside its bar; it has two


@dataclass(frozen=True)
class Bar:
    """One initiative: its days, the second no longer included."""

    id: int
    title: str
    state: str
    said: str
    """The state in words."""
    start: date
    end: date
    is_dated: bool = True
    """Its own days; else those of its quarter."""
    milestones: tuple[Milestone, ...] = ()
    waits_for: tuple[int, ...] = ()


def is_missed(milestone: Milestone, today: date) -> bool:
    return milestone.done_on is None and milestone.due < today


def figure(bars: Sequence[Bar], today: date) -> Figure:
    """One line each, the first on top."""
    at = {bar.id: n for n, bar in enumerate(bars)}
    return {
        "data": [*_spans(bars), *_milestones(bars, today)],
        "layout": {**_layout(bars, today), "annotations": list(_arrows(bars, at))},
    }


def _spans(bars: Sequence[Bar]) -> Iterator[Figure]:
    """The bars of each state by themselves, so that the legend shows what it looks like."""
    for state in COLORS:
        found = [(n, bar) for n, bar in enumerate(bars) if bar.state == state]
        if found:
            yield {
                "type": "bar", "name": found[0][1].said, "orientation": "h",
                "base": [bar.start.isoformat() for _n, bar in found],
                "x": [(bar.end - bar.start).days * DAY for _n, bar in found],
                "y": [n for n, _bar in found], "width": 0.5,
                "marker": {
                    "color": COLORS[state], "opacity": 0.75,
                    "pattern": {"shape": PATTERNS.get(state, ""), "size": 5, "solidity": 0.35},
                },
                "customdata": [_hover(bar) for _n, bar in found],
                "hovertemplate": "%{customdata}<extra></extra>",
            }  # fmt: skip


def _hover(bar: Bar) -> str:
    days = _("{first} to {last}", first=bar.start, last=bar.end - timedelta(days=1))
    told = days if bar.is_dated else _("{days}, its quarter: no days are set", days=days)
    return f"<b>{words.escaped(bar.title)}</b><br>{words.escaped(bar.said)}<br>{told}"


def _milestones(bars: Sequence[Bar], today: date) -> Iterator[Figure]:
    """Reached, open and missed ones: each by shape and colour."""
    looks = (
        (_("milestone reached"), "diamond", DONE, lambda m: m.done_on is not None),
        (
            _("milestone to come"),
            "diamond",
            "#ffffff",
            lambda m: m.done_on is None and m.due >= today,
        ),
        (_("milestone missed"), "x", LATE, lambda m: is_missed(m, today)),
    )
    for name, symbol, color, holds in looks:
        found = [(n, m) for n, bar in enumerate(bars) for m in bar.milestones if holds(m)]
        if found:
            yield {
                "type": "scatter", "mode": "markers", "name": name,
                "x": [(m.done_on or m.due).isoformat() for _n, m in found],
                "y": [n for n, _m in found],
                "marker": {
                    "symbol": symbol, "size": 11, "color": color,
                    "line": {"width": 2, "color": EDGES.get(color, color)},
                },
                "customdata": [_told(name, m) for _n, m in found],
                "hovertemplate": "%{customdata}<extra></extra>",
            }  # fmt: skip


def _told(name: str, milestone: Milestone) -> str:
    due = _("due {day}", day=milestone.due)
    return (
        f"<b>{words.escaped(milestone.name)}</b><br>{words.escaped(words.sentence(name))}<br>{due}"
    )


def _arrows(bars: Sequence[Bar], at: Mapping[int, int]) -> Iterator[Figure]:
    """From the end of what comes first to the start of what waits for it; where that is too late, in another colour."""
    for n, bar in enumerate(bars):
        for id in bar.waits_for:
            if id not in at:
                continue
            first = bars[at[id]]
            yield {
                "x": bar.start.isoformat(), "y": n, "ax": first.end.isoformat(), "ay": at[id],
                "xref": "x", "yref": "y", "axref": "x", "ayref": "y", "text": "", "showarrow": True,
                "arrowhead": 2, "arrowwidth": 1.5, "arrowcolor": LATE if first.end > bar.start else CONTEXT,
                "standoff": 2,
            }  # fmt: skip


def clashes(bars: Sequence[Bar]) -> list[tuple[Bar, Bar]]:
    """Pairs of what waits and what it waits for, where that ends after it should begin."""
    known = {bar.id: bar for bar in bars}
    return [
        (bar, known[id])
        for bar in bars
        for id in bar.waits_for
        if id in known and known[id].end > bar.start and bar.state not in ("done", "dropped")
    ]


def _layout(bars: Sequence[Bar], today: date) -> Figure:
    axis = {"gridcolor": GRID, "zeroline": False, "fixedrange": True}
    return {
        "height": 130 + 36 * len(bars),
        "margin": {"l": 8, "r": 16, "t": 34, "b": 8},
        "showlegend": True,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
        "dragmode": False,
        "hovermode": "closest",
        "barmode": "overlay",
        "xaxis": {**axis, "type": "date"},
        "yaxis": {
            **axis, "automargin": True, "range": [len(bars) - 0.4, -0.6], "ticksuffix": "  ",
            "tickvals": list(range(len(bars))), "ticktext": [_beside(bar.title) for bar in bars],
            "showgrid": False,
        },
        "shapes": [{
            "type": "line", "xref": "x", "yref": "paper", "x0": today.isoformat(), "x1": today.isoformat(),
            "y0": 0, "y1": 1, "line": {"color": LINE, "width": 1.5, "dash": "dot"},
        }],
    }  # fmt: skip


def _beside(title: str) -> str:
    """Over two lines where one is too short for it."""
    lines = wrap(title, LONGEST, max_lines=2, placeholder="…")
    return "<br>".join(map(words.escaped, lines))


def finding(bars: Sequence[Bar], today: date) -> str:
    """What clashes, else what is missed, else how many run."""
    if late := clashes(bars):
        waits, first = late[0]
        text = _(
            "'{title}' is to begin before '{first}' ends, which it waits for.",
            title=waits.title,
            first=first.title,
        )
        more = n_("{count} more like it.", "{count} more like it.", len(late) - 1)
        return _("{sentence} {more}", sentence=text, more=more) if len(late) > 1 else text
    missed = sum(is_missed(m, today) for bar in bars for m in bar.milestones)
    if missed:
        return n_("{count} milestone is missed.", "{count} milestones are missed.", missed)
    running = sum(bar.state == "running" for bar in bars)
    return n_("{count} initiative runs; no milestone is missed.",
              "{count} initiatives run; no milestone is missed.", running)  # fmt: skip


def alt(bars: Sequence[Bar], today: date) -> str:
    lines = [
        _("{title}, {state}: {first} to {last}", title=bar.title, state=bar.said, first=bar.start,
          last=bar.end - timedelta(days=1))
        for bar in bars
    ]  # fmt: skip
    return _("{finding} {lines}", finding=finding(bars, today), lines="; ".join(lines))


def rows(bars: Sequence[Bar]) -> list[dict[str, Any]]:
    """The same as a table."""
    titles = {bar.id: bar.title for bar in bars}
    return [
        {
            _("initiative"): bar.title, _("state"): bar.said, _("first day"): bar.start.isoformat(),
            _("last day"): (bar.end - timedelta(days=1)).isoformat(),
            _("milestones"): "; ".join(_line(m) for m in bar.milestones),
            _("waits for"): "; ".join(titles.get(id, f"{id}") for id in bar.waits_for),
        }
        for bar in bars
    ]  # fmt: skip


def _line(milestone: Milestone) -> str:
    if milestone.done_on:
        return _("{name}, done on {day}", name=milestone.name, day=milestone.done_on)
    return _("{name}, due {day}", name=milestone.name, day=milestone.due)
