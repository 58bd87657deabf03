"""Numbers that are kept by hand, as metrics: their words, and their values over a slice.

The same questions that a metric of the warehouse answers, so that goals, signals, forecasts, alerts and exports take
them without a case of their own. Their groups are the dimension `part`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select

from dashboard.access import Viewer
from dashboard.errors import BadUse, NoWarehouse
from dashboard.insight.by_hand import OF_ALL, Row, Way, gaps, total
from dashboard.insight.compare import Change, judged
from dashboard.language import said
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.certainty import Certainty, Measurement
from dashboard.metrics.coverage import Hole
from dashboard.metrics.declare import Better, Metric, Unit
from dashboard.metrics.evaluate import Group, Value
from dashboard.progress import measure_file
from dashboard.progress.today import today
from dashboard.records import measures as records
from dashboard.records.store import Store
from dashboard.records.tables import Measure
from queries.calendar import Calendar, Grain
from queries.slice import Period, Slice, Window

PART = "part"
PREFIX = "measure:"
GRAINS = tuple(Grain)
"""From the finest to the coarsest."""

OVER_DAYS = {
    "sum": said("The values of a period, added up."),
    "mean": said("The mean of the values of a period."),
    "last": said("The last value of a period."),
}
OVER_GROUPS = {
    "sum": said("Groups are added up."),
    "mean": said("Of groups, the mean: each counts the same."),
}


SUMS = Way("sum", "sum")


@dataclass(frozen=True)
class HandKept(Metric):
    """A metric whose values somebody writes down. Its name is `measure:` and its number in the records."""

    id: int = 0
    version: int = 0
    grain: Grain = Grain.MONTH
    way: Way = SUMS
    department: str = ""
    owner: str = ""

    def __post_init__(self) -> None:
        """No name of the catalogue, so that it is never taken for one."""


def _no_question(slice: Slice) -> Select[Any]:
    raise BadUse(
        said("This number is kept by hand: no event, no person and no query is behind it.")
    )


def _measure(row: Any, scale: float) -> Measurement | None:
    raise AssertionError("values that are kept by hand are not measured from rows of the warehouse")


def _change(after: Measurement, before: Measurement, complete: bool) -> Change:
    return judged(after.value, before.value, None, False)


AS_WRITTEN = Certainty("as written down: no limits", _measure, _change)


def of_record(row: Measure) -> HandKept:
    """The metric that a measure is."""
    return HandKept(
        name=f"{PREFIX}{row.id}",
        label=row.name,
        meaning=row.meaning or said("Kept by hand."),
        formula=said(
            "{days} {groups}", days=OVER_DAYS[row.combined], groups=OVER_GROUPS[row.across]
        ),
        unit=Unit(row.unit),
        better=Better(row.better),
        question=_no_question,
        certainty=AS_WRITTEN,
        reads=(),
        sliced_by=(PART,),
        nothing=said("nothing was written down"),
        adds_up=row.combined == "sum",
        id=row.id,
        version=row.version,
        grain=Grain(row.grain),
        way=Way(row.combined, row.across),
        department=row.department,
        owner=row.owner,
    )


def measures(store: Store) -> tuple[HandKept, ...]:
    """All of them, by name."""
    return tuple(of_record(row) for row in records.measures(store))


def named(name: str, store: Store) -> HandKept | None:
    """The measure that `measure:3` or `measure:Training hours` says; None where there is none (any more)."""
    told = name.removeprefix(PREFIX).strip()
    if name == told:
        return None
    if told.isdigit() and (row := records.measure(store, int(told))):
        return of_record(row)
    same = [m for m in measures(store) if m.label.casefold() == told.casefold()]
    return same[0] if same else None


def series(metric: HandKept, viewer: Viewer, slice: Slice, store: Store) -> tuple[Value, ...]:
    """One value for each period and group, in order, as `evaluate.series` gives them."""
    asked = replace(evaluate.checked(metric, slice), calendar=_calendar(slice.calendar))
    if why := refusal(metric, viewer, asked):
        return tuple(_without(metric, period, {}, why) for period in asked.periods)
    kept = asked.values(PART)
    rows = [row for row in records.rows(store, metric.id) if kept is None or row[1] in kept]
    until = _until(metric, rows, asked.calendar)
    return tuple(
        value
        for group, own in _groups(rows, asked)
        for value in _of_group(metric, group, own, asked, until)
    )


def whole(metric: HandKept, viewer: Viewer, slice: Slice, store: Store) -> tuple[Value, ...]:
    """One value for each group over the whole window."""
    return series(metric, viewer, replace(slice, grain=None), store)


def reach(metric: HandKept, store: Store) -> tuple[date, date] | None:
    """The day of the first value, and the first day that is not written down; None where nothing is."""
    rows = records.rows(store, metric.id)
    until = _until(metric, rows, _calendar(Calendar()))
    return (rows[0][0], until) if until else None


def span(metric: HandKept, store: Store, grain: Grain) -> Window | None:
    """The periods from that of the first value to that of the newest; None where nothing is written down."""
    days = [day for day, _part, _value in records.rows(store, metric.id)]
    calendar = _calendar(Calendar())
    if not days:
        return None
    return Window(
        calendar.start(days[0], grain), calendar.end(calendar.start(days[-1], grain), grain)
    )


def groups(rows: Sequence[Row]) -> list[str]:
    """The groups that have values, by name; '' is none of them."""
    return sorted({part for _day, part, _value in rows if part != OF_ALL})


def groups_of(metric: HandKept, store: Store) -> list[str]:
    """The groups of a measure."""
    return groups(records.rows(store, metric.id))


def template(metric: HandKept, store: Store) -> bytes:
    """An empty file for the period after the newest value: its last day, and a row for each group."""
    rows = records.rows(store, metric.id)
    calendar = _calendar(Calendar())
    _start, end = _own(metric, rows[-1][0] if rows else today(), calendar)
    if rows:
        _start, end = _own(metric, end, calendar)
    return measure_file.template(groups(rows), [end - timedelta(days=1)])


def refusal(metric: HandKept, viewer: Viewer, slice: Slice) -> str | None:
    """Why there are no values: a measure belongs to no region, and has none of periods shorter than its own."""
    if viewer.regions is not None:
        return said("kept by hand for the whole company: shown to those who may see all regions")
    if slice.grain and GRAINS.index(slice.grain) < GRAINS.index(metric.grain):
        return WRITTEN_BY[metric.grain]
    return None


WRITTEN_BY = {
    Grain.DAY: said("written down by day"),
    Grain.WEEK: said("written down by week: choose weeks or longer periods"),
    Grain.MONTH: said("written down by month: choose months or longer periods"),
    Grain.QUARTER: said("written down by quarter: choose quarters or longer periods"),
    Grain.YEAR: said("written down by year: choose years"),
}


def _groups(rows: Sequence[Row], slice: Slice) -> list[tuple[Group, list[Row]]]:
    """The rows of each group that is asked for; all together where none is."""
    if PART not in slice.by:
        return [({}, list(rows))]
    names = groups(rows) or [OF_ALL]
    return [({PART: name or None}, [row for row in rows if row[1] == name]) for name in names]


def _of_group(
    metric: HandKept, group: Group, rows: Sequence[Row], slice: Slice, until: date | None
) -> list[Value]:
    holes = [
        Hole(metric.label, "", Window(start, end))
        for start, end in gaps(rows, lambda day: _own(metric, day, slice.calendar, waits=True))
    ]
    return [_value(metric, period, group, rows, slice, holes, until) for period in slice.periods]


def _value(
    metric: HandKept, period: Period, group: Group, rows: Sequence[Row], slice: Slice,
    holes: list[Hole], until: date | None,
) -> Value:  # fmt: skip
    inside = [row for row in rows if period.window.start <= row[0] < period.window.end]
    number = total(inside, lambda day: _own(metric, day, slice.calendar), metric.way)
    why = _why_incomplete(metric, period, slice, until)
    missing = tuple(coverage.overlapping(period.window, holes))
    if number is None:
        nothing = said("{nothing} in this window", nothing=said(metric.nothing))
        empty = _without(metric, period, group, why or nothing)
        return replace(empty, is_complete=why is None, missing=missing)
    return Value(
        metric, period, group, number, is_complete=why is None, reason=why, missing=missing,
        measurement=Measurement(number, None, None, len(inside), None),
    )  # fmt: skip


def _why_incomplete(
    metric: HandKept, period: Period, slice: Slice, until: date | None
) -> str | None:
    """A period is complete once something is written of its last own period and its last day is over."""
    window = period.window
    first, last = (
        _own(metric, day, slice.calendar)
        for day in (window.start, window.end - timedelta(days=1))
    )  # fmt: skip
    is_cut = slice.grain is None and (first[0] < window.start or last[1] > window.end)
    if is_cut or not period.is_whole:
        return said("only {days} days of the period are asked for", days=window.days)
    if until is None or until < window.end:
        return said("not all of it is written down yet")
    return None


def _until(metric: HandKept, rows: Sequence[Row], calendar: Calendar) -> date | None:
    """The first day for which nothing is written down, or that is not over yet: by the newest value or by the data."""
    if not rows:
        return None
    newest = max(day for day, _part, _value in rows)
    over = max(newest + timedelta(days=1), _covered_day() or newest)
    return min(over, _own(metric, newest, calendar, waits=True)[1])


def _own(metric: HandKept, day: date, calendar: Calendar, waits: bool = False) -> tuple[date, date]:
    """The measure's own period that holds a day. Of one by day, a whole week must be silent to be missed."""
    grain = Grain.WEEK if waits and metric.grain is Grain.DAY else metric.grain
    start = calendar.start(day, grain)
    return start, calendar.end(start, grain)


def _calendar(usual: Calendar) -> Calendar:
    try:
        return coverage.settings().calendar
    except NoWarehouse:
        return usual


def _covered_day() -> date | None:
    try:
        return coverage.covered_day_of_all()
    except NoWarehouse:
        return None


def _without(metric: HandKept, period: Period, group: Group, reason: str) -> Value:
    return Value(metric, period, group, None, reason=reason, is_complete=False)
