"""The days of a goal: its span, its milestones, and whether its metric can be known by the due date."""

from collections.abc import Iterator
from datetime import date

from dashboard.language import said
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import FEWEST_DAYS
from dashboard.progress.goal import Kind
from dashboard.progress.goal_draft import Draft
from queries.calendar import Calendar, Grain
from queries.slice import Window

FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)
GRAINS = {
    Grain.DAY: said("day"), Grain.WEEK: said("week"), Grain.MONTH: said("month"),
    Grain.QUARTER: said("quarter"), Grain.YEAR: said("year"),
}  # fmt: skip

Wrong = tuple[str, str]


def wrong(draft: Draft, calendar: Calendar) -> Iterator[Wrong]:
    """Days out of order, and spans that hold no period."""
    days = [draft.start, draft.due, *(draft.base or ()), *(m.on for m in draft.milestones)]
    if any(not FIRST <= day <= LAST for day in days):
        yield (
            "due",
            said(
                "Days lie between the years {first} and {last}.", first=FIRST.year, last=LAST.year
            ),
        )
        return
    if draft.start >= draft.due:
        yield (
            "due",
            said(
                "The goal starts on {start} and is due on {due}: no day lies between. Choose a later due date.",
                start=draft.start, due=draft.due,
            ),
        )  # fmt: skip
        return
    yield from _periods(draft, calendar)
    yield from _base_periods(draft, calendar)
    yield from _milestones(draft)
    if draft.closed and draft.closed < draft.start:
        yield "closed", said("The goal was closed before it started. Choose a later day.")


def whole_periods(window: Window, grain: Grain, calendar: Calendar) -> Window | None:
    """The whole periods inside a span; None where there is none."""
    start = calendar.start(window.start, grain)
    start = start if start == window.start else calendar.end(start, grain)
    end = calendar.start(window.end, grain)
    return Window(start, end) if start < end else None


def _periods(draft: Draft, calendar: Calendar) -> Iterator[Wrong]:
    grain, span = Grain(draft.grain), Window(draft.start, draft.due)
    whole = whole_periods(span, grain, calendar)
    if whole is None:
        yield (
            "due",
            said(
                "No whole {grain} lies between {start} and {due}, so the goal could never be judged. Choose a "
                "shorter period, or a later due date.",
                grain=GRAINS[grain], start=draft.start, due=draft.due,
            ),
        )  # fmt: skip
    elif draft.kind == Kind.TOTAL and whole != span:
        yield (
            "due",
            said(
                "A total is of whole periods: with the period '{grain}' it can run from {start} to {due}. Choose "
                "these days, or a shorter period.",
                grain=GRAINS[grain], start=whole.start, due=whole.end,
            ),
        )  # fmt: skip


def _base_periods(draft: Draft, calendar: Calendar) -> Iterator[Wrong]:
    if draft.base is None or draft.base[0] >= draft.base[1]:
        return
    grain = Grain(draft.grain)
    if whole_periods(Window(*draft.base), grain, calendar) is None:
        yield (
            "base",
            said(
                "The base holds no whole {grain}, so nothing can be compared with it. Choose a longer one.",
                grain=GRAINS[grain],
            ),
        )


def _milestones(draft: Draft) -> Iterator[Wrong]:
    days = [milestone.on for milestone in draft.milestones]
    for day in days:
        if not draft.start < day < draft.due:
            yield (
                "milestones",
                said(
                    "The milestone of {day} does not lie between start ({start}) and due date ({due}).",
                    day=day, start=draft.start, due=draft.due,
                ),
            )  # fmt: skip
    if len(set(days)) < len(days):
        yield "milestones", said("Two milestones are on one day. Keep one of them.")


def days_left(draft: Draft, today: date) -> int:
    """Days in which something can still be done; of a goal that is over, all that it had."""
    begins = draft.start if draft.due <= today else max(draft.start, today)
    return (draft.due - begins).days


def too_late(draft: Draft, metric: Metric, today: date) -> Iterator[Wrong]:
    """A metric that looks further ahead than time is left, with the shorter one where there is one."""
    if draft.start >= draft.due or draft.closed:
        return
    left = days_left(draft, today)
    if metric.horizon_days <= left:
        return
    offer = _shorter(metric, left)
    yield (
        "metric",
        said(
            "{label} needs {needed} days to be known, and {left} are left until {due}. {offer}",
            label=said(metric.label), needed=metric.horizon_days, left=left, due=draft.due, offer=offer,
        ),
    )  # fmt: skip


def _shorter(metric: Metric, left: int) -> str:
    """Which metric, or which reading of it, is known in time."""
    known = [other.name for other in shorter(metric) if other.horizon_days <= left]
    if known:
        names = (
            said("{first} or {second}", first=known[0], second=known[1]) if known[1:] else known[0]
        )
        return said("Choose {names}, or a later due date.", names=names)
    days = left // 30 * 30 or left
    if "horizon" in metric.switches and days >= FEWEST_DAYS:
        return said("Define horizon={days}, or choose a later due date.", days=days)
    return said("Choose a later due date.")


def shorter(metric: Metric) -> list[Metric]:
    """The same with a shorter horizon, the longest first."""
    family = next(
        (
            [head.name, *(name for _, name in head.variants)]
            for head in CATALOGUE.values()
            if metric.name in (head.name, *(name for _, name in head.variants))
            and any(choice.startswith("horizon=") for choice, _ in head.variants)
        ),
        [],
    )
    found = [CATALOGUE[name] for name in family]
    found = [other for other in found if other.horizon_days < metric.horizon_days]
    return sorted(found, key=lambda other: -other.horizon_days)
