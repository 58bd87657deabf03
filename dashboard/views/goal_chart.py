"""The numbers of a goal in its own grain, with the target of every version, its base and its milestones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.evaluate import Value
from dashboard.progress import reading
from dashboard.progress.goal import Goal, Kind
from dashboard.progress.goal_versions import Version, spans
from dashboard.progress.standing import Standing
from dashboard.views import charts, goal_list, goal_words, panel, pieces, words
from dashboard.views.axes import CONTEXT, GOAL, Figure, note
from dashboard.views.panel import Panel
from queries.calendar import Calendar
from queries.slice import Window

OLDER = 24
"""So many periods before the goal's start are drawn at most."""
BASE = "rgba(138,150,163,0.16)"
Step = tuple[list[str], list[float | None]]


def draw(stands: Standing, found: Sequence[Version], viewer: Viewer) -> None:
    panel.draw(of(stands, found), viewer)


def of(stands: Standing, found: Sequence[Version]) -> Panel:
    """The trend until where the data end, and the lines of the target until the due date."""
    goal, currency = stands.goal, reads.currency()
    calendar = reads.about().settings.calendar
    shown = drawn(goal, stands.values)
    title = words.sentence(_(goal.name))
    if not shown:
        return Panel("goal", _("{goal} has no value yet", goal=title), goal_list.about(goal))
    values = summed(goal, shown) if goal.kind is Kind.TOTAL else shown
    lines = [
        (version, step(version, stands.values, start, end, calendar))
        for version, start, end in spans(found)
        if is_alike(version.goal, goal)
    ]
    figure = charts.trend(values, goal.grain, currency)
    figure = with_targets(figure, goal, lines, currency)
    return Panel(
        key="goal",
        finding=finding(stands, currency),
        about=about(stands, currency),
        figure=figure,
        alt=_alt(goal, values, lines, currency),
        table=[
            {_("period"): words.period(v.period, goal.grain), _("value"): words.value(goal.metric, v.value, currency)}
            for v in values
        ],
        legend=_legend(goal, lines),
        definition=f"{_(goal.metric.label)}: {_(goal.metric.formula)}",
        notes_for=(goal.metric.name,),
        window=Window(values[0].period.window.start, max(goal.due_on, values[-1].period.window.end)),
        has_days=True,
    )  # fmt: skip


def drawn(goal: Goal, values: Sequence[Value]) -> list[Value]:
    """The goal's own periods and those before them, with the base; of a total only its own."""
    own = [n for n, v in enumerate(values) if v.period.window.end > goal.starts_on]
    first = own[0] if own else len(values)
    if goal.kind is Kind.TOTAL:
        return [v for v in values[first:] if v.period.window.end <= goal.due_on]
    older = [n for n, v in enumerate(values) if goal.base and v.period.start >= goal.base.start]
    begin = max(0, min([first - OLDER, *older[:1]]))
    return list(values[begin:])


def summed(goal: Goal, values: Sequence[Value]) -> list[Value]:
    """Each period with all before it; a period without a value ends the sum."""
    found: list[Value] = []
    so_far = 0.0
    for value in values:
        if value.value is None:
            break
        so_far += value.value
        found.append(replace(value, value=so_far, low=None, high=None, n=None))
    return found or list(values)


def is_alike(version: Goal, goal: Goal) -> bool:
    """Its target can be drawn on the same axis: the same number of the same part, said in the same way."""
    same = version.metric.name == goal.metric.name and version.where == goal.where
    total = (version.kind is Kind.TOTAL) == (goal.kind is Kind.TOTAL)
    return same and total and version.grain is goal.grain and version.defined == goal.defined


def step(
    version: Version, values: Sequence[Value], start: date, end: date, calendar: Calendar
) -> Step:
    """The target of a version while it held: flat, or for a change on a year before a step for each period."""
    goal = reading.read_as(version.goal)
    found = {value.period.start: value for value in values}
    if not goal.is_against_year_ago:
        level = reading.target_at(goal, found, start, calendar)
        last = end - timedelta(days=1)
        return (
            ([start.isoformat(), last.isoformat()], [level, level])
            if level is not None
            else ([], [])
        )
    days, levels = [], []
    for on in reading.starts(goal, calendar):
        if start <= calendar.end(on, goal.grain) and on < end:
            days.append(on.isoformat())
            levels.append(reading.target_at(goal, found, on, calendar))
    return days, levels


def with_targets(
    figure: Figure, goal: Goal, lines: Sequence[tuple[Version, Step]], currency: str
) -> Figure:
    """The figure with the target of each version, the base shaded, milestones as diamonds."""
    data = [_target_line(version, at, version is lines[-1][0], currency) for version, at in lines]
    data += _milestones(goal, currency)
    layout = figure["layout"]
    shapes, notes = list(layout.get("shapes", ())), list(layout.get("annotations", ()))
    if goal.base:
        shapes.append(_shade(goal.base))
        notes.append(note(_("base"), x=goal.base.start.isoformat(), y=1, yref="paper", xanchor="left",
                          yanchor="bottom", color=CONTEXT))  # fmt: skip
    if label := _label(goal, lines, currency):
        notes.append(label)
    axis = {**layout["xaxis"], "range": _range(figure, goal)}
    layout = {**layout, "shapes": shapes, "annotations": notes, "xaxis": axis}
    layout["yaxis"] = {**layout["yaxis"]}
    return {**figure, "data": [*figure["data"], *data], "layout": layout}


