"""What a form for a goal holds: read from its widgets, whoever asks, and put into them when it is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard.access import Viewer
from dashboard.metrics import reads
from dashboard.metrics.declare import Metric, Unit
from dashboard.metrics.switches import SWITCHES, readings, switches_of
from dashboard.progress.goal import Kind, Milestone, definition_of
from dashboard.progress.goal_check import Known
from dashboard.progress.goal_draft import Draft, moved, tidy, where_of
from dashboard.progress.goal_numbers import takes_percent
from dashboard.progress.setting import as_goal, in_points
from dashboard.progress.today import today
from dashboard.records.store import Store
from dashboard.views import state
from queries.calendar import Calendar, Grain
from queries.slice import Window

LEVEL, PERCENT, POINTS, TOTAL = "level", "percent", "points", "total"
WAYS = {LEVEL: Kind.REACH, PERCENT: Kind.CHANGE, POINTS: Kind.CHANGE, TOTAL: Kind.TOTAL}
"""How a number is said → the kind of goal that it makes."""
MINUTE = 60.0
ONLINE, OFFLINE = "online", "not online"
POOLED = {ONLINE: ("online", ("true",)), OFFLINE: ("online", ("false",))}
USUAL_METRIC = "conversion"


@dataclass(frozen=True)
class Form:
    """One opened form: what its widgets are called by, and what it holds a draft against."""

    of: str
    """Begins the key of each widget."""
    known: Known
    id: int = 0
    """The goal that is changed; 0 for a new one."""
    seen: int = 0
    before: Draft | None = None

    def key(self, name: str) -> str:
        return f"{self.of}_{name}"

    def value(self, name: str, usual: Any = None) -> Any:
        return st.session_state.get(self.key(name), usual)

    def usual(self, name: str, value: Any) -> str:
        """The key of a widget, which shows `value` until somebody changes it."""
        return held(self.key(name), value)

    @property
    def metric(self) -> Metric:
        return self.known.metrics[self.value("metric")]


def held(key: str, value: Any) -> str:
    """Widgets that are not drawn in one run would lose what they held: it is written again."""
    st.session_state[key] = st.session_state.get(key, value)
    return key


def factor(metric: Metric) -> float:
    """What a typed number is multiplied by: waits are typed in minutes."""
    return MINUTE if metric.unit is Unit.SECONDS else 1.0


def ways(metric: Metric) -> list[str]:
    """How the number of a goal on this metric may be said."""
    return [LEVEL, PERCENT, POINTS, *([TOTAL] if metric.adds_up else [])]


def part_names(form: Form) -> list[str]:
    """The parts of which a goal has to name one; nothing for a metric that is one number."""
    metric = form.metric
    if metric.always_by == ("channel",):
        return [ONLINE, OFFLINE, *(v for v in form.known.values.get("channel", ()) if v)]
    return [v for name in metric.always_by for v in form.known.of(metric, name) or () if v]


def filters(form: Form, viewer: Viewer) -> dict[str, list[str]]:
    """Dimension → values that a goal may keep, those of the goal itself with them."""
    metric = form.metric
    there = {**reads.choices(viewer), "identified": ["true", "false"]}
    own = dict(form.before.where) if form.before and form.before.metric == metric.name else {}
    taken = {*metric.always_by, *(("online",) if metric.always_by == ("channel",) else ())}
    names = [n for n in metric.sliced_by if n not in taken and (n in there or n in own)]
    found = {
        n: [*there.get(n, ()), *(v for v in own.get(n, ()) if v not in there.get(n, ()))]
        for n in names
    }
    return {name: values for name, values in found.items() if len(values) > 1 or name in own}


def begin(form: Form, viewer: Viewer, calendar: Calendar) -> None:
    """What the widgets hold when the form is opened: the goal as it is, or a new one from what the address says."""
    if form.key("metric") in st.session_state:
        return
    draft = form.before or _new(form.known, calendar)
    told = {
        "metric": draft.metric, "grain": draft.grain, "first": draft.start,
        "last": draft.due - timedelta(days=1), "name": draft.name, "owner": draft.owner,
        "department": draft.department, "why": draft.why, "pinned": draft.pinned, "parent": draft.parent,
        "way": _way(draft), "number": _number(draft, form.known.metrics.get(draft.metric)),
        "against": "window" if draft.base else "year",
        "because": "", "decided": today(), "milestones": len(draft.milestones),
    }  # fmt: skip
    if draft.base:
        told |= {"base_first": draft.base[0], "base_last": draft.base[1] - timedelta(days=1)}
    for n, milestone in enumerate(draft.milestones):
        told |= _of_milestone(n, milestone, form.known.metrics.get(draft.metric))
    told |= {f"where_{name}": list(kept) for name, kept in draft.where}
    told |= {f"define_{name}": value for name, value in definition_of(draft.define)}
    for name, value in told.items():
        st.session_state[form.key(name)] = value
    if part := _part(form, draft):
        st.session_state[form.key("part")] = part


def _new(known: Known, calendar: Calendar) -> Draft:
    """A goal from the running quarter to the end of the year that is a quarter away."""
    named = state.one("metric", USUAL_METRIC)
    start = calendar.start(known.today, Grain.QUARTER)
    due = calendar.end(calendar.start(known.today + timedelta(days=90), Grain.YEAR), Grain.YEAR)
    where = {name: state.read(state.many(name)) for name in state.DIMENSIONS}
    metric = named if named in known.metrics else USUAL_METRIC
    kept = {n: v for n, v in where.items() if n in known.metrics[metric].sliced_by}
    return Draft("", metric, start, due, where=where_of(kept))


def _way(draft: Draft) -> str:
    if draft.change_percent is not None:
        return PERCENT
    if draft.change_points is not None:
        return POINTS
    return TOTAL if draft.kind == Kind.TOTAL else LEVEL


def _number(draft: Draft, metric: Metric | None) -> float | None:
    if draft.change_percent is not None:
        return draft.change_percent
    level = draft.change_points if draft.change_points is not None else draft.target
    return None if level is None else level / (factor(metric) if metric else 1.0)


def _of_milestone(n: int, milestone: Milestone, metric: Metric | None) -> Mapping[str, Any]:
    return {
        f"on_{n}": milestone.on, f"text_{n}": milestone.text,
        f"level_{n}": milestone.level / (factor(metric) if metric else 1.0),
    }  # fmt: skip


def _part(form: Form, draft: Draft) -> str:
    """The part that a draft names, as the choice of parts calls it."""
    kept = dict(draft.where)
    pooled = next((name for name, pair in POOLED.items() if kept.get(pair[0]) == pair[1]), "")
    metric = form.known.metrics.get(draft.metric)
    own = [
        kept[name][0]
        for name in (metric.always_by if metric else ())
        if len(kept.get(name, ())) == 1
    ]
    return pooled or "".join(own[:1])


def draft(form: Form, viewer: Viewer, store: Store) -> Draft:
    """What is typed, as a draft; a share of what can be nought or less as points of its base."""
    metric = form.metric
    typed = _typed(form, viewer)
    if typed.change_percent is None or takes_percent(metric):
        return typed
    found = in_points(as_goal(typed, metric), viewer, store)
    return replace(typed, change_percent=None, change_points=found[1]) if found else typed


def points(form: Form, viewer: Viewer, store: Store) -> tuple[float, float, float] | None:
    """Per cent, base and points of a change that is turned into points; None where nothing is turned."""
    typed = _typed(form, viewer)
    if typed.change_percent is None or takes_percent(form.metric):
        return None
    found = in_points(as_goal(typed, form.metric), viewer, store)
    return (typed.change_percent, *found) if found else None


def _typed(form: Form, viewer: Viewer) -> Draft:
    metric, way = (
        form.metric,
        form.value("way") if form.value("way") in ways(form.metric) else LEVEL,
    )
    number = form.value("number")
    level = None if number is None else number * factor(metric)
    first, last = form.value("first"), form.value("last")
    decided: date | None = form.value("decided")
    typed = tidy(Draft(
        name=form.value("name", ""), metric=metric.name, start=first, due=last + timedelta(days=1),
        grain=form.value("grain"), where=_where(form, viewer), define=_define(form), kind=WAYS[way],
        target=level if way in (LEVEL, TOTAL) else None,
        change_percent=number if way == PERCENT else None,
        change_points=level if way == POINTS else None,
        base=_base(form) if WAYS[way] is Kind.CHANGE else None,
        milestones=_milestones(form), owner=form.value("owner", ""),
        department=form.value("department", ""), why=form.value("why", ""),
        pinned=bool(form.value("pinned")), parent=form.value("parent", ""),
        because=form.value("because", ""),
        decided=decided if decided != form.known.wall_day else None,
        closed=form.before.closed if form.before else None,
    ))  # fmt: skip
    if form.before and not moved(form.before, typed):
        return replace(typed, because=form.before.because, decided=form.before.decided)
    return typed


def _where(form: Form, viewer: Viewer) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, Sequence[str]] = {
        name: form.value(f"where_{name}", ()) or () for name in filters(form, viewer)
    }
    part = form.value("part")
    if part and part in part_names(form):
        name, kept = POOLED.get(part, ("".join(form.metric.always_by[:1]), (part,)))
        found[name] = kept
    return where_of(found)


def _define(form: Form) -> tuple[str, ...]:
    told = {s.name: form.value(f"define_{s.name}", s.usual) for s in switches_of(form.metric)}
    return tuple(sorted(
        f"{name}={value}"
        for name, value in told.items()
        if value != SWITCHES[name].usual and value in definitions(form, name)
    ))  # fmt: skip


def definitions(form: Form, switch: str) -> list[str]:
    """The readings of a switch, the goal's own with them."""
    offered = readings(form.metric, SWITCHES[switch])
    own = dict(definition_of(form.before.define)).get(switch) if form.before else None
    return [*offered, *([own] if own and own not in offered else [])]


def _base(form: Form) -> tuple[date, date] | None:
    first, last = form.value("base_first"), form.value("base_last")
    if form.value("against") != "window" or not (first and last):
        return None
    return first, last + timedelta(days=1)


def _milestones(form: Form) -> tuple[Milestone, ...]:
    """Those that have a level; the others are still being typed."""
    return tuple(
        Milestone(form.value(f"on_{n}"), form.value(f"level_{n}") * factor(form.metric), form.value(f"text_{n}", ""))
        for n in range(form.value("milestones", 0))
        if form.value(f"level_{n}") is not None and form.value(f"on_{n}")
    )  # fmt: skip


def usual_base(known: Known, calendar: Calendar) -> Window:
    """The year before the running one."""
    end = calendar.start(known.today, Grain.YEAR)
    return Window(calendar.shifted(end, Grain.YEAR, -1), end)
