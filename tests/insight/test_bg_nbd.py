"""The model of buying against the paper's own figures, its plain sums, and people made by it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dashboard.insight import bg_nbd
from dashboard.insight.bg_nbd import BgNbd, Histories
from tests.insight.cdnow import CALIBRATED, cdnow_days, cdnow_histories, shared
from tests.insight.published import published
from tests.oracle import value

PAPER = BgNbd(0.243, 4.414, 0.793, 2.426)
PEOPLE = Histories(
    np.array([0.0, 1.0, 3.0, 40.0]), np.array([0.0, 2.0, 30.4, 50.0]), np.array([10.0, 30.0, 35.0, 52.0])
)  # fmt: skip
KNOWN = [
    value.History(int(x), t_x, age, 0.0)
    for x, t_x, age in zip(PEOPLE.x, PEOPLE.t_x, PEOPLE.T, strict=True)
]


@pytest.fixture(scope="module")
def cdnow() -> Histories:
    return cdnow_histories(CALIBRATED)[0]


@pytest.fixture(scope="module")
def fitted(cdnow: Histories) -> BgNbd:
    return bg_nbd.fit(cdnow)


def test_cdnow_has_the_counts_that_were_printed(cdnow: Histories) -> None:
    counts = np.bincount(np.minimum(cdnow.x, 7).astype(int))
    assert counts.tolist() == published()["cdnow_sample"]["hist"]


def test_repeat_orders_of_weeks_20_to_25_are_those_printed() -> None:
    """Week 1 starts on 1 January 1997, a Wednesday."""
    weeks = [
        (day - date(1997, 1, 1)).days // 7 + 1
        for days in cdnow_days().values()
        for day in sorted(days)[1:]
    ]
    found = [weeks.count(week) for week in range(20, 26)]
    assert found == published()["cdnow_sample"]["weeks20_25"]


def test_the_parameters_of_cdnow_are_those_of_the_paper(fitted: BgNbd, cdnow: Histories) -> None:
    printed = published()["bgnbd"]
    assert (round(fitted.r, 3), round(fitted.alpha, 3)) == (
        printed["r"],
        pytest.approx(printed["alpha"], abs=1e-3),
    )
    assert (fitted.a, fitted.b) == pytest.approx((printed["a"], printed["b"]), abs=1e-3)
    assert bg_nbd.log_likelihood(fitted, cdnow) == pytest.approx(printed["ll"], abs=0.05)


def test_a_newcomer_orders_1_44_times_in_a_year(fitted: BgNbd) -> None:
    assert bg_nbd.expected_of_newcomer(fitted, np.array([52.0]))[0] == pytest.approx(
        1.444, abs=1e-3
    )


def test_one_customer_of_the_vignette(fitted: BgNbd) -> None:
    one = Histories(np.array([26.0]), np.array([30.86]), np.array([31.0]))  # number 1516
    assert bg_nbd.expected_orders(fitted, one, 52)[0] == pytest.approx(25.75659, abs=0.005)
    assert bg_nbd.alive(fitted, one)[0] == pytest.approx(0.9688523, abs=1e-4)


def test_the_forecast_of_week_78_misses_by_four_per_cent(fitted: BgNbd) -> None:
    """The paper: the total is four per cent under what came, 4,339 repeat orders by week 78."""
    end = date(1998, 6, 30)
    ages = np.array([(end - min(days)).days / 7 for days in cdnow_days().values()])
    came = sum(len(days) - 1 for days in cdnow_days().values())
    foretold = bg_nbd.expected_of_newcomer(fitted, ages).sum()
    assert came == 4339
    assert foretold == pytest.approx(4160.6, abs=0.5)
    assert round(100 * (foretold / came - 1)) == -4


def test_the_orders_held_out_by_number_of_earlier_ones(cdnow: Histories) -> None:
    """What people with 0, 1, … 7 and more repeat orders did in the 39 weeks after: printed means."""
    later = np.array(
        [sum(day > CALIBRATED for day in days) for days in cdnow_days().values()], dtype=float
    )
    bins = np.minimum(cdnow.x, 7).astype(int)
    means = [later[bins == n].mean() for n in range(8)]
    assert means == pytest.approx(published()["cdnow_sample"]["act_by_bin"], abs=1e-6)


def test_likelihood_chance_and_orders_are_those_of_the_plain_sums() -> None:
    four = (PAPER.r, PAPER.alpha, PAPER.a, PAPER.b)
    assert bg_nbd.log_likelihood(PAPER, PEOPLE) == pytest.approx(value.log_likelihood(*four, KNOWN))
    assert bg_nbd.alive(PAPER, PEOPLE) == pytest.approx([value.alive(*four, h) for h in KNOWN])
    plain = [value.expected_orders(*four, h, 52.0) for h in KNOWN]
    assert bg_nbd.expected_orders(PAPER, PEOPLE, 52.0) == pytest.approx(plain, rel=1e-9)


def test_long_histories_stay_in_range() -> None:
    many = Histories(np.array([2000.0]), np.array([519.0]), np.array([520.0]))
    found = bg_nbd.expected_orders(PAPER, many, 52.0)[0]
    assert found == pytest.approx(2000 / 520 * 52, rel=0.1)


def test_a_of_one_is_stepped_over() -> None:
    beside = [
        bg_nbd.expected_orders(BgNbd(0.5, 5.0, a, 2.0), PEOPLE, 52.0) for a in (1.0, 1.0 + 1e-4)
    ]
    assert beside[0] == pytest.approx(beside[1], rel=1e-3)


def test_slopes_are_those_of_small_steps() -> None:
    from dashboard.insight.bg_nbd import _log_likelihoods

    _, slopes = _log_likelihoods(PAPER, PEOPLE)
    names = ("r", "alpha", "a", "b")
    for n, name in enumerate(names):
        step = 1e-6 * getattr(PAPER, name)
        up, down = (
            _log_likelihoods(BgNbd(**{**vars(PAPER), name: getattr(PAPER, name) + s}), PEOPLE)[0]
            for s in (step, -step)
        )
        assert slopes[n] == pytest.approx((up - down) / (2 * step), rel=1e-4, abs=1e-7)


def test_no_parameters_is_said_and_not_made_up() -> None:
    alike = Histories(np.zeros(50), np.zeros(50), np.full(50, 10.0))
    with pytest.raises(ValueError, match="no best parameters"):
        bg_nbd.fit(alike)


def test_the_folder_of_real_data_is_named_where_it_is_absent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MILEPOST_REAL_DATA", str(tmp_path))
    with pytest.raises(pytest.skip.Exception, match="MILEPOST_REAL_DATA"):
        shared("cdnow_sample/CDNOW_sample.txt")
