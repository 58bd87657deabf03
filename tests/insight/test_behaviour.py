"""Noise or signal: published charts, rates of false alarm, and what is found."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.behaviour import RUN, Bounds, behaviour
from tests.insight.published import published_rows

SERIES = 20_000


def natural_limits(values):
    """The plain chart of the books along the last axis: mean ± 2.66 mean moving ranges."""
    centre = values.mean(axis=-1)
    reach = 3 / 1.12838 * np.abs(np.diff(values, axis=-1)).mean(axis=-1)
    return centre, centre - reach, centre + reach


def chart_of(values, **facts):
    found = behaviour(values, **facts)
    assert found is not None
    return found


def test_nist_individuals_chart():
    """NIST/SEMATECH e-Handbook 6.3.2.2: mean 50.81, mean range 1.8778, limits 45.8159 and 55.8041 with 3 / 1.128."""
    flow = np.array([float(row) for row in published_rows("nist_imr.csv")[1:]])
    centre, low, high = natural_limits(flow)
    mean_range = np.abs(np.diff(flow)).mean()
    assert (round(float(centre), 2), round(float(mean_range), 4)) == (50.81, 1.8778)
    assert high == pytest.approx(50.81 + 3 / 1.12838 * 1.8778, abs=1e-3)
    assert (float(low), float(high)) == pytest.approx((45.8159, 55.8041), abs=2e-3)


def test_the_newest_value_is_no_part_of_what_it_is_judged_by():
    calm = [10.0, 12.0] * 6  # mean 11, mean range 2
    chart = chart_of([*calm, 40.0])
    assert chart.centre[-1] == 11
    assert chart.high[-1] == pytest.approx(11 + 2.6587 * 2, abs=1e-3)
    assert chart.is_outside


def test_fewer_than_twelve_are_not_judged():
    assert behaviour([10.0, 12.0] * 5 + [11.0, 11.0]) is None  # eleven before the newest
    assert behaviour([10.0, 12.0] * 6 + [math.nan]) is None


def test_a_gap_breaks_the_range_on_both_sides():
    values = [10.0, 12.0] * 6 + [math.nan, 30.0, 30.0]
    chart = chart_of([10.0, 12.0] * 6 + [math.nan, 12.0, 11.0])
    assert chart.used == 13
    assert chart.sigma == pytest.approx(2 / 1.12838, abs=1e-4)  # no range over the gap
    assert chart_of(values).is_outside


def test_limits_of_what_is_bounded_are_cut():
    chart = chart_of([1.0, 9.0] * 6 + [5.0], bounds=Bounds(0.0, 100.0))
    assert chart.low[-1] == 0
    assert chart.high[-1] == pytest.approx(5 + 2.6587 * 8, abs=1e-2)


def test_laneys_limits_and_factor_by_hand():
    """Twelve months of 100 and 400 in turn, 10 and 14 per cent of them:

    p̄ = (6·10 + 6·56) / (6·100 + 6·400) = 396 / 3000 = .132     one of a sample: .132 · .868 = .114576
    z = (.10 − .132) / √(.114576 / 100) = −.94537   and   (.14 − .132) / √(.114576 / 400) = .47268
    mean range 1.41805, so factor 1.41805 / 1.12838 = 1.25672
    limits at n = 100: 13.2 ± 3 · 1.25672 · 3.38491 = 13.2 ± 12.7616
    """
    values, n = [10.0, 14.0] * 6 + [10.0], [100.0, 400.0] * 6 + [100.0]
    chart = chart_of(values, n=n, chance=0.132 * 0.868 * 100**2, bounds=Bounds(0.0, 100.0))
    assert chart.factor == pytest.approx(1.25672, abs=1e-4)
    assert chart.centre[-1] == pytest.approx(13.2)
    assert (chart.low[-1], chart.high[-1]) == pytest.approx((0.4384, 25.9616), abs=1e-3)
    assert chart.high[1] == pytest.approx(13.2 + 12.7616 / 2, abs=1e-3)  # n = 400: half as wide


def test_what_hardly_ever_happens_is_given_room_for_three():
    """None of 100 in twelve months: the chart's own limits are 0 and 0; three of 100 are still no signal."""
    three, four = ([0.0] * 12 + [x] for x in (3.0, 4.0))
    n = [100.0] * 13
    assert not chart_of(three, n=n, chance=0.0, one=100.0).is_outside
    assert chart_of(four, n=n, chance=0.0, one=100.0).is_outside


