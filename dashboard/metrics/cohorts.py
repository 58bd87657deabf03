"""Cohorts: people by the period of their first order, and what they do in each period from then on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.access import Viewer
from dashboard.insight.intervals import wilson
from dashboard.language import said
from dashboard.metrics.analysis import (
    COHORTS,
    TOO_FEW,
    groups_of,
    is_kept_from,
    missing,
    named,
    one_period,
    prepared,
    starts_history,
    unfinished,
    whole_periods,
)
from dashboard.metrics.coverage import Coverage
from dashboard.metrics.evaluate import FEW, Group
from dashboard.warehouse import reader
from queries.cohorts import cohort_absent_members, cohort_members, cohorts
from queries.people import Members, people_count_of, people_of
from queries.slice import Period, Slice, Window


@dataclass(frozen=True)
class Cell:
    """What a cohort did at one age: None where this viewer may not see it."""

    age: int
    """Periods since that of the first order, which is 0."""
    window: Window
    people: int | None
    share: float | None
    """Of the cohort, 0 to 100, with its Wilson limits."""
    low: float | None
    high: float | None
    revenue: float | None
    """Net, refunds in the period of their order."""
    per_customer: float | None
    """Net revenue over everybody in the cohort, whether they ordered or not."""
    is_complete: bool
    reason: str | None


@dataclass(frozen=True)
class Cohort:
    """Everybody whose first order lies in one period."""

    period: Period
    size: int | None
    cells: tuple[Cell, ...]
    starts_history: bool

    @property
    def is_complete(self) -> bool:
        return bool(self.cells) and self.cells[0].is_complete


@dataclass(frozen=True)
class Mean:
    """What cohorts did at one age on average, over finished cells only."""

    age: int
    simple: float
    """Every cohort alike."""
    weighted: float
    """Every person alike."""
    cohorts: int
    people: int
    """Size of those cohorts together."""
    low: float | None = None
    high: float | None = None
    """Wilson limits of a weighted share: it is that of all those people together."""


@dataclass(frozen=True)
class Triangle:
    """The cohorts of one group, oldest first."""

    group: Group
    cohorts: tuple[Cohort, ...]
    reason: str | None = None

    @property
    def ages(self) -> int:
        return max((len(cohort.cells) for cohort in self.cohorts), default=0)

    def mean_shares(self) -> list[Mean]:
        """Share of each cohort that ordered, 0 to 100."""
        return [_with_limits(mean) for mean in self._means(lambda cell: cell.share)]

    def mean_revenue(self) -> list[Mean]:
        """Net revenue per customer of the cohort."""
        return self._means(lambda cell: cell.per_customer)

    def mean_people(self) -> list[Mean]:
        """People of a cohort who ordered."""
        return self._means(lambda cell: cell.people)

    def mean_sums(self) -> list[Mean]:
        """Net revenue of a cohort."""
        return self._means(lambda cell: cell.revenue)

    def _means(self, figure: Callable[[Cell], float | None]) -> list[Mean]:
        means = []
        for age in range(self.ages):
            parts = [
                (cohort.size, value)
                for cohort in self.cohorts
                if cohort.size and len(cohort.cells) > age and cohort.is_complete
                and cohort.cells[age].is_complete
                and (value := figure(cohort.cells[age])) is not None
            ]  # fmt: skip
            if parts:
                means.append(_mean(age, parts))
        return means


def _mean(age: int, parts: list[tuple[int, float]]) -> Mean:
    people = sum(size for size, _ in parts)
    return Mean(
        age,
        simple=sum(value for _, value in parts) / len(parts),
        weighted=sum(size * value for size, value in parts) / people,
        cohorts=len(parts),
        people=people,
    )


def _with_limits(mean: Mean) -> Mean:
    low, high = wilson(min(mean.people, mean.weighted / 100 * mean.people), mean.people)
    return replace(mean, low=100 * low, high=100 * high)


def triangles(viewer: Viewer, slice: Slice) -> list[Triangle]:
    """One per group: cohorts whose first orders lie in the whole periods that the window touches."""
    asked, covered = prepared(COHORTS, slice)
    asked = whole_periods(asked)
    if reason := missing(covered):
        return [Triangle({}, (), reason)]
    rows = reader.read(viewer, cohorts, asked)
    found = [
        _triangle(viewer, asked, covered, group, _cells_of(rows, asked.by, group))
        for group in groups_of(rows, asked.by)
    ]
    return found or [Triangle({}, (), said("no first order in this window"))]


def cohort_people(
    viewer: Viewer, slice: Slice, day: date, age: int
) -> tuple[list[dict[str, Any]], int]:
    """Who, of the cohort whose period holds a day, ordered at an age, and how many they are."""
    return _listed(viewer, one_period(COHORTS, slice, day), cohort_members(age))


def cohort_absent_people(
    viewer: Viewer, slice: Slice, day: date, age: int
) -> tuple[list[dict[str, Any]], int]:
    """Who, of the cohort whose period holds a day, did not order at an age, and how many they are."""
    return _listed(viewer, one_period(COHORTS, slice, day), cohort_absent_members(age))


def _listed(viewer: Viewer, asked: Slice, members: Members) -> tuple[list[dict[str, Any]], int]:
    [count] = reader.read(viewer, people_count_of(members), asked)
    return list(reader.read(viewer, people_of(members), asked)), int(count["people"])


def _cells_of(
    rows: Iterable[dict[str, Any]], by: tuple[str, ...], group: tuple[object, ...]
) -> dict[tuple[date, int], dict[str, Any]]:
    return {
        (row["period"], row["age"]): row for row in rows if tuple(row[name] for name in by) == group
    }


def _triangle(
    viewer: Viewer,
    slice: Slice,
    covered: Coverage,
    group: tuple[object, ...],
    found: dict[tuple[date, int], dict[str, Any]],
) -> Triangle:
    kept = [
        cohort
        for period in slice.periods
        if (period.start, 0) in found
        and (cohort := _cohort(viewer, slice, covered, period, found)).cells
    ]
    return Triangle(
        named(group, slice.by), tuple(kept), None if kept else said("no first order in this window")
    )


def _cohort(
    viewer: Viewer,
    slice: Slice,
    covered: Coverage,
    period: Period,
    found: dict[tuple[date, int], dict[str, Any]],
) -> Cohort:
    size = int(found[period.start, 0]["people"])
    kept_back = is_kept_from(viewer, size)
    cells = []
    for age, window in enumerate(_windows(slice, period, covered)):
        row = found.get((period.start, age), {"people": 0, "net": 0})
        if kept_back or _tells_of_few(viewer, row):
            cells.append(_kept_back(age, window))
        else:
            cells.append(_cell(age, window, size, row, unfinished(window, covered)))
    return Cohort(period, None if kept_back else size, tuple(cells), starts_history(period))


def _windows(slice: Slice, period: Period, covered: Coverage) -> list[Window]:
    """The periods from that of the first order to the last of which the data know anything."""
    assert slice.grain is not None
    found, start = [], period.start
    while covered.day is not None and start < covered.day:
        end = slice.calendar.end(start, slice.grain)
        found.append(Window(start, end))
        start = end
    return found


def _tells_of_few(viewer: Viewer, row: dict[str, Any]) -> bool:
    """Money without buyers is a refund, perhaps of one person."""
    few_gave_back = row["people"] < FEW and row["net"] != 0 and not viewer.may_see_people
    return few_gave_back or is_kept_from(viewer, row["people"])


def _cell(age: int, window: Window, size: int, row: dict[str, Any], reason: str | None) -> Cell:
    people, revenue = int(row["people"]), float(row["net"])
    low, high = wilson(people, size)
    return Cell(
        age, window, people, 100 * people / size, 100 * low, 100 * high, revenue, revenue / size,
        is_complete=reason is None, reason=reason,
    )  # fmt: skip


def _kept_back(age: int, window: Window) -> Cell:
    return Cell(age, window, None, None, None, None, None, None, False, TOO_FEW)
