"""Days, weeks, months, quarters and years as a company counts them, in Python and as SQL."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, Integer, cast, func, literal_column


class Grain(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


WEEKS_OF_A_YEAR = 52


@dataclass(frozen=True)
class Calendar:
    """Which weekday (0 = Monday) a week begins on and which month (1-12) a fiscal year."""

    week_start: int = 0
    fiscal_year_start: int = 1

    def start(self, day: date, grain: Grain) -> date:
        """First day of the period that holds `day`."""
        if grain is Grain.DAY:
            return day
        if grain is Grain.WEEK:
            return day - timedelta(days=(day.weekday() - self.week_start) % 7)
        months = MONTHS_IN[grain]
        offset = (
            (day.month - self.fiscal_year_start) % months
            if months < 12
            else (day.month - self.fiscal_year_start) % 12
        )
        return _month_shifted(date(day.year, day.month, 1), -offset)

    def shifted(self, start: date, grain: Grain, periods: int) -> date:
        """The start of the period so many periods after (before, if negative) one that starts here."""
        if grain is Grain.DAY:
            return start + timedelta(days=periods)
        if grain is Grain.WEEK:
            return start + timedelta(days=7 * periods)
        return _month_shifted(start, MONTHS_IN[grain] * periods)

    def year_before(self, start: date, grain: Grain) -> date:
        """The start of the period a year before one that starts here; 52 weeks before, for weeks."""
        if grain is Grain.WEEK:
            return self.shifted(start, grain, -WEEKS_OF_A_YEAR)
        return self.start(year_before(start), grain)

    def end(self, start: date, grain: Grain) -> date:
        """The first day no longer in the period that starts here."""
        return self.shifted(start, grain, 1)

    def start_of(self, day: ColumnElement[date], grain: Grain) -> ColumnElement[date]:
        """SQL: first day of the period that holds `day`; the same sum as `start`."""
        if grain is Grain.DAY:
            return day
        if grain is Grain.WEEK:
            weekday = cast(func.isodow(day), Integer) - 1
            return day - (weekday - literal_column(str(self.week_start)) + 7) % 7
        offset = (self.fiscal_year_start - 1) % MONTHS_IN[grain]
        if offset == 0:
            return cast(func.date_trunc(literal_column(f"'{grain.value}'"), day), Date)
        shift = func.to_months(literal_column(str(offset)))
        return cast(func.date_trunc(literal_column(f"'{grain.value}'"), day - shift) + shift, Date)


def _month_shifted(first: date, months: int) -> date:
    total = first.year * 12 + first.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def year_before(day: date) -> date:
    """The same date a year earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
