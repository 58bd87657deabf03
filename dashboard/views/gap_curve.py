"""When the next order comes: the curve that helps in choosing how long a silence is."""

from typing import Any

from dashboard.language import _, n_, number
from dashboard.metrics.gaps import Gaps, Returned
from dashboard.views import axes
from dashboard.views.axes import CONTEXT, GOAL, Figure
from dashboard.views.marks import HUES

SHOWN = 400
"""Days; what comes later is no gap that anybody would choose as a silence."""
MARKS = (7, 14, 30, 45, 60, 90, 120, 180, 270, 365)


def figure(known: Gaps, silence: int) -> Figure:
    """Share of order days followed by another within so many days, with the chosen silence as a line."""
    last = min(known.longest, SHOWN)
    days = list(range(last + 1))
    shares = [known.followed(day) for day in days]
    line = {
        "type": "scatter", "mode": "lines", "x": days, "y": shares, "name": _("followed by another order"),
        "line": {"color": HUES[0], "width": 2.4, "shape": "hv"}, "showlegend": False,
        "customdata": [_hover(day, share) for day, share in zip(days, shares, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip
    layout = axes.plain_layout()
    layout["height"] = 280
    layout["margin"] |= {"r": 24, "b": 36}
    layout["xaxis"] |= {"range": [0, max(last, silence + 5)], "ticksuffix": " " + _("d")}
    layout["yaxis"] |= {"ticksuffix": " %", "range": [0, 102]}
    layout["shapes"] = [_upright(silence, GOAL, "dash")]
    layout["annotations"] = [_label(_("silence of {days} days", days=silence), silence, last)]
    if known.half is not None and known.half <= last:
        layout["shapes"].append(_upright(known.half, CONTEXT, "dot"))
    return {"data": [line], "layout": layout}


def _hover(day: int, share: float | None) -> str:
    return _("<b>{share} %</b> of order days are followed by another within {days} days",
             share=number(share or 0, 1), days=day)  # fmt: skip


def _upright(day: float, color: str, dash: str) -> Figure:
    return {
        "type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": day, "x1": day,
        "line": {"color": color, "width": 1.6, "dash": dash},
    }  # fmt: skip


def _label(text: str, day: int, last: int) -> Figure:
    side = "left" if day < 0.7 * max(last, day) else "right"
    return {
        "text": text, "x": day, "y": 0.04, "yref": "paper", "showarrow": False, "xanchor": side,
        "yanchor": "bottom", "xshift": 6 if side == "left" else -6, "font": {"size": 12},
    }  # fmt: skip


def finding(known: Gaps, back: Returned) -> str:
    """'Half of all next orders come within 41 days; of those silent for 90 days, 12 % came back …'"""
    half = _half_words(known)
    if back.share is None:
        return _("{half}; who came back after {silence} days of silence: {reason}",
                 half=half, silence=back.silence_days, reason=_(back.reason or ""))  # fmt: skip
    return _(
        "{half}; of those silent for {silence} days, {share} % came back within {days} days more",
        half=half, silence=back.silence_days, share=number(back.share, 1), days=back.days,
    )  # fmt: skip


def _half_words(known: Gaps) -> str:
    if not known.points:
        return _("Nobody has ordered a second time yet")
    if known.half is None:
        return _("When the next order comes")
    return n_("Half of all next orders come within {count} day", "Half of all next orders come within {count} days",
              round(known.half))  # fmt: skip


def about(known: Gaps, back: Returned) -> str:
    """How many order days and people it rests on, and how sure the way back is."""
    said = [n_("{count} order day", "{count} order days", known.order_days or 0)]
    if back.people:
        said.append(
            n_("{count} person who fell silent", "{count} people who fell silent", back.people)
        )
    if back.low is not None and back.high is not None:
        said.append(
            _("came back, 95 %: {low} to {high} %", low=number(back.low, 1), high=number(back.high, 1))
        )  # fmt: skip
    return " · ".join(said)


def legend() -> str:
    return _(
        "Line: order days followed by another of the same person within so many days (Kaplan and Meier; who orders "
        "often counts often) · dots: half of those that come at all · dashes: the chosen silence · coming back: "
        "people, from the end of their first silence"
    )


def alt(known: Gaps) -> str:
    shown = [(day, share) for day in MARKS if (share := known.followed(day)) is not None]
    return " ".join(
        _("{share} % of order days are followed by another within {days} days.", share=number(share, 1), days=day)
        for day, share in shown
    )  # fmt: skip


def rows(known: Gaps) -> list[dict[str, Any]]:
    return [
        {_("days"): day, _("followed by another order, %"): round(share, 2)}
        for day in MARKS
        if (share := known.followed(day)) is not None
    ]
