"""What the filter bar says, as plain values: window, grain and filters, and what a metric can take of it."""

from dataclasses import dataclass, replace
from datetime import date

from dashboard.metrics import evaluate, switches
from dashboard.metrics.declare import Metric
from dashboard.metrics.switches import Definition
from dashboard.views import words
from queries.calendar import Calendar, Grain
from queries.slice import Slice, Window

PRESETS: dict[str, tuple[Grain, int]] = {
    "Last 3 months": (Grain.MONTH, 3),
    "Last 6 months": (Grain.MONTH, 6),
    "Last 12 months": (Grain.MONTH, 12),
    "Last 24 months": (Grain.MONTH, 24),
    "Last 26 weeks": (Grain.WEEK, 26),
    "Last 52 weeks": (Grain.WEEK, 52),
}
"""Complete periods before the one that the data reach into."""
THIS_YEAR, ALL, CUSTOM = "This year", "All", "Custom dates"
WINDOWS = [*PRESETS, THIS_YEAR, ALL, CUSTOM]
USUAL = "Last 12 months"

FILTERS = ("region", "segment", "channel", "source", "category")


@dataclass(frozen=True)
class Choice:
    """The window, its grain, and the values kept of each dimension that is filtered."""

    window: Window
    grain: Grain
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    until: date | None = None
    """The first day that no data cover; a window that ends where the running period starts goes on to here."""
    defined: Definition = ()
    """How the metric is read, where not as usual."""

    @property
    def filters(self) -> str:
        """'region: North, South; channel: web', or nothing."""
        return "; ".join(
            f"{name}: {', '.join(words.named(value) for value in kept)}"
            for name, kept in self.where
        )

    def refused(self, metric: Metric) -> list[str]:
        """The filters that this metric cannot take."""
        return [name for name, _ in self.where if name not in metric.sliced_by]

    def slice(self, metric: Metric, calendar: Calendar) -> Slice:
        """The slice of the filters that the metric takes; what it cannot take is said beside it."""
        where = tuple(pair for pair in self.where if pair[0] in metric.sliced_by)
        slice = Slice(self.window, self.grain, where=where, calendar=calendar)
        return switches.defined(metric, slice, self.defined)


def resolved(
    preset: str, grain: Grain, covered_day: date, first_day: date, calendar: Calendar
) -> Window:
    """The days of a preset: whole periods of its own grain, widened to whole periods of `grain`."""
    if preset in PRESETS:
        of, count = PRESETS[preset]
        end = calendar.start(covered_day, of)
        start = calendar.shifted(end, of, -count)
    elif preset == THIS_YEAR:
        end = calendar.start(covered_day, grain)
        start = calendar.start(date.fromordinal(covered_day.toordinal() - 1), Grain.YEAR)
    else:
        start, end = first_day, calendar.start(covered_day, grain)
    start = calendar.start(start, grain)
    return Window(start, max(calendar.start(end, grain), calendar.end(start, grain)))


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
    start = year_before(choice.window.start, choice.grain, calendar)
    return replace(choice, window=Window(start, choice.window.end))


def year_before(start: date, grain: Grain, calendar: Calendar) -> date:
    """The start of the period a year before the one that starts here; 52 weeks, for weeks."""
    if grain is Grain.WEEK:
        return calendar.shifted(start, grain, -52)
    return calendar.start(evaluate.year_before(start), grain)
