"""The chart that tells noise from signal."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.metrics.coverage import Hole
from dashboard.progress.signals import Verdict, judged
from dashboard.records.tables import Shift
from dashboard.views import behaviour_chart, new_normal
from queries.calendar import Grain
from queries.slice import Window
from tests.progress.test_signals import months, steady, with_newest


def of(values, shifts=()):
    found = judged(values[0].metric, Grain.MONTH, values, shifts)
    return found, behaviour_chart.figure(found, "EUR")


def traces(figure, name):
    return [trace for trace in figure["data"] if trace["name"] == name]


def test_the_judged_point_is_told_by_shape_and_word():
    _found, figure = of(with_newest(steady(22), 10.0))
    [mark] = traces(figure, "worse")
    assert (mark["x"], mark["y"]) == (["2025-10-01"], [10.0])
    assert mark["marker"]["symbol"] == "x"
    assert "<b>10.0\u202f%</b><br>Worse" in [
        note["text"] for note in figure["layout"]["annotations"]
    ]
    _found, figure = of(steady(22))
    [mark] = traces(figure, "noise")
    assert mark["marker"]["symbol"] == "circle-open"


def test_the_range_spans_the_baseline_and_the_judged_point_only():
    found, figure = of(steady(40))
    _high, low = traces(figure, "usual range")
    drawn = [y for y in low["y"] if y is not None]
    assert len(drawn) == 25
    assert drawn[-1] == pytest.approx(found.judged.low)
    [shade] = figure["layout"]["shapes"]
    assert (shade["x0"][:7], shade["x1"][:7]) == ("2025-03", "2027-03")  # half a month either side


def test_missing_data_is_hatched_and_running_periods_are_not_on_the_line():
    hole = (Hole("shop", "North", Window(date(2025, 5, 3), date(2025, 5, 9))),)
    values = [replace(v, missing=hole) if n == 16 else v for n, v in enumerate(steady(22))]
    running = replace(months([90.0], first=(2025, 11))[0], is_complete=False)
    found, figure = of([*values, running])
    assert len(traces(figure, "data missing")) == 1
    [line] = traces(figure, "Conversion")
    assert line["y"][-1] is None
    assert "hatched: data missing, left out" in behaviour_chart.of(found, "EUR").legend


def test_what_is_not_judged_is_drawn_with_its_reason():
    found, figure = of(steady(8))
    assert found.verdict is Verdict.UNKNOWN
    assert traces(figure, "usual range") == []
    panel = behaviour_chart.of(found, "EUR")
    assert panel.finding.startswith(
        "Conversion in Aug 2024 is not judged: needs 12 complete periods"
    )
    empty = judged(steady(1)[0].metric, Grain.MONTH, [])
    assert behaviour_chart.of(empty, "EUR").figure is None


def test_a_new_normal_is_offered_from_where_the_run_began():
    found, _figure = of(months([20, 21] * 7 + [22.2] * 9))
    starts = new_normal.offered(found)
    assert starts[0] == date(2025, 11, 1)
    assert new_normal.usual(found, starts) == date(2025, 3, 1)  # nine months in a row
    calm, figure = of(
        steady(30), [Shift(metric="conversion", grain="month", on_day=date(2025, 3, 1))]
    )
    assert new_normal.usual(calm, new_normal.offered(calm)) == date(2026, 6, 1)
    assert "new normal" in [note["text"] for note in figure["layout"]["annotations"]]