def test_false_alarms_on_noise_are_those_that_theory_says():
    """20,000 series of pure noise. At least one of 24 outside the limits they make: 6.2 %; with runs of eight: 9.1 %.
    The next one outside limits frozen on 24: 0.9 %, on 12: 1.9 %."""
    noise = np.random.default_rng(20).standard_normal((SERIES, 25))
    past, newest = noise[:, :24], noise[:, 24]
    centre, low, high = (side[:, None] for side in natural_limits(past))
    outside = ((past < low) | (past > high)).any(axis=1)
    above = np.lib.stride_tricks.sliding_window_view(past > centre, RUN, axis=1)
    runs = (above.all(axis=2) | ~above.any(axis=2)).any(axis=1)
    assert outside.mean() == pytest.approx(0.062, abs=0.006)
    assert (outside | runs).mean() == pytest.approx(0.091, abs=0.007)
    assert ((newest < low[:, 0]) | (newest > high[:, 0])).mean() == pytest.approx(0.009, abs=0.002)
    _centre, low, high = natural_limits(past[:, 12:])
    assert ((newest < low) | (newest > high)).mean() == pytest.approx(0.019, abs=0.003)


def rate(draw, times=1000, **facts):
    """Share of series whose newest value is outside, and of those it ends a run in."""
    charts = [chart_of(draw(), **facts) for _ in range(times)]
    return (
        np.mean([chart.is_outside for chart in charts]),
        np.mean([chart.is_run and not chart.is_outside for chart in charts]),
    )


def test_noise_alarms_once_in_a_hundred_and_three_sigma_are_found_every_second_time():
    """With drift, steps and likeness looked for: what is looked for is not found in noise."""
    random = np.random.default_rng(21)
    outside, runs = rate(lambda: random.standard_normal(25))
    assert outside < 0.015
    assert runs < 0.008
    shift = np.eye(25)[24]
    assert rate(lambda: random.standard_normal(25) + 3 * shift, 300)[0] > 0.4
    assert rate(lambda: random.standard_normal(25) + 4 * shift, 300)[0] > 0.7


def test_a_steady_drift_is_no_news_and_a_break_of_it_is():
    random = np.random.default_rng(22)
    grow = 0.5 * np.arange(25)
    assert sum(rate(lambda: random.standard_normal(25) + grow, 500)) < 0.03
    stop = np.where(np.arange(25) == 24, -5.0, 0.0)
    assert rate(lambda: random.standard_normal(25) + grow + stop, 200)[0] > 0.8


def test_a_step_is_not_taken_for_a_drift_and_stays_in_sight():
    """Three sigma since eight periods: the run says so although the limits have begun to follow."""
    random = np.random.default_rng(23)
    step = np.where(np.arange(25) >= 17, 3.0, 0.0)
    assert sum(rate(lambda: random.standard_normal(25) + step, 300)) > 0.7


@pytest.mark.parametrize("apart", [2, 3, 6])
def test_windows_that_overlap_alarm_no_more_than_others(apart):
    """Sums of the same days: noise of a moving window. With ranges of neighbours it would be up to 40 %."""
    random = np.random.default_rng(24 + apart)

    def overlapping():
        return np.convolve(random.standard_normal(24 + apart), np.ones(apart), "valid")

    assert rate(overlapping, 500, apart=apart)[0] < 0.025
    if apart > 2:
        assert rate(overlapping, 300)[0] + rate(overlapping, 300)[1] < 0.2


