"""What may become of a goal: its known periods, the fan of 2,000 simulated futures, the target and the due date."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from dashboard.language import _, number
from dashboard.metrics.evaluate import Value
from dashboard.progress.foreseen import Foreseen
from dashboard.progress.goal import Goal, Kind
from dashboard.views import axes, words
from dashboard.views.axes import CONTEXT, GOAL, LINE, Figure, note, unit_axis
from dashboard.views.charts import ticks
from dashboard.views.panel import Panel
from queries.slice import Window

SHOWN = 36
"""Known periods before the fan."""
BANDS = (("p05", "p95", 0.12), ("p10", "p90", 0.16), ("p25", "p75", 0.22))
"""Edges of the 90, 80 and 50 % bands, with how dark each is; they lie on one another."""
Row = Mapping[str, Any]


def of(
    goal: Goal, seen: Foreseen | None, values: Sequence[Value], currency: str, key: str = "fan"
) -> Panel:
    """The panel of one goal; `values` are its metric's periods, oldest first."""
    known = history(goal, values)
    rows = coming(goal, seen)
    if seen is None or not (known or rows):
        return Panel(key, _untold(seen), "")
    return Panel(
        key=key,
        finding=finding(seen),
        about=about(goal, seen, rows, currency),
        figure=figure(goal, known, rows, seen.target, currency) if rows else None,
        alt=alt(goal, seen, rows, currency),
        table=[_table_row(goal, row, currency) for row in rows],
        exact=[dict(row) for row in rows],
        legend=_legend(goal, rows, seen),
        definition=f"{_(goal.metric.label)}: {_(goal.metric.formula)}",
        window=_window(goal, known, rows),
        lines=tuple(how(seen)),
    )


def history(goal: Goal, values: Sequence[Value]) -> list[tuple[date, float]]:
    """The known periods that are drawn; of a total, what they add up to from its start."""
    known = [(v.period.start, v.value) for v in values if v.value is not None and v.is_complete]
    if goal.kind is Kind.TOTAL:
        inside = [(day, value) for day, value in known if day >= goal.starts_on]
        sums = accumulate(value for _day, value in inside)
        return [(day, total) for (day, _value), total in zip(inside, sums, strict=True)]
    return known[-SHOWN:]


def coming(goal: Goal, seen: Foreseen | None) -> Sequence[Row]:
    """The rows of the fan; of a total, those of its sum."""
    if seen is None:
        return ()
    if goal.kind is Kind.TOTAL:
        rows: Sequence[Row] = (seen.details or {}).get("total", ())
        return rows
    return seen.fan


def figure(
    goal: Goal,
    known: Sequence[tuple[date, float]],
    rows: Sequence[Row],
    target: float | None,
    currency: str,
) -> Figure:
    """Line of what is known, bands and dashed middle of what may come, target from start to due date, milestones."""
    days = [day.isoformat() for day, _value in known]
    later = [str(row["period"]) for row in rows]
    joint = [(days[-1], known[-1][1])] if known else []
    data = [
        trace
        for low, high, opacity in BANDS
        for trace in _band(joint, later, [row[low] for row in rows], [row[high] for row in rows], opacity)
    ]  # fmt: skip
    data.append(
        _line(days, [value for _day, value in known], "solid")
        | _hover([words.start(day, goal.grain) for day, _value in known],
                 [words.value(goal.metric, value, currency) for _day, value in known])
    )  # fmt: skip
    data.append(
        _line([day for day, _value in joint] + later,
              [value for _day, value in joint] + [row["p50"] for row in rows], "dash")
        | _hover([""] * len(joint) + [_start(goal, row) for row in rows],
                 [""] * len(joint) + [_spoken(goal, row, currency) for row in rows])
    )  # fmt: skip
    data += _milestones(goal, currency)
    layout = axes.layout(goal.metric, currency)
    starts = [day for day, _value in known] + [date.fromisoformat(day) for day in later]
    layout["xaxis"] |= {"type": "date", **ticks(starts, goal.grain)}
    shown = [value for _day, value in known] + [row["p95"] for row in rows] + [target]
    layout["yaxis"] |= unit_axis(goal.metric, shown, currency)
    layout["margin"] |= {"r": 24}
    layout["shapes"] = _shapes(goal, target, starts)
    layout["annotations"] = _labels(goal, target, currency)
    return {"data": data, "layout": layout}


