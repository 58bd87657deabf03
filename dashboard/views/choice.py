"""What the filter bar says, as plain values: days, comparison, steps and filters, and what a metric can take of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dashboard.language import _
from dashboard.metrics import evaluate, switches
from dashboard.metrics.declare import Metric, Sliceable
from dashboard.metrics.of_people import refuses_groups
from dashboard.metrics.switches import Definition
from dashboard.views import words
from queries.calendar import Calendar, Grain
from queries.kept_people import People
from queries.slice import Slice, Window

USUAL = "last-12-months"
TO_DATE = {"this-month": Grain.MONTH, "this-quarter": Grain.QUARTER, "this-year": Grain.YEAR}
ALL, CUSTOM = "all", "custom"
PRESETS = (
    "last-1-months", "last-1-quarters", "last-1-years", *TO_DATE, "last-13-weeks", "last-26-weeks",
    "last-52-weeks", "last-3-months", "last-6-months", USUAL, "last-24-months", ALL, CUSTOM,
)  # fmt: skip
"""Those that are offered; any 'last-5-weeks' is understood."""
LAST = re.compile(r"last-([1-9][0-9]{0,2})-(days|weeks|months|quarters|years)")
GRAIN_OF = {
    "days": Grain.DAY, "weeks": Grain.WEEK, "months": Grain.MONTH, "quarters": Grain.QUARTER,
    "years": Grain.YEAR,
}  # fmt: skip
FINER = {
    Grain.YEAR: Grain.MONTH, Grain.QUARTER: Grain.MONTH, Grain.MONTH: Grain.WEEK,
    Grain.WEEK: Grain.DAY, Grain.DAY: Grain.DAY,
}  # fmt: skip
"""How a window of one or two periods is shown."""


class Compare(StrEnum):
    """What a window is compared with."""

    PREVIOUS = "previous"
    YEAR = "year"
    NONE = "none"


Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Choice:
    """The window, its grain, and the values kept of each dimension that is filtered."""

    window: Window
    grain: Grain
    where: Where = ()
    until: date | None = None
    """The first day that no data cover; a window that ends where the running period starts goes on to here."""
    defined: Definition = ()
    """How the metric is read, where not as usual."""
    compare: Compare = Compare.PREVIOUS
    compared: Window | None = None
    """The window that this one is compared with."""
    excluded: Where = ()
    """Filters that were said as 'not these'; `where` keeps all the others."""
    preset: str = USUAL
    is_running: bool = False
    """The window reaches as far as the data do, so its last period may not be complete."""
    group: People | None = None
    """The named group that everything is narrowed to."""

    @property
    def is_filtered(self) -> bool:
        """Something is left out: the numbers are not of the whole company."""
        return bool(self.where) or self.group is not None

    @property
    def filters(self) -> str:
        """'region: North, South; channel: web', or nothing."""
        excluded = dict(self.excluded)
        said = [
            _("{dimension}: not {values}", dimension=words.dimension(name), values=_values(excluded[name]))
            if name in excluded
            else _("{dimension}: {values}", dimension=words.dimension(name), values=_values(kept))
            for name, kept in self.where
        ]  # fmt: skip
        if self.group is not None:
            said.append(_("group: {name}", name=self.group.name))
        return "; ".join(said)

    def refused(self, metric: Sliceable) -> list[str]:
        """The filters that this metric cannot take."""
        refused = [name for name, _kept in self.where if name not in metric.sliced_by]
        return [*refused, "group"] if self._refuses_group(metric) else refused

    def _refuses_group(self, asked: Sliceable) -> bool:
        return (
            self.group is not None
            and isinstance(asked, Metric)
            and refuses_groups(asked) is not None
        )

    def slice(self, metric: Metric, calendar: Calendar) -> Slice:
        """The slice of the filters that the metric takes; what it cannot take is said beside it."""
        return switches.defined(metric, self.sliced(metric, calendar), self.defined)

    def sliced(self, asked: Sliceable, calendar: Calendar) -> Slice:
        """The same for an analysis, which no switch defines."""
        where = tuple(pair for pair in self.where if pair[0] in asked.sliced_by)
        people = None if self._refuses_group(asked) else self.group
        return Slice(self.window, self.grain, where=where, calendar=calendar, people=people)

    def before(self) -> "Choice | None":
        """The same question of the window that this one is compared with."""
        return replace(self, window=self.compared, compared=None) if self.compared else None


def _values(kept: Sequence[str]) -> str:
    return ", ".join(words.named(value) for value in kept)


def usual_grain(preset: str) -> Grain:
    """The grain in which a window is shown unless another is chosen."""
    if found := LAST.fullmatch(preset):
        count, of = int(found[1]), GRAIN_OF[found[2]]
        return of if count > 2 else FINER[of]
    return FINER[TO_DATE[preset]] if preset in TO_DATE else Grain.MONTH


def resolved(
    preset: str, grain: Grain, until: date, first_day: date, calendar: Calendar, is_running: bool = False
) -> Window:  # fmt: skip
    """The days of a preset, seen on a day that no data cover yet.

    Whole periods of its own grain, widened to whole periods of `grain`; what is 'to date', and everything where
    `is_running`, ends with the data.
    """
    if found := LAST.fullmatch(preset):
        count, of = int(found[1]), GRAIN_OF[found[2]]
        end = calendar.start(until, of)
        start = calendar.shifted(end, of, -count)
    elif preset in TO_DATE:
        return Window(calendar.start(until - timedelta(days=1), TO_DATE[preset]), until)
    else:
        start, end = first_day, calendar.start(until, grain)
    start = calendar.start(start, grain)
    end = max(calendar.start(end, grain), calendar.end(start, grain))
    return Window(start, until if is_running and until > start else end)


def compared_window(
    window: Window, grain: Grain, compare: Compare, calendar: Calendar, to_date: Grain | None = None
) -> Window | None:
    """As many whole periods before; of a period 'to date' as many days of the one before; else as many days before.

    A year before are the same days of the year before, 52 weeks where weeks are shown.
    """
    if compare is Compare.NONE:
        return None
    if compare is Compare.YEAR:
        return Window(year_before_day(window.start, grain), year_before_day(window.end, grain))
    for of in (Grain.YEAR, Grain.QUARTER, Grain.MONTH, Grain.WEEK):
        if count := _whole_periods(window, of, calendar):
            return Window(calendar.shifted(window.start, of, -count), window.start)
    if to_date and calendar.start(window.start, to_date) == window.start:
        start = calendar.shifted(window.start, to_date, -1)
        return Window(start, min(start + timedelta(days=window.days), window.start))
    return Window(window.start - timedelta(days=window.days), window.start)


def _whole_periods(window: Window, grain: Grain, calendar: Calendar) -> int:
    """How many whole periods a window is made of; 0 where it is not."""
    start, count = window.start, 0
    if calendar.start(start, grain) != start:
        return 0
    while start < window.end:
        start, count = calendar.end(start, grain), count + 1
    return count if start == window.end else 0


def year_before_day(on: date, grain: Grain) -> date:
    """The same day of the year before; 52 weeks before where weeks are shown."""
    return on - timedelta(weeks=52) if grain is Grain.WEEK else evaluate.year_before(on)


def expanded(
    kept: Mapping[str, Sequence[str]],
    excluded: Mapping[str, Sequence[str]],
    known: Mapping[str, Sequence[str]],
) -> tuple[Where, Where]:
    """Filters as values kept, and what was said as 'not these'; values that do not occur are left out."""
    where, without = [], []
    for name, values in known.items():
        chosen = [value for value in kept.get(name, ()) if value in values]
        not_these = tuple(sorted(value for value in excluded.get(name, ()) if value in values))
        if not_these:
            chosen = [value for value in (chosen or values) if value not in not_these]
            without.append((name, not_these))
        if chosen or not_these:
            where.append((name, tuple(sorted(chosen))))
    return tuple(sorted(where)), tuple(sorted(without))


def with_running_period(choice: Choice, calendar: Calendar) -> Choice:
    """The same with the period that the data reach into, where the window ends at its start."""
    until = choice.until
    if until is None or choice.window.end != calendar.start(until, choice.grain):
        return choice
    if until == choice.window.end:
        return choice
    end = calendar.end(choice.window.end, choice.grain)
    return replace(choice, window=Window(choice.window.start, end))


def with_year_before(choice: Choice, calendar: Calendar) -> Choice:
    """The same, begun early enough that each period has the one a year before it."""
    start = calendar.year_before(choice.window.start, choice.grain)
    return replace(choice, window=Window(start, choice.window.end))
