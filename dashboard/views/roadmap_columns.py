"""The board's columns, lanes and cards, made from initiatives and goals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.access import Viewer
from dashboard.language import _, n_
from dashboard.metrics import reads
from dashboard.metrics.declare import Better
from dashboard.progress import quarters
from dashboard.progress.goal import Goal
from dashboard.progress.quarter_gains import Gain, gain
from dashboard.progress.roadmap import Initiative, measured
from dashboard.records.store import Store
from dashboard.views import changes, links, roadmap_words, words
from dashboard.views.roadmap_board import UNPLANNED, Card, Column, Lane, warning_of
from dashboard.views.roadmap_timeline import is_missed
from queries.calendar import Calendar

SHOWN = 5
"""Quarters side by side."""
MOST_GOALS = 3
BY_GOAL, BY_DEPARTMENT = "goal", "department"


@dataclass(frozen=True)
class Plan:
    """What a board is made from."""

    initiatives: tuple[Initiative, ...]
    """Those that were not dropped, in the order of the board."""
    goals: Mapping[int, Goal]
    by: str
    quarters: tuple[str, ...]
    now: str
    today: date
    calendar: Calendar
    currency: str

    def lane_of(self, one: Initiative) -> str:
        if self.by == BY_DEPARTMENT:
            return one.department
        return str(one.goal_id or "")

    def in_quarter(self, name: str) -> list[Initiative]:
        return [one for one in self.initiatives if (one.quarter or UNPLANNED) == name]


def shown_quarters(now: str, first: str, calendar: Calendar) -> tuple[str, ...]:
    """Five quarters from the first; usually from the one before this."""
    begin = first if quarters.is_quarter(first) else quarters.shifted(now, -1, calendar)
    return tuple(quarters.shifted(begin, n, calendar) for n in range(SHOWN))


def lanes(plan: Plan) -> list[Lane]:
    """Those in which something stands in a quarter that is shown, goals in their own order, what has none last."""
    there = {*plan.quarters, UNPLANNED}
    used = {plan.lane_of(one) for one in plan.initiatives if (one.quarter or UNPLANNED) in there}
    if plan.by == BY_DEPARTMENT:
        named = sorted(name for name in used if name)
        found = [Lane(name, _(name)) for name in named]
        return [*found, Lane("", _("No department"))] if "" in used or not found else found
    found = [
        Lane(str(id), words.sentence(_(goal.name)))
        for id, goal in plan.goals.items()
        if str(id) in used
    ]
    known = {lane.key for lane in found}
    rest = used - known - {""}
    found += [Lane(key, _("A goal that is gone")) for key in sorted(rest)]
    return [*found, Lane("", _("No goal"))] if "" in used or not found else found


def columns(plan: Plan, viewer: Viewer, store: Store) -> list[Column]:
    waiting = plan.in_quarter(UNPLANNED)
    first = Column(UNPLANNED, _("No quarter yet"), (_initiatives(len(waiting)),))
    return [first, *(_column(plan, name, viewer, store) for name in plan.quarters)]


def _column(plan: Plan, name: str, viewer: Viewer, store: Store) -> Column:
    own = plan.in_quarter(name)
    served = [plan.goals[id] for id in _goals(own) if id in plan.goals]
    window = quarters.window_of(name, plan.calendar)
    has_begun = window.start < plan.today  # as of a past day, what came later is not known
    gains = [gain(goal, window, viewer, store, plan.today) for goal in served] if has_begun else []
    said = [gain_words(found, plan.currency) for found in gains]
    return Column(
        key=name,
        title=roadmap_words.quarter(name, plan.calendar),
        lines=tuple(_counted(own)),
        gains=tuple(line for line in said if line),
        warning=warning_of(len(_goals(own)), MOST_GOALS),
        is_now=name == plan.now,
    )


def _goals(own: Sequence[Initiative]) -> list[int]:
    """Numbers of the goals served, each once."""
    return list(dict.fromkeys(one.goal_id for one in own if one.goal_id))


def _counted(own: Sequence[Initiative]) -> list[str]:
    """'3 initiatives', '5 systems touched', '20 person-weeks'."""
    systems = {system for one in own for system in one.systems}
    weeks = sum(one.person_weeks or 0 for one in own)
    lines = [_initiatives(len(own))]
    if own:
        lines.append(n_("{count} system touched", "{count} systems touched", len(systems)))
    return [*lines, roadmap_words.weeks(weeks)] if weeks else lines


def _initiatives(count: int) -> str:
    return n_("{count} initiative", "{count} initiatives", count)


def gain_words(found: Gain, currency: str) -> tuple[str, str] | None:
    """What a goal gained in the quarter, and its tone; nothing of a quarter that has not begun."""
    name, metric = words.sentence(_(found.goal.name)), found.goal.metric
    if found.added is not None:
        return _(
            "{goal}: {amount} added", goal=name, amount=words.value(metric, found.added, currency)
        ), "even"
    if found.change is not None:
        text = _(
            "{goal}: {change}, {period} against {before}",
            goal=name, change=changes.in_words(metric, found.change, currency), **_periods(found),
        )  # fmt: skip
        tone = changes.tone_of(metric, found.change) if metric.better is not Better.NEITHER else ""
        return text, tone or "even"
    if found.is_to_come:
        return None
    return _("{goal}: {reason}", goal=name, reason=_(found.reason)), "even"


def _periods(found: Gain) -> dict[str, str]:
    """'Sep 2026' and 'Sep 2025', or 'the mean of Jan 2026 to Mar 2026'."""
    grain, told = found.goal.grain, found.before
    after = words.period(found.after.period, grain) if found.after else ""
    ends = [words.period(value.period, grain) for value in (told[0], told[-1])]
    before = _("the mean of {first} to {last}", first=ends[0], last=ends[1])
    return {"period": after, "before": before if len(told) > 1 else ends[0]}


def cards(plan: Plan) -> list[Card]:
    return [_card(plan, one) for one in plan.initiatives]


def _card(plan: Plan, one: Initiative) -> Card:
    look = roadmap_words.look(one.state)
    goal = plan.goals.get(one.goal_id or 0)
    metric = measured(one)
    lines = [roadmap_words.promise(one, metric, plan.currency)]
    if plan.by == BY_DEPARTMENT and goal:
        lines.append(words.sentence(_(goal.name)))
    if one.owner:
        lines.append(one.owner)
    return Card(
        id=one.id, seen=one.version, title=one.title, lane=plan.lane_of(one), column=one.quarter or UNPLANNED,
        href=links.to("roadmap", initiative=str(one.id)), tone=look.tone, state=_(look.word), mark=look.mark,
        lines=tuple(lines), warning=warning(plan, one),
    )  # fmt: skip


def warning(plan: Plan, one: Initiative) -> str:
    """The first thing that is not as it should be."""
    missed = [m for m in one.milestones if is_missed(m, plan.today)]
    if missed and one.state in ("planned", "running"):
        return _("missed: {milestone}, {day}", milestone=missed[0].name, day=missed[0].due)
    if one.state == "idea" and one.quarter:
        return _("still an idea: plan it")
    if one.state == "planned" and one.quarter and one.quarter < plan.now:
        return _("planned, but its quarter is over")
    return ""


def window_words(plan: Plan) -> str:
    """'2026 Q3 to 2027 Q3'."""
    ends = [
        roadmap_words.quarter(name, plan.calendar) for name in (plan.quarters[0], plan.quarters[-1])
    ]
    return _("{first} to {last}", first=ends[0], last=ends[1])


def plan_of(
    initiatives: Sequence[Initiative], goals: Sequence[Goal], by: str, first: str, today: date
) -> Plan:
    calendar = reads.about().settings.calendar
    now = quarters.quarter_of(today, calendar)
    return Plan(
        tuple(one for one in initiatives if one.state != "dropped"), {goal.id: goal for goal in goals}, by,
        shown_quarters(now, first, calendar), now, today, calendar, reads.currency(),
    )  # fmt: skip
