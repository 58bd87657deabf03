"""A month against the same month a year before, and against what came on top of a year lately."""

from dashboard.metrics.catalogue import ORDERS
from dashboard.progress import last_year
from dashboard.progress.scan import Line
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests.views.values import month


def line(*orders: float) -> Line:
    """Months from January 2024 on, each known to one order either side."""
    values = tuple(month(2024 + n // 12, n % 12 + 1, v, ORDERS) for n, v in enumerate(orders))
    window = Window(values[0].period.window.start, values[-1].period.window.end)
    return Line(ORDERS, Slice(window, Grain.MONTH), "", "", values, values)


def test_a_december_like_the_last_is_the_season() -> None:
    year = [100.0] * 11 + [150.0]
    assert not last_year.is_more(line(*year, *year), 1)
    assert last_year.is_more(line(*year, *year[:11], 200.0), 1)
    assert not last_year.is_more(line(*year, *year[:11], 200.0), -1)


def test_what_grows_by_a_fifth_a_year_is_no_news_for_a_december_a_fifth_above_the_last() -> None:
    year = [100.0] * 11 + [150.0]
    grown = [1.2 * orders for orders in year]
    assert not last_year.is_more(line(*year, *grown), 1)
    assert last_year.is_more(line(*year, *grown[:11], 210.0), 1)  # 180 would be like the others


def test_without_a_year_before_it_is_not_held_against_it() -> None:
    assert last_year.is_more(line(100.0, 100.0, 150.0), 1)
