"""The weekly series of the M4 competition: its printed figures for the last value, and bands that cover."""

import numpy as np
import pytest

from tests.bench import forecast as bench


@pytest.fixture(scope="module")
def series():
    if not (bench.folder() / "m4_Weekly-test.csv.gz").exists():
        pytest.skip("no published figures: set MILEPOST_REAL_DATA to the folder of real data")
    return bench.series()


def test_the_last_value_scores_as_printed(series):
    """Makridakis et al. 2020, Naive2 of the weekly series: MASE 2.777, sMAPE 9.161."""
    last = [np.full(bench.STEPS, one.known[-1]) for one in series]
    mase = [bench.mase(one.known, one.came, said) for one, said in zip(series, last, strict=True)]
    smape = [bench.smape(one.came, said) for one, said in zip(series, last, strict=True)]
    assert len(series) == 359
    assert np.mean(mase) == pytest.approx(2.777295, abs=1e-5)
    assert np.mean(smape) == pytest.approx(9.16129, abs=1e-4)


@pytest.mark.faults
def test_bands_cover_and_chances_beat_the_straight_line(series):
    found = [bench.result(one) for one in series[::51]]
    assert 0.6 <= np.mean([one.inside_80 for one in found]) <= 0.95
    assert np.mean([one.inside_95 for one in found]) >= 0.8
    told, line = (
        [pair for one in found for pair in getattr(one, name)] for name in ("told", "line")
    )
    assert bench.brier(told) < bench.brier(line)
    assert bench.report(found)[0] == "8 series, 13 weeks ahead, 40 chances"
