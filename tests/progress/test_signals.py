"""Signals: which period is judged, what it is judged by, and what is said of it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import BadUse
from dashboard.insight.compare import Share
from dashboard.language import _, speaking
from dashboard.metrics.catalogue import CATALOGUE, CHURN, CONVERSION, LTV_PREDICTED, REVENUE
from dashboard.metrics.certainty import Measurement
from dashboard.metrics.coverage import Hole
from dashboard.progress import signal_words
from dashboard.progress.scales import Scale, apart_of, scaled
from dashboard.progress.signals import Verdict, judged, signal
from dashboard.records.tables import Shift
from queries.calendar import Calendar, Grain
from queries.slice import Slice, Window
from tests import homes
from tests.views.values import month

NOISE = np.random.default_rng(5).normal(0, 1, 60)


def months(values, metric=CONVERSION, first=(2024, 1), **facts):
    """Values of months in a row, None for a month without any."""
    year, of = first
    return [
        month(year + (of - 1 + n) // 12, (of - 1 + n) % 12 + 1, value, metric, **facts)
        for n, value in enumerate(values)
    ]


def steady(count, metric=CONVERSION, level=20.0):
    return months([level + noise for noise in NOISE[:count]], metric)


def with_newest(values, value):
    return [*values[:-1], replace(values[-1], value=value)]


def of(values, metric=CONVERSION, shifts=()):
    return judged(metric, Grain.MONTH, values, shifts)


def test_better_and_worse_follow_the_metric():
    assert of(steady(22)).verdict is Verdict.NOISE
    assert of(with_newest(steady(22), 30.0)).verdict is Verdict.BETTER
    assert of(with_newest(steady(22), 10.0)).verdict is Verdict.WORSE
    assert of(with_newest(steady(22, CHURN), 30.0), CHURN).verdict is Verdict.WORSE
    neither = next(m for m in CATALOGUE.values() if m.better == "neither")
    found = of(with_newest(steady(22, neither, 2000.0), 3000.0), neither)
    assert (found.verdict, found.direction) == (Verdict.HIGHER, "up")


def test_only_the_newest_complete_period_is_judged():
    running = replace(steady(23)[-1], value=90.0, is_complete=False)
    found = of([*steady(22), running])
    assert found.verdict is Verdict.NOISE
    assert found.judged.period.start == date(2025, 10, 1)  # the 22nd month from January 2024
    assert [point.is_judged for point in found.points].count(True) == 1
    assert found.points[-1].centre is None


def test_the_baseline_is_at_most_24_and_older_ones_are_drawn_only():
    found = of(steady(40))
    assert sum(point.is_baseline for point in found.points) == 24
    assert found.points[14].centre is None  # 40 − 1 judged − 24 = 15 older ones
    assert found.points[15].is_baseline


def test_fewer_than_twelve_before_it_say_so():
    found = of(steady(12))
    assert found.verdict is Verdict.UNKNOWN
    assert found.reason == "needs 12 complete periods without missing data before it; there are 11"
    assert of(steady(13)).verdict is Verdict.NOISE
    assert of([]).reason == "no complete period yet"


def test_empty_periods_before_the_first_value_change_nothing():
    late = steady(22)
    early = [*months([None] * 300, first=(1999, 1)), *late]
    for newest in (20.0, 30.0, 10.0):
        asked_late, asked_early = (of(with_newest(v, newest)) for v in (late, early))
        assert asked_early.verdict is asked_late.verdict
        assert asked_early.points == asked_late.points
        assert asked_early.points[0].period.start == date(2024, 1, 1)
    assert len(of(months([None] * 5)).points) == 5  # of nothing, what was asked for is shown


def test_missing_data_is_neither_judged_nor_judged_by():
    hole = (Hole("shop", "North", Window(date(2025, 5, 3), date(2025, 5, 9))),)
    values = steady(22)
    holed = [replace(v, missing=hole, value=2.0) if n == 16 else v for n, v in enumerate(values)]
    assert sum(point.is_baseline for point in of(holed).points) == 20
    assert of(holed).points[16].is_missing
    newest = [*values[:-1], replace(values[-1], missing=hole, value=2.0)]
    assert of(newest).verdict is Verdict.MISSING
    assert of(newest).judged is None
    sentence = signal_words.finding(of(newest), "EUR")
    assert sentence == "Conversion in Oct 2025: data are missing, so it is not judged"


def test_the_first_year_of_orders_is_left_out():
    values = [replace(v, starts_history=n < 12) for n, v in enumerate(steady(24))]
    assert of(values).verdict is Verdict.UNKNOWN  # 11 are left before the newest
    values = [replace(v, starts_history=n < 12) for n, v in enumerate(steady(25))]
    assert sum(point.is_baseline for point in of(values).points) == 12


def test_a_confirmed_shift_starts_the_baseline_anew():
    values = steady(30)
    shift = Shift(metric="conversion", grain="month", on_day=date(2025, 6, 1), text="new shop")
    found = of(values, shifts=[shift])
    assert found.since is shift
    assert found.points[17].is_baseline  # June 2025 is the 18th month
    assert not found.points[16].is_baseline
    late = Shift(metric="conversion", grain="month", on_day=date(2025, 12, 1))
    found = of(values, shifts=[late])
    assert found.verdict is Verdict.UNKNOWN
    assert "from 2025-12-01 on, where the new normal begins, before it; there are 6" in found.reason
    assert of(values, shifts=[replace_day(late, date(2027, 1, 1))]).verdict is Verdict.NOISE


def replace_day(shift, day):
    return Shift(metric=shift.metric, grain=shift.grain, on_day=day)


def test_amounts_are_judged_as_logarithms_and_small_counts_as_roots():
    money = scaled(REVENUE, steady(20, REVENUE, 5000.0), [True] * 20)
    assert money.scale is Scale.LOG
    assert money.back(money.values)[3] == pytest.approx(5000 + NOISE[3])
    refunds = steady(20, REVENUE, 5000.0)
    refunds[4] = replace(refunds[4], value=-10.0)
    assert scaled(REVENUE, refunds, [True] * 20).scale is Scale.PLAIN
    orders = CATALOGUE["orders"]
    few = months([4.0, 9.0, 16.0] * 6, orders)
    assert list(scaled(orders, few, [True] * 18).values[:3]) == [2, 3, 4]
    found = of(with_newest(steady(22, REVENUE, 5000.0), 5100.0), REVENUE)
    assert found.judged.low * found.judged.high == pytest.approx(found.judged.centre**2)


def test_shares_are_judged_by_their_n():
    """A month of 20 people may stray where one of 20,000 may not."""
    calm = [20 + 0.2 * noise for noise in NOISE[:22]]

    def newest_of(n, value):
        values = [shared(v, 20_000) for v in months(calm)]
        return of([*values[:-1], shared(replace(values[-1], value=value), n)])

    assert newest_of(20_000, 25.0).verdict is Verdict.BETTER
    assert newest_of(20, 25.0).verdict is Verdict.NOISE
    assert newest_of(20_000, 20.0).chart.factor > 0


def shared(value, n):
    share = Share(value.value / 100 * n, n)
    return replace(value, n=n, measurement=Measurement(value.value, None, None, n, share, 100.0))


def test_means_of_few_are_given_room_and_means_of_many_are_not_held_to_less():
    aov = CATALOGUE["average_order_value"]
    values = [replace(v, n=400.0, denominator=400.0) for v in steady(22, aov, 100.0)]

    def width(n):
        found = of([*values[:-1], replace(values[-1], n=n, denominator=n)], aov)
        return np.log(found.judged.high / found.judged.low)

    assert width(100.0) == pytest.approx(2 * width(400.0))
    assert width(40_000.0) == pytest.approx(width(400.0))


def test_how_far_apart_values_share_no_day():
    """Retention looks 90 days ahead from the start of its period, lifetime value 90 from its end; churn not at all."""
    retention, ltv = CATALOGUE["retention"], CATALOGUE["ltv"]
    assert [apart_of(retention, g) for g in (Grain.WEEK, Grain.MONTH, Grain.QUARTER)] == [13, 3, 1]
    assert [apart_of(ltv, g) for g in (Grain.MONTH, Grain.QUARTER)] == [4, 2]
    assert apart_of(CHURN, Grain.MONTH) == 1
    found = judged(retention, Grain.WEEK, steady(40, retention))
    assert "each value counts days of 13 periods" in found.reason
    found = of(steady(40, retention), retention)
    assert any("ranges are taken 3 periods apart" in sentence for sentence in found.how)


def test_cohorts_of_unequal_age_are_not_judged():
    found = of(steady(30, LTV_PREDICTED, 100.0), LTV_PREDICTED)
    assert found.verdict is Verdict.UNKNOWN
    assert "unequal times" in found.reason


def test_sentences_are_for_a_board_and_speak_russian():
    found = of(with_newest(steady(22), 10.0))
    low, high = (f"{end:.1f}" for end in (found.judged.low, found.judged.high))
    sentence = signal_words.finding(found, "EUR")
    assert (
        sentence == f"Conversion in Oct 2025: lower than its usual range of {low} to {high}\u202f%"
    )
    with speaking("ru"):
        assert _(sentence)
    calm = months([20, 21] * 7 + [22.2] * 9)
    run = of(calm)
    assert run.chart.run == 9
    assert signal_words.finding(run, "").endswith("for 9 months in a row")


def test_the_corners_of_target_and_signal():
    def corner(is_on_target, verdict):
        return signal_words.corner(is_on_target, verdict, Grain.WEEK)

    assert "the system must change; do not react to this week" in corner(False, Verdict.NOISE)
    assert "early warning" in corner(True, Verdict.WORSE)
    assert "steady" in corner(True, Verdict.NOISE)
    assert "for the better" in corner(False, Verdict.BETTER)
    assert "neither" in corner(True, Verdict.MISSING)
    for verdict in Verdict:
        assert all(corner(target, verdict) for target in (True, False, None))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    home = homes.demo(tmp_path_factory.mktemp("demo"))
    homes.choose(home)
    return home


def test_a_signal_reads_all_that_came_before(demo):
    """The slice says the filters, the step and the end; the periods before it are read whatever its start."""
    homes.choose(demo)
    year = Slice(Window(date(2026, 1, 1), date(2026, 10, 1)), Grain.MONTH, calendar=Calendar())
    found = signal(CONVERSION, EVERYONE, year)
    assert sum(point.is_baseline for point in found.points) == 24
    assert found.judged.period.start == date(2026, 9, 1)
    earlier = signal(
        CONVERSION, EVERYONE, year.with_window(Window(date(2025, 1, 1), date(2026, 6, 1)))
    )
    assert earlier.judged.period.start == date(2026, 5, 1)


def test_every_metric_has_a_verdict_or_a_reason(demo):
    homes.choose(demo)
    asked = [(name, Grain.MONTH) for name in CATALOGUE]
    asked += [(name, g) for name in ("retention", "revenue") for g in (Grain.WEEK, Grain.QUARTER)]
    for name, grain in asked:
        metric = CATALOGUE[name]
        slice = Slice(Window(date(2024, 4, 1), date(2026, 10, 1)), grain, calendar=Calendar())
        if metric.always_by:
            by_survey = "survey" in metric.always_by
            part = ("survey", ["relationship"]) if by_survey else ("online", ["true"])
            slice = slice.filtered(*part)
        found = signal(metric, EVERYONE, slice, shifts=())
        assert found.reason
        if found.judged:
            assert found.judged.low <= found.judged.high
            assert found.how


def test_a_slice_needs_a_step_and_one_group(demo):
    homes.choose(demo)
    window = Window(date(2026, 1, 1), date(2026, 10, 1))
    with pytest.raises(BadUse, match="Choose days, weeks, months"):
        signal(CONVERSION, EVERYONE, Slice(window))
    with pytest.raises(BadUse, match="one group at a time"):
        signal(CONVERSION, EVERYONE, Slice(window, Grain.MONTH, by=("region",)))


def test_who_sees_one_region_has_the_shifts_of_that_region(demo):
    """A shift of the whole company is not that of the North, and the North's not the company's."""
    homes.choose(demo)
    slice = Slice(Window(date(2026, 1, 1), date(2026, 10, 1)), Grain.MONTH, calendar=Calendar())
    on = date(2025, 3, 1)
    everywhere = Shift(metric="conversion", grain="month", on_day=on)
    north = Shift(metric="conversion", grain="month", on_day=on, concerns={"region": ["North"]})
    seen = Viewer(regions=frozenset({"North"}))
    assert signal(CONVERSION, EVERYONE, slice, shifts=[north]).since is None
    assert signal(CONVERSION, EVERYONE, slice, shifts=[everywhere]).since is everywhere
    assert signal(CONVERSION, seen, slice, shifts=[everywhere]).since is None
    assert signal(CONVERSION, seen, slice, shifts=[north]).since is north
