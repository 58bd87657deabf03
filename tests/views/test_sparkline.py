from urllib.parse import unquote

from dashboard.views.sparkline import HEIGHT, alt, sparkline
from queries.calendar import Grain
from tests.views.values import month

VALUES = [month(2026, 1, 10.0), month(2026, 2, 20.0), month(2026, 3, 15.0)]


def test_the_picture_says_the_trend_in_its_alternative_text():
    assert alt(VALUES, Grain.MONTH).replace("\u202f", " ") == (
        "Conversion: from 10.0 % in Jan 2026 to 15.0 % in Mar 2026; lowest 10.0 % in Jan 2026, "
        "highest 20.0 % in Feb 2026"
    )


def test_the_highest_value_stands_on_top():
    picture = unquote(sparkline(VALUES, Grain.MONTH))
    assert "M4.0 34.0L66.0 4.0L128.0 19.0" in picture  # 38 high, 4 of edge: 34 is the bottom
    assert HEIGHT == 38


def test_a_running_period_is_a_ring_and_not_part_of_the_line():
    picture = unquote(
        sparkline([*VALUES[:2], month(2026, 3, 15.0, is_complete=False)], Grain.MONTH)
    )
    assert 'class="r"' in picture
    assert 'd="M4.0 34.0L66.0 4.0"' in picture


def test_a_gap_breaks_the_line():
    values = [*VALUES[:2], month(2026, 3, None), month(2026, 4, 12.0), month(2026, 5, 11.0)]
    assert unquote(sparkline(values, Grain.MONTH)).count("M") >= 2


def test_one_value_is_no_trend():
    assert sparkline(VALUES[:1], Grain.MONTH) == ""
