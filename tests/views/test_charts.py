from datetime import date, timedelta

import pytest

from dashboard.metrics.catalogue import CONVERSION, ORDERS, RESPONSE_TIME, REVENUE
from dashboard.metrics.coverage import Hole
from dashboard.views import axes, charts, words
from queries.calendar import Grain
from queries.slice import Window
from tests.views.values import month

HOLE = Hole("tracking", "West", Window(date(2026, 2, 10), date(2026, 2, 16)))
YEAR = [
    month(2026, 1, 20.0),
    month(2026, 2, 22.0, missing=(HOLE,)),
    month(2026, 3, None, reason="no visits"),
    month(2026, 4, 25.0),
    month(2026, 5, 19.0, is_complete=False, reason="9 of 31 days"),
]


@pytest.fixture
def trend():
    return charts.trend(YEAR, Grain.MONTH, goal=24.0, year_ago=[18.0, 18.5, None, 19.0, None])


def _named(figure, name):
    return next(trace for trace in figure["data"] if trace["name"] == name)


def test_each_complete_period_has_a_mark_at_its_height(trend):
    line = _named(trend, "Conversion")
    assert line["x"][:2] == ["2026-01-01", "2026-02-01"]
    assert line["y"] == [20.0, 22.0, None, 25.0, None]


def test_a_gap_stays_a_gap(trend):
    assert _named(trend, "Conversion")["connectgaps"] is False


def test_the_band_runs_from_low_to_high(trend):
    high, low = trend["data"][1:3]
    assert high["y"] == [21.0, 23.0, None, 26.0, None]
    assert low["y"] == [19.0, 21.0, None, 24.0, None]
    assert low["fill"] == "tonexty"


def test_a_running_period_is_a_ring_joined_by_dots(trend):
    ring = _named(trend, "not complete")
    assert ring["y"] == [25.0, 19.0]
    assert ring["line"]["dash"] == "dot"
    assert ring["marker"]["symbol"] == "circle-open"
    assert ring["marker"]["size"] == [0, 9]


def test_the_goal_is_a_line_with_its_name(trend):
    [line] = [shape for shape in trend["layout"]["shapes"] if shape["type"] == "line"]
    assert line["y0"] == line["y1"] == 24.0
    assert f"goal 24{words.THIN}%" in [note["text"] for note in trend["layout"]["annotations"]]


def test_a_period_with_missing_data_is_hatched_around_its_point_and_says_what_is_missing(trend):
    span = _named(trend, "data missing")
    assert span["x"][:2] == ["2026-01-18T00:00:00", "2026-02-15T00:00:00"]
    assert span["fillpattern"]["shape"] == "/"
    assert span["text"] == "data missing: tracking, West, 10–15 Feb 2026"
    assert "data missing" in [note["text"] for note in trend["layout"]["annotations"]]


def test_the_last_value_is_written_beside_its_point(trend):
    last = trend["layout"]["annotations"][0]
    assert last["text"] == f"<b>19.0{words.THIN}%</b><br>so far"
    assert (last["x"], last["y"]) == ("2026-05-01", 19.0)


def test_a_hover_tells_value_interval_n_and_what_is_odd():
    text = axes.hover(YEAR[1], Grain.MONTH, "")
    assert "Feb 2026" in text
    assert f"95 %: 21.0 to 23.0{words.THIN}%" in text
    assert "1,000 shoppers" in text
    assert "data missing" in text


def test_the_same_values_make_the_same_figure():
    assert charts.trend(YEAR, Grain.MONTH) == charts.trend(list(YEAR), Grain.MONTH)


def test_the_alternative_text_says_the_trend():
    assert charts.trend_alt(YEAR, Grain.MONTH) == (
        "Conversion: from 20.0 % in Jan 2026 to 25.0 % in Apr 2026; lowest 20.0 % in Jan 2026, "
        "highest 25.0 % in Apr 2026. May 2026 is not complete. Data are missing in 1 of the periods."
    ).replace(" %", f"{words.THIN}%")


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (CONVERSION, {"ticksuffix": " %"}),
        (REVENUE, {"tickprefix": "€", "tickformat": ",~s"}),
        (ORDERS, {"tickformat": ",~f"}),
    ],
)
def test_an_axis_carries_the_unit(metric, expected):
    figure = charts.trend([month(2026, 1, 20.0, metric)], Grain.MONTH, "EUR")
    assert expected.items() <= figure["layout"]["yaxis"].items()


def test_waits_are_marked_at_round_hours():
    figure = charts.trend([month(2026, 1, 12_000.0, RESPONSE_TIME)], Grain.MONTH)
    assert figure["layout"]["yaxis"]["tickvals"][:3] == [0.0, 3600.0, 7200.0]
    assert figure["layout"]["yaxis"]["ticktext"][1] == f"1{words.THIN}h"


def test_three_months_are_three_ticks_and_a_year_is_said_where_it_begins():
    months = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert charts.ticks(months, Grain.MONTH) == {
        "tickvals": ["2025-12-01", "2026-01-01", "2026-02-01"],
        "ticktext": ["Dec<br>2025", "Jan<br>2026", "Feb"],
    }


def test_of_many_weeks_no_more_ticks_than_a_phone_has_room_for():
    weeks = [date(2026, 1, 5) + timedelta(weeks=n) for n in range(52)]
    found = charts.ticks(weeks, Grain.WEEK)
    assert len(found["tickvals"]) == 6  # every ninth
    assert found["ticktext"][:2] == ["5 Jan<br>2026", "9 Mar"]
