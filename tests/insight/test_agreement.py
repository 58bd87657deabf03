"""How a group voted, and what its chances were worth: by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.insight.agreement import shares, skill, spread, together


def test_the_middle_half_lies_between_the_medians_of_both_halves():
    # .1 .2 | .3 | .5 .9: the halves with the middle one are .1 .2 .3 and .3 .5 .9
    found = spread([0.9, 0.1, 0.5, 0.2, 0.3])
    assert (found.middle, found.low, found.high) == (0.3, 0.2, 0.5)
    assert not found.is_far_apart
    assert spread([0.1, 0.2, 0.8, 0.9]).is_far_apart  # .85 - .15
    assert spread([]) is None


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40))
def test_every_vote_stands_in_one_column_the_nearest(percents):
    found = spread([percent / 100 for percent in percents])
    columns = [0] * 11
    for percent in percents:
        columns[(percent + 5) // 10] += 1
    assert list(found.bars) == columns


def test_answers_are_counted_with_how_sure_they_were():
    yes, no = shares([("yes", 0.8), ("yes", None), ("no", None), ("yes", 0.6)], ["yes", "no"])
    assert (yes.n, yes.share, no.n, no.sureness) == (3, 0.75, 1, None)
    assert yes.sureness == pytest.approx(0.7)  # (.8 + .6) / 2


def test_chances_are_held_against_what_came():
    # ((.8 - 1)² + (.6 - 0)² + (.9 - 1)² + (.7 - 0)²) / 4 = (.04 + .36 + .01 + .49) / 4 = .225
    found = skill([(0.8, True), (0.6, False), (0.9, True), (0.7, False)])
    assert found.brier == pytest.approx(0.225)
    assert (found.told, found.came, found.blind) == (pytest.approx(0.75), 0.5, 0.25)
    assert not found.is_too_high  # with four votes that is luck
    assert skill([(0.9, False)] * 20).is_too_high
    assert skill([]) is None


def test_a_group_says_the_median_of_its_votes():
    assert together({"a": [0.1, 0.5, 0.6], "b": []}) == {"a": 0.5}
