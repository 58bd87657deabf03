import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.log_rank import log_rank
from tests.insight.published import published, published_rows

# Freireich et al. (1963): weeks in remission under 6-MP (0 is censored) and without
SIX_MP = (6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35)
RELAPSED = (1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)


def test_6_mp_against_placebo_is_the_printed_figure():
    test = log_rank([(SIX_MP, RELAPSED), (PLACEBO, [1] * 21)])
    assert test.chi_square == pytest.approx(16.793, abs=5e-4)
    assert test.df == 1
    assert test.p == pytest.approx(4.17e-5, rel=2e-3)


def test_the_published_file_gives_the_published_figure():
    rows = list(csv.DictReader(published_rows("leukemia_6mp.csv")))
    arms = [
        ([float(r["weeks"]) for r in arm], [r["relapse"] == "1" for r in arm])
        for arm in ([r for r in rows if r["arm"] == name] for name in {r["arm"] for r in rows})
    ]
    assert log_rank(arms).chi_square == pytest.approx(
        published()["km_6mp"]["logrank_chi2"], abs=5e-4
    )


def test_a_sum_done_by_hand():
    # time  at risk  happened   expected of a    variance
    #   1    2 + 2      a         2/4            2/4 · 2/4
    #   2    1 + 2      b         1/3            1/3 · 2/3
    #   3    1 + 1      a         1/2            1/2 · 1/2
    # a has 2 where 4/3 were expected: (2/3)² / (1/4 + 2/9 + 1/4) = 4/9 / 13/18 = 8/13
    test = log_rank([([1, 3], [1, 1]), ([2, 4], [1, 0])])
    assert test.chi_square == pytest.approx(8 / 13)


def test_there_is_nothing_to_compare_with_one_group_or_without_events():
    assert log_rank([([1, 2], [1, 1])]) is None
    assert log_rank([([1, 2], [1, 1]), ([], [])]) is None
    assert log_rank([([1, 2], [0, 0]), ([3], [0])]) is None
    assert log_rank([]) is None


def test_groups_that_are_never_at_risk_together_cannot_be_told_apart():
    # at 1 both are at risk and all of b are gone before 5
    assert log_rank([([5, 6], [1, 1]), ([1], [0])]) is None


lives = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=20)


@given(st.lists(lives, min_size=2, max_size=4))
def test_the_order_of_groups_does_not_matter(groups):
    parts = [([d for d, _ in group], [o for _, o in group]) for group in groups]
    there, back = log_rank(parts), log_rank(parts[::-1])
    assert (there is None) == (back is None)
    if there:
        assert there.chi_square == pytest.approx(back.chi_square, rel=1e-6, abs=1e-9)
        assert 0 <= there.p <= 1
        assert there.df <= len(groups) - 1


@given(lives)
def test_a_group_does_not_differ_from_itself(group):
    part = ([d for d, _ in group], [o for _, o in group])
    test = log_rank([part, part])
    assert test is None or test.chi_square == pytest.approx(0, abs=1e-9)
