"""What the analyses share: what each reads and how it may be sliced, whole periods, what is kept from whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.language import said
from dashboard.metrics.catalogue.dimensions import FIRST, PERSON
from dashboard.metrics.coverage import Coverage, coverage, first_order_day
from dashboard.metrics.evaluate import FEW, needs, with_coverage
from queries.calendar import Grain
from queries.slice import Period, Slice, Window

TOO_FEW = said("fewer than {few} people: not shown", few=FEW)


@dataclass(frozen=True)
class Analysis:
    """An analysis by name: its words, the kinds of event that it needs, its dimensions and periods."""

    name: str
    label: str
    meaning: str
    reads: tuple[str, ...]
    sliced_by: tuple[str, ...]
    grains: tuple[Grain, ...] = ()
    may_lack: tuple[str, ...] = ("refund",)
    """Kinds of event without which there is an answer all the same."""

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.reads if kind not in self.may_lack)


ORDERED_IN = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)

GROWTH = Analysis(
    "growth",
    "Growth accounting",
    "How the number of people who order comes about: new, returning, resurrected, dormant.",
    ("order",),
    (*PERSON, *FIRST),
    ORDERED_IN,
)
COHORTS = Analysis(
    "cohorts",
    "Cohorts",
    "What people who first ordered in the same period do as they grow older.",
    ("order", "refund"),
    (*PERSON, *FIRST),
    ORDERED_IN,
)
SURVIVAL = Analysis(
    "survival",
    "Survival",
    "How long it takes until people order again, fall silent, or come back.",
    ("order",),
    (*PERSON, *FIRST),
)
FUNNEL = Analysis(
    "funnel",
    "Funnel",
    "How many of the people who visit sign up, order and order again, in that order.",
    ("visit", "signup", "order"),
    (*PERSON, *FIRST, "channel", "source", "campaign", "device"),
)
RFM = Analysis(
    "rfm",
    "RFM",
    "How lately, how often and for how much people have ordered, ranked.",
    ("order", "refund"),
    (*PERSON, *FIRST),
)
WATERFALL = Analysis(
    "waterfall",
    "Waterfall",
    "How the sales of the same days a year before became those of now, part by part.",
    ("order", "refund"),
    (*PERSON, "channel", "online", "source", "category", "campaign", "device"),
)
CAMPAIGNS = Analysis(
    "campaigns",
    "Campaigns",
    "What each campaign cost, and what was ordered and who was won under its name.",
    ("spend", "order", "refund"),
    ("region", "source", "campaign"),
)
PIPELINE = Analysis(
    "pipeline",
    "Leads",
    "What became of the leads: won, lost or still open, and how old those are.",
    ("lead", "deal_won", "deal_lost"),
    (*PERSON, "source"),
    may_lack=("deal_lost",),
)

ANALYSES = {
    one.name: one
    for one in (GROWTH, COHORTS, SURVIVAL, FUNNEL, RFM, WATERFALL, CAMPAIGNS, PIPELINE)
}


def prepared(analysis: Analysis, slice: Slice) -> tuple[Slice, Coverage]:
    """The slice as the analysis takes it, and how far its data reach; `BadUse` where it cannot be sliced so."""
    for dimension in sorted(slice.dimensions - set(analysis.sliced_by)):
        raise BadUse(
            said(
                "{label} cannot be sliced by '{dimension}'. It can be by {others}.",
                label=said(analysis.label),
                dimension=dimension,
                others=", ".join(analysis.sliced_by),
            )
        )
    if len(slice.by) > 1:
        raise BadUse(
            said(
                "{label} is by one dimension at a time, not by {several}.",
                label=said(analysis.label),
                several=", ".join(slice.by),
            )
        )
    if analysis.grains and slice.grain not in analysis.grains:
        raise BadUse(
            said(
                "{label} goes by {grains}, not by {grain}.",
                label=said(analysis.label),
                grains=", ".join(analysis.grains),
                grain=slice.grain or said("the whole window"),
            )
        )
    covered = coverage(analysis)
    return with_coverage(slice, covered), covered


def missing(covered: Coverage) -> str | None:
    """Why there can be no answer at all."""
    return needs(covered.missing_kinds) if covered.missing_kinds else None


def whole_periods(slice: Slice) -> Slice:
    """The slice with its window widened to the calendar periods that it touches."""
    assert slice.grain is not None
    first, last = slice.window.start, slice.window.end - timedelta(days=1)
    start = slice.calendar.start(first, slice.grain)
    end = slice.calendar.end(slice.calendar.start(last, slice.grain), slice.grain)
    return slice.with_window(Window(start, end))


def one_period(analysis: Analysis, slice: Slice, day: date) -> Slice:
    """The whole period that a day lies in."""
    return whole_periods(
        replace(prepared(analysis, slice)[0], window=Window(day, day + timedelta(1)), by=())
    )


def unfinished(window: Window, covered: Coverage) -> str | None:
    """Why a span of days is not complete: '9 of 31 days'; None where it is."""
    if covered.day is not None and window.end <= covered.day:
        return None
    done = max(0, min(window.days, (covered.day - window.start).days)) if covered.day else 0
    return said("{done} of {days} days", done=done, days=window.days)


def starts_history(period: Period) -> bool:
    """In the first year of orders, in which everybody looks new."""
    first = first_order_day()
    return first is not None and period.window.start < first + timedelta(days=365)


def is_kept_from(viewer: Viewer, *counts: int) -> bool:
    """Some count is of so few people that this viewer may not see it; nobody at all is no secret."""
    return not viewer.may_see_people and any(0 < count < FEW for count in counts)


def value_named(value: object) -> str | None:
    """A group's value in words; None is what is not known."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if value else None


def groups_of(rows: Sequence[dict[str, object]], by: tuple[str, ...]) -> list[tuple[object, ...]]:
    """The groups that rows lie in, in order; the one without name where there is no dimension."""
    found = {tuple(row[name] for name in by) for row in rows}
    if not by:
        found.add(())
    return sorted(found, key=lambda group: tuple(map(str, group)))


def named(group: tuple[object, ...], by: tuple[str, ...]) -> dict[str, str | None]:
    return dict(zip(by, map(value_named, group), strict=True))
