"""Survival curves: the share for whom it has happened, or not yet, day by day, with their bands."""

from collections.abc import Sequence
from typing import Any

from dashboard.insight.log_rank import LogRank
from dashboard.language import _, n_, number
from dashboard.metrics.lifetimes import MARKS, Lifetimes, Point, Survival
from dashboard.views import axes, words
from dashboard.views.axes import Figure
from dashboard.views.marks import DASHES, HUES, MOST, band, with_legend

STEPS = 160
"""Days at which a curve is drawn; on each it is exact."""
BANDS = 3
"""With more curves bands would hide them; the hover tells the limits."""
SURE = 0.05
FALLING = ("silence",)
"""Clocks whose curve says who is still there; the others say who is back."""


def shown(found: Survival) -> list[Lifetimes]:
    """The curves that are drawn: those of most people, in the order of their names."""
    known = [curve for curve in found.curves if curve.people and curve.reason is None]
    most = sorted(known, key=lambda curve: -(curve.people or 0))[:MOST]
    return [curve for curve in known if curve in most]


def figure(curves: Sequence[Lifetimes]) -> Figure:
    """Steps with their bands; each ends where watching ends. How many are still watched stands under the axis."""
    data: list[Figure] = []
    for n, curve in enumerate(curves):
        days = _days(curve)
        points = [point for day in days if (point := curve.at(day)) is not None]
        if len(curves) <= BANDS:
            data += band(days, [_limits(curve, point) for point in points], HUES[n], "hv")
        shares = [_share(curve, point) for point in points]
        data.append({
            "type": "scatter", "mode": "lines", "x": days, "y": shares, "name": name(curve),
            "line": {"color": HUES[n], "width": 2.2, "dash": DASHES[n], "shape": "hv"},
            "customdata": [_hover(curve, day, point) for day, point in zip(days, points, strict=True)],
            "hovertemplate": "%{customdata}<extra></extra>", "showlegend": len(curves) > 1,
        })  # fmt: skip
    longest = max(curve.longest for curve in curves)
    ticks = _ticks(longest)
    layout = with_legend(axes.plain_layout()) if len(curves) > 1 else axes.plain_layout()
    layout["height"] = 330 + 17 * (len(curves) + 1)
    layout["margin"] |= {"r": 24, "b": 44 + 17 * (len(curves) + 1)}
    layout["xaxis"] |= {"tickvals": ticks, "range": [0, max(longest, 1) * 1.02]}
    layout["yaxis"] |= {"ticksuffix": " %", "range": [0, 102]}
    layout["annotations"] = _at_risk(curves, ticks)
    return {"data": data, "layout": layout}


def _days(curve: Lifetimes) -> list[int]:
    """The days on which something happens; evenly spaced ones where they are many. The last day of watching too."""
    happened = (point.days for point in curve.points if point.days <= curve.longest)
    days = sorted({0, *happened, curve.longest})
    if len(days) <= STEPS:
        return days
    return sorted({round(n * curve.longest / STEPS) for n in range(STEPS + 1)})


def _share(curve: Lifetimes, point: Point) -> float:
    return point.waiting if curve.clock.name in FALLING else 100 - point.waiting


def _limits(curve: Lifetimes, point: Point) -> tuple[float | None, float | None]:
    if point.low is None or point.high is None:
        share = _share(curve, point)
        return (share, share) if point.days == 0 else (None, None)
    if curve.clock.name in FALLING:
        return point.low, point.high
    return 100 - point.high, 100 - point.low


def _hover(curve: Lifetimes, day: int, point: Point) -> str:
    low, high = _limits(curve, point)
    lines = [
        _("day {day}", day=number(day)),
        f"<b>{number(_share(curve, point), 1)} %</b> {share_words(curve)}",
        _("95 %: {low} to {high} %", low=number(low, 1), high=number(high, 1))
        if low is not None and high is not None and day
        else "",
    ]
    lines.insert(0, name(curve) if curve.group else "")
    return "<br>".join(filter(None, lines))


def share_words(curve: Lifetimes) -> str:
    """What the share is of."""
    return {
        "second-order": _("have ordered again"),
        "silence": _("have not fallen silent"),
        "return": _("have come back"),
    }[curve.clock.name]


def name(curve: Lifetimes) -> str:
    return ", ".join(words.value_of(*pair) for pair in curve.group.items()) or _("everybody")


def _ticks(longest: int) -> list[int]:
    """Round numbers of days, six at most."""
    step = next((s for s in (5, 10, 15, 30, 60, 90, 180, 365) if longest / s <= 6), 730)
    return list(range(0, longest + 1, step))