def _target_line(version: Version, at: Step, is_newest: bool, currency: str) -> Figure:
    days, levels = at
    said = _("version {number}, since {day}: {aim}", number=version.goal.version, day=version.since,
             aim=goal_list.aim_words(version.goal, currency))  # fmt: skip
    return {
        "type": "scatter", "mode": "lines", "x": days, "y": levels, "showlegend": False, "name": _("target"),
        "line": {"color": GOAL, "width": 2.2 if is_newest else 1.4, "dash": "dash" if is_newest else "dot",
                 "shape": "hv"},
        "text": [said] * len(days), "hovertemplate": "%{text}<extra></extra>", "connectgaps": False,
    }  # fmt: skip


def _milestones(goal: Goal, currency: str) -> list[Figure]:
    if not goal.milestones:
        return []
    said = [
        "<br>".join(filter(None, [
            _("milestone {level} by {day}", level=words.value(goal.metric, m.level, currency), day=m.on),
            words.escaped(_(m.text)),
        ]))
        for m in goal.milestones
    ]  # fmt: skip
    return [{
        "type": "scatter", "mode": "markers", "x": [m.on.isoformat() for m in goal.milestones],
        "y": [m.level for m in goal.milestones], "text": said, "hovertemplate": "%{text}<extra></extra>",
        "marker": {"symbol": "diamond-open", "size": 10, "color": GOAL, "line": {"width": 2}},
        "showlegend": False, "name": _("milestones"),
    }]  # fmt: skip


def _shade(base: Window) -> Figure:
    return {
        "type": "rect", "xref": "x", "yref": "paper", "x0": base.start.isoformat(), "x1": base.end.isoformat(),
        "y0": 0, "y1": 1, "fillcolor": BASE, "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _label(goal: Goal, lines: Sequence[tuple[Version, Step]], currency: str) -> Figure | None:
    """The newest target beside the end of its line."""
    ends = [
        (days[-1], levels[-1])
        for _v, (days, levels) in lines[-1:]
        if days and levels[-1] is not None
    ]
    if not ends:
        return None
    day, level = ends[0]
    text = _("goal {level}", level=words.target(goal.metric, level or 0.0, currency))
    return note(text, x=day, y=level, xanchor="left", xshift=6, color=GOAL)


def _range(figure: Figure, goal: Goal) -> list[str]:
    """From the first value, or the base, to the due date or the last value."""
    days = [day for line in figure["data"] for day in line.get("x", ()) if day]
    first = min([*days, *([goal.base.start.isoformat()] if goal.base else [])])
    start = date.fromisoformat(first[:10]) - timedelta(days=6)
    return [start.isoformat(), max([*days, goal.due_on.isoformat()])]


def finding(stands: Standing, currency: str) -> str:
    """'18.1 % in Sep 2026; to be 20 %.'"""
    goal = stands.goal
    if stands.value is None or stands.latest is None:
        return _(stands.because)
    value = words.value(goal.metric, stands.value, currency)
    period = words.period(stands.latest.period, goal.grain)
    if stands.target is None:
        return _("{value} in {period}", value=value, period=period)
    if goal.is_against_year_ago:
        return pieces.joined(
            _("{value} in {period}", value=value, period=period),
            goal_words.now_change(stands),
            goal_words.target(stands, currency),
        )
    target = words.target(goal.metric, stands.target, currency)
    if goal.kind is Kind.TOTAL:
        return _("{value} until {period}, of {target}", value=value, period=period, target=target)
    if goal.metric.better == "lower":
        return _(
            "{value} in {period}; to be at most {target}", value=value, period=period, target=target
        )
    return _("{value} in {period}; to be {target}", value=value, period=period, target=target)


def about(stands: Standing, currency: str) -> str:
    goal = stands.goal
    left = n_("{count} day left", "{count} days left", stands.days_left)
    said = [
        words.unit(goal.metric, currency),
        goal_list.about(goal),
        left if stands.days_left else _("due"),
    ]
    return " · ".join(text for text in said if text)


def _alt(
    goal: Goal, values: Sequence[Value], lines: Sequence[tuple[Version, Step]], currency: str
) -> str:
    said = [
        _(
            "Target since {day}: {aim}.",
            day=version.since,
            aim=goal_list.aim_words(version.goal, currency),
        )
        for version, _at in lines
    ]
    return " ".join([charts.trend_alt(values, goal.grain, currency), *said])


def _legend(goal: Goal, lines: Sequence[tuple[Version, Step]]) -> str:
    said = [_("dashed: the target")]
    if len(lines) > 1:
        said.append(_("dotted: what it was before it was moved"))
    if goal.milestones:
        said.append(_("◇ milestones"))
    if goal.base:
        said.append(_("shaded: the base"))
    return "; ".join(said)