def _line(x: Sequence[str], y: Sequence[float], dash: str) -> Figure:
    return {
        "type": "scatter", "mode": "lines+markers", "x": list(x), "y": list(y), "showlegend": False,
        "line": {"color": LINE, "width": 2.2, "dash": dash}, "marker": {"size": 5, "color": LINE},
    }  # fmt: skip


def _hover(periods: Sequence[str], texts: Sequence[str]) -> Figure:
    said = [f"{p}<br><b>{t}</b>" if p else t for p, t in zip(periods, texts, strict=True)]
    return {"customdata": said, "hovertemplate": "%{customdata}<extra></extra>"}


def _band(
    joint: Sequence[tuple[str, float]],
    days: Sequence[str],
    low: Sequence[float],
    high: Sequence[float],
    opacity: float,
) -> list[Figure]:
    """From the newest known value on: an edge, and the area down to the other one."""
    x = [day for day, _value in joint] + list(days)
    start = [value for _day, value in joint]
    edge: Figure = {
        "type": "scatter", "mode": "lines", "x": x, "hoverinfo": "skip", "showlegend": False,
        "line": {"width": 0, "color": LINE},
    }  # fmt: skip
    return [
        {**edge, "y": [*start, *high]},
        {**edge, "y": [*start, *low], "fill": "tonexty", "fillcolor": f"rgba(47,134,201,{opacity})"},
    ]  # fmt: skip


def _milestones(goal: Goal, currency: str) -> list[Figure]:
    if not goal.milestones:
        return []
    return [{
        "type": "scatter", "mode": "markers", "showlegend": False,
        "x": [m.on.isoformat() for m in goal.milestones], "y": [m.level for m in goal.milestones],
        "marker": {"symbol": "diamond-open", "size": 10, "color": GOAL, "line": {"width": 2}},
        **_hover([words.day(m.on) for m in goal.milestones],
                 [" ".join(filter(None, [words.target(goal.metric, m.level, currency), words.escaped(m.text)]))
                  for m in goal.milestones]),
    }]  # fmt: skip


def _shapes(goal: Goal, target: float | None, starts: Sequence[date]) -> list[Figure]:
    """The target over the time of the goal, and its due date."""
    begins = max(goal.starts_on, starts[0]) if starts else goal.starts_on
    due = goal.due_on.isoformat()
    line = [{
        "type": "line", "x0": begins.isoformat(), "x1": due, "y0": target, "y1": target,
        "line": {"color": GOAL, "width": 1.8, "dash": "dash"},
    }] if target is not None else []  # fmt: skip
    return [*line, {
        "type": "line", "yref": "paper", "x0": due, "x1": due, "y0": 0, "y1": 1,
        "line": {"color": CONTEXT, "width": 1.2, "dash": "dot"},
    }]  # fmt: skip


def _labels(goal: Goal, target: float | None, currency: str) -> list[Figure]:
    due = goal.due_on.isoformat()
    last = words.day(goal.due_on - timedelta(days=1))
    found = [
        note(_("due {day}", day=last), x=due, y=1, yref="paper", xanchor="right", xshift=-4,
             yanchor="bottom", color=CONTEXT)
    ]  # fmt: skip
    if target is not None:
        level = words.target(goal.metric, target, currency)
        found.append(
            note(_("goal {level}", level=level), x=0, xref="paper", y=target, xanchor="left",
                 yanchor="bottom", color=GOAL)
        )  # fmt: skip
    return found


def _start(goal: Goal, row: Row) -> str:
    return words.start(date.fromisoformat(str(row["period"])), goal.grain)


def _spoken(goal: Goal, row: Row, currency: str) -> str:
    """The middle, and under it the 80 % band; it stands in bold."""
    limits = _("80 %: {low} to {high}", low=_level(goal, row["p10"], currency),
               high=_level(goal, row["p90"], currency))  # fmt: skip
    return f"{_level(goal, row['p50'], currency)}</b><br>{limits}<b>"


def _level(goal: Goal, value: float, currency: str) -> str:
    return words.value(goal.metric, value, currency)