def _at_risk(curves: Sequence[Lifetimes], ticks: Sequence[int]) -> list[Figure]:
    """Under the axis: how many are still watched at each tick, a row a curve."""
    title = {
        "text": _("days · still watched:"), "x": 0, "y": 0, "xref": "paper", "yref": "paper", "showarrow": False,
        "xanchor": "left", "yanchor": "top", "yshift": -22, "font": {"size": 11},
    }  # fmt: skip
    rows = [
        {
            "text": (f'<span style="color:{HUES[n]}">●</span> ' if len(curves) > 1 else "")
            + number(curve.at_risk[tick]),
            "x": tick, "y": 0, "yref": "paper", "showarrow": False, "yanchor": "top",
            "yshift": -38 - 17 * n, "font": {"size": 11},
        }
        for n, curve in enumerate(curves)
        for tick in ticks
        if tick < len(curve.at_risk)
    ]  # fmt: skip
    return [title, *rows]


def test_words(test: LogRank | None) -> str:
    """Whether the groups differ, in words."""
    if test is None:
        return ""
    p = _("p below 0.001") if test.p < 0.001 else _("p = {p}", p=number(test.p, 3))
    chi = number(test.chi_square, 1)
    if test.p < SURE:
        return _("The groups differ by more than noise (log-rank: {p}, χ² {chi}, {df} df).",
                 p=p, chi=chi, df=test.df)  # fmt: skip
    return _("No difference between the groups that can be told from noise (log-rank: {p}, χ² {chi}, {df} df).",
             p=p, chi=chi, df=test.df)  # fmt: skip


def finding(found: Survival) -> str:
    """The median of one curve, or the quickest and the slowest of several."""
    curves = shown(found)
    if not curves:
        return _("{clock}: nothing to show", clock=_(found.curves[0].clock.label))
    if len(curves) == 1:
        return _one(curves[0])
    known = sorted((curve for curve in curves if curve.median is not None), key=lambda c: c.median or 0)  # fmt: skip
    label = _(curves[0].clock.label)
    if len(known) < 2:
        return _("{clock}, by group", clock=label)
    said = {
        "clock": label, "first": number(known[0].median or 0), "quick": name(known[0]),
        "last": number(known[-1].median or 0), "slow": name(known[-1]),
    }  # fmt: skip
    if found.difference is None or found.difference.p >= SURE:
        return _(
            "{clock}: half by day {first} in {quick}, by day {last} in {slow}, which may be noise",
            **said,
        )
    return _("{clock}: half by day {first} in {quick}, by day {last} in {slow}", **said)


def _one(curve: Lifetimes) -> str:
    day = number(curve.median or 0)
    if curve.median is None:
        point = curve.at(curve.longest)
        share = number(_share(curve, point), 1) if point else "–"
        return {
            "second-order": _("{share} % have ordered again by day {day}, the last that is watched",
                              share=share, day=number(curve.longest)),
            "silence": _("{share} % have not fallen silent by day {day}, the last that is watched",
                         share=share, day=number(curve.longest)),
            "return": _("{share} % have come back by day {day} after their silence, the last that is watched",
                        share=share, day=number(curve.longest)),
        }[curve.clock.name]  # fmt: skip
    return {
        "second-order": _("Half of the customers have ordered again by day {day}", day=day),
        "silence": _("Half of the customers have fallen silent by day {day}", day=day),
        "return": _("Half of those who fell silent are back by day {day}", day=day),
    }[curve.clock.name]


def about(found: Survival) -> str:
    """Who is watched, from when on, and how sure the median is."""
    known = [curve for curve in found.curves if curve.people]
    people = sum(curve.people or 0 for curve in known)
    said = [n_("{count} person", "{count} people", people)]
    said.append(_("days since the {start}", start=_(found.curves[0].clock.from_words)))
    if len(known) == 1 and known[0].median is not None:
        low, high = known[0].median_limits
        if low is not None and high is not None:
            said.append(_("median 95 %: day {low} to {high}", low=number(low), high=number(high)))
    return " · ".join(said)


def alt(curves: Sequence[Lifetimes]) -> str:
    """Each curve at the days that are read off."""
    return " ".join(
        _("{name}: {shares}.", name=name(curve),
          shares=", ".join(_("{share} % {what} by day {day}", share=number(_share(curve, point), 1),
                             what=share_words(curve), day=day)
                           for day in MARKS if (point := curve.at(day)) is not None))
        for curve in curves
    )  # fmt: skip


def rows(found: Survival) -> list[dict[str, Any]]:
    """One row per group: people, median with limits, the share at round days."""
    return [
        {
            _("group"): name(curve),
            _("people"): curve.people,
            _("median, days"): curve.median,
            _("from"): curve.median_limits.low,
            _("to"): curve.median_limits.high,
            **{_("by day {day}, %", day=day): _at(curve, day) for day in MARKS},
            _("watched, days"): curve.longest,
            _("note"): _(curve.reason or ""),
        }
        for curve in found.curves
    ]


def _at(curve: Lifetimes, day: int) -> float | None:
    point = curve.at(day)
    return None if point is None else round(_share(curve, point), 2)


def exact(curves: Sequence[Lifetimes]) -> list[dict[str, Any]]:
    """One row per day on which something happens."""
    return [
        {
            "group": name(curve), "days": point.days, "at_risk": point.at_risk, "happened": point.events,
            "waiting": point.waiting, "se": point.se, "low": point.low, "high": point.high,
        }
        for curve in curves
        for point in curve.points
    ]  # fmt: skip