def test_overlapping_windows_need_room_for_four_that_share_no_day():
    assert behaviour(np.arange(25.0), apart=6) is not None
    assert behaviour(np.arange(25.0), apart=7) is None


def test_neighbours_that_are_alike_widen_the_limits():
    """AR(1) of .8: limits from ranges of neighbours alone would cry about every fifth time."""
    random = np.random.default_rng(25)

    def alike():
        noise = random.standard_normal(75)
        for n in range(1, 75):
            noise[n] += 0.8 * noise[n - 1]
        return noise[-25:]

    def cries_plainly(values):
        _centre, low, high = natural_limits(values[:-1])
        return not low <= values[-1] <= high

    assert np.mean([cries_plainly(alike()) for _ in range(500)]) > 0.15
    assert sum(rate(alike, 500)) < 0.12


def test_the_nile_changed_after_1898():
    """Flow at Aswan 1871–1970 (Cobb 1978; means 1097.75 until 1898 and 849.97 after it), each year judged as the newest
    by the 24 before it: silence until the eighth year in a row below the level, which begins in 1899."""
    rows = [row.split(",") for row in published_rows("nile.csv")[1:]]
    flow = {int(year): float(volume) for year, volume in rows}
    assert np.mean([v for y, v in flow.items() if y <= 1898]) == pytest.approx(1097.75)
    charts = {
        year: chart_of([flow[y] for y in range(max(1871, year - 24), year + 1)])
        for year in range(1883, 1971)
    }
    signals = [year for year, chart in charts.items() if chart.is_signal]
    assert signals[0] == 1906
    first = charts[1906]
    assert (first.side, 1906 - first.run + 1) == (-1, 1899)
    assert signals == [1906, 1907, 1913]  # 1913: 456, the least of the century
    assert np.argmax(charts[1913].base) == 1899 - 1889  # by then the new level is its own baseline


def plainly(values, sizes):
    """Centre, limits and run of a level chart, as one would on paper."""
    known = [(v, w) for v, w in zip(values[:-1], sizes[:-1], strict=True) if v is not None]
    centre = sum(v * w for v, w in known) / sum(w for _v, w in known)
    ranges = []
    for n in range(len(values) - 2):
        if values[n] is not None and values[n + 1] is not None:
            z = [(values[k] - centre) * math.sqrt(sizes[k]) for k in (n, n + 1)]
            ranges.append(abs(z[1] - z[0]))
    reach = 3 / (2 / math.sqrt(math.pi)) * sum(ranges) / len(ranges) / math.sqrt(sizes[-1])
    run = 0
    for value in reversed([v for v in values if v is not None]):
        if (value > centre) != (values[-1] > centre):
            break
        run += 1
    return centre, centre - reach, centre + reach, run


@given(
    st.lists(st.one_of(st.none(), st.integers(0, 1000)), min_size=13, max_size=24),
    st.integers(0, 1000),
    st.lists(st.integers(20, 2000), min_size=25, max_size=25),
)
def test_level_charts_agree_with_plain_python(past, newest, sizes):
    values = [*past, newest]
    sizes = sizes[: len(values)]
    as_floats = [math.nan if v is None else float(v) for v in values]
    chart = behaviour(as_floats, n=[float(n) for n in sizes])
    known = sum(v is not None for v in past)
    assert (chart is None) == (known < 12)
    if chart is None or chart.slope or chart.likeness or chart.used < known:
        return
    centre, low, high, run = plainly(values, sizes)
    assert chart.centre[-1] == pytest.approx(centre)
    assert (chart.low[-1], chart.high[-1]) == pytest.approx((low, high), abs=1e-6)
    if all(v is None or abs(v - centre) > 1e-6 for v in values):
        assert chart.run == run
        assert chart.side == (1 if newest > centre else -1)
    if abs(newest - low) > 1e-3 and abs(newest - high) > 1e-3:
        assert chart.is_outside == (not low < newest < high)
