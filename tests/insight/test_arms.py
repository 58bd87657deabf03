"""Who is tried on: people by lot, regions by the likeness of their past."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from dashboard.insight.arms import held_out, is_held_out, lot_below, suggested, unlike


def test_a_lot_holds_out_its_share_and_does_so_again():
    keys = [f"person:{n}" for n in range(20_000)]
    first = held_out(keys, "stay", 0.3)
    assert len(first) == pytest.approx(6000, abs=200)  # 3 sd of a binomial: 194
    assert first == held_out(keys, "stay", 0.3)
    other = set(held_out(keys, "another", 0.3))
    assert len(other & set(first)) == pytest.approx(1800, abs=130)  # as by chance


def test_a_larger_share_holds_out_the_same_and_more():
    for n in range(500):
        if is_held_out(f"person:{n}", "stay", 0.1):
            assert is_held_out(f"person:{n}", "stay", 0.5)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_everybody_or_nobody_is_no_share(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        lot_below(share)


def past(random: Random, regions: int, periods: int = 18) -> np.ndarray:
    common = np.cumsum([random.gauss(0, 1) for _ in range(periods)])
    rows = [
        common + random.uniform(-20, 20) + [random.gauss(0, 0.5) for _ in range(periods)]
        for _ in range(regions)
    ]
    return np.array(rows)


def test_a_region_whose_past_is_unlike_the_rest_is_left_out():
    values = past(Random(1), 8)
    values[5] += np.linspace(0, 15, 18)
    assert unlike(values) == (5,)
    found = suggested(values, np.ones(8), 3)
    assert found.unlike == (5,)
    assert 5 not in (*found.pilot, *found.control)
    assert len(found.pilot) == 3
    assert len(found.control) == 4


def spread_by_hand(values, weights, chosen) -> float:
    gaps = []
    for column in zip(*values, strict=True):

        def mean(own, column=column):
            return sum(column[n] * weights[n] for n in own) / sum(weights[n] for n in own)

        gaps.append(mean(chosen) - mean([n for n in range(len(values)) if n not in chosen]))
    centre = sum(gaps) / len(gaps)
    return (sum((gap - centre) ** 2 for gap in gaps) / len(gaps)) ** 0.5


@pytest.mark.parametrize("seed", range(3))
def test_no_other_pilot_moved_more_like_its_control(seed):
    random = Random(seed)
    values, weights = past(random, 7), [random.uniform(1, 4) for _ in range(7)]
    found = suggested(values, np.array(weights), 3)
    if found.unlike:
        return
    least = min(spread_by_hand(values.tolist(), weights, own) for own in combinations(range(7), 3))
    assert found.apart == pytest.approx(least)
    assert spread_by_hand(values.tolist(), weights, found.pilot) == pytest.approx(least)


def test_a_pilot_needs_somebody_to_compare_with():
    assert suggested(past(Random(1), 3), np.ones(3), 3) is None
    assert suggested(past(Random(1), 3), np.ones(3), 0) is None
