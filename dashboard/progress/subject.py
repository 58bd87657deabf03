"""What a rule is about: a metric's slice in one grain, or a goal, and the values that it is judged on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse, unknown
from dashboard.language import said
from dashboard.metrics import evaluate, reads, switches
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.evaluate import Value
from dashboard.metrics.switches import Definition
from dashboard.progress import series
from dashboard.progress.goal import Goal, Where, definition_of, slice_of
from dashboard.progress.goals import goals
from dashboard.records.store import Store
from queries.calendar import Grain
from queries.slice import Slice, Window

MOST_DAYS = 800
"""By day, so many are read: two years and the days before them."""


class Gone(BadUse):
    """The goal or the metric that a rule is about is no longer there."""


@dataclass(frozen=True)
class Subject:
    """A metric as it is read, where, in which grain; with the goal, where it is about one."""

    metric: Metric
    grain: Grain
    where: Where = ()
    defined: Definition = ()
    goal: Goal | None = None

    @property
    def concerns(self) -> dict[str, list[str]]:
        return {name: list(kept) for name, kept in self.where}


def subject(about: Mapping[str, Any], store: Store) -> Subject:
    """What a rule's `about` names; `Gone` where that is no longer there."""
    if (number := about.get("goal")) is not None:
        goal = next((goal for goal in goals(store) if goal.id == number), None)
        if goal is None:
            raise Gone(said("The goal that it is about is closed or was taken away."))
        return of_goal(goal)
    name = str(about.get("metric", ""))
    metric = series.metric_of(name, store)
    if metric is None:
        raise Gone(said("There is no metric '{name}' any more.", name=name))
    defined = definition_of(about.get("defined") or ())
    return Subject(
        switches.variant(metric, defined), Grain(about.get("grain", Grain.MONTH)),
        slice_of(about.get("concerns") or {}), defined,
    )  # fmt: skip


def of_goal(goal: Goal) -> Subject:
    """A goal's metric where the goal reads it."""
    metric = switches.variant(goal.metric, goal.defined)
    return Subject(metric, goal.grain, goal.where, goal.defined, goal)


def checked(about: Mapping[str, Any], store: Store) -> Subject:
    """The same before a rule is kept: `BadUse` for a slice that has no one number, or a value that does not occur."""
    if about.get("goal") is None and series.metric_of(str(about.get("metric")), store) is None:
        raise unknown("metric", str(about.get("metric")), CATALOGUE)
    if about.get("grain", Grain.MONTH) not in list(Grain):
        raise unknown("grain", str(about.get("grain")), list(Grain))
    found = subject(about, store)
    asked = evaluate.checked(found.metric, sliced(found, store))
    for name in asked.by:
        raise BadUse(
            said(
                "{label} is never pooled over {dimension}: name one, such as {dimension}=…",
                label=said(found.metric.label), dimension=name,
            )
        )  # fmt: skip
    _refuse_values(found)
    return found


def _refuse_values(found: Subject) -> None:
    known = reads.choices(EVERYONE)
    for name, kept in found.where:
        for value in kept if name in known else ():
            if value not in known[name]:
                raise unknown(name, value, known[name])


def values(found: Subject, viewer: Viewer, store: Store) -> tuple[Value, ...]:
    """Its periods from the first day of its data to the last that they reach whole, in order; complete or not."""
    return series.series(found.metric, viewer, sliced(found, store), store)


def sliced(found: Subject, store: Store) -> Slice:
    """The slice of all these periods, as charts of behaviour take it."""
    about = reads.about()
    calendar = about.settings.calendar
    first, until = series.reach(found.metric, store) or (about.first_day, about.covered_day)
    start, end = calendar.start(first, found.grain), calendar.start(until, found.grain)
    if found.grain is Grain.DAY:
        start = max(start, end - timedelta(days=MOST_DAYS))
    return _slice(found, Window(start, max(end, calendar.end(start, found.grain))))


def _slice(found: Subject, window: Window) -> Slice:
    """Channels that are named are one number together."""
    calendar = reads.about().settings.calendar
    slice = Slice(window, found.grain, where=found.where, calendar=calendar)
    if found.metric.always_by == ("channel",) and not slice.uses("online"):
        slice = slice.filtered("online", ["true", "false"])
    return switches.defined(found.metric, slice, found.defined)


def viewer_of(sees: Mapping[str, Any]) -> Viewer:
    """With whose rights a rule or a digest reads; empty: everything."""
    regions = sees.get("regions")
    may_see_people = bool(sees.get("people", True))
    return Viewer(
        None if regions is None else frozenset(regions), may_see_people,
        may_see_people and bool(sees.get("ids", True)),
    )  # fmt: skip


def sees(viewer: Viewer) -> dict[str, Any]:
    """The rights of a viewer as records keep them."""
    if viewer == EVERYONE:
        return {}
    regions = None if viewer.regions is None else sorted(viewer.regions)
    return {"regions": regions, "people": viewer.may_see_people, "ids": viewer.may_see_ids}


def may_read(
    viewer: Viewer, written_with: Mapping[str, Any], where: Mapping[str, Sequence[str]]
) -> bool:
    """Whether a viewer may be shown numbers that were read with these rights from this slice."""
    if viewer.regions is None:
        return True
    kept, writer = where.get("region"), viewer_of(written_with).regions
    if kept is None:
        return writer is not None and writer <= viewer.regions
    return {region for region in kept if writer is None or region in writer} <= viewer.regions