def percent(chance: float) -> str:
    """'35', '< 1', '> 99': what is simulated is never certain."""
    if chance < 0.01:
        return _("less than 1")
    return _("more than 99") if chance > 0.99 else number(100 * chance)


def finding(seen: Foreseen) -> str:
    """The chance in a sentence, or why there is none."""
    if seen.is_decided:
        return (
            _("It is decided: the goal is met")
            if seen.chance
            else _("It is decided: the goal is not met")
        )
    if seen.chance is None:
        return _untold(seen)
    return _("{word}: a chance of {percent} % that the goal is met",
             word=words.sentence(_(seen.word)), percent=percent(seen.chance))  # fmt: skip


def _untold(seen: Foreseen | None) -> str:
    if seen is None:
        return _(
            "How likely it is to be met is not worked out yet; the next load does it, or `milepost foresee`."
        )
    return _("No chance is worked out: {reason}", reason=_(seen.reason))


def about(goal: Goal, seen: Foreseen, rows: Sequence[Row], currency: str) -> str:
    """Unit, and where the last period will probably lie."""
    said = [words.unit(goal.metric, currency)]
    if rows:
        said.append(
            _("{period}: 8 of 10 futures from {low} to {high}", period=_start(goal, rows[-1]),
              low=_level(goal, rows[-1]["p10"], currency), high=_level(goal, rows[-1]["p90"], currency))
        )  # fmt: skip
    if seen.until_day:
        said.append(_("known until {day}", day=words.day(seen.until_day - timedelta(days=1))))
    return " · ".join(said)


def alt(goal: Goal, seen: Foreseen, rows: Sequence[Row], currency: str) -> str:
    """What the picture shows, in words."""
    text = finding(seen) + "."
    if rows:
        text += " " + _(
            "In {period} the middle of the futures is {middle}; half lie between {low} and {high}.",
            period=_start(goal, rows[-1]), middle=_level(goal, rows[-1]["p50"], currency),
            low=_level(goal, rows[-1]["p25"], currency), high=_level(goal, rows[-1]["p75"], currency),
        )  # fmt: skip
    if seen.target is not None:
        text += " " + _(
            "The goal is {level}.", level=words.target(goal.metric, seen.target, currency)
        )
    return text


def how(seen: Foreseen) -> list[str]:
    """How it was worked out: for the back of a card and for files."""
    details = seen.details or {}
    if not seen.method:
        return []
    said = [_("Foretold by: {method}; 2,000 simulated futures.", method=_(seen.method_words))]
    if details.get("origins"):
        said.append(
            _("It scored best from {origins} earlier days on {known} known periods; its 80 % band, made "
              "{factor:.2f} times as wide as the model says, covered {covered:.0f} % there.",
              origins=details["origins"], known=details["known"], factor=details["factor"],
              covered=100 * (details.get("covered") or 0.0))
        )  # fmt: skip
    if details.get("bridge"):
        said.append(
            _(
                "Months are foretold and put together, since fewer than twelve of the goal's own periods are known."
            )
        )
    base = details.get("base") or {}
    if "error" in base:
        said.append(_("The base is itself measured: its own error is in the chance."))
    return said


def _legend(goal: Goal, rows: Sequence[Row], seen: Foreseen) -> str:
    said = [_("Line: what is known")]
    if rows:
        said.append(
            _("dashed: the middle of what may come, in bands of 50, 80 and 90 % of the futures")
        )
    if seen.target is not None:
        said.append(_("orange: the goal"))
    if goal.milestones:
        said.append(_("diamonds: milestones"))
    return " · ".join(said)


def _window(goal: Goal, known: Sequence[tuple[date, float]], rows: Sequence[Row]) -> Window:
    first = known[0][0] if known else goal.starts_on
    last = date.fromisoformat(str(rows[-1]["period"])) if rows else first
    return Window(first, max(goal.due_on, last + timedelta(days=1), first + timedelta(days=1)))


def _table_row(goal: Goal, row: Row, currency: str) -> dict[str, Any]:
    names = {
        "p50": _("middle"), "p10": _("80 % from"), "p90": _("80 % to"), "p05": _("90 % from"),
        "p95": _("90 % to"),
    }  # fmt: skip
    return {
        _("period"): _start(goal, row),
        **{title: _level(goal, row[name], currency) for name, title in names.items()},
    }
