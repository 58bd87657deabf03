"""When a season is told: two whole ones of values, however early one began to ask."""

import math
from datetime import date

from dashboard.progress.seasons import season
from queries.calendar import Grain


def months(count: int, first: int = 0) -> list[date]:
    return [date(2023 + n // 12, n % 12 + 1, 1) for n in range(first, first + count)]


def test_months_before_the_first_value_are_no_part_of_a_season() -> None:
    values = [100.0 + 50 * (n % 12 == 11) + n % 3 for n in range(20)]
    assert season(values, months(20, 3), Grain.MONTH) is None  # 20 months are not two years
    assert (
        season([math.nan] * 13 + values, months(33), Grain.MONTH) is None
    )  # nor with 13 of nothing
    assert season([math.nan] * 13 + values + values[8:12], months(37), Grain.MONTH) is not None


def test_of_nothing_there_is_no_season() -> None:
    assert season([math.nan] * 30, months(30), Grain.MONTH) is None
